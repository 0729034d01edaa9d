"""Neighbour clustering worked by hand, against a slow twin, and what it promises: clusters without gaps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import is_valid_linkage
from scipy.spatial import distance

from corpus.measures.period_clusters import SILENT, cut, neighbour_clusters, stages_by_step

RATES = st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=1, max_size=20)


def row(values: list[int | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def test_worked_by_hand() -> None:
    """1 2 6 9 9: first 9 9 (sd 0), then 1 2 (sd sqrt(1/2)), then 6 with 9 9 (sd sqrt(3)), then all."""
    tree = neighbour_clusters([1, 2, 6, 9, 9])
    assert tree.merges.tolist() == [[3, 4], [0, 1], [2, 5], [6, 7]]
    steps = [0, np.sqrt(1 / 2), np.sqrt(3), np.std([1, 2, 6, 9, 9], ddof=1)]
    assert tree.distances.tolist() == pytest.approx(steps)
    assert tree.heights.tolist() == pytest.approx(np.cumsum(steps))
    assert cut(tree, 1).tolist() == [0, 0, 0, 0, 0]
    assert cut(tree, 2).tolist() == [0, 0, 1, 1, 1]
    assert cut(tree, 3).tolist() == [0, 0, 1, 2, 2]
    assert cut(tree, 4).tolist() == [0, 1, 2, 3, 3]
    assert cut(tree, 5).tolist() == [0, 1, 2, 3, 4]


def test_only_neighbours_are_merged() -> None:
    """Ordinary clustering would put the equal rates 1 and 1 together; between them lies 9."""
    assert neighbour_clusters([1, 9, 1, 5]).merges[0].tolist() == [2, 3]


def test_silent_periods_are_left_out() -> None:
    tree = neighbour_clusters([np.nan, 1, np.nan, 2, 8, np.nan])
    assert tree.periods.tolist() == [1, 3, 4]
    assert cut(tree, 2).tolist() == [SILENT, 0, SILENT, 0, 1, SILENT]


def slow_tree(rates: np.ndarray, measure: str) -> list[tuple[list[int], float]]:
    """Every merge as its periods and its distance, all computed anew at each step from all the values."""
    groups = [[int(column)] for column in np.flatnonzero(~np.isnan(rates).any(axis=0))]
    steps = []
    while len(groups) > 1:
        gaps = []
        for left, right in pairwise(groups):
            a, b = rates[:, left].mean(axis=1), rates[:, right].mean(axis=1)
            if measure == "sd":
                gaps.append(np.std(rates[0, left + right], ddof=1))
            else:
                gaps.append(getattr(distance, measure)(a, b))
        place = int(np.argmin(gaps))
        groups[place : place + 2] = [groups[place] + groups[place + 1]]
        steps.append((groups[place], float(gaps[place])))
    return steps


@pytest.mark.parametrize(
    ("measure", "terms"), [("sd", 1), ("euclidean", 1), ("euclidean", 5), ("correlation", 5)]
)
def test_trees_are_those_of_the_slow_twin(measure: str, terms: int) -> None:
    for seed in range(20):
        rates = np.random.default_rng(seed).gamma(2, size=(terms, 15))
        rates[0, 4] = np.nan
        tree = neighbour_clusters(rates, measure=measure)  # type: ignore[arg-type]
        members = [[int(column)] for column in tree.periods]
        for left, right in tree.merges.tolist():
            members.append(members[left] + members[right])
        expected = slow_tree(rates, measure)
        assert members[14:] == [periods for periods, _ in expected]
        assert tree.distances.tolist() == pytest.approx([gap for _, gap in expected])


@given(RATES, st.data())
def test_clusters_are_whole_stretches_and_nest(values: list[int | None], data: st.DataObject) -> None:
    tree = neighbour_clusters(row(values))
    m = sum(value is not None for value in values)
    assert len(tree.merges) == max(m - 1, 0)
    assert (np.diff(tree.heights) >= 0).all()
    if not m:
        return
    k = data.draw(st.integers(1, m))
    labels = cut(tree, k)
    assert [label == SILENT for label in labels] == [value is None for value in values]
    spoken = labels[labels != SILENT]
    assert spoken[0] == 0
    assert set(np.diff(spoken).tolist()) <= {0, 1}
    assert spoken[-1] == k - 1
    if k > 1:
        coarser = cut(tree, k - 1)[labels != SILENT]
        assert len(set(zip(spoken.tolist(), coarser.tolist(), strict=True))) == k
    if m > 1:
        sizes = [1] * m
        for left, right in tree.merges.tolist():
            sizes.append(sizes[left] + sizes[right])
        linkage = np.column_stack([tree.merges, tree.heights, sizes[m:]]).astype(float)
        assert is_valid_linkage(linkage)
        assert sizes[-1] == m


def test_flat_profiles() -> None:
    """Columns: flat, equal flat, other flat, rising: distances 0, 1 and 1."""
    profile = np.array([[2, 2, 3, 1], [2, 2, 3, 5]])
    assert neighbour_clusters(profile, measure="correlation").distances.tolist() == [0, 1, 1]
    opposite = neighbour_clusters([[1, 3], [2, 2], [3, 1]], measure="correlation")
    assert opposite.distances.tolist() == pytest.approx([2])


def test_errors() -> None:
    with pytest.raises(ValueError, match="one term"):
        neighbour_clusters([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="two terms"):
        neighbour_clusters([1, 2], measure="correlation")
    with pytest.raises(ValueError, match="euclidean"):
        neighbour_clusters([1, 2], measure="cosine")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="infinite"):
        neighbour_clusters([1, np.inf])
    with pytest.raises(ValueError, match="shape"):
        neighbour_clusters(np.zeros((2, 2, 2)))
    for clusters in (0, 3):
        with pytest.raises(ValueError, match="1 to 2"):
            cut(neighbour_clusters([1, np.nan, 2]), clusters)


@pytest.mark.parametrize(
    ("rates", "most", "wanted"),
    [
        ([1, 1.1, 1, 1.1, 9, 9.1, 9, 9.1], 6, 2),
        ([1, 1.1, 1, 9, 9.1, 9, 17, 17.1, 17], 6, 3),
        ([1, 1.1, 1, 9, 9.1, 9, 17, 17.1, 17], 2, 2),
        ([1, 9, 30], 1, 1),
        ([5, 5, 5, 5], 6, 1),
        ([1, 9], 6, 1),
        ([7], 6, 1),
    ],
)
def test_stages_end_before_the_greatest_step(rates: list[float], most: int, wanted: int) -> None:
    assert stages_by_step(neighbour_clusters(rates), most) == wanted
