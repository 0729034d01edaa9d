"""Filters applied: which documents count, and whose words in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.query.persons.speakers import speakers_named
from corpus.query.select import passage_origins as origins
from corpus.query.select.documents import resolve_document
from corpus.query.select.selection import REPRINTS, Filters, Selection
from corpus.query.select.title_filter import titled
from corpus.query.select.typed_values import (
    as_of_second,
    in_languages,
    of_countries,
    roles_of,
    with_facet,
    within_dates,
)
from corpus.query.session.document_catalogue import DOCUMENT_FACETS, Catalogue
from corpus.store.tables.archive import Document

if TYPE_CHECKING:
    from corpus.query.select.coded_lines import CodedLines
    from corpus.query.select.selection import Origins
    from corpus.query.session.moment import Moment


NO_LINES = (
    "A code of lines chooses matches of a query: it goes with freq, kwic, first and collocates; a code of"
    " documents goes with every command."
)


ONLY_CODED = (
    "Only matches on coded lines count, and rates are by all words under the filters: a match that nobody has"
    " looked at has no code."
)
"""What a reader of rates must know."""


def select_documents(moment: Moment, filters: Filters, lines: bool = False) -> Selection:
    """Apply filters. FilterError for a value that the archive does not know; it names the nearest.

    ``lines``: whether the caller counts matches, so that it can count those on coded lines alone.
    """
    catalogue = moment.catalogue(as_of_second(filters.as_of))
    mask = np.ones(len(catalogue), dtype=bool)
    notes: list[str] = []
    some: Origins | None = None
    for name in DOCUMENT_FACETS:
        wanted = getattr(filters, name)
        if wanted and name in ("language", "country"):
            find = in_languages if name == "language" else of_countries
            chosen, passages = find(moment, catalogue, wanted)
            mask &= chosen
            some = origins.both(some, passages)
        elif wanted:
            mask &= with_facet(moment, catalogue, name, wanted)
    if filters.since or filters.until:
        mask &= within_dates(moment, catalogue, filters, mask, notes)
    if filters.title:
        titles = moment.document_column(catalogue, Document.c.title)
        mask &= titled(titles, filters.title, moment.document_column(catalogue, Document.c.language))
    if filters.document:
        wanted_ids = [resolve_document(moment, reference) for reference in filters.document]
        moment.verify_rows("document.ref", wanted_ids)
        mask &= np.isin(catalogue.ids, wanted_ids)
    coded_lines = _coded(moment, catalogue, filters.code, mask, notes) if filters.code else None
    if coded_lines is not None and not lines:
        raise FilterError(NO_LINES)
    roles, quoted = roles_of(filters.voice)
    speakers = speakers_named(moment, filters.speaker, notes) if filters.speaker else None
    selection = Selection(catalogue, mask, roles, speakers, quoted, notes, some, coded_lines)
    if filters.collapse:
        _collapse(moment, selection, filters.collapse)
    return selection


def _coded(
    moment: Moment,
    catalogue: Catalogue,
    codes: tuple[str, ...],
    mask: npt.NDArray[np.bool_],
    notes: list[str],
) -> CodedLines | None:
    """Leave of the mask the documents coded so; the lines that matches must lie on, None for all."""
    from corpus.query.select.coded_lines import coded

    found = coded(moment, catalogue, codes)
    if found.versions is not None:
        mask &= np.isin(catalogue.versions, found.versions)
    notes += found.notes
    return found.lines


def _collapse(moment: Moment, selection: Selection, what: str) -> None:
    if what != REPRINTS:
        raise FilterError(f"--collapse takes {REPRINTS}, not {shown(what)!r}.")
    from corpus.query.similarity.reprints import collapse

    collapse(moment, selection)
