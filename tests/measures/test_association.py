"""Collocation measures against printed values, hand calculation, scipy, nltk, and what they promise."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from corpus.measures import association as am

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _no_warning_escapes() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """(joint, node, collocate, size) of adjacent pairs: a table of 2x2 cells, none of them empty."""
    o11, o12, o21 = (draw(st.integers(1, 10_000)) for _ in range(3))
    o22 = draw(st.integers(1, 10_000_000))
    return o11, o11 + o12, o11 + o21, o11 + o12 + o21 + o22


def test_expected_counts_every_place_in_the_window() -> None:
    # 100 windows of 10 tokens are 1,000 tokens; every 500th token of the corpus is the collocate.
    assert am.expected(100, 200, 100_000, 10) == pytest.approx(2.0)
    assert am.expected(100, 200, 100_000) == pytest.approx(0.2)


def test_mutual_information_printed_by_church_and_hanks() -> None:
    """Church & Hanks 1990, table of *doctor*: doctors 1,105, dentists 44, together 8, in 15 million words."""
    assert round(float(am.mutual_information(8, 1105, 44, 15_000_000)), 1) == 11.3


def test_t_score_printed_by_manning_and_schuetze() -> None:
    """Manning & Schütze 1999, p. 164: *new companies*."""
    assert float(am.t_score(8, 15828, 4675, 14307668)) == pytest.approx(0.999932, abs=5e-7)


def test_dice_printed_by_smadja() -> None:
    """Smadja, McKeown & Hatzivassiloglou 1996, p. 13."""
    assert round(float(am.dice(130, 3121, 143)), 2) == 0.08


def test_log_likelihood_printed_by_dunning() -> None:
    """Dunning 1993, the most significant bigrams: cells 110, 2442, 111, 29114 and 10, 0, 3, 31764."""
    g2 = am.log_likelihood([110, 10], [2552, 10], [221, 13], 31777)
    assert np.round(g2, 2).tolist() == [270.72, 167.23]


def test_measures_by_hand() -> None:
    # f1 = 100, f2 = 200, n = 100,000, w = 10: E = 2. O = 16: MI = log2 8, MI3 = log2(4096 / 2), t = 14 / 4.
    arguments = (16, 100, 200, 100_000, 10)
    assert am.mutual_information(*arguments) == pytest.approx(3)
    assert am.mi3(*arguments) == pytest.approx(11)
    assert am.t_score(*arguments) == pytest.approx(3.5)
    # 2 * 75 / (100 + 200) = 1/2, one power of two below 14.
    assert am.dice(75, 100, 200) == pytest.approx(0.5)
    assert am.log_dice(75, 100, 200) == pytest.approx(13)
    # The table is 16, 984 / 184, 98816; expected 2, 998 / 198, 98802.
    cells = [(16, 2), (984, 998), (184, 198), (98816, 98802)]
    by_hand = 2 * sum(o * math.log(o / e) for o, e in cells)
    assert am.log_likelihood(*arguments) == pytest.approx(by_hand, rel=1e-9)


def test_log_dice_is_fourteen_for_words_that_only_occur_together() -> None:
    assert am.log_dice(5, 5, 5) == pytest.approx(14)
    # Rychlý 2008: a point less means half as strong.
    assert am.log_dice(5, 10, 10) == pytest.approx(13)


@given(table=tables())
def test_log_likelihood_is_scipys(table: tuple[int, int, int, int]) -> None:
    o, f1, f2, n = table
    cells = [[o, f1 - o], [f2 - o, n - f1 - f2 + o]]
    expected = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    # scipy subtracts large logarithms: its own last digits are rounded at the size of the corpus.
    assert float(am.log_likelihood(o, f1, f2, n)) == pytest.approx(expected, rel=1e-9, abs=1e-15 * 50 * n)


@settings(deadline=None)  # the first import of nltk
@given(table=tables())
def test_measures_are_nltks(table: tuple[int, int, int, int]) -> None:
    nltk = pytest.importorskip("nltk.metrics")
    o, f1, f2, n = table
    theirs = nltk.BigramAssocMeasures
    arguments = (o, (f1, f2), n)
    assert float(am.mutual_information(o, f1, f2, n)) == pytest.approx(theirs.pmi(*arguments), abs=1e-9)
    assert float(am.t_score(o, f1, f2, n)) == pytest.approx(theirs.student_t(*arguments), rel=1e-9)
    assert float(am.dice(o, f1, f2)) == pytest.approx(theirs.dice(*arguments), rel=1e-12)
    likelihood = theirs.likelihood_ratio(*arguments)
    assert float(am.log_likelihood(o, f1, f2, n)) == pytest.approx(likelihood, rel=1e-9, abs=1e-15 * 50 * n)


def test_a_small_difference_of_large_counts_keeps_its_digits() -> None:
    # All four cells expect n / 4 = 1e12 and are d = 1,000 off. Near chance G2 is the sum of d^2 / E = 4e-6;
    # the sum of O ln(O / E) would be noise.
    g2 = am.log_likelihood(1e12 + 1000, 2e12, 2e12, 4e12)
    assert g2 == pytest.approx(4e-6, rel=1e-6)


def test_pairs_that_never_occur_together_sort_last() -> None:
    arguments = (0, 100, 200, 100_000, 10)
    for measure in (am.mutual_information, am.mi3, am.t_score, am.log_dice):
        assert float(measure(*arguments)) == -math.inf
    assert am.dice(*arguments) == 0
    # Cells 0, 1000 / 200, 98800; expected 2, 998 / 198, 98802: repelled, though hardly beyond chance.
    by_hand = 2 * sum(o * math.log(o / e) for o, e in [(1000, 998), (200, 198), (98800, 98802)])
    assert am.log_likelihood(*arguments) == pytest.approx(by_hand, rel=1e-9)
    assert am.direction(*arguments) == -1


def test_words_that_do_not_occur_and_empty_corpora_have_no_association() -> None:
    for name, measure in am.MEASURES.items():
        nothing = measure(0, 0, 0, 0)
        assert np.isnan(nothing), name
    assert np.isnan(am.mutual_information(0, 0, 5, 100))
    assert np.isnan(am.t_score(0, 0, 5, 100))
    assert am.log_likelihood(0, 0, 5, 100) == 0
    assert np.isnan(am.expected(0, 0, 0))


def test_overlapping_windows_count_a_collocate_twice() -> None:
    # O = 30 of f2 = 20: the cell outside, -10, is taken as 0, so that it adds its E = 18 once, no logarithm.
    # 1,000 tokens in windows of n = 10,000: E = 2, 998 / 18, 8982; the difference is 28.
    g2 = am.log_likelihood(30, 100, 20, 10_000, 10)
    parts = [(30, 2), (970, 998), (9010, 8982)]
    by_hand = 2 * (sum(o * math.log(o / e) - (o - e) for o, e in parts) + 18)
    assert g2 == pytest.approx(by_hand, rel=1e-12)
    # Windows of more tokens than the corpus has leave no table.
    assert np.isnan(am.log_likelihood(30, 1001, 20, 10_000, 10))
    assert np.isnan(am.log_likelihood(0, 1, 20, 10))


def test_direction_says_what_g2_does_not() -> None:
    # E = 2 throughout.
    assert am.direction([1, 2, 3], 100, 200, 100_000, 10).tolist() == [-1, 0, 1]


def test_shapes_broadcast_and_are_kept() -> None:
    for measure in am.MEASURES.values():
        result = measure([[1], [2]], 100, [100, 200, 300], 100_000, 10)
        assert result.shape == (2, 3)
        assert result.dtype == np.float64
        assert measure([], [], [], 100).shape == (0,)
    assert am.dice([[1], [2]], 100, [100, 200, 300])[1, 2] == pytest.approx(4 / 400)


@given(table=tables(), times=st.integers(2, 50))
def test_more_of_the_same_text(table: tuple[int, int, int, int], times: int) -> None:
    """A corpus copied: strength stays, evidence grows."""
    copied = tuple(times * count for count in table)
    for measure in (am.mutual_information, am.log_dice, am.dice):
        assert float(measure(*copied)) == pytest.approx(float(measure(*table)), abs=1e-9)
    assert float(am.log_likelihood(*copied)) == pytest.approx(
        times * float(am.log_likelihood(*table)), rel=1e-6, abs=1e-9
    )
    assert float(am.t_score(*copied)) == pytest.approx(math.sqrt(times) * float(am.t_score(*table)), rel=1e-9)
    assert float(am.mi3(*copied)) == pytest.approx(float(am.mi3(*table)) + 2 * math.log2(times), abs=1e-9)


@given(table=tables())
def test_node_and_collocate_may_change_places(table: tuple[int, int, int, int]) -> None:
    o, f1, f2, n = table
    for measure in am.MEASURES.values():
        assert float(measure(o, f1, f2, n)) == pytest.approx(
            float(measure(o, f2, f1, n)), rel=1e-9, abs=1e-12
        )


@given(table=tables(), more=st.integers(1, 100))
def test_more_joint_occurrences_are_stronger(table: tuple[int, int, int, int], more: int) -> None:
    o, f1, f2, n = table
    strong, stronger = (o, f1 + more, f2 + more, n + more), (o + more, f1 + more, f2 + more, n + more)
    for name, measure in am.MEASURES.items():
        if name != "log_likelihood":
            assert float(measure(*stronger)) > float(measure(*strong)), name
    if am.direction(*strong) >= 0:
        assert float(am.log_likelihood(*stronger)) > float(am.log_likelihood(*strong))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 10, 10, 100, 1), "negative"),
        ((1, -10, 10, 100, 1), "negative"),
        ((1, 10, -10, 100, 1), "negative"),
        ((1, 10, 10, -100, 1), "negative"),
        ((1, 10, 10, 100, 0), "window"),
        ((1, 0, 10, 100, 1), "both frequencies"),
        ((1, 10, 0, 100, 1), "both frequencies"),
    ],
)
def test_impossible_counts_are_refused(arguments: tuple[int, int, int, int, int], message: str) -> None:
    for measure in (*am.MEASURES.values(), am.direction):
        with pytest.raises(ValueError, match=message):
            measure(*arguments)
