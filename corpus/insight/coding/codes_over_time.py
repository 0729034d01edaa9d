"""Codes over time, or over another facet: how much of what was coded has which code."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.errors import FilterError
from corpus.insight.coding.annotations import held
from corpus.query.result.table import Table, from_rows
from corpus.query.session.document_catalogue import DOCUMENT_FACETS
from corpus.query.tabulate import periods
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpus.insight.coding.annotations import GivenCode, Unit
    from corpus.query.select.selection import Filters
    from corpus.query.session.document_catalogue import Catalogue
    from corpus.query.session.moment import Moment

CODER, PERIOD = "coder", "period"
FACETS = (*periods.PERIODS, *DOCUMENT_FACETS, CODER)
COLUMNS = ("units", "coded_units", "share", "low", "high", "documents")
Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""
MOST_PERIODS = 5_000
SHARES = (
    "Shares are of what was coded at all, not of all text: they are as good as the sample that was coded."
)


def codes_over(moment: Moment, filters: Filters, by: str = "year", coders: Sequence[str] = ()) -> Table:
    """How many of the coded lines and documents have each code, by period or another facet.

    A line to which several coders gave the code counts once. What lies on versions that have changed since
    is left out. ``filters.code``: rows of these codes only. Columns: coded (``line`` or ``document``), code,
    the facet (a period's column is called ``period``), units (with the code), coded_units (with any code,
    there), share (from 0 to 1, None where nothing is coded), low, high (95 %; Wilson 1927, "Probable
    inference, the law of succession, and statistical inference", JASA 22), documents (that hold the units).
    Periods from the first to the last are listed, also where nothing is coded.

    Raises FilterError for a facet that does not exist.
    """
    if by not in FACETS:
        raise FilterError(f"There is no facet {by!r}; there is: {', '.join(FACETS)}")
    asked, notes, catalogue = held(moment, filters, coders)
    wanted = {row.code for row in asked}
    every, _, _ = held(moment, replace(filters, code=()), coders)
    current = [row for row in every if row.current]
    labels, label_of = _axis(moment, catalogue, by, current, notes)
    rows: list[tuple[Any, ...]] = []
    for kind in ("line", "document"):
        here = [row for row in current if row.unit.kind == kind]
        coded: dict[str, set[Unit]] = defaultdict(set)
        having: dict[tuple[str, str], set[Unit]] = defaultdict(set)
        documents: dict[tuple[str, str], set[int]] = defaultdict(set)
        for row in here:
            label = label_of(row)
            if label is not None:
                coded[label].add(row.unit)
                having[row.code, label].add(row.unit)
                documents[row.code, label].add(row.document)
        for code in sorted(wanted & {row.code for row in here}):
            for label in labels:
                units, of = len(having[code, label]), len(coded[label])
                share = units / of if of else None
                measured = (units, of, share, *wilson(units, of), len(documents[code, label]))
                rows.append((kind, code, label, *measured))
    facet = PERIOD if by in periods.PERIODS else by
    if rows:
        notes += [SHARES, f"The passages: {action('annotations', code=Blank('CODE'))}."]
    return from_rows(("coded", "code", facet, *COLUMNS), rows, notes)


def wilson(units: int, of: int) -> tuple[float | None, float | None]:
    """Wilson's interval of a share, 95 %; nothing of nothing."""
    if not of:
        return None, None
    share, square = units / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * math.sqrt(share * (1 - share) / of + square / of / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def _axis(
    moment: Moment, catalogue: Catalogue, by: str, rows: Sequence[GivenCode], notes: list[str]
) -> tuple[list[str], Callable[[GivenCode], str | None]]:
    """The labels in order, and the label of a row, None where it has no place."""
    if by == CODER:
        return sorted({row.coder for row in rows}), lambda row: row.coder
    if by not in periods.PERIODS:
        facet = catalogue.facet(moment.connection, by)
        codes = {int(facet.codes[row.document]) for row in rows}
        return [facet.labels[code] for code in sorted(codes)], lambda row: facet.labels[
            facet.codes[row.document]
        ]
    placed = periods.codes(by, catalogue.dates())
    inside = [int(placed[row.document]) for row in rows if placed[row.document] != periods.OUTSIDE]
    left_out = len({row.unit for row in rows if placed[row.document] == periods.OUTSIDE})
    if left_out:
        notes.append(f"Left out: {left_out:,} coded in documents not dated to the {by}.")
    if not inside:
        return [], lambda row: None
    low, high = min(inside), max(inside)
    if high - low >= MOST_PERIODS:
        raise FilterError(f"There are more than {MOST_PERIODS:,} {by}s: choose a longer period.")
    names = periods.labels(by, low, high)

    def label_of(row: GivenCode) -> str | None:
        at = int(placed[row.document])
        return None if at == periods.OUTSIDE else names[at - low]

    return names, label_of
