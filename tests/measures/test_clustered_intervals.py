"""Intervals of clustered words: limits against scipy, the dispersion by hand, coverage on simulated texts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.special import betaincinv, gammaln
from scipy.stats import nbinom

from corpus.measures import clustered_intervals
from corpus.measures.clustered_intervals import (
    FEW,
    MOST,
    UNKNOWN,
    DocumentSizes,
    clustered_interval,
)
from corpus.measures.gamma_function import log_gamma
from corpus.measures.intervals import poisson_interval

if TYPE_CHECKING:
    from collections.abc import Callable

PERIODS = 10
RATE = 1e-3
"""Half a match in a document of mean length: 1 in a period of two documents, 100 in one of 200."""

Rates = tuple[int, int]
MODELS: dict[str, Callable[[np.random.Generator, Rates], np.ndarray]] = {
    "gamma, shape 0.3": lambda random, shape: random.gamma(0.3, 1 / 0.3, shape),
    "gamma, shape 1": lambda random, shape: random.gamma(1, 1, shape),
    "one document in ten is about it": lambda random, shape: np.where(random.random(shape) < 0.1, 9.1, 0.1),
    "lognormal": lambda random, shape: random.lognormal(-(1.5**2) / 2, 1.5, shape),
}
"""How the rates of documents scatter around a mean of 1: relative variances of 3.3, 1, 7.3 and 8.5."""


def collection(
    random: np.random.Generator, model: str, documents: int, rate: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Matches, tokens and periods of documents of 500 words on average, of most unequal lengths."""
    shape = (PERIODS, documents)
    tokens = np.maximum(20, random.lognormal(math.log(500) - 0.32, 0.8, shape)).astype(np.int64)
    matches = random.poisson(MODELS[model](random, shape) * rate * tokens)
    return matches.ravel(), tokens.ravel(), np.repeat(np.arange(PERIODS), documents)


def coverage(model: str, documents: int, rate: float = RATE, poisson: bool = False) -> float:
    """Of the intervals of ten periods in many collections, the share that holds the true rate."""
    random = np.random.default_rng(documents)
    columns: list[list[np.ndarray]] = [[], [], []]
    for _ in range(250 if documents < 100 else 60):
        matches, tokens, periods = collection(random, model, documents, rate)
        sizes = DocumentSizes(tokens, periods, PERIODS)
        alpha = max(sizes.dispersion(matches), 1e-6)
        for column, values in zip(columns, (matches, tokens, None), strict=True):
            column.append(alpha * sizes.squares if values is None else np.bincount(periods, values, PERIODS))
    counts, exposure, squares = map(np.concatenate, columns)
    # A dispersion of 1 with squares that have been multiplied by each collection's own: one call for all.
    low, high = (
        poisson_interval(counts, exposure) if poisson else clustered_interval(counts, exposure, squares, 1.0)
    )
    return float(np.mean((low <= rate) & (rate <= high)))


@pytest.mark.parametrize("documents", [2, 3, 5, 10, 20, 50, 200])
@pytest.mark.parametrize("model", MODELS)
def test_intervals_cover_the_rate_of_clustered_words_as_often_as_they_promise(
    model: str, documents: int
) -> None:
    """90 to 97 %; where periods hold one or two matches, whole numbers make any interval a little wide."""
    few = 0.985 if documents < 20 else 0.975
    assert 0.90 <= coverage(model, documents) <= few
    assert 0.90 <= coverage(model, documents, 5 * RATE) <= 0.975


@pytest.mark.parametrize("model", MODELS)
def test_one_document_a_period_borrows_from_its_neighbours(model: str) -> None:
    assert 0.90 <= coverage(model, 1, 5 * RATE) <= 0.985


def test_poisson_intervals_do_not_cover_them() -> None:
    """The reason for all of this; a test that could not tell the two would be none."""
    assert coverage("gamma, shape 0.3", 20, 5 * RATE, poisson=True) < 0.55
    assert coverage("one document in ten is about it", 20, 5 * RATE, poisson=True) < 0.4


def test_words_that_do_not_cluster_have_nearly_the_poisson_interval() -> None:
    random = np.random.default_rng(4)
    tokens = random.integers(200, 900, 600)
    periods = np.repeat(np.arange(6), 100)
    matches = random.poisson(5e-3 * tokens)
    sizes = DocumentSizes(tokens, periods, 6)
    counts = np.bincount(periods, matches), np.bincount(periods, tokens)
    low, high = clustered_interval(*counts, sizes.squares, sizes.dispersion(matches))
    plain = poisson_interval(*counts)
    assert ((high - low) / (plain[1] - plain[0])).tolist() == pytest.approx([1] * 6, abs=0.15)


def test_limits_are_the_means_at_which_a_count_is_as_rare_as_promised() -> None:
    """P(X >= x) at the lower and P(X <= x) at the upper limit are 2.5 %, by scipy's distribution."""
    counts, tokens, squares, alpha = np.array([1, 4, 30, 900]), 4000.0, 4e6, 1.7
    shape = tokens**2 / (alpha * squares)
    low, high = clustered_interval(counts, np.full(4, tokens), np.full(4, squares), alpha)
    for count, below, above in zip(counts, low * tokens, high * tokens, strict=True):
        assert nbinom.sf(count - 1, shape, shape / (shape + below)) == pytest.approx(0.025, rel=1e-6)
        assert nbinom.cdf(count, shape, shape / (shape + above)) == pytest.approx(0.025, rel=1e-6)


