"""Significance against printed values, hand calculation and scipy."""

from __future__ import annotations

import math
import warnings
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, false_discovery_control, mannwhitneyu, norm, rankdata

from corpus.measures import significance as sig

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@pytest.fixture(autouse=True)
def _no_warning_escapes() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@given(g2=st.floats(0, 1400))
def test_p_values_are_scipys(g2: float) -> None:
    assert float(sig.p_values(g2)) == pytest.approx(chi2.sf(g2, 1), rel=1e-11)


def test_p_values_of_tables_and_of_the_far_tail() -> None:
    # The critical values printed on Rayson's page: 5 %, 1 %, 0.1 % and 0.01 %.
    assert np.round(sig.p_values([3.84, 6.63, 10.83, 15.13]), 4).tolist() == [0.05, 0.01, 0.001, 0.0001]
    assert sig.p_values([0, 1500]).tolist() == [1, 0]
    assert sig.p_values([[1, 2], [3, 4]]).shape == (2, 2)
    with pytest.raises(ValueError, match="negative"):
        sig.p_values([-0.1])


def test_bonferroni_by_hand() -> None:
    assert sig.bonferroni([0.01, 0.02, 0.5]).tolist() == pytest.approx([0.03, 0.06, 1])
    assert sig.bonferroni([0.01, math.nan])[0] == pytest.approx(0.01)


def test_benjamini_hochberg_by_hand() -> None:
    # Ranks 1 to 4 of four: 0.01 * 4, 0.03 * 4/2 = 0.06 but no more than the next, 0.035 * 4/3, and 0.5.
    assert sig.benjamini_hochberg([0.5, 0.03, 0.01, 0.035]).tolist() == pytest.approx(
        [0.5, 0.14 / 3, 0.04, 0.14 / 3]
    )
    with_gap = sig.benjamini_hochberg([0.5, math.nan, 0.01])
    assert with_gap[[0, 2]].tolist() == pytest.approx([0.5, 0.02])
    assert np.isnan(with_gap[1])
    assert sig.benjamini_hochberg([]).shape == (0,)


@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_corrections(p: list[float]) -> None:
    raw = np.array(p)
    adjusted = sig.benjamini_hochberg(raw)
    np.testing.assert_allclose(adjusted, false_discovery_control(raw), rtol=1e-12)
    assert (adjusted >= raw).all()
    assert (sig.bonferroni(raw) >= adjusted * (1 - 1e-12)).all()
    order = np.argsort(raw)
    assert (np.diff(adjusted[order]) >= 0).all()


@pytest.mark.parametrize("p", [[-0.1], [0.5, 1.1]])
def test_p_values_are_probabilities(p: list[float]) -> None:
    for correction in (sig.bonferroni, sig.benjamini_hochberg):
        with pytest.raises(ValueError, match="between 0 and 1"):
            correction(p)


def test_mann_whitney_printed_by_kilgarriff() -> None:
    """Kilgarriff 2001, p. 238: ranks of 12 15 18 24 88 among 3 3 13 27 33 sum to 31, so U = 31 - 15."""
    found = sig.mann_whitney([0] * 5, [12, 15, 18, 24, 88], [0] * 5, [3, 3, 13, 27, 33], 5, 5, 1)
    assert found.u.tolist() == [16]
    # Mean 12.5; variance 25/12 (11 - 6/90); z = (3.5 - 0.5) / sqrt 22.778.
    assert found.z[0] == pytest.approx(3 / math.sqrt(25 / 12 * (11 - 6 / 90)))
    # Of all 252 ways to divide the ten, 120 have a sum as far from the middle: p = 0.54 by z.
    assert found.p[0] == pytest.approx(by_all_divisions([12, 15, 18, 24, 88], [3, 3, 13, 27, 33]), abs=0.05)


def by_all_divisions(target: Sequence[float], reference: Sequence[float]) -> float:
    """The share of all ways to divide the documents that have a rank sum as far from the expected one."""
    ranks = rankdata([*target, *reference])
    expected = len(target) * (len(ranks) + 1) / 2
    far = abs(ranks[: len(target)].sum() - expected)
    ways = [ranks[list(way)].sum() for way in combinations(range(len(ranks)), len(target))]
    return float(np.mean([abs(way - expected) >= far - 1e-9 for way in ways]))


def of_one(target: Sequence[float], reference: Sequence[float]) -> float:
    """p of one term, by its rates in all documents."""
    columns = [np.array(side, dtype=float)[:, None] for side in (target, reference)]
    return float(of_matrix(columns[0], columns[1], np.random.default_rng(0)).p[0])


