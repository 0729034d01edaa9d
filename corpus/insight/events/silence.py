"""Silence: what one outlet carried after an event and another did not, on the days that both cover."""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.insight.events.response_lag import references
from corpus.query.result.table import Table, from_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.insight.events.covered_days import Calendar
    from corpus.insight.events.event_input import Event
    from corpus.query.language.ast import Series
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

MOST_NAMED = 4
"""Pairs of outlets named one by one."""
COLUMNS = (
    "event",
    "date",
    "query",
    "carried_by",
    "silent",
    "days_both_cover",
    "since",
    "until",
    "matches",
    "documents",
    "silent_documents",
    "silent_tokens",
    "expected",
    "chance",
    "ref",
)


def silence(
    moment: Moment,
    calendar: Calendar,
    events: Sequence[Event],
    series: Sequence[Series],
    counted: Sequence[I64],
) -> Table:
    """One row for each event, query and pair of outlets of which one has matches and the other none.

    Only days after the event (its own day and those of the window) that both outlets cover are looked at:
    ``days_both_cover`` of them, from ``since`` to ``until``. ``matches`` and ``documents`` of the one that
    carries it, ``ref`` its first; ``silent_documents`` and ``silent_tokens`` of the other, and ``expected``,
    the matches that it would have at the rate of the first; ``chance``: exp(-expected), that of none if words
    fell independently. A pair without a common day is told in a note: nothing is known of it.
    """
    tokens = calendar.by_outlet_and_day(calendar.tokens)
    documents = calendar.by_outlet_and_day((calendar.tokens > 0).astype(np.int64))
    apart: dict[tuple[str, str], int] = {}
    compared = 0
    rows: list[tuple[Any, ...]] = []
    firsts: list[int] = []
    pairs = list(permutations(range(len(calendar.outlets)), 2))
    for one, of_documents in zip(series, counted, strict=True):
        matches = calendar.by_outlet_and_day(of_documents)
        for event in events:
            day = event.day - calendar.low
            end = day + event.window
            for loud, quiet in pairs:
                both = calendar.covered[loud, day:end] & calendar.covered[quiet, day:end]
                at = day + np.flatnonzero(both)
                names = calendar.outlets[loud], calendar.outlets[quiet]
                if not len(at):
                    apart[min(names), max(names)] = apart.get((min(names), max(names)), 0) + 1
                    continue
                compared += 1
                said = int(matches[loud, at].sum())
                if not said or matches[quiet, at].sum():
                    continue
                common = np.zeros(calendar.size, dtype=bool)
                common[at] = True
                carrying = np.flatnonzero(
                    (calendar.days >= 0)
                    & common[calendar.days]
                    & (calendar.outlet_of == loud)
                    & (of_documents > 0)
                )
                words = int(tokens[quiet, at].sum())
                expected = said / int(tokens[loud, at].sum()) * words
                firsts.append(int(carrying[np.argmin(calendar.days[carrying])]))
                rows.append(
                    (
                        event.name,
                        event.date,
                        one.source,
                        *names,
                        len(at),
                        calendar.date(int(at[0])),
                        calendar.date(int(at[-1])),
                        said,
                        len(carrying),
                        int(documents[quiet, at].sum()),
                        words,
                        expected,
                        math.exp(-expected),
                        None,
                    )
                )
    table = from_rows(COLUMNS, rows)
    table.columns["ref"] = references(moment, calendar, firsts)
    table.notes = _notes(calendar, events, series, compared, len(rows), apart)
    table.notes += _other_languages(moment, calendar, dict.fromkeys(row[3:5] for row in rows))
    return table


def _other_languages(moment: Moment, calendar: Calendar, pairs: Iterable[tuple[str, ...]]) -> list[str]:
    """A note on pairs of outlets that have no language in common: one cannot have the other's words."""
    held = (calendar.days >= 0) & (calendar.tokens > 0)
    languages = {
        outlet: calendar.selection.catalogue.present(
            moment.connection, "language", held & (calendar.outlet_of == number)
        )
        for number, outlet in enumerate(calendar.outlets)
    }
    foreign = [
        f"{silent} ({', '.join(languages[silent])}) beside {loud} ({', '.join(languages[loud])})"
        for loud, silent in pairs
        if not set(languages[loud]) & set(languages[silent])
    ]
    if not foreign:
        return []
    return [
        "No silence by itself, because their languages differ: "
        + ", ".join(foreign[:MOST_NAMED])
        + (" ..." if len(foreign) > MOST_NAMED else "")
        + "; a query in both languages, as (flood|洪水), or a concept tells."
    ]


def _notes(
    calendar: Calendar,
    events: Sequence[Event],
    series: Sequence[Series],
    compared: int,
    rows: int,
    apart: dict[tuple[str, str], int],
) -> list[str]:
    outlets = calendar.outlets
    if len(outlets) < 2:
        only = f"only {outlets[0]} has" if outlets else "no outlet has"
        return [f"Silence is between outlets: {only} documents dated to the day here."]
    notes = []
    each = 2 * len(series)
    never = [pair for pair, times in apart.items() if times == each * len(events)]
    if never:
        named = ", ".join(f"{one} and {other}" for one, other in never[:6]) + (
            " ..." if len(never) > 6 else ""
        )
        notes.append(f"No day after these events is covered by both: {named}; nothing can be said of them.")
    some = sum(times // each for pair, times in apart.items() if pair not in never)
    if some:
        notes.append(f"{some:,} pairs of outlets have no common day after one of the events.")
    if compared and not rows:
        notes.append("No silence: what one outlet carried, the other did, too, on the days that both cover.")
    if rows:
        notes.append(
            "Only days that both cover count. expected: matches of the silent outlet at the other's rate;"
            " chance: of none, if words fell independently. A small chance is a silence, a large one a short"
            " text."
        )
    return notes
