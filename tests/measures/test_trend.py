"""Trends against scipy, pyMannKendall, all orders of a short series, and Sen's own example."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from corpus.measures.trends import (
    CHUNK,
    LAGS,
    LEAST_FACTOR,
    LEAST_PERIODS,
    TOO_LITTLE,
    autocorrelation_factor,
    kendall_score,
    kendall_variance,
    mann_kendall,
    mann_kendall_autocorrelated,
    theil_sen_slope,
)

RATES = st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=0, max_size=25)


def row(values: list[int | None]) -> np.ndarray:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def series(n: int, phi: float, seed: int) -> np.ndarray:
    """Noise in which each period keeps the share phi of the one before."""
    values = np.random.default_rng(seed).normal(size=n)
    for place in range(1, n):
        values[place] += phi * values[place - 1]
    return values


def test_the_slope_of_sens_own_example() -> None:
    """Sen 1968: seven observations at uneven times, slope 4; the times between are silent periods."""
    rates = np.full(18, np.nan)
    rates[np.array([1, 2, 3, 4, 10, 12, 18]) - 1] = [9, 15, 19, 20, 45, 55, 78]
    assert theil_sen_slope(rates) == 4


def test_slope_worked_by_hand() -> None:
    # Pairs of 1, 2, 4: 1, 2 and 3/2.  Pairs of 1, -, 4, 0: 3/2, -1/3, -4.
    assert theil_sen_slope([[1, 2, 4, np.nan], [1, np.nan, 4, 0]]).tolist() == [1.5, -1 / 3]


@given(RATES)
def test_the_slope_is_scipys(values: list[int | None]) -> None:
    rates = row(values)
    times = np.flatnonzero(~np.isnan(rates))
    slope = theil_sen_slope(rates)
    if len(times) < 2:
        assert np.isnan(slope)
    else:
        assert slope == pytest.approx(stats.theilslopes(rates[times], times).slope, rel=1e-12, abs=1e-15)


@given(RATES)
def test_the_score_counts_pairs(values: list[int | None]) -> None:
    spoken = [value for value in values if value is not None]
    pairs = list(itertools.combinations(spoken, 2))
    rising = sum(earlier < later for earlier, later in pairs)
    falling = sum(earlier > later for earlier, later in pairs)
    assert kendall_score(row(values)) == rising - falling


@given(st.lists(st.integers(0, 9), min_size=LEAST_PERIODS, max_size=40).filter(lambda v: len(set(v)) > 1))
def test_score_and_variance_are_those_of_scipys_tau(values: list[int]) -> None:
    """scipy's p has no correction for continuity: it needs S and its variance with ties."""
    times = np.arange(len(values))
    expected = stats.kendalltau(times, values, method="asymptotic").pvalue
    z = float(kendall_score(values)) / math.sqrt(kendall_variance(values))
    assert math.erfc(abs(z) / math.sqrt(2)) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5], [0, 0, 1, 2, 3, 3], [0, 0, 0, 0, 1, 1], [5, 5, 5]])
def test_the_variance_is_that_of_all_orders(values: list[int]) -> None:
    scores = kendall_score(list(itertools.permutations(values)))
    assert kendall_variance(values) == pytest.approx(np.mean(scores.astype(float) ** 2))


def test_the_test_worked_by_hand() -> None:
    """Ten rising periods: S = 45, variance 10 * 9 * 25 / 18 = 125, z = 44 / sqrt(125)."""
    result = mann_kendall(np.arange(10))
    assert result.score == 45
    assert result.variance == 125
    assert result.z == pytest.approx(44 / math.sqrt(125))
    assert result.p == pytest.approx(2 * stats.norm.sf(44 / math.sqrt(125)))
    falling = mann_kendall(-np.arange(10))
    assert falling.z == pytest.approx(-44 / math.sqrt(125))
    assert falling.p == result.p


def test_p_is_near_the_exact_one_at_the_least_number_of_periods() -> None:
    """The reason for LEAST_PERIODS: there the normal p is within 0.01 of the share of all orders."""
    scores = kendall_score(list(itertools.permutations(range(LEAST_PERIODS))))
    for order in ([0, 1, 2, 3, 4, 5, 6, 7], [1, 0, 3, 2, 5, 4, 7, 6], [3, 0, 4, 1, 5, 2, 6, 7]):
        exact = np.mean(np.abs(scores) >= abs(kendall_score(order)))
        assert mann_kendall(order).p == pytest.approx(exact, abs=0.01)


def test_too_little_text_has_no_p_value() -> None:
    rates = np.tile(np.arange(LEAST_PERIODS, dtype=float), (2, 1))
    rates[1, 3] = np.nan
    for result in (mann_kendall(rates), mann_kendall_autocorrelated(rates)):
        assert result.periods.tolist() == [LEAST_PERIODS, LEAST_PERIODS - 1]
        assert result.reason.tolist() == ["", TOO_LITTLE]
        assert np.isnan(result.p).tolist() == [False, True]
        assert np.isnan(result.z).tolist() == [False, True]


def test_equal_rates_are_no_trend() -> None:
    for result in (mann_kendall([3.0] * 12), mann_kendall_autocorrelated([3.0] * 12)):
        assert (result.score, result.variance, result.z, result.p) == (0, 0, 0, 1)


