"""Counting sequences of words: keys of 64 bits that are sorted, never a loop over tokens.

Words are numbers in alphabetical order, packed side by side into one key as long as they fit; longer
sequences are pairs of shorter ones that overlap, which have numbers of their own (prefix doubling). Keys
sort as their words do. Only sequences whose parts are frequent enough get numbers, as a sequence is never
more frequent than its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

KEY_BITS = 64
PART = 1 << 24
"""Keys sorted together: 128 MB. Where there are more, they are divided by a hash and counted part by part."""
MOST_SEQUENCES = 1 << 23
"""Different sequences of several sides: comparing them takes about 150 bytes of memory for each."""
FEW = 4096
"""A table of so few keys stays in the processor's cache: looked up for each key, without sorting these."""
_SIEVE_BITS = 24
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(slots=True)
class Piece:
    """Runs of words, each followed by a 0. ``firsts``: where each run begins; ``documents``: whose it is.

    ``side``: of several texts that are counted side by side, the number of the one that it is part of.
    """

    words: U32
    firsts: I64
    documents: I64
    side: int = 0

    def document_of(self, places: I64) -> I64:
        """The document of each of some places."""
        return self.documents[np.searchsorted(self.firsts, places, "right") - 1]


@dataclass(slots=True)
class Found:
    """Places of sequences in one piece, ascending, with the key (or number from 1) of each."""

    places: I64
    keys: U64


class Grams:
    """The sequences of some pieces. ``words``: how many different ones there are, numbered from 1;
    ``least``: how often a sequence must occur on one of the sides, of which each has its own, to count."""

    def __init__(self, pieces: Sequence[Piece], words: int, least: Sequence[int]) -> None:
        self.pieces = pieces
        self.least = tuple(least)
        self.sides = len(self.least)
        self.words = words
        self._bits = max(words.bit_length(), 1)
        self.packed = KEY_BITS // self._bits
        self._levels: dict[int, tuple[U64, list[Found]]] = {}

    def found(self, number: int, size: int) -> Found:
        """All sequences of a size in a piece whose parts are frequent enough, with their keys."""
        words = self.pieces[number].words
        if size <= self.packed:
            return _pack(words, size, self._bits)
        half = self._half(size)
        parts = self._level(half)[1][number]
        if not len(parts.places):
            return parts
        numbers = np.zeros(len(words) + size, dtype=np.uint64)
        numbers[parts.places] = parts.keys
        rest = numbers[parts.places + (size - half)]
        both = np.flatnonzero(rest)
        return Found(parts.places[both], (parts.keys[both] << np.uint64(32)) | rest[both])

    def count(self, size: int) -> tuple[U64, I64]:
        """The keys of a size that occur often enough, ascending, and how often each occurs on all sides."""
        keys, counts = self.counts(size)
        return keys, counts.sum(axis=0)

    def counts(self, size: int) -> tuple[U64, I64]:
        """The keys of a size that occur often enough, ascending, and how often each occurs on each side.

        The counts have the shape (sides, keys). Raises FilterError for more than MOST_SEQUENCES of several
        sides.
        """
        if not self.pieces:
            return np.zeros(0, dtype=np.uint64), np.zeros((self.sides, 0), dtype=np.int64)
        sizes = [len(piece.words) for piece in self.pieces]
        if size > self.packed:
            sizes = [len(found.places) for found in self._level(self._half(size))[1]]
        of_side = np.bincount([piece.side for piece in self.pieces], sizes)  # sides are sorted one by one
        parts = 1 + int(of_side.max()) // PART
        counted: list[tuple[U64, I64]] = []
        for part in range(parts):
            counted.append(self._count_part(size, part, parts))
            self._refuse_too_many(sum(len(keys) for keys, _ in counted))
        if parts == 1:
            return counted[0]
        keys = np.concatenate([keys for keys, _ in counted])
        order = np.argsort(keys)
        return keys[order], np.concatenate([counts for _, counts in counted], axis=1)[:, order]

    def numbered(self, size: int, table: U64) -> list[Found]:
        """Places of the keys of a table (ascending) in each piece; instead of keys, their ordinals from 1."""
        return [self.numbered_in(number, size, table) for number in range(len(self.pieces))]

    def numbered_in(self, number: int, size: int, table: U64) -> Found:
        """Places of the keys of a table (ascending) in one piece; instead of keys, their ordinals from 1."""
        found = self.found(number, size)
        numbers = _lookup(table, found.keys)
        held = np.flatnonzero(numbers)
        return Found(found.places[held], numbers[held])

    def words_of(self, size: int, key: int) -> list[int]:
        """The numbers of the words of a key."""
        if size <= self.packed:
            mask = (1 << self._bits) - 1
            return [key >> (self._bits * at) & mask for at in reversed(range(size))]
        half = self._half(size)
        table = self._level(half)[0]
        first, last = (int(table[number - 1]) for number in (key >> 32, key & 0xFFFFFFFF))
        return self.words_of(half, first) + self.words_of(half, last)[2 * half - size :]

    def _half(self, size: int) -> int:
        """The size of the two overlapping parts of a longer sequence."""
        half = self.packed
        while 2 * half < size:
            half *= 2
        return half

    def _level(self, size: int) -> tuple[U64, list[Found]]:
        if size not in self._levels:
            table = self.count(size)[0]
            self._levels[size] = (table, self.numbered(size, table))
        return self._levels[size]

    def _count_part(self, size: int, part: int, parts: int) -> tuple[U64, I64]:
        tables = [self._different(size, side, part, parts) for side in range(self.sides)]
        often = [keys[counts >= least] for (keys, counts), least in zip(tables, self.least, strict=True)]
        # A hash divides evenly: the first part tells of all, before much is done in vain.
        self._refuse_too_many(int(0.95 * parts * max(map(len, often))))
        held = often[0] if len(often) == 1 else distinct(np.concatenate(often))
        return held, np.array([_found_in(*table, held) for table in tables], dtype=np.int64)

    def _refuse_too_many(self, count: int) -> None:
        if self.sides > 1 and count > MOST_SEQUENCES:
            least = min(self.least)
            often = f" {least:,} times or more" if least > 1 else ""
            raise FilterError(
                f"More than {MOST_SEQUENCES:,} different sequences of words occur{often}, too many to"
                f" compare: choose a larger {argument('min')}, or narrower filters.",
                argument="min",
            )

    def _different(self, size: int, side: int, part: int, parts: int) -> tuple[U64, I64]:
        """The different keys of one side, ascending, and how often each occurs."""
        pieces = [number for number, piece in enumerate(self.pieces) if piece.side == side]
        none = np.zeros(0, dtype=np.uint64)
        keys = np.concatenate([none, *(self._part(size, number, part, parts) for number in pieces)])
        keys.sort()
        starts = run_starts(keys)
        return keys[starts], np.diff(starts, append=len(keys))

    def _part(self, size: int, number: int, part: int, parts: int) -> U64:
        keys = self.found(number, size).keys
        return keys if parts == 1 else keys[((keys * _MIX) >> np.uint64(40)) % np.uint64(parts) == part]


