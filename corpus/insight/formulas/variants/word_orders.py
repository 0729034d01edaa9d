"""All places of the same content words in any order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.insight.formulas.discovery.content_ngrams import mixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.formulas.discovery.content_words import Skeleton

I64 = npt.NDArray[np.int64]

_BITS = 16
_REST = np.uint64(64 - _BITS)


def all_orders(text: Skeleton, wanted: Sequence[tuple[int, ...]]) -> list[I64]:
    """The places (of the first word, ascending) at which these ranks stand together, in whatever order.

    A sum of mixed numbers is the same for the same words in any order, and for others by a chance of 2^-64.
    """
    by_size: dict[int, list[int]] = defaultdict(list)
    for number, words in enumerate(wanted):
        by_size[len(words)].append(number)
    found: list[I64] = [np.zeros(0, dtype=np.int64)] * len(wanted)
    mixes = mixed(text.words)
    for size, numbers in by_size.items():
        if len(mixes) < size:
            continue
        sums = _sums(mixes, size)
        ranks = np.array([wanted[number] for number in numbers], dtype=np.uint32)
        asked = mixed(ranks).sum(axis=1, dtype=np.uint64)
        near = np.zeros(1 << _BITS, dtype=bool)  # few sums begin with the bits of one that is asked for
        near[asked >> _REST] = True
        places = np.flatnonzero(near[sums >> _REST])
        places = places[text.room[places] >= size]
        for number, one in zip(numbers, asked.tolist(), strict=True):
            found[number] = places[sums[places] == np.uint64(one)]
    return found


def _sums(mixes: npt.NDArray[np.uint64], size: int) -> npt.NDArray[np.uint64]:
    """The sums of so many values from each on, as far as there are so many."""
    sums = mixes[: len(mixes) - size + 1].copy()
    for offset in range(1, size):
        sums += mixes[offset : offset + len(sums)]
    return sums