@pytest.mark.parametrize("n", [LEAST_PERIODS, 13, 40, 80])
@pytest.mark.parametrize("phi", [-0.5, 0, 0.6])
@pytest.mark.parametrize("lags", [None, 1, 3])
def test_hamed_and_rao_are_those_of_pymannkendall(n: int, phi: float, lags: int | None) -> None:
    reference = pytest.importorskip("pymannkendall").hamed_rao_modification_test
    compared = 0
    for seed in range(12):
        values = series(n, phi, seed)
        factor = autocorrelation_factor(values, lags=lags)
        with np.errstate(invalid="ignore"):
            expected = reference(values, lag=lags)
        assert factor * kendall_variance(values) == pytest.approx(expected.var_s, rel=1e-9, abs=1e-9)
        if factor > 0:
            result = mann_kendall_autocorrelated(values, lags=lags, least_factor=1e-300)
            assert not result.clipped
            assert result.z == pytest.approx(expected.z, rel=1e-9)
            assert result.p == pytest.approx(expected.p, rel=1e-6, abs=1e-12)
            compared += 1
    assert compared > 5


def slow_factor(rates: np.ndarray, lags: int, significance: float) -> float:
    """The formula of Hamed & Rao, term by term, with scipy's ranks and slope."""
    times = np.flatnonzero(~np.isnan(rates))
    n = len(times)
    remains = rates[times] - times * stats.theilslopes(rates[times], times).slope
    ranks = stats.rankdata(remains.round(10))  # the pair that gives the median slope is tied
    centred = ranks - ranks.mean()
    total = 0.0
    for lag in range(1, min(lags, n - 1) + 1):
        r = sum(centred[i] * centred[i + lag] for i in range(n - lag)) / sum(centred**2)
        if abs(r) > stats.norm.ppf(1 - significance / 2) / math.sqrt(n):
            total += (n - lag) * (n - lag - 1) * (n - lag - 2) * r
    return 1 + 2 / (n * (n - 1) * (n - 2)) * total


def test_the_factor_with_silent_periods_other_lags_and_significance() -> None:
    changed = 0
    for seed in range(20):
        values = series(30, 0.7, seed) + 0.3 * np.arange(30)
        values[[4, 5, 20]] = np.nan
        assert autocorrelation_factor(values) == pytest.approx(slow_factor(values, LAGS, 0.05))
        wide = autocorrelation_factor(values, lags=99, significance=0.3)
        assert wide == pytest.approx(slow_factor(values, 99, 0.3))
        changed += wide != autocorrelation_factor(values)
    assert changed


def test_a_factor_below_the_least_is_raised_and_said_to_be() -> None:
    alternating = np.tile([1.0, 2.0], 20) + np.random.default_rng(0).normal(scale=0.01, size=40)
    values = np.stack([alternating, series(40, 0.9, 1)])
    factor = autocorrelation_factor(values)
    assert factor[0] < LEAST_FACTOR < factor[1]
    result = mann_kendall_autocorrelated(values)
    assert result.clipped.tolist() == [True, False]
    assert result.factor.tolist() == [LEAST_FACTOR, factor[1]]
    assert result.p[0] == mann_kendall(alternating).p
    assert result.p[1] > mann_kendall(values[1]).p


def test_remainders_equal_but_for_rounding_are_tied() -> None:
    """A straight line leaves nothing: its ranks must not be those of rounding errors."""
    assert autocorrelation_factor(0.1 + 0.7 * np.arange(30)) == 1


def test_noise_is_called_a_trend_as_rarely_as_promised() -> None:
    noise = np.random.default_rng(3).normal(size=(4000, 40))
    for result in (mann_kendall(noise), mann_kendall_autocorrelated(noise)):
        assert 0.035 < np.mean(result.p < 0.05) < 0.06


@pytest.mark.parametrize(
    "test", [theil_sen_slope, autocorrelation_factor, kendall_score, kendall_variance, mann_kendall]
)
def test_many_terms_at_once_are_each_term_by_itself(test) -> None:  # type: ignore[no-untyped-def]
    """More terms than a chunk, with three patterns of silence."""
    rng = np.random.default_rng(8)
    rates = rng.poisson(2.0, size=(2 * CHUNK + 9, 12)).astype(float)
    rates[::3, 5] = np.nan
    rates[1::3, [0, 11]] = np.nan
    together = test(rates)
    for term in (0, 1, 2, CHUNK, 2 * CHUNK + 8):
        alone = test(rates[term])
        pairs = zip(together, alone, strict=True) if isinstance(alone, tuple) else [(together, alone)]
        for many, one in pairs:
            assert many[term] == one


@pytest.mark.parametrize("shape", [(0,), (0, 12), (3, 0)])
def test_nothing_in_nothing_out(shape: tuple[int, ...]) -> None:
    result = mann_kendall_autocorrelated(np.zeros(shape))
    assert result.p.shape == theil_sen_slope(np.zeros(shape)).shape == shape[:-1]
    assert np.isnan(result.p).all()


def test_errors() -> None:
    with pytest.raises(ValueError, match="infinite"):
        theil_sen_slope([1, np.inf])
    with pytest.raises(ValueError, match="shape"):
        mann_kendall(np.zeros((2, 2, 2)))
    with pytest.raises(ValueError, match="significance"):
        autocorrelation_factor([1, 2, 3], significance=1)
    with pytest.raises(ValueError, match="lags"):
        autocorrelation_factor([1, 2, 3], lags=-1)
    with pytest.raises(ValueError, match="least factor"):
        mann_kendall_autocorrelated([1, 2, 3], least_factor=0)
