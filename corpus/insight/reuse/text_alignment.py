"""Two sequences of words aligned: what is the same in the same order, what has moved, what only one of them
has.

Long shared runs first, each word once (greedy string tiling, Wise 1993); of these the heaviest set that
stands in the same order in both is the backbone, the others have moved. Between two neighbours of the
backbone shorter runs are looked for, the longest first (Ratcliff & Metzener 1988).
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_right, insort
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.insight.reuse.shared_runs import SharedRuns, Text, shared_runs, shared_windows

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]

EVERY = 2**62
"""More documents than any archive has."""


class Tile(NamedTuple):
    """The same ``words`` words in both texts: ordinals of the first in each. ``moved``: out of order."""

    start: int
    other_start: int
    words: int
    moved: bool = False

    @property
    def end(self) -> int:
        return self.start + self.words

    @property
    def other_end(self) -> int:
        return self.other_start + self.words


def aligned(bits: U64, one: U32, other: U32, passage: int, least: int) -> list[Tile]:
    """The tiles of two texts in order of the first: none overlaps another in either text.

    ``passage``: words of the shortest run that may have moved; ``least``: of the shortest in the same order.
    """
    tiles = _tiled(_runs(bits, one, other, passage), passage)
    backbone = _heaviest(tiles)
    moved = [tile._replace(moved=True) for tile in tiles if tile not in backbone]
    inside = _Gaps(_runs(bits, one, other, least), moved, least)
    corners = [Tile(0, 0, 0), *sorted(backbone), Tile(len(one), len(other), 0)]
    found = [*backbone, *moved]
    for before, after in itertools.pairwise(corners):
        found += inside.fill(before.end, after.start, before.other_end, after.other_start)
    return sorted(found)


def _runs(bits: U64, one: U32, other: U32, size: int) -> SharedRuns:
    """All maximal runs of at least ``size`` words that both texts have; starts count from each text's first
    word."""
    gap = np.zeros(size - 1, dtype=np.uint32)
    base = len(one) + size - 1
    text = Text(
        np.concatenate((one, gap, other, gap)),
        np.array([0, base]),
        np.array([len(one), len(other)]),
        np.array([0, 1]),
    )
    found = shared_runs(text, shared_windows(bits, text, size), size, EVERY)
    return found._replace(other_starts=found.other_starts - base)


def _tiled(runs: SharedRuns, least: int) -> list[Tile]:
    """Runs laid out from the longest on, each word of either text in one of them; the rest of a run that is
    partly taken is laid out later."""
    queue = [
        (-length, start, other)
        for start, other, length in zip(
            runs.starts.tolist(), runs.other_starts.tolist(), runs.lengths.tolist(), strict=True
        )
    ]
    heapq.heapify(queue)
    taken, other_taken = _Taken(), _Taken()
    tiles: list[Tile] = []
    while queue:
        length, start, other = heapq.heappop(queue)
        whole = (start, other, -length)
        free = _cut(whole, taken, other_taken)
        if free == [whole]:
            tiles.append(Tile(*whole))
            taken.add(start, start - length)
            other_taken.add(other, other - length)
            continue
        for begin, other_begin, words in free:
            if words >= least:
                heapq.heappush(queue, (-words, begin, other_begin))
    return tiles


class _Taken:
    """Disjoint half-open intervals in order."""

    def __init__(self) -> None:
        self._held: list[tuple[int, int]] = []

    def add(self, start: int, end: int) -> None:
        insort(self._held, (start, end))

    def free(self, start: int, end: int) -> list[tuple[int, int]]:
        """What of an interval is not taken."""
        found: list[tuple[int, int]] = []
        at = bisect_right(self._held, (start, EVERY))
        if at and self._held[at - 1][1] > start:
            start = self._held[at - 1][1]
        while at < len(self._held) and self._held[at][0] < end:
            if self._held[at][0] > start:
                found.append((start, self._held[at][0]))
            start = self._held[at][1]
            at += 1
        if start < end:
            found.append((start, end))
        return found


def _heaviest(tiles: list[Tile]) -> set[Tile]:
    """The tiles that stand in the same order in both texts, with most words of all such sets.

    A heaviest increasing subsequence, by a Fenwick tree over the order in the second text.
    """
    rank = {tile: at for at, tile in enumerate(sorted(tiles, key=lambda tile: tile.other_start), start=1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(tiles) + 1)
    ordered = sorted(tiles)
    weights, before = [0] * len(tiles), [-1] * len(tiles)
    for number, tile in enumerate(ordered):
        weight, last = 0, -1
        at = rank[tile] - 1
        while at:
            weight, last = max((weight, last), best[at])
            at -= at & -at
        weights[number], before[number] = weight + tile.words, last
        at = rank[tile]
        while at < len(best):
            best[at] = max(best[at], (weights[number], number))
            at += at & -at
    number = max(range(len(tiles)), key=weights.__getitem__, default=-1)
    found: set[Tile] = set()
    while number >= 0:
        found.add(ordered[number])
        number = before[number]
    return found


class _Gaps:
    """Short runs between two neighbours of the backbone, without words of passages that moved."""

    def __init__(self, runs: SharedRuns, moved: list[Tile], least: int) -> None:
        pieces = zip(runs.starts.tolist(), runs.other_starts.tolist(), runs.lengths.tolist(), strict=True)
        taken = _both(moved)
        free = [piece for each in pieces for piece in _cut(each, *taken)] if moved else list(pieces)
        columns = np.array(free, dtype=np.int64).reshape(-1, 3)
        self._starts, self._others = columns[:, 0], columns[:, 1]
        self._ends = self._starts + columns[:, 2]
        self._least = least

    def fill(self, start: int, end: int, other_start: int, other_end: int) -> list[Tile]:
        """The tiles inside a gap."""
        found: list[Tile] = []
        gaps = [(start, end, other_start, other_end)]
        while gaps:
            a, b, c, d = gaps.pop()
            if min(b - a, d - c) < self._least or not len(self._starts):
                continue
            offsets = self._others - self._starts
            lows = np.maximum(np.maximum(self._starts, a), c - offsets)
            highs = np.minimum(np.minimum(self._ends, b), d - offsets)
            at = int(np.argmax(highs - lows))
            low, words = int(lows[at]), int(highs[at] - lows[at])
            if words < self._least:
                continue
            tile = Tile(low, low + int(offsets[at]), words)
            found.append(tile)
            gaps += [(a, tile.start, c, tile.other_start), (tile.end, b, tile.other_end, d)]
        return found


def _both(tiles: list[Tile]) -> tuple[_Taken, _Taken]:
    """What tiles take in either text."""
    one, other = _Taken(), _Taken()
    for tile in tiles:
        one.add(tile.start, tile.end)
        other.add(tile.other_start, tile.other_end)
    return one, other


def _cut(piece: tuple[int, int, int], one: _Taken, other: _Taken) -> list[tuple[int, int, int]]:
    """The parts of a run (start, start in the other text, words) that are taken in neither text."""
    start, other_start, words = piece
    shift = other_start - start
    return [
        (low - shift, low, high - low)
        for begin, end in one.free(start, start + words)
        for low, high in other.free(begin + shift, end + shift)
    ]
