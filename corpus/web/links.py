"""From a row of an answer to the address of what it counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from corpus.api.arguments import filters as chosen_filters
from corpus.api.signatures import NO_VALUE
from corpus.output.charts.chart_series import TIME, period_start
from corpus.text.dates import PartialDate
from corpus.web.state import State, arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.choices import Period

MONTHS: dict[Period, int] = {"year": 12, "quarter": 3, "month": 1}
DAYS: dict[Period, int] = {"week": 7, "day": 1}


def address(state: State) -> str:
    """The address of a page."""
    query = state.printed()
    return f"/{state.question}?{query}" if query else f"/{state.question}"


def namesakes(rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Speakers of a table whose names differ in case or in what stands in brackets alone: the filter takes
    such a name for all of them."""
    keys: dict[str, set[str]] = {}
    for name in {str(row["speaker"]) for row in rows if row.get("speaker")}:
        keys.setdefault(name.partition(" (")[0].casefold(), set()).add(name)
    return frozenset(name for names in keys.values() if len(names) > 1 for name in names)


def to_lines(
    state: State, row: Mapping[str, Any], facets: tuple[str, ...], shared: frozenset[str] = frozenset()
) -> str | None:
    """The concordance of the matches that a row of a frequency table counts; None where there are none to
    show: of a cell without text or matches, of documents without a value, of a quotient, of a speaker who
    shares a name (``namesakes``)."""
    query = row.get("query")
    if not row.get("matches") or row.get("over") is not None or not query:
        return None
    narrowed: dict[str, Any] = {}
    for facet in facets:
        value = row[facet]
        if value in (None, NO_VALUE) or (facet == "speaker" and value in shared):
            return None
        if facet == TIME:
            days = _days(state, str(value), bool(state.get("cumulative")))
            if days is None:
                return None
            narrowed |= days
        else:
            if facet not in arguments("kwic"):
                return None
            narrowed[facet] = (str(value),)
    return address(state.to("kwic", **{"query": (query,), **narrowed}))


def _days(state: State, label: str, cumulative: bool) -> dict[str, str | None] | None:
    """The days of a period that the filters let count; of cumulated counts, up to its end."""
    found = period_start(label)
    if found is None:
        return None
    first, last = found[0], _end(*found)
    given = {name: value for name, value in state.filters().items() if name in ("since", "until", "year")}
    dates = chosen_filters(given) if given else None
    since = PartialDate.parse(dates.since).first if dates is not None and dates.since else None
    until = PartialDate.parse(dates.until).last if dates is not None and dates.until else None
    begin = since if cumulative else max(first, since) if since else first
    end = min(last, until) if until else last
    return {"since": None if begin is None else begin.isoformat(), "until": end.isoformat(), "year": None}


def _end(first: date, unit: Period) -> date:
    """The last day of a period."""
    if unit in DAYS:
        return first + timedelta(days=DAYS[unit] - 1)
    months = first.year * 12 + first.month - 1 + MONTHS[unit]
    if months >= (date.max.year + 1) * 12:
        return date.max
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
