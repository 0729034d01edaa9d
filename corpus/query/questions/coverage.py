"""What the archive holds of each outlet over time, and where it has gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.selected_units import documents_of, selected_units, tokens_of
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.tabulate import periods

if TYPE_CHECKING:
    from corpus.index.read.document_facts import Dates
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

COLUMNS = (
    "outlet",
    "documents",
    "without_text",
    "undated",
    "tokens",
    "first",
    "last",
    "unit",
    "periods",
    "gaps",
    "missing",
)


def coverage(moment: Moment, filters: Filters | None = None, by: str | None = None) -> Table:
    """One row for each outlet: documents, tokens, first and last date, and the periods without a document.

    ``by``: the period whose gaps are listed; by default months for short spans, else years. ``missing`` lists
    gaps between the first and the last document, as ``1957, 1961 to 1963``.
    """
    selection, holdings = _by_outlet(moment, filters, by)
    rows: list[tuple[Any, ...]] = []
    for one in holdings:
        held, dated, dates = one.held, one.dated, one.dates
        counts = (
            one.outlet,
            len(held),
            int(np.count_nonzero(one.tokens[held] == 0)),
            len(held) - len(dated),
            int(one.tokens[held].sum()),
        )
        if one.unit is None:
            rows.append((*counts, None, None, None, 0, 0, ""))
            continue
        ends = (
            dates.text(dated[np.argmin(dates.first[dated])]),
            dates.text(dated[np.argmax(dates.last[dated])]),
        )
        present = distinct(periods.ordinals(one.unit, dates.first[one.placed]))
        size, missing = _missing(one.unit, present)
        rows.append((*counts, *ends, one.unit, size, len(missing), _ranges(one.unit, missing)))
    return from_rows(COLUMNS, rows, selection.notes)


EACH = ("outlet", "period", "documents", "tokens")


def coverage_by_period(moment: Moment, filters: Filters | None, by: str | None = None) -> Table:
    """One row for each outlet and period with a document: outlet, period, documents, tokens.

    ``by``: the period, by default as ``coverage`` chooses it. Documents whose dates are not so precise are
    left out, which a note says.
    """
    selection, holdings = _by_outlet(moment, filters, by)
    rows: list[tuple[Any, ...]] = []
    left_out = 0
    for one in holdings:
        left_out += len(one.held) - len(one.placed)
        if one.unit is None:
            continue
        ordinals, places = np.unique(
            periods.ordinals(one.unit, one.dates.first[one.placed]), return_inverse=True
        )
        documents = np.bincount(places, minlength=len(ordinals))
        words = np.bincount(places, weights=one.tokens[one.placed], minlength=len(ordinals)).astype(np.int64)
        counted = zip(ordinals.tolist(), documents.tolist(), words.tolist(), strict=True)
        rows += [(one.outlet, periods.label(one.unit, number), *counts) for number, *counts in counted]
    notes = [*selection.notes]
    if left_out:
        notes.append(f"Left out: {left_out:,} document{'s' * (left_out != 1)} not dated so precisely.")
    return from_rows(EACH, rows, notes)


class _Holdings(NamedTuple):
    """The documents of an outlet, by their numbers in the catalogue, with the dates and tokens of all.

    ``dated``: those with any date; ``placed``: with one as precise as the ``unit``, which is the period asked
    for, else the one that fits; None without a date.
    """

    outlet: str
    held: npt.NDArray[np.int64]
    dated: npt.NDArray[np.int64]
    placed: npt.NDArray[np.int64]
    unit: str | None
    dates: Dates
    tokens: npt.NDArray[np.int64]


def _by_outlet(moment: Moment, filters: Filters | None, by: str | None) -> tuple[Selection, list[_Holdings]]:
    """What was chosen, and what of it each outlet has that has any."""
    _check(by)
    selection = select_documents(moment, filters or Filters())
    units = selected_units(moment, selection)
    outlets = selection.catalogue.facet(moment.connection, "outlet")
    dates, tokens = selection.catalogue.dates(), tokens_of(selection, units)
    mask = documents_of(selection, units)
    found = []
    for code, outlet in enumerate(outlets.labels):
        held = np.flatnonzero(mask & (outlets.codes == code))
        dated = placed = held[dates.precision[held] > 0]
        unit = None
        if len(dated):
            span = (dates.first[dated].min(), dates.last[dated].max())
            unit = by or periods.fitting(dates.precision[dated], *span)
            placed = dated[dates.precision[dated] >= periods.NEEDED[unit]]
        if len(held):
            found.append(_Holdings(outlet, held, dated, placed, unit, dates, tokens))
    return selection, found


def _check(by: str | None) -> None:
    if by is not None and by not in periods.PERIODS:
        raise FilterError(f"There is no period {shown(repr(by))}; there is: {', '.join(periods.PERIODS)}")


def _missing(unit: str, present: npt.NDArray[np.int64]) -> tuple[int, list[int]]:
    """Number of periods from the first to the last, and the ordinals of those without a document."""
    if not len(present):
        return 0, []
    size = int(present[-1] - present[0]) + 1
    if size > periods.MOST_PERIODS:
        raise FilterError(
            f"There are too many {unit}s between the first and the last document: choose a longer period."
        )
    every = np.arange(present[0], present[-1] + 1)
    return size, np.setdiff1d(every, present, assume_unique=True).tolist()


def _ranges(unit: str, ordinals: list[int]) -> str:
    parts: list[str] = []
    start = 0
    for at in range(1, len(ordinals) + 1):
        if at == len(ordinals) or ordinals[at] != ordinals[at - 1] + 1:
            low, high = periods.label(unit, ordinals[start]), periods.label(unit, ordinals[at - 1])
            parts.append(low if start == at - 1 else f"{low} to {high}")
            start = at
    return ", ".join(parts)
