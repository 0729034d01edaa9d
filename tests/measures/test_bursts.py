"""Bursts against all sequences of states, and worked by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from corpus.measures.bursts import SILENT, Burst, burst_states, bursts, state_costs

PERIODS = st.lists(
    st.integers(0, 8).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))),
    min_size=1,
    max_size=6,
)


Prices = dict[tuple[int, ...], float]


def all_prices(periods: list[tuple[int, int]], states: int, s: float, gamma: float) -> Prices:
    """Kleinberg's cost of every sequence of states, with scipy's binomial probabilities."""
    relevant, totals = np.array(periods).T
    shares = np.minimum(relevant.sum() / totals.sum() * s ** np.arange(states), 1)
    costs = -stats.binom.logpmf(relevant[:, None], totals[:, None], shares)
    found = {}
    for sequence in itertools.product(range(states), repeat=len(periods)):
        rises = sum(max(after - before, 0) for before, after in itertools.pairwise((0, *sequence)))
        found[sequence] = gamma * math.log(len(periods)) * rises + sum(
            costs[place, state] for place, state in enumerate(sequence)
        )
    return found


@given(PERIODS, st.sampled_from([(2, 2.0, 1.0), (3, 1.5, 0.4), (2, 1.2, 0.0), (3, 3.0, 1.0)]))
def test_no_sequence_of_states_is_cheaper(
    periods: list[tuple[int, int]], parameters: tuple[int, float, float]
) -> None:
    states, s, gamma = parameters
    relevant, totals = zip(*periods, strict=True)
    found = burst_states(relevant, totals, states=states, s=s, gamma=gamma).tolist()
    assert [state == SILENT for state in found] == [total == 0 for total in totals]
    spoken = [period for period in periods if period[1]]
    if not spoken:
        return
    chosen = tuple(state for state in found if state != SILENT)
    prices = all_prices(spoken, states, s, gamma)
    assert prices[chosen] == pytest.approx(min(prices.values()), rel=1e-9, abs=1e-9)


def test_worked_by_hand() -> None:
    """40 of 300 texts: shares 2/15 and 4/15. Two periods of ten with 10 of 30 are the burst."""
    relevant = [2, 3, 2, 10, 10, 3, 2, 3, 2, 3]
    saved = 2 * (10 * math.log(2) + 20 * math.log((11 / 15) / (13 / 15)))
    assert saved > math.log(10)
    (burst,) = bursts(relevant, [30] * 10)
    assert burst[:4] == (0, 1, 3, 5)
    assert burst.weight == pytest.approx(saved)


def test_a_burst_must_save_more_than_the_rise_costs() -> None:
    relevant = [2, 3, 2, 10, 10, 3, 2, 3, 2, 3]
    saved = bursts(relevant, [30] * 10)[0].weight
    gamma = saved / math.log(10)
    assert len(bursts(relevant, [30] * 10, gamma=gamma * 0.999)) == 1
    assert bursts(relevant, [30] * 10, gamma=gamma * 1.001) == []


def test_levels_lie_inside_each_other() -> None:
    relevant = [0] * 20 + [6, 6, 30, 30, 30, 6, 6] + [0] * 20
    found = bursts(relevant, [100] * 47, states=4)
    assert [(burst.level, burst.start, burst.end) for burst in found] == [
        (1, 20, 27),
        (2, 22, 25),
        (3, 22, 25),
    ]
    costs, _ = state_costs(relevant, [100] * 47, states=4)
    assert [burst.weight for burst in found] == pytest.approx(
        [float((costs[b.level - 1] - costs[b.level])[0, b.start : b.end].sum()) for b in found]
    )


def test_silent_periods_neither_end_a_burst_nor_belong_to_its_edges() -> None:
    relevant = [1, 1, 1, 0, 9, 0, 9, 0, 1, 1, 1]
    totals = [20, 20, 20, 0, 20, 0, 20, 0, 20, 20, 20]
    (burst,) = bursts(relevant, totals)
    assert (burst.start, burst.end) == (4, 7)
    assert burst_states(relevant, totals).tolist() == [0, 0, 0, -1, 1, -1, 1, -1, 0, 0, 0]
    spoken = [place for place, total in enumerate(totals) if total]
    (dense,) = bursts([relevant[place] for place in spoken], [20] * 8)
    assert burst.weight == pytest.approx(dense.weight)


def test_many_terms_at_once_are_each_term_by_itself() -> None:
    rng = np.random.default_rng(2)
    totals = rng.integers(0, 50, size=30)
    relevant = rng.binomial(totals, rng.beta(0.5, 4, size=(25, 30)))
    together = bursts(relevant, totals, states=3)
    alone = [
        burst._replace(term=term)
        for term, counts in enumerate(relevant)
        for burst in bursts(counts, totals, states=3)
    ]
    assert len(alone) > 25
    assert [burst[:4] for burst in together] == [burst[:4] for burst in alone]
    assert [burst.weight for burst in together] == pytest.approx([burst.weight for burst in alone])
    assert all(burst.weight > 0 for burst in together if burst.level == 1)


def test_a_share_that_cannot_double_bursts_only_where_every_text_has_it() -> None:
    relevant, totals = [11] * 6 + [20] * 4, [20] * 10
    assert bursts(relevant, totals) == [Burst(0, 1, 6, 10, pytest.approx(-80 * math.log(0.73)))]
    assert bursts([11] * 6 + [19] * 4, totals) == []


@pytest.mark.parametrize(
    ("relevant", "totals"), [([], []), ([3], [9]), ([0] * 9, [5] * 9), ([5] * 9, [5] * 9), ([0] * 4, [0] * 4)]
)
def test_no_bursts(relevant: list[int], totals: list[int]) -> None:
    assert bursts(relevant, totals) == []
    assert burst_states(relevant, totals).tolist() == [0 if total else SILENT for total in totals]


def test_errors() -> None:
    for arguments in ({"states": 1}, {"s": 1.0}):
        with pytest.raises(ValueError, match="two states"):
            bursts([1, 2], [3, 4], **arguments)
    with pytest.raises(ValueError, match="gamma"):
        bursts([1, 2], [3, 4], gamma=-1)
    with pytest.raises(ValueError, match="between 0"):
        bursts([1, 5], [3, 4])
    with pytest.raises(ValueError, match="fit"):
        bursts([1, 2, 3], [3, 4])
