"""Repeated sequences of content words: counted by sorting keys of 64 bits, size by size.

A sequence is in no more documents than its parts are: only places whose two shorter sequences are in enough
documents are counted at the next size. A key is a polynomial of mixed word numbers; two sequences share one
by chance with probability 1e-8 for a million of them, and the counts that are shown are the query's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.query.count.token_runs import spread

if TYPE_CHECKING:
    from corpus.insight.formulas.discovery.content_words import Skeleton

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_BUCKETS = 24
"""Most bits of the table by which rare sequences are put aside before any is sorted."""


@dataclass(frozen=True, slots=True)
class Level:
    """The sequences of one size in enough documents, by key (ascending): ``counts`` (matches), ``documents``,
    and ``places`` (of the first word, ascending for each), those of a sequence from its ``offsets`` on."""

    size: int
    keys: U64
    counts: I64
    documents: I64
    offsets: I64
    places: I32

    def __len__(self) -> int:
        return len(self.keys)

    def ordinals(self, keys: U64) -> I64:
        """The sequence of each key, -1 where there is none."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def words(self, text: Skeleton, chosen: I64 | None = None) -> U32:
        """The ranks of their words, of shape (sequences, size)."""
        first = self.places[self.offsets[:-1] if chosen is None else self.offsets[chosen]].astype(np.int64)
        found: U32 = text.words[first[:, None] + np.arange(self.size)]
        return found

    def places_of(self, chosen: I64) -> tuple[I64, I64]:
        """The places of some sequences, one after the other, and where those of each begin."""
        counts = self.counts[chosen]
        at = spread(self.offsets[chosen], counts)
        return self.places[at].astype(np.int64), np.cumsum(counts) - counts


def mixed(words: U32) -> U64:
    """Numbers of words, spread over 64 bits (the finaliser of SplitMix64)."""
    z = words.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def keys_of(words: U32) -> U64:
    """The key of each row of a table of ranks."""
    keys = np.zeros(len(words), dtype=np.uint64)
    for column in range(words.shape[1]):
        keys = keys * _BASE + mixed(words[:, column])
    return keys


def levels(text: Skeleton, longest: int, least_documents: int) -> list[Level]:
    """The sequences of 2 to ``longest`` content words in at least so many documents."""
    found: list[Level] = []
    mixes = mixed(text.words)
    places = np.flatnonzero(text.room >= 2).astype(np.int32)
    keys = mixes[places]
    for size in range(2, longest + 1):
        if not len(places):
            break
        keys = keys * _BASE + mixes[places + (size - 1)]
        level = _level(text, keys, places, size, least_documents)
        found.append(level)
        held = np.zeros(len(text.words) + 1, dtype=bool)
        held[level.places] = True
        on = held[places] & held[places + 1] & (text.room[places] > size)
        places, keys = places[on], keys[on]
    return found


def _level(text: Skeleton, keys: U64, places: I32, size: int, least: int) -> Level:
    maybe = _maybe(keys, least)
    places, keys = places[maybe], keys[maybe]
    order = np.argsort(keys, kind="stable")  # places of one key stay in order
    keys, places = keys[order], places[order]
    del order
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    starts = np.flatnonzero(first)
    if not len(starts):
        none = np.zeros(0, dtype=np.int64)
        return Level(size, keys, none, none, np.zeros(1, dtype=np.int64), places)
    owners = text.documents[places]
    first[1:] |= owners[1:] != owners[:-1]
    documents = np.add.reduceat(first, starts, dtype=np.int64)
    counts = np.diff(starts, append=len(keys))
    kept = documents >= least
    held = places[np.repeat(kept, counts)]
    counts = counts[kept]
    offsets = np.concatenate(([0], np.cumsum(counts)))
    return Level(size, keys[starts[kept]], counts, documents[kept], offsets, held)


def _maybe(keys: U64, least: int) -> Bools:
    """Which keys may occur often enough: those whose bucket does."""
    bits = min(len(keys).bit_length() + 1, _BUCKETS)
    buckets = (keys >> np.uint64(64 - bits)).astype(np.uint32)
    enough: Bools = (np.bincount(buckets, minlength=1 << bits) >= least)[buckets]
    return enough
