"""From a row of an answer to the address of what it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

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


class LineLinks:
    """The concordances of the matches that the rows of a frequency table count, by row.

    ``facets``: of the table; ``shared``: speakers who share a name (``namesakes``).
    """

    def __init__(self, state: State, facets: tuple[str, ...], shared: frozenset[str] = frozenset()) -> None:
        self._state, self._facets, self._shared = state, facets, shared
        self._cumulative = bool(state.get("cumulative"))
        self._since, self._until = _bounds(state) if TIME in facets else (None, None)
        # Names in the order of an address, and values as they are written there.
        self._names = tuple(arguments("kwic"))
        self._asked: dict[str, dict[str, str]] = {}

    def __call__(self, row: Mapping[str, Any]) -> str | None:
        """The address; None where there is nothing to show: of a cell without text or matches, of documents
        without a value, of a quotient, of a speaker who shares a name."""
        query = row.get("query")
        if not row.get("matches") or row.get("over") is not None or not query:
            return None
        asked = self._asked.get(query)
        if asked is None:
            asked = self._asked[query] = _printed(self._state.to("kwic", query=(query,)))
        asked = dict(asked)
        for facet in self._facets:
            value = row[facet]
            if value in (None, NO_VALUE) or (facet == "speaker" and value in self._shared):
                return None
            if facet == TIME:
                days = self._days(str(value))
                if days is None:
                    return None
                asked.pop("year", None)
                asked |= days
            elif facet in self._names:
                asked[facet] = f"{facet}={quote_plus(str(value).strip())}"
            else:
                return None
        return "/kwic?" + "&".join([asked[name] for name in self._names if name in asked])

    def _days(self, label: str) -> dict[str, str] | None:
        """The days of a period that the filters let count, as an address has them; of cumulated counts, up to
        its end."""
        found = period_start(label)
        if found is None:
            return None
        first, last = found[0], _end(*found)
        since, until = self._since, self._until
        begin = since if self._cumulative else max(first, since) if since else first
        end = min(last, until) if until else last
        until_end = {"until": f"until={end.isoformat()}"}
        return until_end if begin is None else {"since": f"since={begin.isoformat()}", **until_end}


def _printed(state: State) -> dict[str, str]:
    """The arguments of a state as its address has them, by name."""
    return {name: replace(state, values=((name, value),)).printed() for name, value in state.values}


def _bounds(state: State) -> tuple[date | None, date | None]:
    """The first and the last day that the filters let count."""
    given = {name: value for name, value in state.filters().items() if name in ("since", "until", "year")}
    dates = chosen_filters(given) if given else None
    since = PartialDate.parse(dates.since).first if dates is not None and dates.since else None
    until = PartialDate.parse(dates.until).last if dates is not None and dates.until else None
    return since, until


def _end(first: date, unit: Period) -> date:
    """The last day of a period."""
    if unit in DAYS:
        return first + timedelta(days=DAYS[unit] - 1)
    months = first.year * 12 + first.month - 1 + MONTHS[unit]
    if months >= (date.max.year + 1) * 12:
        return date.max
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
