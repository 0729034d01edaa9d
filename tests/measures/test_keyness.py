"""Keyness against printed values, hand calculation, scipy, and what the measures promise."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_ndtr
from scipy.stats import chi2, false_discovery_control, mannwhitneyu, norm, power_divergence

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


@given(g2=st.floats(0, 1400))
def test_p_values_are_scipys(g2: float) -> None:
    assert float(key.p_values(g2)) == pytest.approx(chi2.sf(g2, 1), rel=1e-11)


@given(g2=st.floats(0, 1e7))
def test_log10_p_values_are_scipys(g2: float) -> None:
    # p = 2 P(Z < -sqrt(G2)).
    expected = (log_ndtr(-math.sqrt(g2)) + math.log(2)) / math.log(10)
    assert float(key.log10_p_values(g2)) == pytest.approx(expected, rel=1e-11, abs=1e-13)


def test_p_values_of_tables_and_of_the_far_tail() -> None:
    # The critical values printed on Rayson's page: 5 %, 1 %, 0.1 % and 0.01 %.
    assert np.round(key.p_values([3.84, 6.63, 10.83, 15.13]), 4).tolist() == [0.05, 0.01, 0.001, 0.0001]
    assert key.p_values([0, 1500]).tolist() == [1, 0]
    # ln p of 1,500 = -750 - ln(750 pi) / 2 + ln(1 - 1/1500 + 3/1500^2) = -750 - 3.88240 - 0.00067.
    assert float(key.log10_p_values(1500)) == pytest.approx(-753.88307 / math.log(10), abs=1e-5)
    seam = key.log10_p_values([np.nextafter(200, 0), 200, np.nextafter(200, 300)])
    assert np.ptp(seam) < 1e-11
    assert np.isnan(key.log10_p_values(math.nan))
    assert key.log10_p_values(math.inf) == -math.inf
    assert key.p_values([[1, 2], [3, 4]]).shape == key.log10_p_values([[1, 2], [3, 4]]).shape == (2, 2)
    for function in (key.p_values, key.log10_p_values):
        with pytest.raises(ValueError, match="negative"):
            function([-0.1])


def test_bonferroni_by_hand() -> None:
    assert key.bonferroni([0.01, 0.02, 0.5]).tolist() == pytest.approx([0.03, 0.06, 1])
    assert key.bonferroni([0.01, math.nan])[0] == pytest.approx(0.01)


def test_benjamini_hochberg_by_hand() -> None:
    # Ranks 1 to 4 of four: 0.01 * 4, 0.03 * 4/2 = 0.06 but no more than the next, 0.035 * 4/3, and 0.5.
    assert key.benjamini_hochberg([0.5, 0.03, 0.01, 0.035]).tolist() == pytest.approx(
        [0.5, 0.14 / 3, 0.04, 0.14 / 3]
    )
    with_gap = key.benjamini_hochberg([0.5, math.nan, 0.01])
    assert with_gap[[0, 2]].tolist() == pytest.approx([0.5, 0.02])
    assert np.isnan(with_gap[1])
    assert key.benjamini_hochberg([]).shape == (0,)


@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_corrections(p: list[float]) -> None:
    raw = np.array(p)
    adjusted = key.benjamini_hochberg(raw)
    np.testing.assert_allclose(adjusted, false_discovery_control(raw), rtol=1e-12)
    assert (adjusted >= raw).all()
    assert (key.bonferroni(raw) >= adjusted * (1 - 1e-12)).all()
    order = np.argsort(raw)
    assert (np.diff(adjusted[order]) >= 0).all()


@pytest.mark.parametrize("p", [[-0.1], [0.5, 1.1]])
def test_p_values_are_probabilities(p: list[float]) -> None:
    for correction in (key.bonferroni, key.benjamini_hochberg):
        with pytest.raises(ValueError, match="between 0 and 1"):
            correction(p)


def test_mann_whitney_printed_by_kilgarriff() -> None:
    """Kilgarriff 2001, p. 238: ranks of 12 15 18 24 88 among 3 3 13 27 33 sum to 31, so U = 31 - 15."""
    found = key.mann_whitney([0] * 5, [12, 15, 18, 24, 88], [0] * 5, [3, 3, 13, 27, 33], 5, 5, 1)
    assert found.u.tolist() == [16]
    # Mean 12.5; variance 25/12 (11 - 6/90); z = (3.5 - 0.5) / sqrt 22.778.
    assert found.z[0] == pytest.approx(3 / math.sqrt(25 / 12 * (11 - 6 / 90)))
    assert found.p[0] == pytest.approx(2 * norm.sf(found.z[0]))


@settings(deadline=None)
@given(
    n_target=st.integers(1, 12),
    n_reference=st.integers(1, 12),
    n_terms=st.integers(1, 5),
    highest=st.sampled_from([1, 2, 5, 1000]),
    seed=st.integers(0, 10_000),
)
def test_mann_whitney_is_scipys(
    n_target: int, n_reference: int, n_terms: int, highest: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    rates = random.integers(0, highest + 1, (n_target + n_reference, n_terms)) / 7
    rates *= random.random(rates.shape) < 0.7
    found = of_matrix(rates[:n_target], rates[n_target:], random)
    for term in range(n_terms):
        u, p, differ = scipy_mann_whitney(rates[:n_target, term], rates[n_target:, term])
        assert found.u[term] == pytest.approx(u, abs=1e-9)
        assert found.p[term] == pytest.approx(p, abs=1e-9)
        if differ:
            assert 2 * norm.sf(abs(found.z[term])) == pytest.approx(p, abs=1e-9)
            assert np.sign(found.z[term]) in (0, np.sign(u - n_target * n_reference / 2))


def of_matrix(target: np.ndarray, reference: np.ndarray, random: np.random.Generator) -> key.MannWhitney:
    """The sparse call for two dense tables, documents by terms, entries in no order."""
    sides = []
    for side in (target, reference):
        documents, terms = np.nonzero(side)
        order = random.permutation(len(terms))
        sides += [terms[order], side[documents, terms][order]]
    return key.mann_whitney(*sides, len(target), len(reference), target.shape[1])


def scipy_mann_whitney(target: np.ndarray, reference: np.ndarray) -> tuple[float, float, bool]:
    """U, p and whether the rates differ at all: scipy divides by zero where they do not."""
    with np.errstate(all="ignore"):
        result = mannwhitneyu(target, reference, method="asymptotic", use_continuity=True)
    differ = len(np.unique(np.concatenate([target, reference]))) > 1
    return float(result.statistic), float(result.pvalue) if differ else 1.0, differ


def test_mann_whitney_of_many_documents_keeps_its_digits() -> None:
    """A rare term in a large archive: nearly all documents are tied zeros."""
    random = np.random.default_rng(5)
    target, reference = np.zeros((60_000, 2)), np.zeros((140_000, 2))
    target[:25, 0] = random.random(25)
    reference[:9, 0] = random.random(9)
    target[:, 1] = random.integers(0, 4, 60_000) / 100
    reference[:, 1] = random.integers(0, 4, 140_000) / 100
    found = of_matrix(target, reference, random)
    for term in range(2):
        u, p, _ = scipy_mann_whitney(target[:, term], reference[:, term])
        assert found.u[term] == pytest.approx(u, rel=1e-12)
        assert found.p[term] == pytest.approx(p, rel=1e-9)
    assert found.z[0] > 0


def test_mann_whitney_of_a_term_that_is_nowhere_and_of_zeros_given() -> None:
    found = key.mann_whitney([1, 1], [0.5, 0.0], [1], [0.25], 3, 3, 3)
    assert found.z[[0, 2]].tolist() == [0, 0]
    assert found.p[[0, 2]].tolist() == [1, 1]
    assert found.u[[0, 2]].tolist() == [4.5, 4.5]
    without = key.mann_whitney([1], [0.5], [1], [0.25], 3, 3, 3)
    assert found.u.tolist() == without.u.tolist()
    # 0.5 beats three, the other two tie with two zeros each: 3 + 2 * (2 * 0.5) = 5.
    assert found.u[1] == 5
    assert key.mann_whitney([], [], [], [], 1, 1, 2).p.tolist() == [1, 1]


def test_mann_whitney_changes_sign_with_the_side() -> None:
    forward = key.mann_whitney([0, 0, 1], [3, 4, 1], [0, 1, 1], [1, 2, 2], 4, 6, 2)
    backward = key.mann_whitney([0, 1, 1], [1, 2, 2], [0, 0, 1], [3, 4, 1], 6, 4, 2)
    assert forward.z == pytest.approx(-backward.z)
    assert forward.z[0] > 0
    assert (forward.u + backward.u).tolist() == [24, 24]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0], [-1.0], [], [], 2, 2, 1), "negative"),
        (([0, 0], [1.0, 2.0], [], [], 1, 2, 1), "more entries"),
        (([], [], [0, 0], [1.0, 2.0], 2, 1, 1), "more entries"),
        (([], [], [], [], 0, 2, 1), "at least one document"),
        (([], [], [], [], 2, 0, 1), "at least one document"),
        (([1], [1.0], [], [], 2, 2, 1), "between 0 and 0"),
    ],
)
def test_impossible_documents_are_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        key.mann_whitney(*arguments)  # type: ignore[arg-type]
