"""Shared runs and alignments, compared with slow ones that know nothing of hashes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UsageError
from corpus.insight.reuse import shared_runs as runs
from corpus.insight.reuse import text_alignment as tiles
from corpus.insight.reuse.relations import covered
from corpus.insight.reuse.shared_runs import Text, shared_runs, shared_windows
from corpus.insight.reuse.text_alignment import aligned
from corpus.query.similarity.near_duplicates import windows

if TYPE_CHECKING:
    from corpus.insight.reuse.text_alignment import Tile

BITS = np.random.default_rng(5).integers(1, 2**63, 40).astype(np.uint64)
BITS[0] = 0

Words = list[int]
# Few different words, so that runs repeat, overlap and touch the ends of texts.
TEXTS = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=14), min_size=1, max_size=5)


def text_of(texts: list[Words], gap: int) -> Text:
    words: Words = []
    firsts = []
    for text in texts:
        firsts.append(len(words))
        words += [*text, *[0] * gap]
    sizes = np.array([len(text) for text in texts])
    return Text(np.array(words, dtype=np.uint32), np.array(firsts), sizes, np.arange(len(texts)))


def slow_holders(texts: list[Words], window: tuple[int, ...]) -> int:
    size = len(window)
    return sum(
        any(tuple(text[at : at + size]) == window for at in range(len(text) - size + 1)) for text in texts
    )


def slow_runs(texts: list[Words], size: int, most: int) -> set[tuple[int, int, int, int, int, int]]:
    """Maximal runs by comparing every place with every place."""
    found = set()
    for one in range(len(texts)):
        for other in range(one + 1, len(texts)):
            a, b = texts[one], texts[other]
            for i in range(len(a)):
                for j in range(len(b)):
                    if i and j and a[i - 1] == b[j - 1]:
                        continue
                    length = 0
                    while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                        length += 1
                    if length < size:
                        continue
                    held = min(
                        slow_holders(texts, tuple(a[at : at + size]))
                        for at in range(i, i + length - size + 1)
                    )
                    if held <= most:
                        found.add((one, other, i, j, length, held))
    return found


def fast_runs(texts: list[Words], size: int, most: int) -> list[tuple[int, ...]]:
    text = text_of(texts, size - 1)
    found = shared_runs(text, shared_windows(BITS, text, size), size, most)
    rows = zip(*(column.tolist() for column in found), strict=True)
    return [
        (one, other, a - int(text.firsts[one]), b - int(text.firsts[other]), length, held)
        for one, other, a, b, length, held in rows
    ]


@settings(max_examples=150, deadline=None)
@given(texts=TEXTS, size=st.integers(2, 5), most=st.integers(2, 5), part=st.sampled_from([3, 1 << 20]))
def test_runs_are_those_that_a_slow_search_finds(texts: list[Words], size: int, most: int, part: int) -> None:
    with mock.patch.object(runs, "PART", part), mock.patch.object(runs, "TOGETHER", 7):
        found = fast_runs(texts, size, most)
    assert len(found) == len(set(found))
    assert set(found) == slow_runs(texts, size, most)


def test_a_run_goes_on_through_a_window_that_many_documents_hold() -> None:
    formula = [1, 2, 3]
    texts = [[5, 6, 7, *formula, 8, 9], [5, 6, 7, *formula, 8, 9], [10, *formula], [11, *formula]]
    assert fast_runs(texts, 3, 2) == [(0, 1, 0, 0, 8, 2)]
    assert (2, 3, 1, 1, 3, 4) in fast_runs(texts, 3, 4)


def test_a_text_without_words_or_shorter_than_a_window_shares_nothing() -> None:
    assert fast_runs([[1, 2], [1, 2]], 3, 9) == []
    assert fast_runs([], 3, 9) == []


def test_a_document_that_repeats_one_word_is_bounded() -> None:
    texts = [[1] * 4000, [1] * 3000]
    found = fast_runs(texts, 3, 2)
    assert max(row[4] for row in found) == 3000
    assert len(found) <= 2 * runs.MOST_PLACES


def test_too_many_shared_places_end_with_a_sentence() -> None:
    texts = [list(range(1, 30))] * 4
    with mock.patch.object(runs, "MOST_PAIRS", 20), pytest.raises(UsageError, match="min_words="):
        fast_runs(texts, 3, 9)


def slow_hash(values: list[int], size: int) -> int:
    from corpus.query.similarity.near_duplicates import _BASE, _ONCE, _TWICE

    found = 0
    for value in values[:size]:
        found = (found * int(_BASE) + value) % 2**64
    found ^= found >> 30
    found = found * int(_ONCE) % 2**64
    found ^= found >> 27
    found = found * int(_TWICE) % 2**64
    return found ^ found >> 31


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 20, 31, 33])
def test_a_window_is_hashed_from_its_own_values_alone(size: int) -> None:
    bits = BITS[1:]
    found = windows(bits, size)
    values = [int(value) for value in bits]
    for at in range(len(values) - size + 1):
        assert int(found[at]) == slow_hash(values[at:], size)


@given(starts=st.lists(st.integers(0, 30), unique=True).map(sorted), length=st.integers(1, 6))
def test_covered_places(starts: list[int], length: int) -> None:
    every = {place for start in starts for place in range(start, start + length)}
    assert covered(np.array(starts, dtype=np.int64), length) == len(every)


def check(one: Words, other: Words, found: list[Tile], passage: int, least: int) -> None:
    """What holds of every alignment."""
    for tile in found:
        assert one[tile.start : tile.end] == other[tile.other_start : tile.other_end]
        assert tile.words >= (passage if tile.moved else least)
    for side in ("start", "other_start"):
        end = "end" if side == "start" else "other_end"
        ordered = sorted(found, key=lambda tile: getattr(tile, side))
        assert all(getattr(a, end) <= getattr(b, side) for a, b in pairwise(ordered))
    backbone = [tile for tile in found if not tile.moved]
    assert backbone == sorted(backbone)
    assert all(a.other_end <= b.other_start for a, b in pairwise(backbone))


def align(one: Words, other: Words, passage: int, least: int) -> list[Tile]:
    as_array = [np.array(words, dtype=np.uint32) for words in (one, other)]
    return aligned(BITS, *as_array, passage, least)


@settings(max_examples=150, deadline=None)
@given(
    one=st.lists(st.integers(1, 5), min_size=1, max_size=30),
    other=st.lists(st.integers(1, 5), min_size=1, max_size=30),
    passage=st.integers(3, 5),
    least=st.integers(2, 3),
)
def test_an_alignment_lays_each_word_once_and_keeps_the_order(
    one: Words, other: Words, passage: int, least: int
) -> None:
    check(one, other, align(one, other, passage, least), passage, least)


def slow_heaviest(found: list[Tile]) -> int:
    """Most words of tiles in the same order, by trying each subset."""
    best = 0
    for chosen in range(1 << len(found)):
        some = sorted(tile for at, tile in enumerate(found) if chosen >> at & 1)
        if all(a.other_end <= b.other_start for a, b in pairwise(some)):
            best = max(best, sum(tile.words for tile in some))
    return best


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(7)), st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_the_backbone_is_the_heaviest_that_keeps_the_order(order: list[int], sizes: list[int]) -> None:
    found = [
        tiles.Tile(10 * at, 10 * place, size)
        for at, (place, size) in enumerate(zip(order, sizes, strict=True))
    ]
    assert sum(tile.words for tile in tiles._heaviest(found)) == slow_heaviest(found)


def test_the_same_text_is_one_tile() -> None:
    text = [1, 2, 3, 1, 2, 4, 5, 6]
    assert align(text, text, 4, 2) == [tiles.Tile(0, 0, 8)]


def test_a_passage_that_moved_is_told_from_what_stayed() -> None:
    start, middle, end = [1, 2, 3, 4, 5], [11, 12, 13, 14], [21, 22, 23, 24, 25, 26]
    found = align([*start, *middle, *end], [*middle, *start, *end], 4, 2)
    assert found == [
        tiles.Tile(0, 4, 5),
        tiles.Tile(5, 0, 4, moved=True),
        tiles.Tile(9, 9, 6),
    ]


def test_short_runs_count_only_between_their_neighbours() -> None:
    one = [*range(1, 9), 30, 31, 32, *range(10, 18), 33]
    other = [*range(1, 9), 34, 31, 32, *range(10, 18), 31, 32]
    found = align(one, other, 6, 2)
    assert [(tile.start, tile.other_start, tile.words) for tile in found] == [(0, 0, 8), (9, 9, 10)]