def test_nothing_found_has_an_upper_limit_and_no_lower() -> None:
    low, high = clustered_interval([0], [1000.0], [1e6], 2.0)
    assert low.tolist() == [0]
    assert nbinom.cdf(0, 0.5, 0.5 / (0.5 + high[0] * 1000)) == pytest.approx(0.025)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_log_odds_are_scipys_quantiles_for_shapes_that_are_no_whole_numbers(level: float) -> None:
    random = np.random.default_rng(1)
    a = random.choice([1, 2, 3, 7, 40, 199, 200, 5000], 600).astype(float)
    b = np.exp(random.uniform(math.log(0.05), math.log(3000), 600))
    tail = (1 - level) / 2
    for first, second in ((a, b), (b, a)):
        p = betaincinv(first, second, tail)
        with np.errstate(divide="ignore"):
            expected = np.log(p / (1 - p))
        known = np.isfinite(expected)
        assert known.mean() > 0.9
        found = clustered_intervals._log_odds(first, second, tail)
        assert found[known] == pytest.approx(expected[known], abs=1e-6)


def test_many_pairs_are_rounded_and_no_limit_changes_by_more_than_a_per_cent() -> None:
    random = np.random.default_rng(2)
    counts = random.poisson(2, 5000)
    squares = np.exp(random.uniform(10, 16, 5000))
    tokens = np.full(5000, 3000.0)
    some = slice(0, 300)
    exact = clustered_interval(counts[some], tokens[some], squares[some], 1.3)
    rounded = clustered_interval(counts, tokens, squares, 1.3)
    for one, other in zip(exact, rounded, strict=True):
        assert other[some] == pytest.approx(one, rel=1e-2)


def test_log_gamma_is_scipys() -> None:
    x = np.array([0.02, 0.5, 1, 2, 8.99, 9, 77.7, 1e6])
    assert log_gamma(x) == pytest.approx(gammaln(x), abs=1e-10, rel=1e-12)


def test_the_dispersion_worked_by_hand() -> None:
    """Two cells of two documents of 100 tokens with 4 and 0 matches. Their squared distances from what is
    expected (2) are 16 in all; counting explains 4 (the matches) times 1/2, twice: 4. The dispersion explains
    a * 100^2 (2 - 2 * 1/2 * 2 + 1/2 * 2 ...) = a * 1e4 for the pairs 4 * 3 over 200^2 + 2e4 a, twice, which
    is 12 at a = 2 * 1e4 * 12 a = 12 (4e4 + 2e4 a): no a is great enough, and MOST it is."""
    cells = [0, 0, 1, 1]
    assert DocumentSizes([100] * 4, cells, 2).dispersion([4, 0, 0, 4]) == MOST
    # With 4 and 1: squares 2 * (1.5^2 + 1.5^2) = 9, counting 2 * 5 / 2 = 5, so that 4 are left, of
    # 2 * a 1e4 * 20 / (4e4 + 2e4 a) = 40 a / (4 + 2 a): a = 0.5, raised by FEW / 4 documents.
    assert DocumentSizes([100] * 4, cells, 2).dispersion([4, 1, 1, 4]) == pytest.approx(
        0.5 * (1 + FEW / 4), rel=1e-5
    )
    assert DocumentSizes([100] * 4, cells, 2).dispersion([2, 2, 2, 2]) == 0  # as even as can be


def test_where_nothing_tells_the_dispersion_it_is_not_zero() -> None:
    assert DocumentSizes([100, 0], [0, 0], 1).dispersion([7, 0]) == UNKNOWN
    assert DocumentSizes([100, 100], [0, 0], 1).dispersion([1, 0]) == UNKNOWN
    assert DocumentSizes([], np.array([], int), 3).dispersion([]) == UNKNOWN


def test_cells_of_one_document_are_joined_in_the_order_of_time() -> None:
    """Two outlets over four years, one document a cell: pairs are years of one outlet, not outlets of one
    year. Within each outlet the rate is the same in all years; between them it is not."""
    tokens, matches = np.full(8, 100), np.array([9, 0, 9, 0, 9, 0, 9, 0])
    by_time = DocumentSizes(tokens, np.arange(8), 8, order=[0, 2, 4, 6, 1, 3, 5, 7])
    assert by_time.dispersion(matches) == 0
    assert DocumentSizes(tokens, np.arange(8), 8).dispersion(matches) == MOST
    # A third document has no pair of its own: it is joined to the last.
    three = DocumentSizes([100] * 3, [0, 1, 2], 3)
    assert three.dispersion([5, 5, 5]) == 0
    assert three.dispersion([5, 5, 0]) > 0


def test_cells_without_text_and_levels_that_are_none() -> None:
    low, high = clustered_interval([0, 3], [0, 1000.0], [0, 1e5], 1.0)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, False]
    assert clustered_interval([], [], [], 1.0)[0].shape == (0,)
    with pytest.raises(ValueError, match="between 0 and 1"):
        clustered_interval([1], [1], [1], 1.0, level=95)
    with pytest.raises(ValueError, match="negative"):
        clustered_interval([-1], [1], [1], 1.0)
    with pytest.raises(ValueError, match="negative"):
        clustered_interval([1], [1], [1], -1.0)
