"""When was a term in the air? Kleinberg's bursts of counts in batches, for many terms at once.

Counts are relevant texts among all texts of a period (or words among tokens). Words cluster in texts, so
that one long speech makes a burst of tokens: count texts where the question is how many took a term up.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SILENT = -1
"""The state of a period that holds no text."""


class Burst(NamedTuple):
    """A longest run of periods in which a term is in state ``level`` or above."""

    term: int
    """Row of the term; 0 for a single series."""
    level: int
    """1 for a burst; 2 and above for bursts inside it."""
    start: int
    """Index of the first period."""
    end: int
    """Index after the last period; silent periods inside are spanned, at the edges not."""
    weight: float
    """What the state saves over the one below, in natural logarithms of probability."""


def state_costs(
    relevant: ArrayLike, totals: ArrayLike, *, states: int = 2, s: float = 2.0
) -> tuple[Floats, Ints]:
    """Cost of each state in each period with text, and the indices of these periods.

    ``relevant`` has shape (periods,) or (terms, periods), ``totals`` (periods,); the costs have shape
    (states, terms, periods with text). State i expects the share p_i = p_0 s^i, where p_0 is the share over
    all periods, and costs -(r ln p_i + (d - r) ln(1 - p_i)); the binomial coefficient is the same in every
    state and left out. A share above 1 is taken as 1: a term in more than 1/s of all texts is in state 1
    only while every text has it; choose a smaller s for such terms.

    Raises ValueError for fewer than two states, s <= 1, shapes that do not fit, or counts outside 0 .. total.
    Kleinberg (2003), "Bursty and hierarchical structure in streams", DMKD 7, section 4.
    """
    if states < 2 or not s > 1:
        raise ValueError(f"Bursts need two states or more and s above 1, not {states} and {s}.")
    d = np.asarray(totals, dtype=np.float64)
    r = np.atleast_2d(np.asarray(relevant, dtype=np.float64))
    if d.ndim != 1 or r.ndim != 2 or r.shape[1] != len(d):
        raise ValueError(f"Counts of shape {r.shape} do not fit totals of shape {d.shape}.")
    columns = np.flatnonzero(d > 0)
    r, d = r[:, columns], d[columns]
    if not ((r >= 0) & (r <= d)).all():
        raise ValueError("Relevant texts number between 0 and all texts of the period.")
    base = r.sum(axis=1) / max(d.sum(), 1)
    shares = np.minimum(base * s ** np.arange(states)[:, None], 1)[:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        # 0 ln 0 is 0: nothing was expected, and nothing came.
        present = np.where(r > 0, r * np.log(shares), 0)
        absent = np.where(d > r, (d - r) * np.log1p(-shares), 0)
    return -(present + absent), columns


def burst_states(
    relevant: ArrayLike, totals: ArrayLike, *, states: int = 2, s: float = 2.0, gamma: float = 1.0
) -> Ints:
    """The cheapest sequence of states, shape of ``relevant``: 0 is the base rate, SILENT means no text.

    To rise from state i to j costs (j - i) gamma ln(n), n the periods with text; to fall costs nothing; the
    sequence starts from state 0. Of equally cheap sequences the one with the lower states, from the end on.
    With one period of text a rise is free, but nothing differs from the base rate: no bursts. Otherwise as
    ``state_costs``; raises ValueError for a negative gamma too. Kleinberg (2003), by Viterbi's algorithm.
    """
    costs, columns = state_costs(relevant, totals, states=states, s=s)
    found = np.full(np.atleast_2d(np.asarray(relevant)).shape, SILENT, dtype=np.int64)
    found[:, columns] = _cheapest(costs, gamma)
    return found.reshape(np.shape(relevant))


def bursts(
    relevant: ArrayLike, totals: ArrayLike, *, states: int = 2, s: float = 2.0, gamma: float = 1.0
) -> list[Burst]:
    """The bursts of one term or many, by term, level and start; none where there is too little text.

    The weight of a burst of level j is the sum over its periods of the cost of state j - 1 less that of
    state j: Kleinberg's weight of two states, level by level. Parameters and errors as ``burst_states``.
    """
    costs, columns = state_costs(relevant, totals, states=states, s=s)
    path = _cheapest(costs, gamma)
    found = []
    for level in range(1, states):
        edges = np.diff((path >= level).astype(np.int8), axis=1, prepend=0, append=0)
        terms, starts = np.nonzero(edges == 1)
        ends = np.nonzero(edges == -1)[1]
        for term, start, end in zip(terms.tolist(), starts.tolist(), ends.tolist(), strict=True):
            saved = costs[level - 1, term, start:end].sum() - costs[level, term, start:end].sum()
            found.append(Burst(term, level, int(columns[start]), int(columns[end - 1]) + 1, float(saved)))
    return sorted(found)


def _cheapest(costs: Floats, gamma: float) -> Ints:
    """Viterbi's algorithm over (states, terms, periods): states of shape (terms, periods)."""
    if not gamma >= 0:
        raise ValueError(f"gamma cannot be negative: {gamma}.")
    states, terms, periods = costs.shape
    level = np.arange(states)
    rise = gamma * math.log(max(periods, 1)) * np.maximum(level[None, :] - level[:, None], 0)  # from, to
    came_from = np.zeros((periods, states, terms), dtype=np.int8)
    total = np.where(level[:, None] == 0, 0.0, np.inf) + np.zeros((states, terms))
    for period in range(periods):
        ways = total[:, None, :] + rise[:, :, None]
        came_from[period] = ways.argmin(axis=0)
        total = ways.min(axis=0) + costs[:, :, period]
    path = np.zeros((terms, periods), dtype=np.int64)
    state = total.argmin(axis=0)
    for period in reversed(range(periods)):
        path[:, period] = state
        state = came_from[period, state, np.arange(terms)].astype(np.int64)
    return path
