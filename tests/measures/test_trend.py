"""Trends against scipy, all orders of a short series, Sen's own example, and noise with a memory."""

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
    GREATEST,
    LEAST_PERIODS,
    TOO_LITTLE,
    autocorrelation,
    kendall_score,
    kendall_variance,
    mann_kendall,
    mann_kendall_prewhitened,
    theil_sen_slope,
)

RATES = st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=0, max_size=25)


def row(values: list[int | None]) -> np.ndarray:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def remembering(series: int, periods: int, rho: float, seed: int = 7) -> np.ndarray:
    """Noise, in which each period keeps the share rho of the one before, from the first on."""
    values = np.random.default_rng(seed).normal(size=(series, periods))
    values[:, 0] /= math.sqrt(1 - rho**2)
    for period in range(1, periods):
        values[:, period] += rho * values[:, period - 1]
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
    for result in (mann_kendall(rates), mann_kendall_prewhitened(rates)):
        assert result.periods.tolist() == [LEAST_PERIODS, LEAST_PERIODS - 1]
        assert result.reason.tolist() == ["", TOO_LITTLE]
        assert np.isnan(result.p).tolist() == [False, True]
        assert np.isnan(result.z).tolist() == [False, True]


def test_equal_rates_are_no_trend() -> None:
    for result in (mann_kendall([3.0] * 12), mann_kendall_prewhitened([3.0] * 12)):
        assert (result.score, result.variance, result.z, result.p) == (0, 0, 0, 1)


@pytest.mark.parametrize("periods", [LEAST_PERIODS, 10, 15, 20, 40, 80])
def test_noise_with_a_memory_is_called_a_trend_in_five_to_eight_per_cent_at_most(periods: int) -> None:
    """The counter-example: the test that takes periods as independent finds trends in up to half of it."""
    noise = remembering(2000, periods, 0.8)
    assert np.mean(mann_kendall_prewhitened(noise).p < 0.05) <= 0.08
    assert np.mean(mann_kendall(noise).p < 0.05) > 0.2
    if periods >= 20:  # it is not silent about everything either
        assert np.mean(mann_kendall_prewhitened(noise).p < 0.05) > 0.035


@pytest.mark.parametrize("rho", [0, 0.4])
def test_noise_with_less_memory_is_called_a_trend_in_five_per_cent_at_most(rho: float) -> None:
    for periods in (10, 30, 80):
        found = mann_kendall_prewhitened(remembering(2000, periods, rho))
        assert np.mean(found.p < 0.05) <= 0.055


def test_a_trend_that_noise_hardly_hides_is_found() -> None:
    for periods, least in ((12, 0.4), (20, 0.9), (40, 0.99)):
        values = remembering(500, periods, 0, seed=1) + 6 * np.arange(periods) / periods
        assert np.mean(mann_kendall_prewhitened(values).p < 0.05) > least


def slow_autocorrelation(values: np.ndarray) -> float:
    """The formula, by numpy's own line."""
    n = len(values)
    times = np.flatnonzero(~np.isnan(values))
    n = len(times)
    remains = values[times] - np.polyval(np.polyfit(times, values[times], 1), times)
    r = sum(remains[i] * remains[i + 1] for i in range(n - 1)) / sum(remains**2)
    rho = min(max((n * r + 2) / (n - 4), 0), GREATEST)
    return min(rho + min(1.3, 5 / math.sqrt(n)) * math.sqrt((1 - rho**2) / n), GREATEST)


@pytest.mark.parametrize("rho", [-0.5, 0, 0.6, 0.95])
def test_the_autocorrelation_with_silent_periods(rho: float) -> None:
    values = (
        remembering(20, 30, abs(rho)) if rho >= 0 else np.tile([1.0, 2.0], (20, 15)) + remembering(20, 30, 0)
    )
    values[::2, [4, 5, 20]] = np.nan
    assert autocorrelation(values) == pytest.approx([slow_autocorrelation(row) for row in values])


def test_the_memory_is_taken_out_of_each_period() -> None:
    values = remembering(3, 12, 0.7)
    values[1, 4] = np.nan
    found = mann_kendall_prewhitened(values)
    for at in range(3):
        spoken = values[at][~np.isnan(values[at])]
        left = spoken[1:] - found.autocorrelation[at] * spoken[:-1]
        assert found.score[at] == kendall_score(left)
        assert found.p[at] == pytest.approx(
            math.erfc(max(abs(int(found.score[at])) - 1, 0) / math.sqrt(2 * float(kendall_variance(left))))
        )
    assert found.periods.tolist() == [12, 11, 12]


def test_a_straight_line_leaves_nothing_but_rounding() -> None:
    assert autocorrelation(0.1 + 0.7 * np.arange(30)) == 0
    assert mann_kendall_prewhitened(0.1 + 0.7 * np.arange(30)).p < 1e-9


@pytest.mark.parametrize(
    "test", [theil_sen_slope, autocorrelation, kendall_score, kendall_variance, mann_kendall_prewhitened]
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
    result = mann_kendall_prewhitened(np.zeros(shape))
    assert result.p.shape == theil_sen_slope(np.zeros(shape)).shape == shape[:-1]
    assert np.isnan(result.p).all()


def test_errors() -> None:
    with pytest.raises(ValueError, match="infinite"):
        theil_sen_slope([1, np.inf])
    with pytest.raises(ValueError, match="shape"):
        mann_kendall(np.zeros((2, 2, 2)))