@pytest.mark.parametrize("swapped", [False, True])
def test_p_of_a_word_that_few_documents_have_is_that_of_all_divisions(swapped: bool) -> None:
    """Three of 33 documents, and none of 10,000: by the normal approximation 1e-200."""
    some, none = [0.1, 0.2, 0.3, *[0.0] * 30], [0.0] * 10_727
    sides = (none, some) if swapped else (some, none)
    assert of_one(*sides) == pytest.approx(math.comb(33, 3) / math.comb(10_760, 3), rel=1e-4)
    # One of each is what one expects of two documents in 33 and 33.
    assert of_one([0.1, *[0.0] * 32], [0.2, *[0.0] * 32]) > 0.7


def test_p_of_few_documents_is_near_that_of_all_divisions() -> None:
    random = np.random.default_rng(3)
    near = []
    for _ in range(40):
        target, reference = (
            random.choice([0, 0, 0, 1, 2, 3.5], size) * (1 + more) for size, more in ((5, 0.5), (9, 0))
        )
        near.append(abs(of_one(target, reference) - by_all_divisions(target, reference)))
    assert max(near) < 0.2
    assert np.mean(near) < 0.06


def test_p_of_rare_words_in_sides_of_unlike_size_is_as_small_as_often_as_it_says() -> None:
    """Of words without any difference 5 % have p < 0.05, and one in a thousand p < 0.001, at most: 40
    documents against 2,000, as a country against all others."""
    random = np.random.default_rng(8)
    shape = (2040, 3000)
    held = random.random(shape) < random.choice([0.002, 0.01, 0.05, 0.2], shape[1])
    rates = held * random.exponential(1, shape)
    found = of_matrix(rates[:40], rates[40:], random)
    assert np.mean(found.p < 0.05) < 0.06
    assert np.mean(found.p < 0.001) < 0.0025
    by_z = 2 * norm.sf(np.abs(found.z))
    assert np.mean(by_z < 0.001) > 0.005  # the counter-example


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
        if differ:
            assert 2 * norm.sf(abs(found.z[term])) == pytest.approx(p, abs=1e-9)
            assert np.sign(found.z[term]) in (0, np.sign(u - n_target * n_reference / 2))


def of_matrix(target: np.ndarray, reference: np.ndarray, random: np.random.Generator) -> sig.MannWhitney:
    """The sparse call for two dense tables, documents by terms, entries in no order."""
    sides = []
    for side in (target, reference):
        documents, terms = np.nonzero(side)
        order = random.permutation(len(terms))
        sides += [terms[order], side[documents, terms][order]]
    return sig.mann_whitney(*sides, len(target), len(reference), target.shape[1])


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
        if term:
            assert found.p[term] == pytest.approx(p, rel=1e-9)
        else:  # 34 documents have it, ten expected on the smaller side: the normal p is a quarter of it
            assert 2 * p < found.p[term] < 8 * p
        assert 2 * norm.sf(abs(found.z[term])) == pytest.approx(p, rel=1e-9)
    assert found.z[0] > 0


def test_mann_whitney_of_a_term_that_is_nowhere_and_of_zeros_given() -> None:
    found = sig.mann_whitney([1, 1], [0.5, 0.0], [1], [0.25], 3, 3, 3)
    assert found.z[[0, 2]].tolist() == [0, 0]
    assert found.p[[0, 2]].tolist() == [1, 1]
    assert found.u[[0, 2]].tolist() == [4.5, 4.5]
    without = sig.mann_whitney([1], [0.5], [1], [0.25], 3, 3, 3)
    assert found.u.tolist() == without.u.tolist()
    # 0.5 beats three, the other two tie with two zeros each: 3 + 2 * (2 * 0.5) = 5.
    assert found.u[1] == 5
    assert sig.mann_whitney([], [], [], [], 1, 1, 2).p.tolist() == [1, 1]


def test_mann_whitney_changes_sign_with_the_side() -> None:
    forward = sig.mann_whitney([0, 0, 1], [3, 4, 1], [0, 1, 1], [1, 2, 2], 4, 6, 2)
    backward = sig.mann_whitney([0, 1, 1], [1, 2, 2], [0, 0, 1], [3, 4, 1], 6, 4, 2)
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
        sig.mann_whitney(*arguments)  # type: ignore[arg-type]
