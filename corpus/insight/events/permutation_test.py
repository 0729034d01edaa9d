"""Is what happens around events more than what random days would show? Events put on random days.

The statistic is the log ratio of two rates, that of a phase and that of the baseline (Hardie 2014; a count of
0 is taken as 0.5). Putting whole windows on random days keeps what days beside each other have in common,
which a test of words or of single days would take for independent. Permutation over time: Good (2005),
"Permutation, Parametric and Bootstrap Tests of Hypotheses", ch. 3; "placebo dates" in event studies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.insight.events.event_input import settings
from corpus.measures.keyness import log_ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.events.covered_days import Calendar
    from corpus.insight.events.event_input import Event
    from corpus.insight.events.phases import Phase

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

CHUNK = 1 << 22
"""Days times draws that are laid out at one time."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Matches of shape (series, days), and the tokens of the days."""

    matches: I64
    tokens: I64


def statistic(matches: Floats, base: Floats, tokens: Floats, base_tokens: Floats) -> Floats:
    """Log ratio of the rates; 0 where neither has a match, NaN where one side has no token."""
    held = (tokens > 0) & (base_tokens > 0)
    # Where there are no tokens nothing occurs: any number of them will do.
    sizes = np.where(held, tokens, 1.0), np.where(held, base_tokens, 1.0)
    found = log_ratio(matches * held, base * held, *sizes)
    found = np.where((matches == 0) & (base == 0), 0.0, found)
    return np.asarray(np.where(held, found, np.nan), dtype=np.float64)


def two_sided(values: Floats, own: Floats, drawn: bool) -> Floats:
    """p of ``own`` (series,) among ``values`` (series, draws): twice the smaller tail, at most 1.

    ``drawn``: the own value is not among the values and counts as one more of them.
    """
    more = 1 if drawn else 0
    near = 1e-12  # of equal values, some are the sum in another order
    above = (values >= own[:, None] - near).sum(axis=1) + more
    below = (values <= own[:, None] + near).sum(axis=1) + more
    return np.asarray(np.minimum(1.0, 2 * np.minimum(above, below) / (values.shape[1] + more)))


class RandomDays:
    """The days on which an event of a window could be put, and what it would show there.

    ``closed``: days that no baseline takes.
    """

    def __init__(self, calendar: Calendar, counts: Counts, window: int, baseline: int, closed: Bools) -> None:
        limits = settings()
        self.window, self.baseline = window, baseline
        covered = calendar.any_covered
        open_days = ~closed
        self._ends = np.arange(calendar.size)
        days = np.arange(calendar.size)
        after = _sums(covered.astype(np.int64), days, days + window)
        before = _sums(covered.astype(np.int64), days - window, days)
        calm = _sums((covered & open_days).astype(np.int64), days - window - baseline, days - window)
        least = limits["covered_share"] * window
        enough = (after >= least) & (before >= least) & (calm >= limits["least_baseline_days"])
        inside = (days >= calendar.first) & (days <= calendar.last)
        self.days: I64 = np.flatnonzero(enough & inside)
        self._counts, self._open = counts, open_days

    @property
    def windows(self) -> int:
        """How many windows the days hold beside each other."""
        return len(self.days) // self.window

    def single(self, phase: Phase) -> Floats:
        """The statistic of a phase on each of the days, shape (series, days)."""
        d, n = self.days, self.window
        low, high = (d, d + n) if phase == "after" else (d - n, d)
        base = d - n - self.baseline, d - n
        calm = self._counts.matches * self._open, self._counts.tokens * self._open
        return statistic(
            np.array([_sums(row, low, high) for row in self._counts.matches], dtype=float).reshape(
                -1, len(d)
            ),
            np.array([_sums(row, *base) for row in calm[0]], dtype=float).reshape(-1, len(d)),
            _sums(self._counts.tokens, low, high).astype(float),
            _sums(calm[1], *base).astype(float),
        )


def pooled(
    calendar: Calendar, counts: Counts, events: Sequence[Event], baseline: int, seed: int
) -> tuple[dict[Phase, Floats], list[Event], str]:
    """The statistic of all events together on random days: by phase, of shape (series, draws), then the
    events that could take part, and why there is none, if so.

    Events of one window are put on different days. What each draw counts is what ``phases.spans`` gives of
    all events: each day once.
    """
    limits = settings()
    nothing = np.zeros(calendar.size, dtype=bool)
    sets = {n: RandomDays(calendar, counts, n, baseline, nothing) for n in {one.window for one in events}}
    held = [one for one in events if np.isin(one.day - calendar.low, sets[one.window].days)]
    if len(held) < limits["least_events"]:
        return {}, held, (
            f"No test: {len(held):,} of {len(events):,} events lie where the archive covers window and"
            f" baseline, and {limits['least_events']} are needed."
        )  # fmt: skip
    windows = min(sets[one.window].windows for one in held)
    needed = max(limits["least_windows"], 2 * len(held))
    if windows < needed:
        return {}, held, (
            f"No test: the covered time holds {windows:,} windows beside each other, and {needed:,} are"
            " needed."
        )  # fmt: skip
    random = np.random.default_rng(seed)
    draws: int = limits["draws"]
    days = np.empty((draws, len(held)), dtype=np.int64)
    for window, chosen in sets.items():
        at = [number for number, one in enumerate(held) if one.window == window]
        if at:
            picked = random.random((draws, len(chosen.days))).argpartition(len(at) - 1, axis=1)[:, : len(at)]
            days[:, at] = chosen.days[picked]
    lengths = np.array([one.window for one in held])
    parts: dict[Phase, list[Floats]] = {"before": [], "after": []}
    step = max(1, CHUNK // calendar.size)
    for begin in range(0, draws, step):
        some = _together(days[begin : begin + step], lengths, baseline, calendar.size, counts)
        for phase, values in some.items():
            parts[phase].append(values)
    return {phase: np.concatenate(values, axis=1) for phase, values in parts.items()}, held, ""


def _together(days: I64, windows: I64, baseline: int, size: int, counts: Counts) -> dict[Phase, Floats]:
    """Of draws (rows of ``days``, a column for each event) the statistic of each phase, (series, draws)."""
    after = _union(days, days + windows, size)
    window = _union(days - windows, days + windows, size)
    calm = _union(days - windows - baseline, days - windows, size) & ~window
    values = np.vstack([counts.tokens, counts.matches]).astype(float)
    base = values @ calm.T.astype(float)
    found: dict[Phase, Floats] = {}
    for phase, mask in (("after", after), ("before", window & ~after)):
        sums = values @ mask.T.astype(float)
        found[phase] = statistic(sums[1:], base[1:], sums[0], base[0])  # type: ignore[index]
    return found


def _union(firsts: I64, ends: I64, size: int) -> Bools:
    """For each row the days in one of its half-open ranges, shape (rows, size)."""
    rows = np.arange(len(firsts))[:, None] * (size + 1)
    change = np.bincount((rows + np.clip(firsts, 0, size)).ravel(), minlength=len(firsts) * (size + 1))
    change = change - np.bincount((rows + np.clip(ends, 0, size)).ravel(), minlength=len(firsts) * (size + 1))
    return np.asarray(np.cumsum(change.reshape(len(firsts), size + 1), axis=1)[:, :size] > 0)


def _sums(of_days: I64, firsts: I64, ends: I64) -> I64:
    """Sums over half-open ranges of days, which may reach beyond the calendar."""
    reached = np.concatenate(([0], np.cumsum(of_days)))
    return np.asarray(reached[np.clip(ends, 0, len(of_days))] - reached[np.clip(firsts, 0, len(of_days))])
