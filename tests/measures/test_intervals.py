"""Intervals against scipy, against published limits, and against what they promise: coverage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from corpus.measures import bootstrap
from corpus.measures.bootstrap import CHUNK, _percentiles, document_bootstrap
from corpus.measures.intervals import TABLE, poisson_interval

LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])


@given(count=st.integers(0, 10_000_000), exposure=st.integers(1, 10**9), level=LEVELS)
def test_the_poisson_interval_is_scipys(count: int, exposure: int, level: float) -> None:
    low, high = poisson_interval([count], [exposure], level)
    tail = (1 - level) / 2
    expected = chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    assert low[0] * exposure == pytest.approx(expected, rel=1e-9)
    assert high[0] * exposure == pytest.approx(chi2.isf(tail, 2 * count + 2) / 2, rel=1e-9)


def test_every_small_count_and_the_seam_between_table_and_expansion() -> None:
    counts = np.arange(2 * TABLE)
    low, high = poisson_interval(counts, np.ones(len(counts)))
    np.testing.assert_allclose(low[1:], chi2.ppf(0.025, 2 * counts[1:]) / 2, rtol=1e-9)
    np.testing.assert_allclose(high, chi2.isf(0.025, 2 * counts + 2) / 2, rtol=1e-9)
    assert (np.diff(low) > 0).all()
    assert (np.diff(high) > 0).all()


def test_limits_printed_by_garwood() -> None:
    """Garwood 1936, table of 95 % limits, rounded as printed."""
    low, high = poisson_interval([0, 1, 2, 5, 10, 50], 1)
    assert np.round(low, 2).tolist() == [0, 0.03, 0.24, 1.62, 4.80, 37.11]
    assert np.round(high, 2).tolist() == [3.69, 5.57, 7.22, 11.67, 18.39, 65.92]


def test_without_tokens_there_is_no_rate() -> None:
    low, high = poisson_interval([0, 3], [0, 1000])
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, False]


def test_shapes_broadcast_and_nothing_gives_nothing() -> None:
    low, high = poisson_interval([[1], [400]], [10, 20, 30])
    assert low.shape == high.shape == (2, 3)
    low, _ = poisson_interval(500, 1.0)
    assert float(low) == pytest.approx(chi2.ppf(0.025, 1000) / 2)
    assert poisson_interval([], [])[0].shape == (0,)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_a_level_is_a_share(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        poisson_interval([1], [1], level)
    with pytest.raises(ValueError, match="between 0 and 1"):
        document_bootstrap([1, 2], [10, 10], [0, 0], 1, level=level)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        poisson_interval([-1], [10])


def clustered(groups: int, documents: int, rate: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Documents whose own rates scatter around ``rate``: words cluster in documents."""
    random = np.random.default_rng(11)
    tokens = random.integers(500, 5000, (groups, documents))
    matches = random.poisson(random.gamma(0.7, 1 / 0.7, tokens.shape) * rate * tokens)
    return matches.ravel(), tokens.ravel(), np.repeat(np.arange(groups), documents)


def test_the_bootstrap_covers_the_truth_where_poisson_does_not() -> None:
    groups, documents, rate = 1000, 80, 2e-3
    matches, tokens, codes = clustered(groups, documents, rate)
    low, high = document_bootstrap(matches, tokens, codes, groups)
    assert 0.90 < ((low <= rate) & (rate <= high)).mean() < 0.97
    low, high = poisson_interval(np.bincount(codes, matches), np.bincount(codes, tokens))
    assert ((low <= rate) & (rate <= high)).mean() < 0.6


def test_it_is_as_wide_as_drawing_documents_one_by_one() -> None:
    documents = 60
    matches, tokens, codes = clustered(20, documents, 2e-3)
    low, high = document_bootstrap(matches, tokens, codes, 20)
    drawn = np.random.default_rng(3).integers(0, documents, (4000, documents))
    widths = []
    for group in range(20):
        m, t = matches[codes == group], tokens[codes == group]
        limits = np.percentile(m[drawn].sum(axis=1) / t[drawn].sum(axis=1), [2.5, 97.5])
        widths.append((high[group] - low[group]) / (limits[1] - limits[0]))
    assert np.mean(widths) == pytest.approx(1, abs=0.04)


