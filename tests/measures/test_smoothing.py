"""Moving rates worked by hand, and against sums of slices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.measures.smoothing import moving_rate, moving_sum

PERIODS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=20)


def test_worked_by_hand() -> None:
    """Sums of counts by sums of tokens; the mean of the rates in the middle would be 0.24."""
    rates = moving_rate([1, 6, 2, 4], [10, 10, 100, 40], 1)
    assert rates.tolist() == [7 / 20, 9 / 120, 12 / 150, 6 / 140]
    assert moving_rate([1, 6, 2, 4], [10, 10, 100, 40], 0).tolist() == [0.1, 0.6, 0.02, 0.1]
    assert moving_rate([1, 6, 2, 4], [10, 10, 100, 40], 9).tolist() == [13 / 160] * 4


def test_silence_adds_nothing_and_is_not_bridged() -> None:
    counts = [1, np.nan, 3, 0, 0, 0]
    tokens = [10, 0, 10, 0, 0, 0]
    plain = moving_rate(counts, tokens, 1)
    np.testing.assert_array_equal(plain, [0.1, np.nan, 0.3, np.nan, np.nan, np.nan])
    across = moving_rate(counts, tokens, 1, across_silence=True)
    np.testing.assert_array_equal(across, [0.1, 0.2, 0.3, 0.3, np.nan, np.nan])


def test_silence_may_be_nan_and_a_count_without_tokens_is_not_counted() -> None:
    rates = moving_rate([1, 5, 3], [10, np.nan, 10], 1, across_silence=True)
    assert rates.tolist() == [0.1, 0.2, 0.3]


def test_terms_share_tokens_or_have_their_own() -> None:
    counts = [[1, 2, 3], [0, 5, 0]]
    shared = moving_rate(counts, [10, 20, 10], 1)
    assert shared.tolist() == [[3 / 30, 6 / 40, 5 / 30], [5 / 30, 5 / 40, 5 / 30]]
    own = moving_rate(counts, [[10, 20, 10], [1, 1, 8]], 1)
    assert own.tolist() == [shared[0].tolist(), [5 / 2, 5 / 10, 5 / 9]]


@given(PERIODS, st.integers(0, 25))
def test_each_window_is_the_sum_of_its_slice(periods: list[tuple[int, int]], half_width: int) -> None:
    counts = [count if size else 0 for count, size in periods]
    tokens = [size for _, size in periods]
    rates = moving_rate(counts, tokens, half_width)
    assert len(rates) == len(periods)
    for place, size in enumerate(tokens):
        window = slice(max(place - half_width, 0), place + half_width + 1)
        assert moving_sum(counts, half_width)[place] == sum(counts[window])
        if size:
            assert rates[place] == sum(counts[window]) / sum(tokens[window])
        else:
            assert np.isnan(rates[place])


def test_errors() -> None:
    with pytest.raises(ValueError, match="window"):
        moving_rate([1], [1], -1)
    with pytest.raises(ValueError, match="fit"):
        moving_rate([1, 2], [1, 2, 3], 1)
    with pytest.raises(ValueError, match="0 or more"):
        moving_rate([1, -2], [10, 10], 1)
