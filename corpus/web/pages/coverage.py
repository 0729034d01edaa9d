"""Coverage: what the archive holds of each outlet, and of each a calendar of its months or years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.web.answers import result_of
from corpus.web.links import address
from corpus.web.pages import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.api import Corpus
    from corpus.web.state import State

MOST_OUTLETS = 12
"""Outlets with a calendar, those with most documents."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHADES = 5
"""Shades of a day with documents: each holds about as many as the one before, and again as many."""
TEN = 10


class Day(NamedTuple):
    """One cell: ``name`` of the period; ``documents``, ``words``; ``shade`` from 1 to SHADES, 0 without a
    document between the first and the last one, -1 outside of them; ``link``: its documents."""

    name: str
    documents: int
    words: int
    shade: int
    link: str | None


def coverage(corpus: Corpus, state: State) -> dict[str, Any]:
    """The table of outlets, and their calendars."""
    if state.get("each"):
        return {**tables.table(corpus, state), "calendars": [], "left": 0}
    found = tables.table(corpus, state)
    outlets = sorted(found["result"].rows(), key=lambda row: -row["documents"])
    held = _held(result_of(corpus, state.but(by="month", each=True)).rows())
    if any(row["outlet"] not in held and row["first"] for row in outlets):
        held = _held(result_of(corpus, state.but(by="year", each=True)).rows()) | held
    calendars = [
        _calendar(state, row["outlet"], held[row["outlet"]])
        for row in outlets[:MOST_OUTLETS]
        if row["outlet"] in held
    ]
    return {**found, "calendars": calendars, "left": max(len(outlets) - MOST_OUTLETS, 0)}


def _held(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, tuple[int, int]]]:
    """Of each outlet documents and words by period."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in rows:
        found.setdefault(row["outlet"], {})[row["period"]] = (row["documents"], row["tokens"])
    return found


def _calendar(state: State, outlet: str, held: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Rows of twelve months, or of ten years."""
    monthly = "-" in next(iter(held))
    years = [int(period[:4]) for period in held]
    if monthly:
        heads: tuple[str, ...] = MONTHS
        lines = [
            (str(year), [f"{year:04}-{month:02}" for month in range(1, 13)])
            for year in range(min(years), max(years) + 1)
        ]
    else:
        heads = tuple(str(number) for number in range(TEN))
        decades = range(min(years) // TEN, max(years) // TEN + 1)
        lines = [(f"{ten}0s", [f"{ten * TEN + one:04}" for one in range(TEN)]) for ten in decades]
    most = max(documents for documents, _ in held.values())
    first, last = min(held), max(held)
    rows = [
        (
            name,
            [_day(state, outlet, period, held.get(period), most, first <= period <= last) for period in line],
        )
        for name, line in lines
    ]
    return {"outlet": outlet, "heads": heads, "rows": rows}


def _day(
    state: State, outlet: str, period: str, held: tuple[int, int] | None, most: int, within: bool
) -> Day:
    if held is None:
        return Day(period, 0, 0, 0 if within else -1, None)
    documents, words = held
    shade = 1 + min(int(SHADES * (documents / most) ** 0.5), SHADES - 1)
    link = address(state.to("list", outlet=(outlet,), since=period, until=period, year=None))
    return Day(period, documents, words, shade, link)
