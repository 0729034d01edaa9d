"""Is a term on the rise? Slope and significance of monotonic trends, for many terms at once.

Every function takes rates of shape (periods,) or (terms, periods), of any unit, one column a period of equal
length, in order. NaN marks a period that holds no text: it is left out, while the periods around it keep
their dates. Only numpy is imported.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LEAST_PERIODS = 8
"""Fewer periods with text get no p-value: below, S is too far from normal (Mann 1945; Kendall 1975)."""

MARGIN = 5.0
"""Standard errors, divided by the root of the number of periods that are added to an
estimated autocorrelation: the estimate is as often too small as too great, and only what is too small makes
trends of chance."""

MOST_ERRORS = 1.3
"""Standard errors that are added at most."""

GREATEST = 0.99
"""The greatest autocorrelation that is taken out."""

TOO_LITTLE = "too little text"

CHUNK = 256
"""Terms worked on together: their pairwise slopes over 80 periods fill 6 MB."""


class Trend(NamedTuple):
    """Result of a trend test; every field has the shape of the rates without their last axis.

    ``z`` and ``p`` are NaN where ``reason`` is not empty.
    """

    score: Ints
    """Kendall's S: pairs of periods that rise, less those that fall."""
    variance: Floats
    """Variance of S without trend, corrected for ties."""
    z: Floats
    p: Floats
    """Two-sided."""
    periods: Ints
    """Periods that hold text."""
    autocorrelation: Floats
    """What was taken out of each period of the one before; 0 without that correction."""
    reason: NDArray[np.str_]
    """Why there is no p-value (``too little text``), or empty."""


def theil_sen_slope(rates: ArrayLike) -> Floats:
    """Median of the slopes between all pairs of periods: change of the rate per period.

    NaN with fewer than two periods of text. A slope that most pairs do not share is invisible to a median: a
    term absent from most periods has slope 0. Raises ValueError for an infinite rate.

    Theil (1950), "A rank-invariant method of linear and polynomial regression analysis"; Sen (1968),
    "Estimates of the regression coefficient based on Kendall's tau", JASA 63.
    """
    values, shape = _table(rates)
    slopes = np.full(len(values), np.nan)
    for rows, present, columns in _by_silence(values):
        if len(columns) > 1:
            slopes[rows] = _slopes(present, columns)
    return slopes.reshape(shape)


def kendall_score(rates: ArrayLike) -> Ints:
    """Kendall's S: the pairs of periods in which the later rate is higher, less those in which it is lower.

    Equal rates count as neither. 0 with fewer than two periods of text. Raises ValueError for an infinite
    rate. Mann (1945), "Nonparametric tests against trend", Econometrica 13.
    """
    values, shape = _table(rates)
    score = np.zeros(len(values), dtype=np.int64)
    for rows, present, _ in _by_silence(values):
        score[rows] = _score(present)
    return score.reshape(shape)


def kendall_variance(rates: ArrayLike) -> Floats:
    """Variance of Kendall's S over all orders of the same rates: (n(n-1)(2n+5) - sum t(t-1)(2t+5)) / 18.

    n are the periods that hold text, t the sizes of groups of equal rates. 0 where all rates are equal.
    Raises ValueError for an infinite rate. Kendall (1975), Rank Correlation Methods, 4th ed., ch. 4.
    """
    values, shape = _table(rates)
    variance = np.zeros(len(values))
    for rows, present, _ in _by_silence(values):
        variance[rows] = _variance(present)
    return variance.reshape(shape)


