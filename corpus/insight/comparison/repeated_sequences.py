"""Repeated sequences of two texts, counted side by side in one pass.

The first size is packed into keys of 64 bits, which are sorted; each longer sequence is a pair of those one
word shorter that overlap, and only pairs of repeated ones are looked at, as a sequence is never more frequent
than its parts (Agrawal & Srikant 1994, "Fast algorithms for mining association rules"). So each level meets
few of the positions of the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.query.count.ngram_counts import run_starts
from corpus.query.count.token_runs import runs, words
from corpus.query.count.token_slices import slices
from corpus.query.count.word_counts import vocabulary
from corpus.query.count.word_ranks import wordlist
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

PART = 1 << 25
"""Keys sorted together (256 MB); where there are more they are divided by a hash."""
SLICE = 1 << 22
"""Words whose keys are made at one time."""
KEY_BITS = 64
TABLE_BITS = 24
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Texts:
    """The words of two selections as numbers, one text behind the other; a 0 follows each passage.

    Numbered, from 1 in alphabetical order, are the words that one side has ``least`` times (of that side);
    others are 0 and divide the text. ``edge``: where the second side begins. ``firsts`` and ``documents``:
    where each passage begins, and whose it is. ``counts``: of each numbered word, shape (2, words).
    """

    def __init__(self, moment: Moment, sides: Sequence[Selection], least: Sequence[int]) -> None:
        names = wordlist(moment, Layer.word)
        counts = np.array([vocabulary(moment, side, "word")[names.groups] for side in sides])
        keep: Bools = np.asarray((counts >= np.array(least)[:, None]).any(axis=0))
        keep[0] = False
        self._held = np.flatnonzero(keep)
        self._names = names
        self.counts = counts[:, self._held]
        ranks = np.where(keep, np.cumsum(keep), 0).astype(np.min_scalar_type(int(keep.sum())))
        of_term = ranks[names.of_term]
        parts, firsts, owners, edges, size = [], [], [], [], 0
        for side in sides:
            edges.append(size)
            for section in moment.sections(Layer.word):
                stream = moment.stream(section)
                for some in slices(runs(moment, side, section), SLICE):
                    text, begins = _separated(of_term[words(stream, some)], some.ends - some.starts)
                    parts.append(text)
                    firsts.append(begins + size)
                    owners.append(some.documents)
                    size += len(text)
        self.words = np.concatenate(parts) if parts else np.zeros(0, dtype=ranks.dtype)
        none = np.zeros(0, dtype=np.int64)
        self.firsts: I64 = np.concatenate([none, *firsts])
        self.documents: I64 = np.concatenate([none, *owners])
        self.edge = edges[1]
        self.bits = max(len(self._held).bit_length(), 1)

    def document_of(self, places: I64) -> I64:
        """The document of each of some places."""
        return self.documents[np.searchsorted(self.firsts, places, "right") - 1]

    def written(self, place: int, size: int) -> list[str]:
        """The words at a place."""
        numbers = self.words[place : place + size].astype(np.int64) - 1
        return [self._names.names[int(self._held[number])] for number in numbers]

    def marked(self, chosen: frozenset[str]) -> Bools:
        """Whether the word of each number (and of 0, none) is one of the chosen."""
        return np.array([False, *(self._names.names[at] in chosen for at in self._held.tolist())])

    def keys(self, size: int, begin: int, end: int) -> tuple[I64, U64]:
        """Places from ``begin`` to ``end`` at which ``size`` words without a 0 stand, and their keys."""
        text = self.words[begin : min(end + size - 1, len(self.words))]
        count = len(text) - size + 1
        if count < 1:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
        valid = text[:count] > 0
        for offset in range(1, size):
            valid &= text[offset : offset + count] > 0
        keys = text[:count][valid].astype(np.uint64)
        for offset in range(1, size):
            keys <<= np.uint64(self.bits)
            keys |= text[offset : offset + count][valid]
        return np.flatnonzero(valid) + begin, keys


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
    level = _first(texts, least, max(1, min(smallest, KEY_BITS // texts.bits)))
    while level.size <= largest and len(level.places):
        if level.size >= smallest:
            yield level
        level = _longer(texts, least, level)


def _separated(
    text: npt.NDArray[np.unsignedinteger], lengths: I64
) -> tuple[npt.NDArray[np.unsignedinteger], I64]:
    """The text with a 0 after each run, and where the runs begin."""
    firsts = np.cumsum(lengths + 1) - (lengths + 1)
    inside = np.ones(len(text) + len(lengths), dtype=bool)
    inside[firsts + lengths] = False
    found = np.zeros(len(inside), dtype=text.dtype)
    found[inside] = text
    return found, firsts


def _first(texts: Texts, least: Sequence[int], size: int) -> Level:
    """The level that is packed into keys."""
    sides = ((0, texts.edge), (texts.edge, len(texts.words)))
    parts = 1 + max(end - begin for begin, end in sides) // PART
    tables: list[U64] = []
    counts: list[I64] = []
    for part in range(parts):
        found = [_counted(texts, size, *side, part, parts) for side in sides]
        often = [keys[times >= enough] for (keys, times), enough in zip(found, least, strict=True)]
        both = np.concatenate(often)
        both.sort()
        tables.append(both[run_starts(both)])
        counts.append(np.array([_looked_up(*each, tables[-1]) for each in found]))
    table = np.concatenate(tables)
    order = np.argsort(table)
    table = table[order]
    places, ids = _placed(texts, size, table)
    example = np.zeros(len(table), dtype=np.int64)
    example[ids[::-1]] = places[::-1]
    return Level(size, places, ids, np.concatenate(counts, axis=1)[:, order], example)


def _counted(texts: Texts, size: int, begin: int, end: int, part: int, parts: int) -> tuple[U64, I64]:
    """The different keys of a side (those of one part of all), ascending, and how often each occurs."""
    every = np.empty(end - begin, dtype=np.uint64)
    held = 0
    for low in range(begin, end, SLICE):
        _, keys = texts.keys(size, low, min(low + SLICE, end))
        if parts > 1:
            keys = keys[_hashed(keys) % np.uint64(parts) == part]
        every[held : held + len(keys)] = keys
        held += len(keys)
    every = every[:held]
    every.sort()
    starts = run_starts(every)
    return every[starts], np.diff(starts, append=held)


def _placed(texts: Texts, size: int, table: U64) -> tuple[I32, I32]:
    """Places of the keys of a table, and their ordinals in it. A table of bits rules most others out."""
    maybe = np.zeros(1 << TABLE_BITS, dtype=bool)
    maybe[_hashed(table)] = True
    places, ids = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    for begin in range(0, len(texts.words), SLICE):
        here, keys = texts.keys(size, begin, min(begin + SLICE, len(texts.words)))
        some = np.flatnonzero(maybe[_hashed(keys)])
        here, keys = here[some], keys[some]
        if not len(table) or not len(keys):
            continue
        order = np.argsort(keys)  # sorted keys are looked up in a tenth of the time
        ordered = keys[order]
        at = np.minimum(np.searchsorted(table, ordered), len(table) - 1)
        found = np.full(len(keys), -1, dtype=np.int32)
        found[order] = np.where(table[at] == ordered, at, -1)
        held = np.flatnonzero(found >= 0)
        places.append(here[held].astype(np.int32))
        ids.append(found[held])
    return np.concatenate(places), np.concatenate(ids)


def _hashed(keys: U64) -> U64:
    return (keys * _MIX) >> np.uint64(KEY_BITS - TABLE_BITS)


def _looked_up(keys: U64, counts: I64, wanted: U64) -> I64:
    """How often each of some keys occurs, by a table of keys (ascending) and counts."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, counts[at], 0)


def _longer(texts: Texts, least: Sequence[int], level: Level) -> Level:
    """The sequences one word longer."""
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
    example = np.zeros(int(keep.sum()), dtype=np.int64)
    example[ids[::-1]] = places[::-1]
    return Level(level.size + 1, places, ids, counts[:, keep], example)
