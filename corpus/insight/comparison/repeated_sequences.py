"""Repeated sequences of two texts, size by size, with all their places.

The first size is counted as n-grams are (``corpus.query.count.ngram_counts``). Each longer sequence is a pair
of those one word shorter that overlap, and only pairs of repeated ones are looked at, as a sequence is never
more frequent than its parts (Agrawal & Srikant 1994, "Fast algorithms for mining association rules"). So each
level meets few of the positions of the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.query.count.word_sequences import WordText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]


class Texts:
    """The words of two selections as numbers, one text behind the other; a 0 follows each passage.

    Numbered, from 1 in alphabetical order, are the words that one side has ``least`` times (of that side);
    others are 0 and divide the text. ``edge``: where the second side begins. ``firsts`` and ``documents``:
    where each passage begins, and whose it is.
    """

    def __init__(self, moment: Moment, sides: Sequence[Selection], least: Sequence[int]) -> None:
        self._text = WordText(moment, sides, "word")
        self.grams = self._text.grams(*least)
        pieces = self.grams.pieces
        self.bases: I64 = np.cumsum([0, *(len(piece.words) for piece in pieces)])
        none = np.zeros(0, dtype=np.int64)
        self.words: U32 = np.concatenate([none.astype(np.uint32), *(piece.words for piece in pieces)])
        self.firsts: I64 = np.concatenate(
            [none, *(piece.firsts + base for piece, base in zip(pieces, self.bases, strict=False))]
        )
        self.documents: I64 = np.concatenate([none, *(piece.documents for piece in pieces)])
        self.edge = sum(len(piece.words) for piece in pieces if piece.side == 0)

    def document_of(self, places: I64) -> I64:
        """The document of each of some places."""
        return self.documents[np.searchsorted(self.firsts, places, "right") - 1]

    def written(self, place: int, size: int) -> list[str]:
        """The words at a place."""
        return self._text.written(self.words[place : place + size].tolist())

    def marked(self, chosen: frozenset[str]) -> Bools:
        """Whether the word of each number (and of 0, none) is one of the chosen."""
        every = self._text.written(list(range(1, self.grams.words + 1)))
        return np.array([False, *(name in chosen for name in every)])


@dataclass(frozen=True, slots=True)
class Level:
    """The repeated sequences of one size. ``places`` (ascending) and ``ids``: where each stands; ``counts``:
    of each sequence on both sides, shape (2, sequences); ``example``: a place of each."""

    size: int
    places: I32
    ids: I32
    counts: I64
    example: I64


def levels(texts: Texts, least: Sequence[int], smallest: int, largest: int) -> Iterator[Level]:
    """The sequences of each size, ascending, that one side has ``least`` times; of both sides all places."""
    level = _first(texts, min(smallest, texts.grams.packed))
    while level.size <= largest and len(level.places):
        if level.size >= smallest:
            yield level
        level = _longer(texts, least, level)


def _first(texts: Texts, size: int) -> Level:
    table, counts = texts.grams.counts(size)
    found = texts.grams.numbered(size, table)
    bases = zip(found, texts.bases, strict=False)
    none = np.zeros(0, dtype=np.int32)
    places = np.concatenate([none, *((each.places + base).astype(np.int32) for each, base in bases)])
    ids = np.concatenate([none, *(each.keys.astype(np.int32) - 1 for each in found)])
    return Level(size, places, ids, counts, _examples(places, ids, len(table)))


def _examples(places: I32, ids: I32, number: int) -> I64:
    example = np.zeros(number, dtype=np.int64)
    example[ids[::-1]] = places[::-1]
    return example


def _longer(texts: Texts, least: Sequence[int], level: Level) -> Level:
    """The sequences one word longer: pairs that overlap of those of a level."""
    at = np.flatnonzero(level.places[1:] == level.places[:-1] + 1)
    keys = (level.ids[at].astype(np.uint64) << np.uint64(32)) | level.ids[at + 1].astype(np.uint64)
    order = np.argsort(keys, kind="quicksort")
    ordered = keys[order]
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    group = np.cumsum(new, dtype=np.int32) - np.int32(1)
    number = int(group[-1]) + 1 if len(group) else 0
    second = level.places[at[order]] >= texts.edge
    on_second = np.bincount(group[second], minlength=number)
    counts = np.array([np.bincount(group, minlength=number) - on_second, on_second])
    keep = (counts >= np.array(least)[:, None]).any(axis=0)
    renumbered = np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int32)
    of_place = np.empty(len(at), dtype=np.int32)
    of_place[order] = renumbered[group]
    held = np.flatnonzero(of_place >= 0)
    places, ids = level.places[at[held]], of_place[held]
    return Level(level.size + 1, places, ids, counts[:, keep], _examples(places, ids, int(keep.sum())))
