"""Rates in the days before and after events, against the baseline; and day by day around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.insight.events.event_input import settings
from corpus.insight.events.permutation_test import Counts, RandomDays, pooled, statistic, two_sided
from corpus.insight.events.phases import PHASES
from corpus.insight.events.phases import spans as made_spans
from corpus.measures.bootstrap import Bootstrap
from corpus.measures.clustered_intervals import DocumentSizes, clustered_interval
from corpus.measures.ratios import ratio_interval
from corpus.query.result.table import Table, from_rows
from corpus.query.tabulate.table_cells import PER
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.events.covered_days import Calendar
    from corpus.insight.events.phases import Phase, Span
    from corpus.query.language.ast import Series

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

COLUMNS = (
    "event", "date", "query", "phase", "since", "until", "days", "days_covered", "matches", "documents",
    "tokens", "per_million", "low", "high", "boot_low", "boot_high", "ratio", "ratio_low", "ratio_high", "p",
)  # fmt: skip
DAY_COLUMNS = ("event", "query", "offset", "days_covered", "matches", "documents", "tokens", "per_million",
               "low", "high")  # fmt: skip


def rates(
    calendar: Calendar,
    spans: Sequence[Span],
    series: Sequence[Series],
    counted: Sequence[I64],
    baseline: int,
    seed: int,
    level: float,
) -> Table:
    """One row for each event (and all together), query and phase.

    ``counted``: of each series the matches by document. Columns: days of the phase, those of them that the
    archive covers; matches, documents with a match, tokens, per_million with exact Poisson interval (low,
    high) and bootstrap over documents (boot_low, boot_high); ratio to the rate of the baseline, with the
    exact conditional interval of two counts; p of the log ratio among random days (``resampling``). Rates are
    NaN without tokens, ratios without a match in the baseline, p where a test would say nothing: a note says
    why.
    """
    counts = Counts(
        np.array([calendar.by_day(each) for each in counted], dtype=np.int64).reshape(-1, calendar.size),
        calendar.by_day(calendar.tokens),
    )
    notes: list[str] = []
    untested: dict[str, list[str]] = {}
    held = calendar.days >= 0
    covered = calendar.any_covered
    intervals = _resampled(calendar, spans, counted, level)
    rows: list[tuple[Any, ...]] = []
    for at, span in enumerate(spans):
        chances = _chances(calendar, counts, span, spans, baseline, seed, notes, untested)
        for number, one in enumerate(series):
            sums: dict[Phase, tuple[int, int]] = {}
            for phase in PHASES:
                mask = span.masks[phase]
                matches, tokens = int(counts.matches[number][mask].sum()), int(counts.tokens[mask].sum())
                sums[phase] = matches, tokens
                documents = int(np.count_nonzero(counted[number][held & mask[calendar.days]]))
                cell = at * len(PHASES) + PHASES.index(phase)
                low, high, *boot = (float(each[cell]) * PER for each in intervals[number])
                p = chances[phase][number] if phase in chances else None
                rows.append(
                    (
                        span.name,
                        span.date,
                        one.source,
                        phase,
                        *_ends(calendar, span, phase),
                        int(mask.sum()),
                        int((mask & covered).sum()),
                        matches,
                        documents,
                        tokens,
                        matches / tokens * PER if tokens else np.nan,
                        low,
                        high,
                        *boot,
                        *_ratio(sums, phase, level),
                        p,
                    )
                )
    notes += [f"No p of {_some(names)}: {why}" for why, names in untested.items()]
    return from_rows(COLUMNS, rows, [*_partly(spans, calendar, baseline), *dict.fromkeys(notes)])


def days(
    calendar: Calendar, spans: Sequence[Span], series: Sequence[Series], counted: Sequence[I64], level: float
) -> Table:
    """Day by day: of the last span (all events, or the one) the sums over events of each day's offset.

    ``offset``: days after the event, negative before it. A day of several windows is in several rows, or
    several times in one. Without tokens there is no rate.
    """
    span = spans[-1]
    tokens, covered = calendar.by_day(calendar.tokens), calendar.any_covered
    widest = max(event.window for event in span.events)
    held = np.flatnonzero(calendar.days >= 0)
    sizes = DocumentSizes(calendar.tokens[held], calendar.days[held], calendar.size)
    rows: list[tuple[Any, ...]] = []
    for one, of_documents in zip(series, counted, strict=True):
        matches, documents = (
            calendar.by_day(of_documents),
            calendar.by_day((of_documents > 0).astype(np.int64)),
        )
        alpha = sizes.dispersion(of_documents[held])
        for offset in range(-widest, widest):
            at = [e.day + offset - calendar.low for e in span.events if -e.window <= offset < e.window]
            number, words = int(matches[at].sum()), int(tokens[at].sum())
            ends = clustered_interval([number], [words], [float(sizes.squares[at].sum())], alpha, level)
            low, high = (float(each[0]) * PER for each in ends)
            rows.append(
                (
                    span.name,
                    one.source,
                    offset,
                    int(covered[at].sum()),
                    number,
                    int(documents[at].sum()),
                    words,
                    number / words * PER if words else np.nan,
                    low,
                    high,
                )
            )
    return from_rows(DAY_COLUMNS, rows)


def _ends(calendar: Calendar, span: Span, phase: Phase) -> tuple[str | None, str | None]:
    """First and last day of a phase; None where its days are those of several events, or none."""
    at = np.flatnonzero(span.masks[phase])
    if span.pooled or not len(at):
        return None, None
    return calendar.date(int(at[0])), calendar.date(int(at[-1]))


def _ratio(sums: dict[Phase, tuple[int, int]], phase: Phase, level: float) -> tuple[float | None, ...]:
    """The rate by that of the baseline, with its interval."""
    (a, c), (b, d) = sums[phase], sums["baseline"]
    if phase == "baseline" or not (b and c and d):
        return None, None, None
    low, high = (float(each) * d / c for each in ratio_interval(a, b, level))
    return a * d / (b * c), low, high


def _resampled(
    calendar: Calendar, spans: Sequence[Span], counted: Sequence[I64], level: float
) -> list[tuple[Floats, Floats, Floats, Floats]]:
    """The interval of each series that knows that words cluster, and the bootstrap's, in the cells of spans
    and phases."""
    held = np.flatnonzero(calendar.days >= 0)
    documents, groups = [], []
    for at, span in enumerate(spans):
        for number, phase in enumerate(PHASES):
            some = held[span.masks[phase][calendar.days[held]]]
            documents.append(some)
            groups.append(np.full(len(some), at * len(PHASES) + number))
    every, cells = np.concatenate(documents), np.concatenate(groups)
    tokens, size = calendar.tokens[every], len(spans) * len(PHASES)
    bootstrap, sizes = Bootstrap(tokens, cells, size), DocumentSizes(tokens, cells, size)
    words = np.bincount(cells, tokens, size)
    intervals = []
    for of_documents in counted:
        matches = of_documents[every]
        alpha = sizes.dispersion(matches)
        ends = clustered_interval(np.bincount(cells, matches, size), words, sizes.squares, alpha, level)
        intervals.append((*ends, *bootstrap.interval(matches, level)))
    return intervals


def _chances(
    calendar: Calendar,
    counts: Counts,
    span: Span,
    spans: Sequence[Span],
    baseline: int,
    seed: int,
    notes: list[str],
    untested: dict[str, list[str]],
) -> dict[Phase, list[float | None]]:
    """p of each series in each phase; none where the rule of ``events.toml`` is not met, which a note
    says."""
    limits = settings()
    phases: tuple[Phase, ...] = ("before", "after")
    own = {phase: _statistics(counts, span, phase) for phase in phases}
    if span.pooled:
        drawn, held, why = pooled(calendar, counts, span.events, baseline, seed)
        if why:
            notes.append(why)
            return {}
        if len(held) < len(span.events):
            notes.append(
                f"The test of all events takes {len(held):,} of {len(span.events):,}: those whose window and"
                " baseline the archive covers."
            )
            span = made_spans(held, baseline, calendar.low, calendar.size)[-1]
            own = {phase: _statistics(counts, span, phase) for phase in phases}
        notes.append(
            f"p of all events: how often events on random days differ as much from their baseline, in"
            f" {limits['draws']:,} draws (two-sided)."
        )
        return {
            phase: [float(p) for p in two_sided(drawn[phase], own[phase], drawn=True)] for phase in phases
        }
    (event,) = span.events
    others = np.zeros(calendar.size, dtype=bool)
    for other in spans:
        if other is not span and not other.pooled:
            others |= other.masks["before"] | other.masks["after"]
    random = RandomDays(calendar, counts, event.window, baseline, others)
    here = np.flatnonzero(random.days == event.day - calendar.low)
    if not len(here) or random.windows < limits["least_windows"]:
        untested.setdefault(_no_test(random, len(here) > 0), []).append(event.name)
        return {}
    notes.append(
        "p of one event: on how many of the days on which it could be put the rates differ as much"
        " (two-sided); of twenty events one is below 0.05 by chance."
        if len(spans) > 1
        else f"p: on how many of the {len(random.days):,} days on which the event could be put the rates"
        " differ as much (two-sided). It says how unusual these days are in the archive, not why."
    )
    found: dict[Phase, list[float | None]] = {}
    for phase in phases:
        values = random.single(phase)
        found[phase] = [float(p) for p in two_sided(values, values[:, here[0]], drawn=False)]
    return found


def _statistics(counts: Counts, span: Span, phase: Phase) -> Floats:
    """The log ratio of a phase to the baseline, of each series."""
    mask, base = span.masks[phase], span.masks["baseline"]
    return statistic(
        counts.matches[:, mask].sum(axis=1).astype(float),
        counts.matches[:, base].sum(axis=1).astype(float),
        np.array(float(counts.tokens[mask].sum())),
        np.array(float(counts.tokens[base].sum())),
    )


def _no_test(random: RandomDays, covered: bool) -> str:
    limits = settings()
    if not covered:
        return (
            f"the archive covers less than {limits['covered_share']:.0%} of the days before or after, or"
            f" fewer than {limits['least_baseline_days']} days of the baseline."
        )
    return (
        f"the covered time holds {random.windows:,} windows beside each other, and"
        f" {limits['least_windows']} are"
        f" needed; a shorter {argument('window')} makes more of them."
    )


def _some(names: Sequence[str]) -> str:
    """Names, of many the first."""
    more = f" and {len(names) - MOST_SAID:,} more" if len(names) > MOST_SAID else ""
    return ", ".join(names[:MOST_SAID]) + more


def _partly(spans: Sequence[Span], calendar: Calendar, baseline: int) -> list[str]:
    """Which phases of which events the archive covers partly or not."""
    covered = calendar.any_covered
    said = []
    for span in spans:
        parts = []
        for phase in PHASES:
            mask = span.masks[phase]
            held, size = int((mask & covered).sum()), int(mask.sum())
            if held < size:
                parts.append(f"{held} of {size} days {'of the baseline' if phase == 'baseline' else phase}")
        if parts and not span.pooled:
            name = span.name if span.name == span.date else f"{span.name} ({span.date})"
            said.append(f"{name}: the archive covers {', '.join(parts)}.")
    if len(said) > MOST_SAID:
        said = [*said[:MOST_SAID], f"{len(said) - MOST_SAID:,} more covered partly: see days covered."]
    shortened = sum(not span.pooled and int(span.masks["baseline"].sum()) < baseline for span in spans)
    if shortened:
        said.append(
            "Days in the window of another event are in no baseline; of all events each day counts once."
        )
    few = sum(not span.pooled for span in spans)
    least = settings()["least_events"]
    if few < least:
        said.append(
            f"{few} event{'s are' if few > 1 else ' is'} too few to conclude about events of this kind: if"
            f" all of fewer than {least} went the same way, a sign test would not fall below 0.05."
        )
    return said


MOST_SAID = 5
"""Events whose partial coverage is told one by one."""
