"""Facets as axes of a table: which value each unit of text has, and what the values are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from corpus.choices import FrequencyFacet
from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import groups_of
from corpus.index.read.document_facts import NONE
from corpus.query.count.selected_units import role_name
from corpus.query.tabulate import periods, statement_ranks
from corpus.store.plain_rows import plain_rows
from corpus.store.tables.archive import Document, MentionRow
from corpus.text.dates import PartialDate
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpus.index.read.document_facts import Facet
    from corpus.index.read.foreign_passages import Facet as Origin
    from corpus.query.count.units import Units
    from corpus.query.select.selection import Filters, Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
PASSAGE_FACETS = ("voice", "speaker", "post")
DOCUMENT = "document"
"""The facet whose values are the references of documents, in order of their dates."""
ORIGINS: tuple[Origin, ...] = ("language", "country")
"""Facets of documents of which single passages may have another value."""
FACETS: tuple[str, ...] = get_args(FrequencyFacet)
MOST_FACETS = 3
PERIOD = "period"
"""Name of the axis, and column, of any period of time."""


@dataclass(slots=True)
class Axis:
    """One facet: its column's name, a code for each unit (negative: left out), and its labels in order.

    ``complete``: cells without documents are shown, because their absence says something (periods).
    """

    name: str
    codes: I64
    labels: list[str]
    complete: bool = False


def check_facets(by: Sequence[str]) -> None:
    """Raise FilterError for facets that do not exist, or do not go together."""
    for name in by:
        if name not in FACETS:
            raise FilterError(f"There is no facet {name!r}; there is: {', '.join(FACETS)}", argument="by")
    if len(by) > MOST_FACETS:
        raise FilterError(
            f"A table has at most three facets: name {argument('by')} three times at most.", argument="by"
        )
    if len(set(by)) != len(by) or sum(name in periods.PERIODS for name in by) > 1:
        raise FilterError("The facets must differ, and only one can be a period of time.", argument="by")


def by_passage(moment: Moment, by: Sequence[str]) -> bool:
    """Whether words of one document may lie in several cells."""
    origins = [name for name in ORIGINS if name in by and moment.foreign().labels(name)]
    return bool(origins) or any(name in PASSAGE_FACETS for name in by)


def make_axis(
    moment: Moment, selection: Selection, units: Units, name: str, filters: Filters, notes: list[str]
) -> Axis:
    """The axis of a facet for the units of a selection; ``notes`` is told what has no place on it."""
    if name in periods.PERIODS:
        return _time_axis(selection, units, name, filters, notes)
    if name == "speaker":
        return _speaker_axis(moment, units)
    if name == "post":
        return _post_axis(moment, selection, units)
    if name == DOCUMENT:
        return _document_axis(moment, selection, units, notes)
    if name == "voice":
        return _axis(name, units.roles, role_name)
    facet = selection.catalogue.facet(moment.connection, name)
    if name == "authority":
        facet = statement_ranks.ranked(moment, selection, facet, notes)
    if name in ORIGINS and units.origins.any():
        return _origin_axis(moment, facet, units, name)
    return _axis(name, facet.codes[units.documents].astype(np.int64), facet.labels.__getitem__)


def _axis(name: str, codes: I64, label: Callable[[int], str]) -> Axis:
    """The axis of small codes: those that occur, in their order."""
    present = np.bincount(codes) > 0
    return Axis(
        name, (np.cumsum(present) - 1)[codes], [label(code) for code in np.flatnonzero(present).tolist()]
    )


def _origin_axis(moment: Moment, facet: Facet, units: Units, name: Origin) -> Axis:
    """The languages, or countries, of documents, and of passages of another one."""
    values = moment.foreign().values(name)
    labels = sorted({*facet.labels, *values} - {"", NONE})
    labels += [NONE] if NONE in facet.labels else []
    of_document = np.array([labels.index(label) for label in facet.labels])[facet.codes[units.documents]]
    of_passage = np.array([labels.index(value) if value else -1 for value in values])[units.origins]
    return _axis(name, np.where(of_passage >= 0, of_passage, of_document), labels.__getitem__)


def _speaker_axis(moment: Moment, units: Units) -> Axis:
    present, _, codes = groups_of(units.speakers)
    wanted = [actor for actor in present.tolist() if actor]
    names = {actor: row["name"] for actor, row in moment.rows(("actor",), wanted).items()}
    labels = [names.get(actor, NONE) for actor in present.tolist()]
    order = sorted(range(len(labels)), key=lambda at: (labels[at] == NONE, labels[at]))
    rank = np.empty(len(labels), dtype=np.int64)
    rank[order] = np.arange(len(labels))
    return Axis("speaker", rank[codes], [labels[at] for at in order])


def _post_axis(moment: Moment, selection: Selection, units: Units) -> Axis:
    """What speakers were when they spoke, as the metadata of their document or its headline say."""
    moment.verify("mention")
    query = select(MentionRow.c.version_id, MentionRow.c.actor_id, MentionRow.c.title).where(
        MentionRow.c.title.is_not(None), MentionRow.c.passage.is_(None)
    )
    rows = plain_rows(moment.connection, query.order_by(MentionRow.c.id))
    versions, actors, titles = zip(*rows, strict=True) if rows else ((), (), ())
    documents = selection.catalogue.documents_of(np.array(versions, dtype=np.uint32))
    most = max([int(units.speakers.max(initial=0)), *actors]) + 1
    labels = sorted(set(titles))
    of_title = {title: code for code, title in enumerate(labels)}
    pairs, first, _ = groups_of(documents * most + np.array(actors, dtype=np.int64))
    codes = np.array([of_title[titles[at]] for at in first.tolist()], dtype=np.int64)
    wanted = units.documents * most + units.speakers
    at = np.minimum(np.searchsorted(pairs, wanted), max(len(pairs) - 1, 0))
    known = (units.speakers > 0) & (pairs[at] == wanted) if len(pairs) else units.speakers < 0
    of_units = np.full(len(wanted), len(labels), dtype=np.int64)
    of_units[known] = codes[at[known]]
    return _axis("post", of_units, [*labels, NONE].__getitem__)


def _document_axis(moment: Moment, selection: Selection, units: Units, notes: list[str]) -> Axis:
    """Documents that have words, each a value."""
    catalogue = selection.catalogue
    held = np.flatnonzero(np.bincount(units.documents[units.tokens > 0]))
    if without := int(np.count_nonzero(np.bincount(units.documents))) - len(held):
        notes.append(f"Left out: {without:,} document{'s' * (without > 1)} without words that count.")
    held = held[np.argsort(catalogue.dates().order[held], kind="stable")]
    rank = np.full(len(catalogue), -1, dtype=np.int64)
    rank[held] = np.arange(len(held))
    refs = moment.document_column(catalogue, Document.c.ref)
    return Axis(DOCUMENT, rank[units.documents], [str(refs[at]) for at in held.tolist()])


def _time_axis(selection: Selection, units: Units, unit: str, filters: Filters, notes: list[str]) -> Axis:
    dates = selection.catalogue.dates()
    of_document = periods.codes(unit, dates)
    held = np.flatnonzero(np.bincount(units.documents[units.tokens > 0]))
    undated = int(np.count_nonzero(dates.precision[held] == 0))
    imprecise = int(np.count_nonzero(of_document[held] == periods.OUTSIDE)) - undated
    if undated:
        notes.append(f"Left out: {undated:,} document{'s' * (undated > 1)} without a date.")
    if imprecise:
        notes.append(
            f"Left out: {imprecise:,} document{'s' * (imprecise > 1)} not dated to the {unit}"
            " (they count in yearly tables)."
        )
    codes = of_document[units.documents]
    span = _span(unit, codes[codes != periods.OUTSIDE], filters)
    if span is None:
        return Axis(PERIOD, np.full(len(codes), -1), [])
    low, high = span
    if high - low >= periods.MOST_PERIODS:
        raise FilterError(
            f"From {periods.label(unit, low)} on there are too many {unit}s: choose a longer period."
        )
    labels = periods.labels(unit, low, high)
    return Axis(PERIOD, np.where(codes == periods.OUTSIDE, -1, codes - low), labels, complete=True)


def _span(unit: str, placed: I64, filters: Filters) -> tuple[int, int] | None:
    """First and last period: those of the counted text, widened to --since and --until where given.

    None where neither text nor both options say.
    """
    ends = [PartialDate.parse(filters.since).first] if filters.since else []
    ends += [PartialDate.parse(filters.until).last] if filters.until else []
    if not len(placed) and len(ends) < 2:
        return None
    bounds = np.concatenate((placed, periods.ordinals(unit, np.array(ends, dtype="datetime64[D]"))))
    return int(bounds.min()), int(bounds.max())
