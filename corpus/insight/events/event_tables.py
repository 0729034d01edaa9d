"""The question around events as a whole: which tables are asked for, and what they share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from corpus.choices import EventSection
from corpus.errors import QueryError, UsageError
from corpus.insight.events.covered_days import calendar
from corpus.insight.events.daily_rates import days, rates
from corpus.insight.events.event_input import iso, together
from corpus.insight.events.event_words import PAIRS, comentions, event_keywords
from corpus.insight.events.people_nearby import people
from corpus.insight.events.phases import spans
from corpus.insight.events.response_lag import lag
from corpus.insight.events.silence import silence
from corpus.query.language.concept_queries import parsed
from corpus.query.persons.name_hints import missing
from corpus.query.result import hangul_hints as hangul
from corpus.query.result.followup_commands import kwic, near
from corpus.wording import Blank, action, argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.events.event_input import Event
    from corpus.query.hits.cooccurrence import CooccurrenceOptions
    from corpus.query.language.ast import Series
    from corpus.query.questions.keywords import KeywordOptions
    from corpus.query.result.table import Table
    from corpus.query.select.selection import Filters
    from corpus.query.session.moment import Moment

SECTIONS: tuple[str, ...] = get_args(EventSection)
"""The tables, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class EventOptions:
    """What is asked around events. ``baseline`` and ``horizon`` (of lags): days. ``against``: what keywords,
    co-mentions and people are compared with, ``baseline`` or ``before``. ``each``: these of each event, too,
    where there are several. ``show``: names of SECTIONS. Raises UsageError for what does not exist."""

    baseline: int
    horizon: int
    keyed: KeywordOptions
    near: CooccurrenceOptions
    against: str = "baseline"
    each: bool = True
    seed: int = 0
    show: tuple[str, ...] = SECTIONS

    def __post_init__(self) -> None:
        if self.against not in PAIRS:
            raise UsageError.about("against", f"choose one of {', '.join(PAIRS)}.", self.against)
        for name in self.show:
            if name not in SECTIONS:
                raise UsageError(
                    f"There is no table {name!r}; there is: {', '.join(SECTIONS)}, all", argument="show"
                )


def around(
    moment: Moment,
    queries: Sequence[str],
    events: Sequence[Event],
    filters: Filters,
    asked: EventOptions,
    level: float,
) -> tuple[dict[str, Table], list[str]]:
    """The tables asked for by name, and what a reader must know of all of them.

    Without queries there are keywords alone. Raises QueryError for a query that does not parse or is a
    quotient, FilterError where nothing is dated to a day.
    """
    notes: list[str] = []
    events = together(events, notes)
    series = _series(moment, queries)
    held = calendar(moment, filters, events, asked.baseline, asked.horizon, notes)
    notes += hangul.notes(moment, [part for one in series for part in one.terms])
    every = spans(events, asked.baseline, held.low, held.size)
    wordy = every if asked.each else every[-1:]
    counted = [held.count(moment, one) for one in series]
    none = [one.source for one, found in zip(series, counted, strict=True) if not found.any()]
    notes += [missing(source, "no match") for source in none]
    apart, of_outlets = held, counted
    if filters.collapse and not {"lag", "silence"}.isdisjoint(asked.show):
        notes.append("Lag and silence are of each outlet by itself: there reprints count.")
        each = replace(filters, collapse=None)
        apart = calendar(moment, each, events, asked.baseline, asked.horizon, [])
        of_outlets = [apart.count(moment, one) for one in series]
    tables: dict[str, Table] = {}
    for name in asked.show:
        if name == "keywords":
            tables[name] = event_keywords(moment, held, wordy, asked.keyed, asked.against, level)
        elif not series:
            continue
        elif name == "rates":
            tables[name] = rates(held, every, series, counted, asked.baseline, asked.seed, level)
        elif name == "days":
            tables[name] = days(held, every, series, counted, level)
        elif name == "lag":
            tables[name] = lag(moment, apart, events, series, of_outlets, asked.horizon)
        elif name == "silence":
            tables[name] = silence(moment, apart, events, series, of_outlets)
        elif name == "comentions":
            tables[name] = comentions(moment, held, wordy, series, asked.near, asked.against, level)
        else:
            tables[name] = people(
                moment, held, wordy, series, counted, asked.against, asked.near.limit, level
            )
    _opened(tables, series, events, filters, asked.near.right)
    if not tables:
        keywords_alone = argument("show", "keywords")
        raise UsageError(f"Without a query there are keywords alone: name a query, or {keywords_alone}.")
    return tables, notes


def _series(moment: Moment, queries: Sequence[str]) -> list[Series]:
    found: dict[str, Series] = {}
    for query in queries:
        for one in parsed(moment, query) if query.strip() != "," else ():
            if one.over:
                raise QueryError(f"{one.source}: a quotient has no rate here; ask for its parts.")
            found.setdefault(one.source, one)
    return list(found.values())


def _opened(
    tables: dict[str, Table],
    series: Sequence[Series],
    events: Sequence[Event],
    filters: Filters,
    words: int,
) -> None:
    """Under each table the commands that open its rows, of the last event. ``words``: so many are near on the
    right."""
    last = events[-1]
    days = {"since": iso(last.day), "until": iso(last.day + last.window - 1)}
    for name, table in tables.items():
        if name in ("silence", "people") and not table.columns["ref"]:
            continue
        query, behind = "WORD" if name == "keywords" else series[0].source, ""
        if name == "comentions":
            opened_by = near(query, words)
            behind = ", the collocate behind" if opened_by != query else ""
            query = opened_by
        which = f" of {last.name}" if len(events) > 1 else ""
        by_document = f"{action('show', Blank('REF'))}; " if "ref" in table.columns else ""
        opened = kwic(query, filters, **days)
        table.notes.append(f"Passages after the event{which}{behind}: {by_document}{opened}")