def autocorrelation(values: ArrayLike) -> Floats:
    """The autocorrelation of neighbouring periods that a test has to reckon with, from 0 to GREATEST.

    A straight line is taken off by least squares; r is the autocorrelation of what remains, at lag 1. It is
    too small by (2 + 4 rho) / n on average, as the line has followed some of the noise (Marriott & Pope 1954,
    "Bias in the estimation of autocorrelations", Biometrika 41, and Kendall there, for a fitted line): rho =
    (n r + 2) / (n - 4). To that comes a margin of MARGIN / sqrt(n) standard errors sqrt((1 - rho^2) / n),
    MOST_ERRORS at most. Below 0 it is 0: neighbours that alternate make a test careful, not rash.

    A lag counts periods that hold text. 0 with fewer than LEAST_PERIODS, or where nothing remains. Raises
    ValueError for an infinite value.
    """
    values, shape = _table(values)
    found = np.zeros(len(values))
    for rows, present, columns in _by_silence(values):
        n = len(columns)
        if n < LEAST_PERIODS:
            continue
        remains = present - _line(present, columns.astype(np.float64))
        whole = (remains**2).sum(axis=1)
        products = (remains[:, 1:] * remains[:, :-1]).sum(axis=1)
        # A straight line leaves rounding errors.
        some = whole > 1e-20 * (present**2).sum(axis=1)
        r = np.divide(products, whole, out=np.zeros(len(rows)), where=some)
        rho = np.clip((n * r + 2) / (n - 4), 0, GREATEST)
        margin = min(MOST_ERRORS, MARGIN / math.sqrt(n)) * np.sqrt((1 - rho**2) / n)
        found[rows] = np.where(some, np.minimum(rho + margin, GREATEST), 0)
    return found.reshape(shape)


def _line(present: Floats, times: Floats) -> Floats:
    """The line of least squares through each row."""
    centred = times - times.mean()
    slopes = present @ centred / (centred @ centred)
    return np.asarray(present.mean(axis=1, keepdims=True) + slopes[:, None] * centred, dtype=np.float64)


def mann_kendall(rates: ArrayLike) -> Trend:
    """Mann-Kendall test against a monotonic trend, periods taken as independent of each other.

    z = (S -/+ 1) / sqrt(variance), with the correction for continuity towards 0 and the variance corrected
    for ties; p from the normal distribution, two-sided. A term whose rates are all equal has z 0 and p 1.
    ``too little text`` with fewer than LEAST_PERIODS periods of text. Raises ValueError for an infinite rate.

    Mann (1945), "Nonparametric tests against trend", Econometrica 13; Kendall (1975), Rank Correlation
    Methods, 4th ed.
    """
    values, shape = _table(rates)
    periods = (~np.isnan(values)).sum(axis=1).reshape(shape)
    return _test(values, shape, periods, np.zeros(shape))


def mann_kendall_prewhitened(values: ArrayLike) -> Trend:
    """Mann-Kendall test for neighbouring periods that resemble each other, by pre-whitening.

    Of each period its ``autocorrelation`` times the one before is taken; what remains has no memory of a
    first-order process, and is tested as by ``mann_kendall``; score and variance are those of what remains.
    Rates of counts should be given by their square roots, whose variance does not follow their mean.
    ``too little text`` with fewer than LEAST_PERIODS periods of text. Raises ValueError for an infinite
    value.

    von Storch (1995), "Misuses of statistical analysis in climate research"; with the coefficient estimated
    beside the slope and without its bias, as Hamed (2009), "Enhancing the effectiveness of prewhitening in
    trend analysis of hydrologic data", J. Hydrology 368, but for the margin.

    Measured, share of 3,000 series without trend that have p < 0.05, at 10, 20, 40 and 80 periods: with
    autocorrelation 0.8 6, 7, 7 and 5 % (without any correction 35, 42, 49 and 50 %; by Hamed & Rao's
    correction of 1998 19 to 35 %), with 0.4 1 to 4 %, with none 1, 1, 2 and 3 %: what resembles a trend by
    chance is told from one only by a long series, and so a weak trend in a short one is missed.
    """
    values, shape = _table(values)
    rho = autocorrelation(values)
    whitened = np.full((len(values), max(values.shape[1] - 1, 0)), np.nan)
    for rows, present, columns in _by_silence(values):
        if len(columns) > 1:
            remains = present[:, 1:] - rho[rows, None] * present[:, :-1]
            # What is equal but for rounding is tied.
            scale = np.abs(present).max(axis=1, keepdims=True)
            remains = np.round(remains / np.where(scale > 0, scale, 1), 12)
            whitened[np.ix_(rows, columns[1:] - 1)] = remains
    periods = (~np.isnan(values)).sum(axis=1)
    return _test(whitened, shape, periods.reshape(shape), rho.reshape(shape))


