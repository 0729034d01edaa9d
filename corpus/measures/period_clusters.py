"""Which periods belong together? Variability-based neighbour clustering (VNC).

Hierarchical clustering that merges only neighbours in time: Gries & Hilpert (2008), "The identification of
stages in diachronic data: variability-based neighbor clustering", Corpora 3.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Distance = Callable[["Stage", "Stage"], float]

Measure = Literal["sd", "euclidean", "correlation"]

SILENT = -1
"""The cluster of a period that holds no text."""


class Stage(NamedTuple):
    """Neighbouring periods merged so far."""

    size: int
    mean: Floats
    squares: float
    """Sum of squares around the mean, over all dimensions."""


class Tree(NamedTuple):
    """Merges in the order they were made; m periods with text give m - 1 merges."""

    periods: Ints
    """Indices of the periods that hold text: leaf i of the tree is period ``periods[i]``."""
    merges: Ints
    """Shape (m - 1, 2): the clusters merged, earlier first. 0 to m - 1 are leaves, m + i comes of merge i."""
    distances: Floats
    """Distance between the two clusters of each merge."""
    heights: Floats
    """Distances added up, as Gries & Hilpert draw them: they never fall."""
    n_periods: int
    """Periods with and without text."""


def neighbour_clusters(rates: ArrayLike, *, measure: Measure = "sd") -> Tree:
    """Merge neighbouring periods step by step, each time the two neighbours at the smallest distance.

    ``rates`` has shape (periods,) for one term, or (terms, periods) for a profile of many. ``measure``:

    - ``sd``: standard deviation (n - 1) of all periods of both clusters together, in the unit of the rates;
      one term only. This is the measure of Gries & Hilpert.
    - ``euclidean``: between the mean profiles; the unit of the rates, so frequent terms decide.
    - ``correlation``: 1 - Pearson's r of the mean profiles; 0 to 2. A flat profile has no correlation: its
      distance is 0 from an equal profile, 1 from any other.

    Means weigh each period alike. Of equal distances the earliest is merged. A period with a NaN in any term
    holds no text and is left out: the periods on both sides of it are neighbours. Fewer than two periods of
    text make no merge. Raises ValueError for another measure, ``sd`` of many terms, ``correlation`` of fewer
    than two, or an infinite rate.
    """
    values = np.asarray(rates, dtype=np.float64)
    if values.ndim not in (1, 2):
        raise ValueError(f"Rates have the shape (periods,) or (terms, periods), not {values.shape}.")
    if np.isinf(values).any():
        raise ValueError("A rate cannot be infinite; NaN marks a period that holds no text.")
    values = np.atleast_2d(values)
    if measure not in DISTANCES:
        raise ValueError(f"Unknown measure {measure!r}; there are: {', '.join(DISTANCES)}.")
    if measure == "sd" and len(values) != 1:
        raise ValueError("The measure sd clusters one term; use euclidean or correlation for profiles.")
    if measure == "correlation" and len(values) < 2:
        raise ValueError("The measure correlation needs a profile of two terms or more.")
    distance = DISTANCES[measure]
    columns = np.flatnonzero(~np.isnan(values).any(axis=0))
    stages = [Stage(1, values[:, column], 0.0) for column in columns]
    names = list(range(len(stages)))
    gaps = [distance(left, right) for left, right in pairwise(stages)]
    merges: list[tuple[int, int]] = []
    distances: list[float] = []
    while gaps:
        place = gaps.index(min(gaps))
        distances.append(gaps[place])
        merges.append((names[place], names[place + 1]))
        names[place : place + 2] = [len(columns) + len(merges) - 1]
        stages[place : place + 2] = [merged(stages[place], stages[place + 1])]
        del gaps[place]
        for left in (place - 1, place):
            if 0 <= left < len(gaps):
                gaps[left] = distance(stages[left], stages[left + 1])
    return Tree(
        columns,
        np.array(merges, dtype=np.int64).reshape(-1, 2),
        np.array(distances, dtype=np.float64),
        np.cumsum(distances, dtype=np.float64),
        values.shape[1],
    )


def cut(tree: Tree, clusters: int) -> Ints:
    """The cluster of each period when ``clusters`` are left: 0, 1, ... in order of time, SILENT without text.

    Shape (n_periods,). Raises ValueError unless there are 1 to m clusters for m periods with text.
    """
    m = len(tree.periods)
    if not 1 <= clusters <= m:
        raise ValueError(f"{m} periods with text can be cut into 1 to {m} clusters, not {clusters}.")
    first = list(range(m))
    joined = np.zeros(m, dtype=np.bool_)
    for earlier, later in tree.merges[: m - clusters].tolist():
        joined[first[later]] = True  # the later cluster no longer starts one
        first.append(first[earlier])
    labels = np.full(tree.n_periods, SILENT, dtype=np.int64)
    labels[tree.periods] = np.cumsum(~joined) - 1
    return labels


def stages_by_step(tree: Tree, most: int) -> int:
    """How many clusters to cut a tree into, ``most`` at most: as many as are left before the greatest step.

    The merge whose distance exceeds that of the one before by most is not made, nor any after it: how Gries &
    Hilpert (2008) read their scree plot by eye. 1 where no merge is dearer than the one before; the first
    merge has none before.
    """
    m = len(tree.periods)
    steps = np.diff(tree.distances)[-(most - 1) :] if most > 1 else np.zeros(0)
    if not len(steps) or steps.max() <= 0:
        return 1
    place = len(tree.distances) - len(steps) + int(steps.argmax())  # the merge that is not made
    return m - place


def merged(left: Stage, right: Stage) -> Stage:
    """Two clusters as one: Chan, Golub & LeVeque (1983), "Algorithms for computing the sample variance",
    The American Statistician 37."""
    size = left.size + right.size
    step = right.mean - left.mean
    squares = left.squares + right.squares + float(step @ step) * left.size * right.size / size
    return Stage(size, left.mean + step * (right.size / size), squares)


def pooled_sd(left: Stage, right: Stage) -> float:
    """Standard deviation, with the divisor n - 1, of all periods of both clusters."""
    both = merged(left, right)
    return float(np.sqrt(both.squares / (both.size - 1)))


def euclidean(left: Stage, right: Stage) -> float:
    """Euclidean distance of the mean profiles."""
    return float(np.linalg.norm(left.mean - right.mean))


def correlation(left: Stage, right: Stage) -> float:
    """1 - Pearson's r of the mean profiles; where one is flat, 0 if they are equal and 1 if not."""
    a = left.mean - left.mean.mean()
    b = right.mean - right.mean.mean()
    if np.ptp(left.mean) == 0 or np.ptp(right.mean) == 0:
        return 0.0 if np.array_equal(left.mean, right.mean) else 1.0
    cosine = float(a @ b) / float(np.linalg.norm(a) * np.linalg.norm(b))
    return 1 - min(1.0, max(-1.0, cosine))


DISTANCES: dict[str, Distance] = {"sd": pooled_sd, "euclidean": euclidean, "correlation": correlation}
