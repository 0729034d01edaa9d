"""Which documents count, and whose words in them: filters are resolved, then documents chosen by arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np

from corpus.index.read.foreign_passages import Facet
from corpus.query import select, similarity
from corpus.query.select import passage_origins as origins
from corpus.query.select.criteria import resolve
from corpus.query.select.selection import Bools, Selection
from corpus.query.select.title_filter import titled
from corpus.store.tables.archive import Document

if TYPE_CHECKING:
    from corpus.query.select.criteria import Criteria
    from corpus.query.select.selection import Filters
    from corpus.query.session.moment import Moment

ONLY_CODED = (
    "Only matches on coded lines count, and rates are by all words under the filters: a match that nobody has"
    " looked at has no code."
)
"""What a reader of rates must know."""


def select_documents(moment: Moment, filters: Filters, lines: bool = False) -> Selection:
    """Apply filters. FilterError for a value that the archive does not know; it names the nearest.

    ``lines``: whether the caller counts matches, so that it can count those on coded lines alone.
    """
    criteria = resolve(moment, filters, lines)
    selection = _chosen(moment, criteria)
    if criteria.collapse:
        similarity.reprints.collapse(moment, selection)
    return selection


def _chosen(moment: Moment, criteria: Criteria) -> Selection:
    catalogue, notes = criteria.catalogue, list[str]()
    mask, passages, coded_lines = np.ones(len(catalogue), dtype=bool), None, None
    for facet, labels in criteria.labels.items():
        if facet in get_args(Facet):
            having, some = origins.of_origin(moment, catalogue, facet, labels)  # type: ignore[arg-type]
            passages = origins.both(passages, some)
        else:
            having = catalogue.having(moment.connection, facet, labels)
        mask &= having
    if criteria.first is not None or criteria.last is not None:
        mask &= _within_dates(criteria, mask, notes)
    if criteria.title is not None:
        titles = moment.document_column(catalogue, Document.c.title)
        mask &= titled(titles, criteria.title, moment.document_column(catalogue, Document.c.language))
    if criteria.documents is not None:
        moment.verify_rows("document.ref", criteria.documents)
        mask &= np.isin(catalogue.ids, criteria.documents)
    if criteria.codes is not None:
        versions, coded_lines = select.coded_lines.coded(moment, catalogue, criteria.codes, notes)
        if versions is not None:
            mask &= np.isin(catalogue.versions, versions)
    notes += criteria.notes
    return Selection(
        catalogue, mask, criteria.roles, criteria.speakers, criteria.quoted, notes, passages, coded_lines
    )


def _within_dates(criteria: Criteria, so_far: Bools, notes: list[str]) -> Bools:
    dates = criteria.catalogue.dates()
    mask: Bools = dates.precision > 0
    undated = int(np.count_nonzero(so_far & ~mask))
    touching = mask.copy()
    if criteria.first is not None:
        mask &= dates.first >= criteria.first
        touching &= dates.last >= criteria.first
    if criteria.last is not None:
        mask &= dates.last <= criteria.last
        touching &= dates.first <= criteria.last
    partly = int(np.count_nonzero(so_far & touching & ~mask))
    if partly:
        notes.append(
            f"{_documents(partly)} left out: dated only to a month or year that lies partly outside."
        )
    if undated:
        notes.append(f"{_documents(undated)} left out: without a date.")
    return mask


def _documents(count: int) -> str:
    return f"{count:,} document{'s' if count != 1 else ''}"
