"""Dispersion against the worked examples of the papers, a slow oracle, and what the measures promise."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.measures.dispersion import (
    dp,
    dp_norm,
    juilland_d,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# Gries 2020, "Analyzing dispersion", in Paquot & Gries (eds.), A Practical Handbook of Corpus Linguistics.
HANDBOOK = """\
b a m n i b e u p
b a s a t b e w q n
b c a g a b e s t a
b a g h a b e a a t
b a h a a b e a x a t
"""
PARTS = [part.split() for part in HANDBOOK.splitlines()]
SIZES = [len(part) for part in PARTS]


@pytest.fixture(autouse=True)
def _no_warning_escapes() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def counts_of(word: str) -> list[int]:
    return [part.count(word) for part in PARTS]


@st.composite
def spreads(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Sizes of at least two parts, and counts of a word that occurs."""
    sizes = draw(st.lists(st.integers(1, 100_000), min_size=2, max_size=12))
    counts = draw(st.lists(st.integers(0, 1000), min_size=len(sizes), max_size=len(sizes)).filter(any))
    return np.array(counts), np.array(sizes)


def test_griess_example() -> None:
    """Printed: DP 0.18 and Juilland's D 0.785 for a; the norm is 0.18 / (1 - 9/50)."""
    counts = counts_of("a")
    assert dp(counts, SIZES) == pytest.approx(0.18)
    assert round(float(juilland_d(counts, SIZES)), 3) == 0.785
    assert dp_norm(counts, SIZES) == pytest.approx(0.18 / 0.82)


def test_words_of_one_part_and_of_all_parts() -> None:
    # x only in the last part, of 11 tokens: 1 - 11/50 of it would have to move; i in the first: 1 - 9/50.
    assert dp([counts_of("x"), counts_of("i")], SIZES) == pytest.approx([0.78, 0.82])
    # The smallest part is the furthest a word can go.
    assert dp_norm([counts_of("x"), counts_of("i")], SIZES) == pytest.approx([0.78 / 0.82, 1])
    assert juilland_d([counts_of("x"), counts_of("i")], SIZES) == pytest.approx([0, 0], abs=1e-12)
    # b twice in each part: shares 0.2 against 0.18 and 0.22; the rates 2/9, 2/10 and 2/11 vary a little.
    assert dp(counts_of("b"), SIZES) == pytest.approx(0.02)
    assert round(float(juilland_d(counts_of("b"), SIZES)), 3) == 0.968


def test_normalised_dp_printed_by_lijffijt_and_gries() -> None:
    """Lijffijt & Gries 2012, p. 148: shares 2/3, 1/3 and 0 of three equal parts give 1/3, normalised 1/2."""
    assert dp([2, 1, 0], [100, 100, 100]) == pytest.approx(1 / 3)
    assert dp_norm([2, 1, 0], [100, 100, 100]) == pytest.approx(0.5)


def test_juillands_d_printed_by_carroll() -> None:
    """Carroll 1970, p. 14: counts 0 4 3 2 1 in five equal parts. sd = sqrt 2, mean 2: 1 - sqrt(2) / 4."""
    assert round(float(juilland_d([0, 4, 3, 2, 1], [1000] * 5)), 4) == 0.6464


def test_juillands_d_of_unequal_parts_is_that_of_the_r_package_tlda() -> None:
    """Lyne 1985, ALLEMAND in ten parts: ``disp(subfreq, partsize)`` in tlda's README."""
    counts = [2, 0, 1, 1, 3, 0, 3, 0, 0, 0]
    sizes = [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]
    assert juilland_d(counts, sizes) == pytest.approx(0.6038797, abs=5e-8)


def test_a_word_that_does_not_occur_has_no_dispersion() -> None:
    for measure in (dp, dp_norm, juilland_d):
        assert np.isnan(measure([0, 0], [10, 20]))
        assert np.isnan(measure([], []))
        assert np.isnan(measure([0, 0], [0, 0]))


def test_a_single_part_shows_no_dispersion() -> None:
    assert dp([5], [100]) == 0
    assert np.isnan(dp_norm([5], [100]))
    assert np.isnan(juilland_d([5], [100]))


def test_rounding_takes_juillands_d_not_below_zero() -> None:
    # 1 - sqrt(2) / sqrt(2) comes out as -2e-16 for a rate of 1/10 in one of three parts.
    assert juilland_d([1, 0, 0], [10, 10, 10]) == 0


def test_empty_parts_take_no_part() -> None:
    for measure in (dp, dp_norm, juilland_d):
        assert measure([0, 3, 0, 1], [0, 10, 0, 30]) == measure([3, 1], [10, 30])
        assert np.isfinite(measure([3, 1], [10, 30]))


def test_many_terms_are_one_term_each() -> None:
    counts = np.array([[[1, 2, 3], [0, 0, 5]], [[0, 0, 0], [4, 4, 4]]])
    for measure in (dp, dp_norm, juilland_d):
        rows = measure(counts, [10, 20, 30])
        assert rows.shape == (2, 2)
        for place in np.ndindex(2, 2):
            np.testing.assert_allclose(rows[place], measure(counts[place], [10, 20, 30]))
    assert dp(counts, [10, 20, 30])[0].tolist() == pytest.approx([0, 0.5])


@given(spread=spreads())
def test_bounds(spread: tuple[np.ndarray, np.ndarray]) -> None:
    counts, sizes = spread
    deviation, norm, d = (
        float(dp(counts, sizes)),
        float(dp_norm(counts, sizes)),
        float(juilland_d(counts, sizes)),
    )
    assert 0 <= deviation <= 1
    assert deviation <= norm <= 1 + 1e-9
    assert 0 <= d <= 1


@given(spread=spreads(), times=st.integers(2, 1000), order=st.randoms(use_true_random=False))
def test_dispersion_depends_on_shares_alone(
    spread: tuple[np.ndarray, np.ndarray], times: int, order: object
) -> None:
    counts, sizes = spread
    shuffled = np.arange(len(sizes))
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    for measure in (dp, dp_norm, juilland_d):
        value = float(measure(counts, sizes))
        assert float(measure(counts * times, sizes)) == pytest.approx(value, abs=1e-9)
        assert float(measure(counts, sizes * times)) == pytest.approx(value, abs=1e-9)
        assert float(measure(counts[shuffled], sizes[shuffled])) == pytest.approx(value, abs=1e-9)


@given(sizes=st.lists(st.integers(1, 100_000), min_size=2, max_size=12), times=st.integers(1, 100))
def test_the_extremes(sizes: list[int], times: int) -> None:
    even = [times * size for size in sizes]
    assert float(dp(even, sizes)) == pytest.approx(0, abs=1e-12)
    assert float(juilland_d(even, sizes)) == pytest.approx(1, abs=1e-7)
    clumped = [0] * len(sizes)
    clumped[int(np.argmin(sizes))] = times
    assert float(dp_norm(clumped, sizes)) == pytest.approx(1)
    assert float(juilland_d(clumped, sizes)) == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("measure", [dp, dp_norm, juilland_d])
def test_impossible_counts_are_refused(measure: object) -> None:
    for counts, sizes, message in [
        ([-1, 2], [10, 10], "negative"),
        ([1, 2], [-10, 10], "negative"),
        ([1, 2], [0, 10], "without tokens"),
        ([1, 2, 3], [10, 10], "do not fit"),
        (1, [10], "do not fit"),
    ]:
        with pytest.raises(ValueError, match=message):
            measure(counts, sizes)  # type: ignore[operator]
