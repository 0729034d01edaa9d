"""Arrays of numbers: what numpy has, but at a price."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

_MUCH_LONGER = 12

Number = TypeVar("Number", bound=np.generic)


def distinct(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """The values, each once, ascending: ``np.unique``, which would import numpy.ma, 23 ms of each process."""
    ordered = np.sort(values, kind="stable")  # values are often a few sorted runs
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)]]


def groups_of(
    values: npt.NDArray[Number],
) -> tuple[npt.NDArray[Number], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The values, each once, ascending; where each stands first; and for each of ``values`` which it is."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    new = np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)]
    which = np.empty(len(values), dtype=np.intp)
    which[order] = np.cumsum(new) - 1
    return ordered[new], order[new], which


def common(values: npt.NDArray[np.uint32], positions: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """The values that are among the positions; both ascend, and hold each number once.

    Sorting two sorted runs merges them, which takes a third of the time of searching where neither is much
    longer (measured: 78,000 among 103,000, 0.7 ms instead of 2.1; 11,000 among 1.7 million, 4.5 instead of
    1.6).
    """
    if len(positions) > _MUCH_LONGER * len(values):
        at = np.minimum(np.searchsorted(positions, values), len(positions) - 1)
        found: npt.NDArray[np.uint32] = values[positions[at] == values]
        return found
    both = np.concatenate((values, positions))
    both.sort(kind="stable")
    twice: npt.NDArray[np.uint32] = both[:-1][both[1:] == both[:-1]]
    return twice
