"""Quotients against scipy; the bootstrap of several series, however its products are made."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, poisson

from corpus.measures import bootstrap, ratios
from corpus.measures.bootstrap import CHUNK, Bootstrap, document_bootstrap
from corpus.measures.ratios import ratio_interval

SOME = [0, 1, 2, 3, 7, 50, 150, 198, 199, 200, 201, 1_000, 40_000, 1_000_000]


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_limits_are_those_of_clopper_and_pearson(level: float) -> None:
    x, y = map(np.ravel, np.meshgrid(SOME, SOME))
    x, y = x[y > 0], y[y > 0]
    low, high = ratio_interval(x, y, level)
    tail = (1 - level) / 2
    p = beta.ppf(tail, np.maximum(x, 1), y + 1)
    assert low == pytest.approx(np.where(x > 0, p / (1 - p), 0), rel=2e-8)
    q = beta.ppf(tail, y, x + 1)
    assert high == pytest.approx((1 - q) / q, rel=2e-8)


def test_without_a_divisor_there_is_no_interval() -> None:
    low, high = ratio_interval([0, 3], [0, 0])
    assert np.isnan(low).all()
    assert np.isnan(high).all()
    assert [limits.tolist() for limits in ratio_interval([], [])] == [[], []]
    assert ratio_interval([[0, 1]], [[1, 1]])[0].shape == (1, 2)


def test_quotients_turned_over_have_the_limits_turned_over() -> None:
    low, high = ratio_interval([3, 150, 900], [40, 7, 777])
    low2, high2 = ratio_interval([40, 7, 777], [3, 150, 900])
    assert low * high2 == pytest.approx([1, 1, 1])
    assert high * low2 == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(("above", "below"), [(4.0, 9.0), (30.0, 12.0)])
def test_it_covers_as_often_as_it_promises(above: float, below: float) -> None:
    x, y = map(np.ravel, np.meshgrid(np.arange(90), np.arange(1, 90)))
    low, high = ratio_interval(x, y)
    covers = (low <= above / below) & (above / below <= high)
    weights = poisson.pmf(x, above) * poisson.pmf(y, below)
    assert 0.95 <= weights[covers].sum() / weights.sum() < 0.985


def test_polygammas() -> None:
    from scipy.special import polygamma, psi

    x = np.array([1.0, 2.0, 11.5, 30.0, 1e6])
    found = ratios._polygammas(x)
    assert found[0] == pytest.approx(psi(x), rel=1e-12)
    for order in range(1, 6):
        assert found[order] == pytest.approx(polygamma(order, x), rel=1e-9)


sizes = st.lists(st.sampled_from([0, 1, 4, 5, 6, 30, 130]), min_size=1, max_size=12)


def made(of_groups: list[int], seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    groups = random.permutation(np.repeat(np.arange(len(of_groups)), of_groups))
    return random.poisson(2, (2, len(groups))), random.integers(0, 3000, len(groups)), groups


def plainly(matches: np.ndarray, tokens: np.ndarray, groups: np.ndarray, group: int) -> np.ndarray:
    """The percentiles of one group, with the same draws."""
    own = np.flatnonzero((groups == group) & (tokens > 0))
    own = own[np.lexsort((matches[own], tokens[own]))]
    draws = bootstrap._draws(1000, 0, 256).transpose(1, 0, 2).reshape(256, -1)[: len(own)].astype(float)
    drawn = tokens[own] @ draws
    rates = (matches[own] @ draws)[drawn > 0] / drawn[drawn > 0]
    return np.percentile(rates, [2.5, 97.5])


@settings(deadline=None, max_examples=40)
@given(sizes, st.integers(0, 99))
def test_every_series_of_one_bootstrap(of_groups: list[int], seed: int) -> None:
    both, tokens, groups = made(of_groups, seed)
    boot = Bootstrap(tokens, groups, len(of_groups))
    for matches in both:
        low, high = boot.interval(matches)
        for group in range(len(of_groups)):
            own = (groups == group) & (tokens > 0)
            if own.sum() < 5 or not matches[own].sum():
                assert np.isnan([low[group], high[group]]).all()
            else:
                expected = plainly(matches, tokens, groups, group)
                assert [low[group], high[group]] == pytest.approx(expected, rel=1e-5, abs=1e-12)


@pytest.mark.parametrize("documents", [40, CHUNK + 1, 3 * CHUNK + 7])
@pytest.mark.parametrize(
    "changed", [{"ONE_THREAD": True}, {"ONE_THREAD": False}, {"MOST_SUMS": 0}, {"BATCH": 2}, {"PARTS": 5}]
)
def test_the_same_numbers_however_they_are_made(documents: int, changed: dict[str, int]) -> None:
    both, tokens, groups = made([documents, 7, 12, 13, 60, 61, 300], 1)
    expected = document_bootstrap(both[0], tokens, groups, 7)
    assert np.isfinite(expected).all()
    bootstrap._draws.cache_clear()
    with mock.patch.multiple(bootstrap, **changed):
        boot = Bootstrap(tokens, groups, 7)
        boot.interval(both[1])
        assert np.array_equal(boot.interval(both[0]), expected)
    bootstrap._draws.cache_clear()
