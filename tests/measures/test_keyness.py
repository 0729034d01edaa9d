"""Keyness against printed values, hand calculation, scipy, and what the measures promise."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import power_divergence

from corpus.measures import keyness as key

if TYPE_CHECKING:
    from collections.abc import Iterator

# *shard* in the BNC against ukWaC: the example in Sketch Engine's page on simple maths.
SHARD = (35, 263, 112_289_776, 1_559_716_979)

COUNTS = st.integers(0, 100_000)
SIZES = st.integers(100_000, 10**9)


@pytest.fixture(autouse=True)
def _no_warning_escapes() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_golden_values() -> None:
    assert float(key.log_likelihood(*SHARD)) == pytest.approx(9.97607, abs=5e-6)
    assert float(key.log_ratio(*SHARD)) == pytest.approx(0.88635, abs=5e-6)
    assert float(key.percent_difference(*SHARD)) == pytest.approx(84.849, abs=5e-4)
    assert float(key.simple_maths(*SHARD)) == pytest.approx(1.1224, abs=5e-5)
    # ln(112,289,776 + 1,559,716,979) = 9 ln 10 + ln 1.672006755 = 20.72327 + 0.51402 = 21.23729.
    assert float(key.bic(*SHARD)) == pytest.approx(9.97607 - 21.23729, abs=2e-5)


def test_percent_difference_printed_by_gabrielatos_and_marchi() -> None:
    """Gabrielatos & Marchi 2011, p. 18: 206,523 of 959,641 against 178,174 of 1,562,358 words."""
    assert round(float(key.percent_difference(206523, 178174, 959641, 1562358)), 1) == 88.7


def test_measures_by_hand() -> None:
    # 80 in 10,000 against 30 in 30,000: rates 0.008 and 0.001, 8 to 1; E = 110 / 4 = 27.5 and 82.5.
    arguments = (80, 30, 10_000, 30_000)
    assert key.log_ratio(*arguments) == pytest.approx(3)
    assert key.percent_difference(*arguments) == pytest.approx(700)
    assert key.simple_maths(*arguments) == pytest.approx(8001 / 1001)
    assert key.simple_maths(*arguments, smoothing=1000) == pytest.approx(9000 / 2000)
    g2 = 2 * (80 * math.log(80 / 27.5) + 30 * math.log(30 / 82.5))
    assert key.log_likelihood(*arguments) == pytest.approx(g2)
    assert key.bic(*arguments) == pytest.approx(g2 - math.log(40_000))


@given(a=COUNTS, b=COUNTS, c=SIZES, d=SIZES)
def test_log_likelihood_is_scipys(a: int, b: int, c: int, d: int) -> None:
    if a + b:
        expected = power_divergence(
            [a, b], [c * (a + b) / (c + d), d * (a + b) / (c + d)], lambda_=0
        ).statistic
        assert float(key.log_likelihood(a, b, c, d)) == pytest.approx(expected, rel=1e-9, abs=1e-8)


@given(a=COUNTS, b=COUNTS, c=SIZES, d=SIZES)
def test_target_and_reference_change_places(a: int, b: int, c: int, d: int) -> None:
    assert float(key.log_likelihood(a, b, c, d)) == pytest.approx(
        float(key.log_likelihood(b, a, d, c)), rel=1e-9
    )
    assert float(key.bic(a, b, c, d)) == pytest.approx(float(key.bic(b, a, d, c)), rel=1e-9, abs=1e-9)
    assert float(key.simple_maths(a, b, c, d)) == pytest.approx(1 / float(key.simple_maths(b, a, d, c)))
    if a + b:
        assert float(key.log_ratio(a, b, c, d)) == pytest.approx(-float(key.log_ratio(b, a, d, c)))


@given(a=st.integers(1, 1000), b=st.integers(1, 1000), c=SIZES, d=SIZES, times=st.integers(2, 50))
def test_more_of_the_same_text(a: int, b: int, c: int, d: int, times: int) -> None:
    """Both corpora copied: effect sizes stay, evidence grows."""
    copied = (times * a, times * b, times * c, times * d)
    for effect in (key.log_ratio, key.percent_difference, key.simple_maths):
        assert float(effect(*copied)) == pytest.approx(float(effect(a, b, c, d)), rel=1e-9, abs=1e-9)
    once = float(key.log_likelihood(a, b, c, d))
    assert float(key.log_likelihood(*copied)) == pytest.approx(times * once, rel=1e-6, abs=1e-9)


@given(a=st.integers(1, 1000), b=st.integers(0, 1000), c=SIZES, d=SIZES)
def test_more_in_the_target_is_more_key(a: int, b: int, c: int, d: int) -> None:
    for effect in (key.log_ratio, key.percent_difference, key.simple_maths):
        assert float(effect(a + 1, b, c, d)) > float(effect(a, b, c, d))
    if a / c >= b / d:
        assert float(key.log_likelihood(a + 1, b, c, d)) > float(key.log_likelihood(a, b, c, d))


def test_counts_of_zero() -> None:
    # Absent from the reference: 0.5 in 1,000 stands for 0; E1 = 4, and only the target's cell adds.
    assert key.log_ratio(8, 0, 1000, 1000) == pytest.approx(4)
    assert key.log_ratio(0, 8, 1000, 1000) == pytest.approx(-4)
    assert key.log_likelihood(8, 0, 1000, 1000) == pytest.approx(16 * math.log(2))
    assert key.percent_difference(0, 8, 1000, 1000) == pytest.approx(-100)
    # 8 / 1000 over 1e-18, in per cent.
    assert key.percent_difference(8, 0, 1000, 1000) == pytest.approx(8e17)
    assert key.percent_difference(9, 0, 1000, 1000) > key.percent_difference(8, 0, 1000, 1000)
    assert key.simple_maths(8, 0, 1000, 1000) == pytest.approx(8001)


def test_a_word_of_neither_corpus_and_an_empty_corpus() -> None:
    assert key.log_likelihood(0, 0, 1000, 1000) == 0
    assert key.simple_maths(0, 0, 1000, 1000) == 1
    assert np.isnan(key.log_ratio(0, 0, 1000, 1000))
    assert np.isnan(key.percent_difference(0, 0, 1000, 1000))
    for name, measure in key.MEASURES.items():
        assert np.isnan(measure(0, 5, 0, 1000)), name
        assert np.isnan(measure(5, 0, 1000, 0)), name
        assert np.isnan(measure(0, 0, 0, 0)), name


def test_shapes_broadcast_and_are_kept() -> None:
    for measure in key.MEASURES.values():
        result = measure([[1], [2]], [3, 4, 5], 1000, 2000)
        assert result.shape == (2, 3)
        assert result.dtype == np.float64
        assert measure([], [], 10, 10).shape == (0,)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 2, 10, 10), "negative"),
        ((1, -2, 10, 10), "negative"),
        ((1, 2, -10, 10), "negative"),
        ((1, 2, 10, -10), "negative"),
        ((1, 2, 0, 10), "without tokens"),
        ((1, 2, 10, 0), "without tokens"),
    ],
)
def test_impossible_counts_are_refused(arguments: tuple[int, int, int, int], message: str) -> None:
    for measure in key.MEASURES.values():
        with pytest.raises(ValueError, match=message):
            measure(*arguments)


@pytest.mark.parametrize("smoothing", [0, -1])
def test_simple_maths_needs_smoothing(smoothing: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        key.simple_maths(1, 2, 10, 10, smoothing=smoothing)


def test_weighted_log_odds_by_hand() -> None:
    # With the prior: 4 and 2 against 2 and 4. Odds 2 and 1/2: ln 4. Variance 1/4 + 1/2.
    found = key.weighted_log_odds([3, 1], [1, 3], [1, 1])
    assert found.log_odds == pytest.approx([math.log(4), -math.log(4)])
    assert found.z == pytest.approx([math.log(4) / math.sqrt(0.75), -math.log(4) / math.sqrt(0.75)])
    # The same prior as one number, and as 50 and 50 words scaled to two.
    for other in (
        key.weighted_log_odds([3, 1], [1, 3], 1),
        key.weighted_log_odds([3, 1], [1, 3], [50, 50], 2),
    ):
        assert other.z == pytest.approx(found.z)


def test_a_rare_word_shrinks_towards_the_prior() -> None:
    """The point of the paper: raw log odds rank the rarest word first, z the one that is surely different."""
    target, reference = np.array([10, 1200, 98_790]), np.array([0, 800, 99_200])
    weighted = key.weighted_log_odds(target, reference, target + reference + 0.1, prior_size=500)
    assert weighted.log_odds[0] > weighted.log_odds[1] > 0
    assert weighted.z[1] > weighted.z[0] > 0
    stronger = key.weighted_log_odds(target, reference, target + reference + 0.1, prior_size=1e7)
    assert (np.abs(stronger.log_odds) < np.abs(weighted.log_odds)).all()


@given(
    counts=st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(1, 500)), min_size=2, max_size=20
    )
)
def test_weighted_log_odds_change_sign_with_the_side(counts: list[tuple[int, int, int]]) -> None:
    target, reference, prior = np.array(counts).T
    forward = key.weighted_log_odds(target, reference, prior)
    backward = key.weighted_log_odds(reference, target, prior)
    np.testing.assert_allclose(forward.z, -backward.z, atol=1e-9)
    assert (np.sign(forward.z) == np.sign(forward.log_odds)).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([-1, 2], [1, 2], 1), "negative"),
        (([1, 2], [1, -2], 1), "negative"),
        (([1, 2], [1, 2], [1, 0]), "positive"),
        (([1, 2], [1, 2], 1, 0), "positive"),
    ],
)
def test_impossible_priors_are_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        key.weighted_log_odds(*arguments)  # type: ignore[arg-type]