def _test(values: Floats, shape: tuple[int, ...], periods: Ints, rho: Floats) -> Trend:
    score = kendall_score(values).reshape(shape)
    variance = kendall_variance(values).reshape(shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(score == 0, 0.0, (score - np.sign(score)) / np.sqrt(variance))
    short = periods < LEAST_PERIODS
    z = np.where(short, np.nan, z)
    tails = np.array([math.erfc(value) for value in (np.abs(z) / math.sqrt(2)).ravel().tolist()])
    reason = np.where(short, TOO_LITTLE, "")
    return Trend(score, variance, z, tails.reshape(shape), periods, rho, reason)


def _table(rates: ArrayLike) -> tuple[Floats, tuple[int, ...]]:
    """The rates as (terms, periods), and the shape of a result."""
    values = np.asarray(rates, dtype=np.float64)
    if values.ndim not in (1, 2):
        raise ValueError(f"Rates have the shape (periods,) or (terms, periods), not {values.shape}.")
    if np.isinf(values).any():
        raise ValueError("A rate cannot be infinite; NaN marks a period that holds no text.")
    return np.atleast_2d(values), values.shape[:-1]


def _by_silence(values: Floats) -> Iterator[tuple[Ints, Floats, Ints]]:
    """Terms with the same silent periods, in chunks: their rows, their rates without these, the columns."""
    silent = np.isnan(values)
    if (silent == silent[:1]).all():
        patterns, group = silent[:1], np.zeros(len(values), dtype=np.int64)
    else:
        patterns, group = np.unique(silent, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        columns = np.flatnonzero(~pattern)
        members = np.flatnonzero(group == number)
        for start in range(0, len(members), CHUNK):
            rows = members[start : start + CHUNK]
            yield rows, values[np.ix_(rows, columns)], columns


def _slopes(present: Floats, columns: Ints) -> Floats:
    """Median over all pairs of two or more columns, for each row."""
    n = len(columns)
    pairs = np.empty((len(present), n * (n - 1) // 2))
    end = 0
    for first in range(n - 1):
        start, end = end, end + n - 1 - first
        np.subtract(present[:, first + 1 :], present[:, first : first + 1], out=pairs[:, start:end])
    earlier, later = np.triu_indices(n, 1)
    pairs /= columns[later] - columns[earlier]
    high = end // 2
    pairs.partition(high, axis=1)  # one place and a maximum: five times as fast as two places
    below = pairs[:, high] if end % 2 else pairs[:, :high].max(axis=1)
    return (below + pairs[:, high]) / 2


def _score(present: Floats) -> Ints:
    by_period = np.ascontiguousarray(present.T)
    score = np.zeros(len(present), dtype=np.int64)
    for lag in range(1, len(by_period)):
        later, earlier = by_period[lag:], by_period[:-lag]
        sign = np.subtract(later > earlier, later < earlier, dtype=np.int8)
        score += sign.sum(axis=0, dtype=np.int32)
    return score


def _variance(present: Floats) -> Floats:
    n = present.shape[1]
    sizes, row = _ties(np.sort(present, axis=1))[:2]
    ties = np.bincount(row, sizes * (sizes - 1.0) * (2 * sizes + 5), minlength=len(present))
    variance: Floats = (n * (n - 1) * (2 * n + 5) - ties) / 18
    return variance


def _ties(ordered: Floats) -> tuple[Ints, Ints, Ints]:
    """Runs of equal numbers in sorted rows: their sizes, their rows, their starts in the flat table."""
    new = np.ones(ordered.shape, dtype=np.bool_)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    starts = np.flatnonzero(new)
    return np.diff(starts, append=ordered.size), starts // max(ordered.shape[1], 1), starts
