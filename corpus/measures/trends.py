"""Is a term on the rise? Slope and significance of monotonic trends, for many terms at once.

Every function takes rates of shape (periods,) or (terms, periods), of any unit, one column a period of equal
length, in order. NaN marks a period that holds no text: it is left out, while the periods around it keep
their dates. Only numpy is imported.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LEAST_PERIODS = 8
"""Fewer periods with text get no p-value: below, S is too far from normal (Mann 1945; Kendall 1975)."""

LEAST_FACTOR = 1.0
"""A correction for autocorrelation below this is raised to it: by default it never narrows the variance.
Measured on 80 periods without trend, share of series with p < 0.05: white noise 4.8 % without correction,
9.6 % as published with all lags, 4.7 % by default; neighbours that alternate (-0.4) 30 % as published."""

LAGS = 3
"""Lags looked at by default. Measured on 80 periods with autocorrelation 0.4 and no trend: p < 0.05 in 18 %
of series without correction, 12 % with all lags, 9 % with three: p-values remain somewhat too small."""

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
    """Variance of S without trend, corrected for ties and, where asked for, for autocorrelation."""
    z: Floats
    p: Floats
    """Two-sided."""
    periods: Ints
    """Periods that hold text."""
    factor: Floats
    """What the variance was multiplied by for autocorrelation; 1 without that correction."""
    clipped: NDArray[np.bool_]
    """Whether the factor came out lower and was raised to the least factor allowed."""
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


def autocorrelation_factor(
    rates: ArrayLike, *, lags: int | None = LAGS, significance: float = 0.05
) -> Floats:
    """By how much autocorrelation multiplies the variance of S: n/n* of Hamed & Rao, before any clipping.

    The Theil-Sen line is taken off; r(i) is the autocorrelation at lag i of the (average) ranks of what
    remains, with the divisor n at all lags; of the lags 1 to ``lags`` (None: all n - 1) those count in which
    abs(r(i)) exceeds the normal quantile at 1 - significance/2 divided by sqrt(n):
    1 + 2 / (n(n-1)(n-2)) * sum (n-i)(n-i-1)(n-i-2) r(i). The factor may come out negative.

    This is the variant of pyMannKendall (``hamed_rao_modification_test``) and of the R package modifiedmk,
    but for two things: the line is taken off at the true dates where periods are missing, and remainders that
    differ by less than 1e-12 of the largest rate are tied (the two periods whose slope is the median always
    are; rounding errors would order them). A lag counts periods that hold text. 1 with fewer than three
    periods, or where nothing remains. Raises ValueError for a significance outside (0, 1), a
    negative ``lags`` or an infinite rate.

    Hamed & Rao (1998), "A modified Mann-Kendall trend test for autocorrelated data", J. Hydrology 204.
    """
    if not 0 < significance < 1:
        raise ValueError(f"A significance level lies between 0 and 1, not {significance}.")
    if lags is not None and lags < 0:
        raise ValueError(f"The number of lags cannot be negative: {lags}.")
    values, shape = _table(rates)
    factor = np.ones(len(values))
    quantile = NormalDist().inv_cdf(1 - significance / 2)
    for rows, present, columns in _by_silence(values):
        n = len(columns)
        if n < 3:
            continue
        remains = present - columns * _slopes(present, columns)[:, None]
        scale = np.abs(present).max(axis=1, keepdims=True)
        r = _autocorrelation(_ranks(np.round(remains / np.where(scale > 0, scale, 1), 12)))
        lag = np.arange(n, dtype=np.float64)
        weights = (n - lag) * (n - lag - 1) * (n - lag - 2)
        weights[0] = 0
        if lags is not None:
            weights[lags + 1 :] = 0
        r[np.abs(r) <= quantile / math.sqrt(n)] = 0
        factor[rows] = 1 + 2 / (n * (n - 1) * (n - 2)) * (r @ weights)
    return factor.reshape(shape)


def mann_kendall(rates: ArrayLike) -> Trend:
    """Mann-Kendall test against a monotonic trend, periods taken as independent of each other.

    z = (S -/+ 1) / sqrt(variance), with the correction for continuity towards 0 and the variance corrected
    for ties; p from the normal distribution, two-sided. A term whose rates are all equal has z 0 and p 1.
    ``too little text`` with fewer than LEAST_PERIODS periods of text. Raises ValueError for an infinite rate.

    Mann (1945), "Nonparametric tests against trend", Econometrica 13; Kendall (1975), Rank Correlation
    Methods, 4th ed.
    """
    values, shape = _table(rates)
    return _test(values, shape, np.ones(shape))


def mann_kendall_autocorrelated(
    rates: ArrayLike,
    *,
    lags: int | None = LAGS,
    significance: float = 0.05,
    least_factor: float = LEAST_FACTOR,
) -> Trend:
    """Mann-Kendall test whose variance is multiplied by ``autocorrelation_factor``, for neighbouring periods
    that resemble each other.

    A factor below ``least_factor`` is raised to it, and ``clipped`` says so; with a tiny one every positive
    factor stays as published. Otherwise as ``mann_kendall``. Raises ValueError for a least factor
    that is not positive: it would make a variance of 0.

    Hamed & Rao (1998), "A modified Mann-Kendall trend test for autocorrelated data", J. Hydrology 204.
    """
    if not least_factor > 0:
        raise ValueError(f"The least factor of a variance is a positive number, not {least_factor}.")
    values, shape = _table(rates)
    factor = autocorrelation_factor(values, lags=lags, significance=significance).reshape(shape)
    return _test(values, shape, factor, least_factor)


def _test(values: Floats, shape: tuple[int, ...], factor: Floats, least: float = LEAST_FACTOR) -> Trend:
    periods = (~np.isnan(values)).sum(axis=1).reshape(shape)
    score = kendall_score(values).reshape(shape)
    clipped = factor < least
    factor = np.maximum(factor, least)
    variance = kendall_variance(values).reshape(shape) * factor
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(score == 0, 0.0, (score - np.sign(score)) / np.sqrt(variance))
    short = periods < LEAST_PERIODS
    z = np.where(short, np.nan, z)
    tails = np.array([math.erfc(value) for value in (np.abs(z) / math.sqrt(2)).ravel().tolist()])
    reason = np.where(short, TOO_LITTLE, "")
    return Trend(score, variance, z, tails.reshape(shape), periods, factor, clipped, reason)


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


def _ranks(values: Floats) -> Floats:
    """Ranks within rows from 1; equal values share the mean of their ranks."""
    order = np.argsort(values, axis=1)
    sizes, row, starts = _ties(np.take_along_axis(values, order, axis=1))
    shared = starts - row * values.shape[1] + (sizes + 1) / 2
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, np.repeat(shared, sizes).reshape(values.shape), axis=1)
    return ranks


def _autocorrelation(values: Floats) -> Floats:
    """Autocorrelation of each row at the lags 0 to n - 1, by Fourier transform; 0 for a constant row."""
    n = values.shape[1]
    spectrum = np.fft.rfft(values - values.mean(axis=1, keepdims=True), 2 * n, axis=1)
    covariance = np.fft.irfft(np.abs(spectrum) ** 2, 2 * n, axis=1)[:, :n]
    scale = covariance[:, :1]
    result: Floats = np.divide(covariance, scale, out=np.zeros_like(covariance), where=scale > 0)
    return result
