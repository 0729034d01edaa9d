"""People near the queries: who is named in the same passages, in the days of a phase against another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.insight.events.event_words import PAIRS, concatenated, labelled, some
from corpus.insight.events.response_lag import references
from corpus.insight.people.mentions.mentions import mentions
from corpus.measures.keyness import log_likelihood, log_ratio, log_ratio_interval
from corpus.query.hits.hits import hits
from corpus.query.match.matcher import union_patterns
from corpus.query.persons.known_persons import everybody
from corpus.query.result.table import Table
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.events.covered_days import Calendar
    from corpus.insight.events.phases import Phase, Span
    from corpus.insight.people.mentions.mentions import Mentions
    from corpus.query.hits.hits import Hits
    from corpus.query.language.ast import Series
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

COLUMNS = (
    "event", "date", "query", "phase", "reference", "person", "passages", "of_passages", "documents",
    "reference_passages", "reference_of_passages", "reference_documents", "log_ratio", "log_ratio_low",
    "log_ratio_high", "log_likelihood", "ref",
)  # fmt: skip


class _Near(NamedTuple):
    """Of one query: the documents of the passages with a match, each passage once; and of these that name a
    person the pairs, each once: person, and document."""

    documents: I64
    people: I64
    owners: I64


def people(
    moment: Moment,
    calendar: Calendar,
    spans: Sequence[Span],
    series: Sequence[Series],
    counted: Sequence[I64],
    reference: str,
    limit: int,
    level: float,
) -> Table:
    """The known people (``corpus.query.persons.known_persons``) who share a passage with a match of a query,
    in the days after an event (and before it) against the reference.

    Of people whose share has grown, and then of those whose share has fallen, ``limit`` each, those that
    differ most surely first. ``counted``: of each series the matches by document. Columns: ``passages`` with
    a match that name the person, of ``of_passages`` with a match, and in how many ``documents``; a name that
    shares a word with the match does not count. ``log_ratio``: of the two shares, with its interval; NaN
    where a phase holds no passage with a match. ``ref``: the first document of the phase, else of the
    reference, in which both stand.
    """
    known = everybody(moment)
    held = calendar.within(np.logical_or.reduce([mask for span in spans for mask in span.masks.values()]))
    held = replace(held, mask=held.mask & np.logical_or.reduce([each > 0 for each in counted]))
    named = mentions(moment, held, known)
    named = named.take(~named.things)
    parts: list[dict[str, Any]] = []
    notes: list[str] = []
    firsts: list[I64] = []
    for one in series:
        near = _near(hits(moment, held, union_patterns(moment, one)), named)
        alone: list[str] = []
        for span in spans:
            for phase, base in PAIRS[reference]:
                columns, first = _compared(calendar, near, span, (phase, base), len(known), limit, level)
                names = [known[at].name for at in columns.pop("person").tolist()]
                part = labelled(span, len(names), phase, base)
                parts.append(
                    part | {"query": [one.source] * len(names), "person": names, "ref": []} | columns
                )
                firsts.append(first)
                if not len(names) or np.isnan(columns["log_ratio"]).all():
                    alone.append(f"{span.name}, {phase}")
        if alone:
            notes.append(
                f"{one.source}: nobody to compare ({some(alone)}): no passage with a match names a known"
                f" person, or there is none in the days of the {reference}."
            )
    table = Table(concatenated(COLUMNS, parts), notes)
    table.columns["ref"] = references(moment, calendar, np.concatenate(firsts).tolist() if firsts else [])
    if len(table.columns["ref"]):
        table.notes.insert(
            0,
            f"passages: with a match, that name the person ({action('people')}); log ratio: of their shares"
            " in all passages with a match, 1 is twice the share.",
        )
    return table


def _near(found: Hits, named: Mentions) -> _Near:
    """The passages of matches, and who is named in them beside the matches."""
    keys = np.unique(_passage_keys(found))
    who = named.take(np.isin(_passage_keys(named.hits), keys) & ~_touched(named.hits, found))
    pairs = np.unique(np.column_stack((_passage_keys(who.hits), who.people)), axis=0)
    return _Near(keys >> 32, pairs[:, 1], pairs[:, 0] >> 32)


def _passage_keys(found: Hits) -> I64:
    """Document and number of the passage in one number, the same in every layer."""
    return (found.documents << 32) | found.passages


def _touched(named: Hits, found: Hits) -> Bools:
    """Which names share a token with a match."""
    touched = np.zeros(len(named), dtype=bool)
    for section in np.unique(named.sections).tolist():
        here = np.flatnonzero(named.sections == section)
        of_section = found.take(np.flatnonzero(found.sections == section))
        starts = np.sort(of_section.positions)
        ends = np.sort(of_section.positions + of_section.ends - of_section.starts)
        begin = named.positions[here]
        end = begin + named.ends[here] - named.starts[here]
        # Of matches that begin before the name's end, those that end at its begin or before are beside it.
        touched[here] = np.searchsorted(starts, end, "left") > np.searchsorted(ends, begin, "right")
    return touched


def _compared(
    calendar: Calendar,
    near: _Near,
    span: Span,
    phases: tuple[Phase, Phase],
    size: int,
    limit: int,
    level: float,
) -> tuple[dict[str, Any], I64]:
    """The rows of one pair of phases, ``person`` as an ordinal, and the first document of each."""
    passages, documents, totals, held = [], [], [], []
    for phase in phases:
        mask = span.masks[phase]
        totals.append(int(mask[calendar.days[near.documents]].sum()))
        inside = np.flatnonzero(mask[calendar.days[near.owners]])
        held.append(inside)
        passages.append(np.bincount(near.people[inside], minlength=size))
        owners = np.unique((near.people[inside] << 32) | near.owners[inside])
        documents.append(np.bincount(owners >> 32, minlength=size))
    there = np.flatnonzero(passages[0] + passages[1])
    a, b = passages[0][there], passages[1][there]
    both = all(totals)
    ratio = log_ratio(a, b, *totals) if both else np.full(len(there), np.nan)
    likelihood = log_likelihood(a, b, *totals) if both else np.full(len(there), np.nan)
    low, high = log_ratio_interval(a, b, totals[0], totals[1], level) if both else (ratio, ratio)
    order = np.lexsort((there, -(a + b), -np.nan_to_num(likelihood)))
    # Of few passages, none may still be more than the share in many: 0 is taken as 0.5.
    joined = order[((a > 0) & ((ratio > 0) | np.isnan(ratio)))[order]][:limit]
    left = order[((ratio < 0) & (b > 0))[order]][:limit]
    rows = np.concatenate((joined, left))
    columns = {
        "person": there[rows],
        "passages": a[rows],
        "of_passages": np.full(len(rows), totals[0]),
        "documents": documents[0][there[rows]],
        "reference_passages": b[rows],
        "reference_of_passages": np.full(len(rows), totals[1]),
        "reference_documents": documents[1][there[rows]],
        "log_ratio": ratio[rows],
        "log_ratio_low": low[rows],
        "log_ratio_high": high[rows],
        "log_likelihood": likelihood[rows],
    }
    first = [_first(calendar, near, held[0 if passages[0][who] else 1], who) for who in there[rows].tolist()]
    return columns, np.array(first, dtype=np.int64)


def _first(calendar: Calendar, near: _Near, inside: I64, person: int) -> int:
    """The earliest of some documents in which a person stands."""
    owners = near.owners[inside[near.people[inside] == person]]
    return int(owners[np.lexsort((owners, calendar.days[owners]))[0]])
