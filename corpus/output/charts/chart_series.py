"""A result as series of points along one axis: what both kinds of chart draw."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError
from corpus.output.result_data import RATES
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from corpus.choices import Period
    from corpus.output.result_data import ResultData

    Row = dict[str, Any]


VALUES = {
    "smoothed": "smoothed",
    "share": "share of the matches",
    "ratio": "ratio",
    "documents_share": "per cent of documents",
    "per_million": "per million tokens",
    "per_million_characters": "per million characters",
    "per_thousand_sentences": "per thousand sentences",
    "per_thousand_documents": "per thousand documents",
    "documents": "documents",
    "tokens": "tokens",
    "matches": "matches",
}
"""Columns that can be drawn, the first that a result has is taken; and what stands at their axis."""

INTERVALS = {
    **dict.fromkeys(RATES, ("low", "high")),
    "documents_share": ("documents_low", "documents_high"),
    "ratio": ("ratio_low", "ratio_high"),
}
"""The columns with the interval of a value."""

NICE_STEPS: dict[Period, tuple[int, ...]] = {
    "year": (1, 2, 5, 10, 20, 50, 100),
    "quarter": (1, 2, 4, 8, 20, 40, 80),
    "month": (1, 2, 3, 6, 12, 24, 60, 120, 240),
    "week": (),
    "day": (),
}
"""Distances between labels, in periods, at which the labels are round."""

LISTS = (
    "collocates",
    "keywords",
    "trends",
    "trends of queries",
    "list",
    "similar",
    "aligned",
    "facts",
    "reuse",
    "clusters",
    "attendance lists",
)
"""Kinds of result that are lists: a line through them would join what is not beside each other."""

MOST_SERIES = 12
"""Series in one picture; of more, those with the most matches are drawn, which a remark says."""

MOST_NAMED = 6
"""Gaps named one by one; more are only counted."""

TIME = "period"
"""The facet that is drawn as time."""

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-?Q(?P<quarter>[1-4])|-?W(?P<week>\d\d)|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
)


@dataclass(frozen=True)
class Picture:
    """Rows arranged for drawing.

    ``labels`` are the places along the axis ``facet``, in order. ``starts`` holds the first day of each
    where the axis is time, and is empty elsewhere. ``series`` has one row for each label, or None; a row
    whose ``value`` is None has no rate: a gap. ``left_out`` counts rows whose period is no date, ``found``
    the series before the choice of MOST_SERIES.
    """

    facet: str
    value: str
    labels: tuple[str, ...]
    starts: tuple[date, ...]
    unit: Period
    series: dict[str, list[Row | None]]
    left_out: int
    found: int
    axis_title: str

    def ticks(self, most: int) -> list[int]:
        """Places whose labels to print, at most about ``most``: round years, quarters, first months."""
        steps = NICE_STEPS[self.unit] if self.starts else ()
        needed = math.ceil(len(self.labels) / most)
        step = next((step for step in steps if step >= needed), needed)
        numbers = [_number(start, self.unit) for start in self.starts] if steps else range(len(self.labels))
        return [place for place, number in enumerate(numbers) if number % step == 0] or [0]

    def remarks(self) -> list[str]:
        """Sentences that a reader of the picture needs: where it has gaps, what it leaves out."""
        said = []
        gaps = [
            [self._gap(rows[place]) for rows in self.series.values()] for place in range(len(self.labels))
        ]
        empty = [label for label, held in zip(self.labels, gaps, strict=True) if all(held)]
        if empty:
            named = (
                ", ".join(empty) if len(empty) <= MOST_NAMED else f"{len(empty)}, {empty[0]} to {empty[-1]}"
            )
            said.append(f"No rate, a gap and not zero: {named}.")
        some = sum(any(held) and not all(held) for held in gaps)
        if some:
            places = f"{some:,} of {len(self.labels):,} {'periods' if self.starts else 'places'}"
            said.append(f"Gaps, and not zero, of some of the series only: at {places}.")
        if len(self.series) < self.found:
            said.append(f"Drawn: the {len(self.series)} of {self.found} series with the most matches.")
        if self.left_out:
            said.append(f"Not drawn: {self.left_out} rows whose period is no date.")
        return said

    @property
    def interval(self) -> tuple[str, str] | None:
        """The columns that bound the value, None where it has no interval."""
        return INTERVALS.get(self.value)

    def _gap(self, row: Row | None) -> bool:
        return row is None or row[self.value] is None


def arrange(result: ResultData) -> Picture:
    """The picture of a result: a series for each query and each value of a second facet.

    Raises UsageError when the result has nothing that can be drawn.
    """
    values: tuple[str, ...] = () if result.kind in LISTS else tuple(VALUES)
    if result.drawing.get("counts") and "matches" in result.columns and values:
        values = ("matches",)
    value = next((name for name in values if _drawable(result, name)), None)
    if value is None or not len(result):
        what = "An empty result" if value else f"A result of kind {result.kind!r}"
        raise UsageError(
            f"{what} cannot be drawn: a chart needs counts, as"
            f" {action('freq', Blank('QUERY'), by='year')} gives."
        )
    facets = list(result.facets)
    facet = TIME if TIME in facets else facets[0] if facets else "query"
    others = [name for name in facets if name != facet]
    rows = result.rows()
    if facet != "query" and len({row.get("query") for row in rows}) > 1:
        others.insert(0, "query")

    starts: dict[str, date] = {}
    labels: dict[str, None] = {}
    series: dict[str, dict[str, Row]] = {}
    units: set[Period] = set()
    left_out = 0
    for row in rows:
        label = str(row.get(facet) if row.get(facet) is not None else "unknown")
        if facet == TIME:
            period = period_start(label)
            if period is None:
                left_out += 1
                continue
            starts[label] = period[0]
            units.add(period[1])
        labels[label] = None
        name = " · ".join("(none)" if row[other] is None else str(row[other]) for other in others)
        series.setdefault(name, {})[label] = row
    ordered = sorted(labels, key=starts.__getitem__) if facet == TIME else list(labels)
    return Picture(
        facet=facet,
        value=value,
        labels=tuple(ordered),
        starts=tuple(starts[label] for label in ordered) if facet == TIME else (),
        unit=units.pop() if len(units) == 1 else "day",
        series={name: [series[name].get(label) for label in ordered] for name in _most_matched(series)},
        left_out=left_out,
        found=len(series),
        axis_title=_axis_title(result, value),
    )


def _axis_title(result: ResultData, value: str) -> str:
    """What stands at the axis of a value: a smoothed rate is that of the result."""
    if value != "smoothed":
        return VALUES[value]
    rate = next((name for name in RATES if name in result.columns), RATES[0])
    return f"{VALUES[rate]}, smoothed"


def _drawable(result: ResultData, name: str) -> bool:
    """Whether a column can be drawn for every series: a ratio only where all are quotients."""
    if name not in result.columns or name != "ratio":
        return name in result.columns
    held = zip(result.values("over"), result.values("tokens"), strict=True)
    return all(over is not None for over, tokens in held if tokens)


def _most_matched(series: dict[str, dict[str, Row]]) -> list[str]:
    """Names of the series to draw, in their own order."""
    if len(series) <= MOST_SERIES:
        return list(series)
    amounts = {
        name: sum(row.get("matches") or row.get("documents") or 0 for row in rows.values())
        for name, rows in series.items()
    }
    kept = set(sorted(series, key=lambda name: -amounts[name])[:MOST_SERIES])
    return [name for name in series if name in kept]


def period_start(label: str) -> tuple[date, Period] | None:
    """First day and unit of ``2024``, ``2024-Q3``, ``2024-08``, ``2024-W32`` or ``2024-08-06``."""
    found = _PERIOD.fullmatch(label)
    if not found:
        return None
    year, quarter, week, month, day = (int(part) if part else None for part in found.groups())
    try:
        if week:
            return date.fromisocalendar(year or 0, week, 1), "week"
        if quarter:
            return date(year or 0, 3 * quarter - 2, 1), "quarter"
        unit: Period = "day" if day else "month" if month else "year"
        return date(year or 0, month or 1, day or 1), unit
    except ValueError:
        return None


def _number(start: date, unit: Period) -> int:
    """The period's number since the year 0, so that every fifth year or first month is a multiple."""
    if unit == "year":
        return start.year
    if unit == "quarter":
        return start.year * 4 + (start.month - 1) // 3
    return start.year * 12 + start.month - 1
