"""Lag of response: days from an event to the first mention, outlet by outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.insight.events.event_input import settings
from corpus.insight.events.phases import ALL
from corpus.query.result.table import Table, from_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.insight.events.covered_days import Calendar
    from corpus.insight.events.event_input import Event
    from corpus.query.language.ast import Series
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

COLUMNS = (
    "event", "date", "query", "outlet", "lag", "usual_lag", "first_mention", "days", "days_covered",
    "last_before", "ref", "events", "mentioned", "why",
)  # fmt: skip
BATCH = 500


def lag(
    moment: Moment,
    calendar: Calendar,
    events: Sequence[Event],
    series: Sequence[Series],
    counted: Sequence[I64],
    horizon: int,
) -> Table:
    """One row for each event, query and outlet; where there are several events, one more for all of them.

    ``lag``: days from the event to the first document with a match, 0 on its day; of all events the median,
    where half of those that the outlet covers have one within ``horizon`` days. ``usual_lag``: the median
    wait from every day of the outlet's covered time: a lag below it is news. ``days``: those looked at, up to
    the first mention or the horizon, and ``days_covered`` of them. ``last_before``: the last mention before
    the event. ``ref``: the first document with a mention. Where a lag is missing, ``why`` says so.
    """
    rows: list[tuple[Any, ...]] = []
    found: list[int] = []
    for one, of_documents in zip(series, counted, strict=True):
        hits = calendar.by_outlet_and_day(of_documents) > 0
        for number, outlet in enumerate(calendar.outlets):
            covered = calendar.covered[number]
            usual = usual_lag(hits[number], covered, horizon)
            lags: list[int | None] = []
            for event in events:
                row, document = _row(calendar, event, hits[number], covered, of_documents, number, horizon)
                if row["covered"]:
                    lags.append(row["lag"])
                found.append(-1 if document is None else document)
                rows.append(
                    (
                        event.name, event.date, one.source, outlet, row["lag"], usual, row["first"],
                        row["days"], row["covered"], row["before"], None, 1, int(row["lag"] is not None),
                        row["why"],
                    )
                )  # fmt: skip
            if len(events) > 1:
                found.append(-1)
                rows.append(_pooled(one, outlet, usual, lags, len(events)))
    refs = references(moment, calendar, found)
    table = from_rows(COLUMNS, rows)
    table.columns["ref"] = refs
    if len(events) > 1:
        order = sorted(range(len(rows)), key=lambda at: _place(rows[at], events, series))
        table.columns = {name: [values[at] for at in order] for name, values in table.columns.items()}
    table.notes = [
        f"lag: days to the first mention, looked for within {horizon} days; usual lag: the median wait from"
        " any day that the outlet's covered time holds. Days that are not covered may hide an earlier"
        " mention."
    ]
    return table


def usual_lag(hits: Bools, covered: Bools, horizon: int) -> float | None:
    """Median days from each day between the first and the last covered one to the next hit.

    None where fewer than ``least_starts`` days have the whole horizon before the last covered one, or half of
    them no hit within it.
    """
    held = np.flatnonzero(covered)
    if not len(held):
        return None
    starts = np.arange(held[0], held[-1] - horizon + 1)
    if len(starts) < settings()["least_starts"]:
        return None
    waits = _next(hits)[starts] - starts
    median = float(np.median(np.where(waits < horizon, waits, np.inf)))
    return median if np.isfinite(median) else None


def references(moment: Moment, calendar: Calendar, documents: Sequence[int]) -> list[str | None]:
    """References of documents (ordinals of the catalogue, -1 for none)."""
    ids = calendar.selection.catalogue.ids
    wanted = sorted({int(ids[at]) for at in documents if at >= 0})
    refs = {number: row["ref"] for number, row in moment.rows(("document.ref",), wanted).items()}
    return [refs[int(ids[at])] if at >= 0 else None for at in documents]


def _row(
    calendar: Calendar, event: Event, hits: Bools, covered: Bools, matches: I64, outlet: int, horizon: int
) -> tuple[dict[str, Any], int | None]:
    """What is known of one event in one outlet, and the first document with a match."""
    day = event.day - calendar.low
    ahead = np.flatnonzero(hits[day : day + horizon])
    behind = np.flatnonzero(hits[:day])
    row: dict[str, Any] = {"lag": None, "first": None, "why": None}
    row["before"] = calendar.date(int(behind[-1])) if len(behind) else None
    if not len(ahead):
        row["days"], row["covered"] = horizon, int(covered[day : day + horizon].sum())
        row["why"] = (
            f"no mention in {row['covered']} covered day{'s' * (row['covered'] != 1)}"
            if row["covered"]
            else "the archive holds nothing of these days"
        )
        return row, None
    row["lag"] = int(ahead[0])
    row["first"] = calendar.date(day + row["lag"])
    row["days"], row["covered"] = row["lag"] + 1, int(covered[day : day + row["lag"] + 1].sum())
    here = (calendar.days == day + row["lag"]) & (calendar.outlet_of == outlet) & (matches > 0)
    return row, int(np.argmax(here))


def _pooled(
    series: Series, outlet: str, usual: float | None, lags: Iterable[int | None], events: int
) -> tuple[Any, ...]:
    known = list(lags)
    waits = [np.inf if each is None else float(each) for each in known]
    median = float(np.median(waits)) if waits else np.inf
    mentioned = sum(each is not None for each in known)
    why = None
    if not np.isfinite(median):
        why = (
            f"{mentioned} of {len(known)} covered events are followed by a mention"
            if known
            else "the archive holds nothing of these days"
        )
    lag = median if np.isfinite(median) else None
    return (
        ALL,
        None,
        series.source,
        outlet,
        lag,
        usual,
        None,
        None,
        None,
        None,
        None,
        len(known),
        mentioned,
        why,
    )


def _place(row: tuple[Any, ...], events: Sequence[Event], series: Sequence[Series]) -> tuple[Any, ...]:
    """Events in their order, all of them last."""
    return (row[0] == ALL, row[1] or "", row[0], [one.source for one in series].index(row[2]))


def _next(hits: Bools) -> npt.NDArray[np.float64]:
    """For each day the next day, itself included, with a hit; infinity where there is none."""
    at = np.where(hits, np.arange(len(hits), dtype=float), np.inf)
    return np.minimum.accumulate(at[::-1])[::-1]