@pytest.mark.parametrize("documents", [CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_large_groups_have_the_width_of_the_normal_approximation(documents: int) -> None:
    matches, tokens, codes = clustered(1, documents, 2e-3)
    low, high = document_bootstrap(matches, tokens, codes, 1)
    rate = matches.sum() / tokens.sum()
    error = np.sqrt(((matches - rate * tokens) ** 2).sum()) / tokens.sum()
    assert low[0] == pytest.approx(rate - 1.96 * error, rel=0.02)
    assert high[0] == pytest.approx(rate + 1.96 * error, rel=0.02)


def test_chunks_of_a_large_group_are_resampled_independently() -> None:
    matches, tokens, codes = clustered(1, CHUNK, 2e-3)
    once = document_bootstrap(matches, tokens, codes, 1)
    four = document_bootstrap(*(np.tile(values, 4) for values in (matches, tokens, codes)), 1)
    assert (four[1] - four[0])[0] == pytest.approx((once[1] - once[0])[0] / 2, rel=0.1)


def test_the_interval_lies_within_the_rates_of_the_documents() -> None:
    low, high = document_bootstrap([1, 2, 3, 4, 5], [1000] * 5, [0] * 5, 1)
    assert 0.001 <= low[0] < 0.003 < high[0] <= 0.005


def test_without_enough_documents_or_any_match_there_is_no_interval() -> None:
    tokens = [100, 0, 50, 70, 80, 90, 10, 20, 30, 40]
    low, high = document_bootstrap([3, 0, 2, 1, 1, 1, 2, 0, 0, 1], tokens, [1] * 5 + [2] * 5, 4)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, False, True]  # one has no tokens
    low, high = document_bootstrap([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [100] * 10, [0] * 5 + [1] * 5, 2)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, False]  # zeros tell nothing
    assert np.isnan(document_bootstrap([], [], np.array([], int), 2)[0]).all()


def test_the_same_request_gives_the_same_interval_whatever_else_is_asked_for() -> None:
    matches, tokens, codes = clustered(30, 25, 2e-3)
    low, high = document_bootstrap(matches, tokens, codes, 30)
    again = document_bootstrap(matches, tokens, codes, 30)
    assert (low == again[0]).all()
    assert (high == again[1]).all()
    alone = codes == 17
    one = document_bootstrap(matches[alone], tokens[alone], np.zeros(25, int), 1)
    assert (one[0][0], one[1][0]) == (low[17], high[17])
    mixed = np.random.default_rng(0).permutation(30)[codes]
    assert document_bootstrap(matches, tokens, mixed, 30)[0][mixed[alone][0]] == low[17]
    other = document_bootstrap(matches, tokens, codes, 30, seed=1)
    assert (other[0] != low).any()


def test_draws_follow_what_documents_hold_and_not_the_order_in_which_they_were_loaded() -> None:
    matches, tokens, codes = clustered(12, 30, 2e-3)
    tokens = tokens // 500 * 500 + 1  # many documents are as long as each other
    expected = document_bootstrap(matches, tokens, codes, 12)
    order = np.random.default_rng(5).permutation(len(codes))
    again = document_bootstrap(matches[order], tokens[order], codes[order], 12)
    assert np.array_equal(again, expected)


def test_more_groups_than_are_resampled_at_one_time() -> None:
    matches, tokens, codes = clustered(700, 5, 2e-3)
    low, high = document_bootstrap(matches, tokens, codes, 700, resamples=50)
    rates = np.bincount(codes, matches) / np.bincount(codes, tokens)
    found = rates > 0
    assert np.array_equal(np.isnan(low), ~found)
    assert ((low <= rates) & (rates <= high))[found].mean() > 0.9


def test_the_draws_are_those_of_splitmix64_on_every_machine() -> None:
    # The generator's published first numbers for the seed 0.
    assert [hex(number) for number in bootstrap._random_bits(3, 0).tolist()] == [
        "0xe220a8397b1dcdaf",
        "0x6e789e6aa1b965f4",
        "0x6c45d188009454f",
    ]


@pytest.mark.parametrize("resamples", [1, 2, 3, 4, 5, 6, 7, 40, 1000, 1001])
@pytest.mark.parametrize("level", [0.1, 0.5, 0.95, 0.999])
@pytest.mark.parametrize("empty", [False, True])
def test_percentiles_are_those_of_numpy(resamples: int, level: float, empty: bool) -> None:
    rng = np.random.default_rng(resamples)
    matches = rng.poisson(5, (30, resamples)).astype(np.float32)
    tokens = rng.integers(1, 50, (30, resamples)).astype(np.float32)
    if empty and resamples > 1:
        matches[4, 0] = tokens[4, 0] = 0  # a resample without words has no rate
    low, high = _percentiles(matches.copy(), tokens, level)
    with np.errstate(invalid="ignore"):
        rates = matches.astype(float) / tokens
    expected = np.nanpercentile(rates, [50 * (1 - level), 50 * (1 + level)], axis=1)
    assert low == pytest.approx(expected[0], rel=1e-5)
    assert high == pytest.approx(expected[1], rel=1e-5)
