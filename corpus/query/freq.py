"""Frequency of terms over time, or over any other facet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from corpus.errors import FilterError, QueryError
from corpus.model.dates import PartialDate
from corpus.query import periods
from corpus.query.catalogue import DOCUMENT_FACETS, NONE
from corpus.query.cells import Axis, tabulate
from corpus.query.filters import Filters, Selection, select_documents
from corpus.query.matching import patterns
from corpus.query.syntax import Series, parse
from corpus.query.table import Table
from corpus.query.tally import Tally, role_name, tally
from corpus.store.archive import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.query.view import Moment

I64 = npt.NDArray[np.int64]
PASSAGE_FACETS = ("voice", "speaker")
FACETS = (*periods.PERIODS, *DOCUMENT_FACETS, *PASSAGE_FACETS)


def freq(
    moment: Moment,
    queries: Sequence[str],
    by: Sequence[str] = ("year",),
    filters: Filters | None = None,
    level: float = 0.95,
) -> Table:
    """Matches, documents, tokens and rate of each series in each cell of up to two facets.

    Columns: query, the facets (a period's column is called ``period``), matches, documents (with a match),
    tokens (of the word layer, under the same filter), per_million, low, high (exact Poisson interval),
    boot_low, boot_high (bootstrap over documents, where a cell holds several). Rates are NaN where the
    archive holds no tokens: silence is not absence. Periods without documents are listed.
    """
    filters = filters or Filters()
    _check_facets(by)
    series = _series(queries)
    selection = select_documents(moment, filters)
    counted = tally(
        moment,
        selection,
        [patterns(moment, one) for one in series],
        any(name in PASSAGE_FACETS for name in by),
    )
    notes = list(selection.notes)
    axes = [_axis(moment, selection, counted, name, filters, notes) for name in by]
    notes.extend(_cautions(moment, selection, series, counted))
    return Table(tabulate([one.source for one in series], counted, axes, level), notes)


def _cautions(moment: Moment, selection: Selection, series: list[Series], counted: Tally) -> Iterator[str]:
    """What a reader of the rates must know: series that never match, tokens of several languages."""
    for one, matches in zip(series, counted.matches, strict=True):
        if not matches.any():
            yield f"{one.source}: no match."
    languages = selection.catalogue.facet(moment.connection, "language")
    present = np.flatnonzero(np.bincount(languages.codes[selection.mask], minlength=len(languages.labels)))
    if len(present) > 1:
        names = ", ".join(languages.labels[code] for code in present.tolist())
        yield f"The tokens are of several languages ({names}): --language compares like with like."


def _series(queries: Sequence[str]) -> list[Series]:
    """The series of all queries; a comma between two is as good as one inside."""
    found = [series for query in queries if query.strip() != "," for series in parse(query)]
    if not found:
        raise QueryError("There is nothing to count: give a word or a phrase.")
    return found


def _check_facets(by: Sequence[str]) -> None:
    for name in by:
        if name not in FACETS:
            raise FilterError(f"There is no facet {name!r}; there is: {', '.join(FACETS)}")
    if len(by) > 2:
        raise FilterError("A table has at most two facets: name --by at most twice.")
    if len(set(by)) != len(by) or sum(name in periods.PERIODS for name in by) > 1:
        raise FilterError("The two facets must differ, and only one can be a period of time.")


def _axis(
    moment: Moment, selection: Selection, counted: Tally, name: str, filters: Filters, notes: list[str]
) -> Axis:
    if name in periods.PERIODS:
        return _time_axis(moment, selection, counted, name, filters, notes)
    if name == "voice":
        present = np.unique(counted.roles)
        return Axis(name, np.searchsorted(present, counted.roles), [role_name(int(code)) for code in present])
    if name == "speaker":
        return _speaker_axis(moment, counted)
    facet = selection.catalogue.facet(moment.connection, name)
    codes = facet.codes[counted.documents].astype(np.int64)
    present = np.unique(codes)
    return Axis(name, np.searchsorted(present, codes), [facet.labels[int(code)] for code in present])


def _speaker_axis(moment: Moment, counted: Tally) -> Axis:
    present = np.unique(counted.speakers)
    wanted = [int(actor) for actor in present if actor]
    names: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        rows = moment.connection.execute(select(Actor).where(Actor.c.id.in_(wanted[start : start + 500])))
        names.update({row.id: row.name for row in rows})
    labels = [names.get(int(actor), NONE) for actor in present]
    order = sorted(range(len(labels)), key=lambda at: (labels[at] == NONE, labels[at]))
    rank = np.empty(len(labels), dtype=np.int64)
    rank[order] = np.arange(len(labels))
    return Axis("speaker", rank[np.searchsorted(present, counted.speakers)], [labels[at] for at in order])


def _time_axis(
    moment: Moment, selection: Selection, counted: Tally, unit: str, filters: Filters, notes: list[str]
) -> Axis:
    dates = selection.catalogue.dates()
    of_document = periods.codes(unit, dates)
    chosen = np.flatnonzero(selection.mask)
    undated = int(np.count_nonzero(dates.precision[chosen] == 0))
    imprecise = int(np.count_nonzero(of_document[chosen] == periods.OUTSIDE)) - undated
    if undated:
        notes.append(f"Left out: {undated:,} document{'s' * (undated > 1)} without a date.")
    if imprecise:
        notes.append(
            f"Left out: {imprecise:,} document{'s' * (imprecise > 1)} not dated to the {unit}"
            " (they count in yearly tables)."
        )
    codes = of_document[counted.documents]
    placed = codes[codes != periods.OUTSIDE]
    span = _span(unit, placed, filters)
    if span is None:
        return Axis("period", np.full(len(codes), -1), [])
    low, high = span
    if high - low >= periods.MOST_PERIODS:
        raise FilterError(
            f"From {periods.label(unit, low)} on there are too many {unit}s: choose a longer period."
        )
    labels = [periods.label(unit, ordinal) for ordinal in range(low, high + 1)]
    return Axis("period", np.where(codes == periods.OUTSIDE, -1, codes - low), labels, complete=True)


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