def _found_in(keys: U64, counts: I64, wanted: U64) -> I64:
    """How often each of some keys occurs, by a table of keys (ascending) and counts."""
    numbers = _ordinals(keys, wanted) if len(keys) else np.zeros(len(wanted), dtype=np.uint64)
    return np.concatenate(([0], counts))[numbers]


def run_starts(ordered: npt.NDArray[np.generic]) -> I64:
    """Where runs of equal values begin in a sorted array."""
    if not len(ordered):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))


def documents_of(grams: Grams, found: list[Found], size: int) -> I64:
    """In how many documents each of ``size`` numbered sequences (from 1) occurs."""
    documents = np.zeros(size + 1, dtype=np.int64)
    for piece, held in zip(grams.pieces, found, strict=True):
        owners = piece.document_of(held.places).astype(np.uint64)
        pairs = distinct((held.keys << np.uint64(32)) | owners)
        documents += np.bincount((pairs >> np.uint64(32)).astype(np.int64), minlength=size + 1)
    return documents[1:]


def pieces_of(sections: Iterator[tuple[U32, I64, I64]], together: int, side: int = 0) -> list[Piece]:
    """Pieces of (words, lengths of runs, documents of runs): small ones joined up to ``together`` words."""
    pieces: list[Piece] = []
    waiting: list[tuple[U32, I64, I64]] = []
    size = 0
    for section in sections:
        if waiting and size + len(section[0]) > together:
            pieces.append(_separated(waiting, side))
            waiting, size = [], 0
        waiting.append(section)
        size += len(section[0])
    return [*pieces, _separated(waiting, side)] if waiting else pieces


def _separated(sections: list[tuple[U32, I64, I64]], side: int) -> Piece:
    """One piece of some sections, with a 0 after each run, so that no sequence crosses its end."""
    words, lengths, documents = (np.concatenate(parts) for parts in zip(*sections, strict=True))
    firsts = np.cumsum(lengths + 1) - (lengths + 1)
    separated = np.zeros(len(words) + len(lengths), dtype=np.uint32)
    inside = np.ones(len(separated), dtype=bool)
    inside[firsts + lengths] = False
    separated[inside] = words
    return Piece(separated, firsts, documents, side)


def _pack(words: U32, size: int, bits: int) -> Found:
    """The sequences without a 0 in them."""
    count = len(words) - size + 1
    if count < 1:
        return Found(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64))
    valid = words[:count] > 0
    for offset in range(1, size):
        valid &= words[offset : offset + count] > 0
    places = np.flatnonzero(valid)
    keys = words[places].astype(np.uint64)
    for offset in range(1, size):
        keys <<= np.uint64(bits)
        keys |= words[offset : offset + count][valid]
    return Found(places, keys)


def _lookup(table: U64, keys: U64) -> U64:
    """For each key its ordinal in the sorted table, from 1; 0 where it is not there."""
    numbers = np.zeros(len(keys), dtype=np.uint64)
    if not len(table) or not len(keys):
        return numbers
    if len(table) <= FEW:
        return _ordinals(table, keys)
    if 4 * len(table) < len(keys):  # most are not there: they are put aside by a hash before any is sorted
        maybe = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        maybe[_sieved(table)] = True
        some = np.flatnonzero(maybe[_sieved(keys)])
        numbers[some] = _looked_up(table, keys[some])
        return numbers
    return _looked_up(table, keys)


def _sieved(keys: U64) -> U64:
    return (keys * _MIX) >> np.uint64(64 - _SIEVE_BITS)


def _looked_up(table: U64, keys: U64) -> U64:
    """``_ordinals`` of keys in no order: sorted ones are looked up in a tenth of the time."""
    numbers = np.zeros(len(keys), dtype=np.uint64)
    order = np.argsort(keys)
    ordered = keys[order]
    starts = run_starts(ordered)
    numbers[order] = np.repeat(_ordinals(table, ordered[starts]), np.diff(starts, append=len(keys)))
    return numbers


def _ordinals(table: U64, keys: U64) -> U64:
    at = np.minimum(np.searchsorted(table, keys), len(table) - 1)
    return np.where(table[at] == keys, at + 1, 0).astype(np.uint64)
