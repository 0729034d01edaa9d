"""Change points against an exact dynamic programme, and on series whose changes are known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.measures.change_points import LEAST_PERIODS, change_points, stabilised_rates, variances_between

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

COUNTS = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from([0, 50, 1000, 4000])), min_size=0, max_size=25
)


def starts_of(counts: ArrayLike, tokens: ArrayLike, penalty: float | None = None) -> list[int]:
    """Where the regimes of one series start, but for the first."""
    (row,) = change_points([counts], tokens, penalty=penalty).starts
    return np.flatnonzero(row).tolist()


def variance_between(values: ArrayLike, tokens: ArrayLike) -> float:
    """The variance of one series."""
    (found,) = variances_between(np.array([values], dtype=float), np.array(tokens, dtype=float))
    return found


def cost(values: np.ndarray, weights: np.ndarray) -> float:
    return float((weights * (values - np.average(values, weights=weights)) ** 2).sum())


def cheapest(values: np.ndarray, weights: np.ndarray, penalty: float) -> float:
    """The lowest cost of all segmentations, every last segment tried."""
    best = [-penalty]
    for end in range(1, len(values) + 1):
        best.append(
            min(best[start] + penalty + cost(values[start:end], weights[start:end]) for start in range(end))
        )
    return best[-1]


@given(COUNTS, st.sampled_from([None, 0.5, 3.0, 20.0]))
def test_no_segmentation_is_cheaper(periods: list[tuple[int, int]], penalty: float | None) -> None:
    counts = np.array([count for count, _ in periods])
    tokens = np.array([size for _, size in periods])
    starts = starts_of(counts, tokens, penalty)
    spoken = np.flatnonzero(tokens)
    if len(spoken) < LEAST_PERIODS:
        assert starts == []
        return
    values = 2 * np.sqrt(counts[spoken] / tokens[spoken])
    weights = 1 / (variance_between(values, tokens[spoken]) + 1 / tokens[spoken])
    price = 2 * math.log(len(spoken)) if penalty is None else penalty
    edges = np.searchsorted(spoken, starts)
    assert spoken[edges].tolist() == starts  # a regime starts with a period that holds text
    parts = zip(np.split(values, edges), np.split(weights, edges), strict=True)
    paid = sum(cost(*part) for part in parts) + price * len(edges)
    assert paid == pytest.approx(cheapest(values, weights, price), rel=1e-9, abs=1e-7)


def test_a_change_that_everybody_sees() -> None:
    assert starts_of([10] * 6 + [40] * 6 + [20] * 5, [10_000] * 17) == [6, 12]


def test_silent_periods_keep_their_place() -> None:
    """The new regime begins with its first period that holds text, counted with the silent ones."""
    counts = [10] * 5 + [0, 0] + [60] * 5
    tokens = [10_000] * 5 + [0, 0] + [10_000] * 5
    assert starts_of(counts, tokens) == [7]


@pytest.mark.parametrize("count", [0, 9])
def test_one_rate_is_one_regime_whatever_the_tokens(count: int) -> None:
    """A term that never occurs, or always at one rate, does not change when an outlet publishes more."""
    tokens = np.array([1000] * 15 + [1_000_000] * 15)
    assert starts_of(count * tokens / 1000, tokens) == []


def test_a_rate_of_little_text_is_no_change() -> None:
    """3 in 1,000 tokens among 1 in 1,000 is chance; 3,000 in 1,000,000 is not."""
    tokens = np.full(20, 1_000_000)
    tokens[10] = 1000
    counts = tokens // 1000
    counts[10] *= 3
    assert starts_of(counts, tokens) == []
    tokens[10] = 1_000_000
    counts[10] = 3000
    assert starts_of(counts, tokens) == [10, 11]


def test_constant_rates_are_rarely_split_even_where_they_vary_more_than_counting() -> None:
    rng = np.random.default_rng(4)
    split = 0
    for _ in range(100):
        tokens = np.exp(rng.normal(13, 1, size=60))
        counts = rng.poisson(0.0005 * tokens * rng.gamma(1 / 0.3, 0.3, size=60))
        split += len(starts_of(counts, tokens)) > 0
    assert split < 25


def test_stabilised_rates_worked_by_hand_and_their_variance() -> None:
    assert stabilised_rates([9, 0, 1], [400, 50, 0]).tolist()[:2] == [0.3, 0]
    assert np.isnan(stabilised_rates([1], [0])).all()
    rng = np.random.default_rng(1)
    for mean in (10, 100, 1000):
        assert np.var(stabilised_rates(rng.poisson(mean, 40_000), 5000)) * 5000 == pytest.approx(1, abs=0.06)


def test_variance_between_worked_by_hand() -> None:
    """Tokens of one size: (mean of squared differences - 2 / tokens) / 2, and never below 0."""
    assert variance_between([1, 2, 4, 4], [10] * 4) == pytest.approx(((1 + 4 + 0) / 3 - 0.2) / 2)
    assert variance_between([1, 1.1, 1], [10] * 3) == 0
    assert variance_between([1], [10]) == 0


@given(st.lists(st.tuples(st.floats(0, 50), st.integers(1, 1000)), min_size=2, max_size=20))
def test_variance_between_solves_its_equation(periods: list[tuple[float, int]]) -> None:
    values, tokens = (np.array(column, dtype=float) for column in zip(*periods, strict=True))
    between = variance_between(values, tokens)
    ratios = np.diff(values) ** 2 / (2 * between + 1 / tokens[1:] + 1 / tokens[:-1])
    assert ratios.mean() == pytest.approx(1, rel=1e-6) if between else ratios.mean() <= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 24), st.integers(0, 3))
def test_many_series_get_the_changes_of_each(seed: int, periods: int, silent: int) -> None:
    random = np.random.default_rng(seed)
    tokens = random.integers(1_000, 50_000, periods)
    tokens[random.integers(0, periods, silent)] = 0
    levels = random.choice([1e-4, 1e-3, 4e-3], (5, periods // 6 + 1)).repeat(6, axis=1)[:, :periods]
    counts = random.poisson(levels * tokens)
    counts[4] = 0
    found = change_points(counts, tokens)
    few = np.count_nonzero(tokens) < LEAST_PERIODS
    for row in range(5):
        assert np.flatnonzero(found.starts[row]).tolist() == starts_of(counts[row], tokens)
        assert np.isnan(found.saved[row]) == few


def test_what_many_save_is_the_cost_of_one_regime_less_that_of_all_and_of_the_changes() -> None:
    tokens = np.full(20, 10_000)
    counts = np.array([[20] * 10 + [90] * 10, [20] * 20])
    found = change_points(counts, tokens)
    assert found.starts.nonzero()[0].tolist() == [0]
    y = stabilised_rates(counts[0], tokens)
    weight = 1 / (variance_between(y, tokens) + 1e-4)
    one = weight * ((y - y.mean()) ** 2).sum()
    assert found.saved.tolist() == pytest.approx([one - 2 * np.log(20), 0.0])
    free = change_points(counts, tokens, penalty=0.0)
    assert free.saved[0] == pytest.approx(one)


def test_bad_tables() -> None:
    with pytest.raises(ValueError, match="a count of 0 or more"):
        change_points([[1, np.nan]], [10, 10])
    with pytest.raises(ValueError, match="do not fit"):
        change_points(np.ones(9), np.ones(9))
    with pytest.raises(ValueError, match="a count of 0 or more"):
        change_points(-np.ones((1, 9)), np.ones(9))
    with pytest.raises(ValueError, match="cannot be negative"):
        change_points(np.ones((1, 9)), np.ones(9), penalty=-1.0)
