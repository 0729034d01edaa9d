"""When did usage change? Regimes of one rate over time, by exact segmentation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LEAST_PERIODS = 8
"""Fewer periods with text are not segmented: even at 12, pure noise is split in about one series of five."""

TOGETHER = 256
"""Terms that are segmented together: their sums over 80 periods fill 0.5 MB."""


def stabilised_rates(counts: ArrayLike, tokens: ArrayLike) -> Floats:
    """2 sqrt(count / tokens): of a Poisson count, a rate with variance about 1 / tokens, whatever its mean.

    Shapes broadcast; NaN where there are no tokens. Bartlett (1936), "The square root transformation in
    analysis of variance", JRSS Suppl. 3. Anscombe's 3/8 (1948) is not added to the count: divided by tokens
    that differ, it would turn a term that never occurs into one whose rate changes.
    """
    k = np.asarray(counts, dtype=np.float64)
    exposure = np.asarray(tokens, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        stabilised: Floats = np.where(exposure > 0, 2 * np.sqrt(k / exposure), np.nan)
    return stabilised


class Levels(NamedTuple):
    """The regimes of many series."""

    starts: NDArray[np.bool_]
    """Shape (terms, periods): whether a new regime starts in the period; the first regime is not marked."""
    saved: Floats
    """Shape (terms,): by how much the regimes are cheaper than one for all, each change having been paid; 0
    without a change, NaN where there is too little text."""


def change_points(counts: ArrayLike, tokens: ArrayLike, *, penalty: float | None = None) -> Levels:
    """The periods in which rates change to new levels, for each term out of all segmentations the cheapest.

    ``counts`` has shape (terms, periods), ``tokens`` (periods,), in order; periods without tokens are left
    out. The cost of a regime is its weighted sum of squares around its mean of ``stabilised_rates``; a period
    weighs 1 / (``variances_between`` + 1 / tokens), so that costs are in units of the variance, a short
    period counts little, and a long one not without bound. Each change costs ``penalty``, by default 2 ln(n)
    for n periods with text: 2 sigma^2 ln(n) with sigma^2 = 1, that is BIC with two parameters a change, its
    place and its level. A regime may be one period long. Fewer than LEAST_PERIODS periods with text are not
    segmented.

    Measured on 60 periods of constant rate whose real variation is 30 % of the mean, squared: 10 % of series
    get a change, against 77 % with weights by tokens alone. All segmentations are compared by dynamic
    programming, for all terms together: Jackson et al. (2005), "An algorithm for optimal partitioning of data
    on an interval", IEEE Signal Processing Letters 12. Raises ValueError for a negative count or penalty, or
    shapes that do not fit.
    """
    k = np.asarray(counts, dtype=np.float64)
    exposure = np.asarray(tokens, dtype=np.float64)
    if k.ndim != 2 or k.shape[1:] != exposure.shape:
        raise ValueError(f"Counts of shape {k.shape} do not fit tokens of shape {exposure.shape}.")
    starts = np.zeros(k.shape, dtype=np.bool_)
    saved = np.full(len(k), np.nan)
    columns = np.flatnonzero(exposure > 0)
    k, exposure = k[:, columns], exposure[columns]
    if not (k >= 0).all():
        raise ValueError("A period with tokens needs a count of 0 or more.")
    if penalty is not None and not penalty >= 0:
        raise ValueError(f"A penalty cannot be negative: {penalty}.")
    n = len(columns)
    if n < LEAST_PERIODS:
        return Levels(starts, saved)
    price = 2 * math.log(n) if penalty is None else penalty
    for begin in range(0, len(k), TOGETHER):
        rows = slice(begin, begin + TOGETHER)
        found, saved[rows] = _partition(k[rows], exposure, price)
        starts[rows, columns] = found
    return Levels(starts, saved)


def _partition(counts: Floats, tokens: Floats, penalty: float) -> tuple[NDArray[np.bool_], Floats]:
    """Optimal partitioning of some rows: where regimes start, and what they save."""
    rows, n = counts.shape
    values = stabilised_rates(counts, tokens)
    weights = 1 / (variances_between(values, tokens)[:, None] + 1 / tokens)
    values = values - np.average(values, axis=1, weights=weights)[:, None]  # small: differences cancel less
    sums = np.zeros((3, n + 1, rows))
    for number, part in enumerate((np.ones_like(values), values, values**2)):
        np.cumsum((weights * part).T, axis=0, out=sums[number, 1:])
    best = np.empty((n + 1, rows))
    best[0] = -penalty
    came_from = np.zeros((n + 1, rows), dtype=np.int64)
    for end in range(1, n + 1):
        weight, first, second = sums[:, end, None] - sums[:, :end]
        ways = np.maximum(second - first * first / weight, 0) + best[:end] + penalty
        came_from[end] = ways.argmin(axis=0)
        best[end] = ways.min(axis=0)
    whole = np.maximum(sums[2, n] - sums[1, n] ** 2 / sums[0, n], 0)
    starts = np.zeros((rows, n), dtype=np.bool_)
    at = np.full(rows, n)
    every = np.arange(rows)
    while at.any():
        at = came_from[at, every]
        starts[every[at > 0], at[at > 0]] = True
    return starts, whole - best[n]


def variances_between(stabilised: Floats, tokens: Floats) -> Floats:
    """Variance of stabilised rates between periods beyond 1 / tokens, from neighbouring periods only.

    ``stabilised`` has shape (terms, periods), ``tokens`` (periods,), without silent periods; the result
    (terms,). The v >= 0 at which squared differences of neighbours divided by their expectation, 2 v +
    1 / tokens + 1 / tokens of the next, have the mean 1; 0 where counting explains them, or with fewer than
    two periods. Regimes hardly matter to it, as only one difference in each spans two of them: von Neumann et
    al. (1941), "The mean square successive difference", Annals of Mathematical Statistics 12. The equation is
    that of Paule & Mandel (1982), J. Res. NBS 87, applied to differences.
    """
    low = np.zeros(len(stabilised))
    if len(tokens) < 2:
        return low
    counting = 1 / tokens
    squares = np.diff(stabilised, axis=1) ** 2
    expected = counting[1:] + counting[:-1]
    high = squares.max(axis=1) / 2
    high[(squares / expected).mean(axis=1) <= 1] = 0
    for _ in range(80):
        middle = (low + high) / 2
        above = (squares / (2 * middle[:, None] + expected)).mean(axis=1) > 1
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    found: Floats = high
    return found
