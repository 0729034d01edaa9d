"""Runs of words that documents share: found by all windows of so many words, joined along diagonals.

Two documents that have the same window at places a and b share the diagonal b - a there; a maximal run is a
stretch of one diagonal. No window is sampled: each run is found that is long enough and whose windows, or one
of them, stand in few enough documents (and, of a window that one document repeats, at its first MOST_PLACES).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.errors import UsageError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.ngram_counts import run_starts
from corpus.query.count.token_runs import spread
from corpus.query.similarity.near_duplicates import TOGETHER, texts_in_words, windows
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]

PART = 1 << 24
"""Windows sorted together: 128 MB. More are divided by their hash and sorted part by part."""
MOST_PLACES = 16
"""Of a window that one document has more often, the first so many places are looked at."""
MOST_PAIRS = 20_000_000
"""Places of windows in pairs of documents: 40 bytes each."""
_FILTER_BITS = 24


@dataclass(frozen=True, slots=True)
class Text:
    """All words of a selection; see ``corpus.query.similarity.near_duplicates.Words``. A place is an
    ordinal of ``words``."""

    words: U32
    firsts: I64
    sizes: I64
    documents: I64

    def owner(self, places: I64) -> I64:
        """For each place the text that it is in, an ordinal of ``documents``."""
        return np.searchsorted(self.firsts, places, "right") - 1


class SharedRuns(NamedTuple):
    """Maximal runs of words that two documents share; aligned arrays.

    ``ones`` and ``others``: ordinals of the text's documents; ``starts`` and ``other_starts``: places of the
    first word; ``lengths``: in words; ``holders``: in how many documents the rarest window of the run stands.
    """

    ones: I64
    others: I64
    starts: I64
    other_starts: I64
    lengths: I64
    holders: I64


class Windows(NamedTuple):
    """Places of windows that several documents share, in order of ``numbers``, then of place.

    ``numbers``: which window; ``holders``: in how many documents it stands. Aligned with ``places``.
    """

    places: I64
    numbers: I64
    holders: I64


def read_text(moment: Moment, selection: Selection, gap: int) -> Text:
    """The words of all documents that a selection takes, with a gap after each."""
    parts = list(texts_in_words(moment, selection, gap))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Text(np.zeros(0, dtype=np.uint32), none, none, none)
    bases = np.concatenate(([0], np.cumsum([len(part.words) for part in parts])))
    firsts = [part.firsts + base for part, base in zip(parts, bases, strict=False)]
    return Text(
        np.concatenate([part.words for part in parts]),
        np.concatenate(firsts),
        np.concatenate([part.sizes for part in parts]),
        np.concatenate([part.documents for part in parts]),
    )


def shared_windows(bits: U64, text: Text, size: int) -> Windows:
    """All places of the windows of ``size`` words that stand in two documents or more.

    ``bits``: of each word, as ``corpus.query.similarity.near_duplicates.forms`` gives them; the text's gap
    is at least ``size - 1``.
    """
    parts = 1 + int(np.maximum(text.sizes - (size - 1), 0).sum()) // PART
    found: list[Windows] = []
    numbered = 0
    for part in range(parts):
        held = [_hashed(bits, text, size, first, end, part, parts) for first, end in _chunks(text)]
        if held:
            places, hashes = (np.concatenate(columns) for columns in zip(*held, strict=True))
            del held
            shared = _repeated(places, hashes, text)
            found.append(Windows(shared.places, shared.numbers + numbered, shared.holders))
            numbered += int(shared.numbers[-1]) + 1 if len(shared.numbers) else 0
    none = np.zeros(0, dtype=np.int64)
    return Windows(
        *(np.concatenate(columns) for columns in zip(Windows(none, none, none), *found, strict=True))
    )


def _chunks(text: Text) -> Iterator[tuple[int, int]]:
    """Documents of the text from and to, so many at a time as have TOGETHER words."""
    first = 0
    while first < len(text.firsts):
        end = int(np.searchsorted(text.firsts, text.firsts[first] + TOGETHER))
        yield first, max(end, first + 1)
        first = max(end, first + 1)


def _hashed(bits: U64, text: Text, size: int, first: int, end: int, part: int, parts: int) -> tuple[I64, U64]:
    """Places and hashes of the windows inside some documents, those of one part of all."""
    base = int(text.firsts[first])
    stop = int(text.firsts[end]) if end < len(text.firsts) else len(text.words)
    counts = np.maximum(text.sizes[first:end] - (size - 1), 0)
    places = spread(text.firsts[first:end], counts)
    hashes = windows(bits[text.words[base:stop]], size)[places - base]
    if parts > 1:
        chosen = hashes % np.uint64(parts) == part
        places, hashes = places[chosen], hashes[chosen]
    return places, hashes


def _repeated(places: I64, hashes: U64, text: Text) -> Windows:
    """The places with a hash that stands in two documents."""
    ordered = np.sort(hashes)
    table = distinct(ordered[1:][ordered[1:] == ordered[:-1]])
    del ordered
    true, numbers = Among(table).find(hashes)
    places = places[true]
    order = np.argsort(numbers, kind="stable")
    places, numbers = places[order], numbers[order]
    owners = text.owner(places)
    starts = run_starts(numbers)
    if not len(starts):
        return Windows(places, numbers, numbers)
    new = np.ones(len(places), dtype=np.int64)
    new[1:] = owners[1:] != owners[:-1]
    new[starts] = 1
    holders = np.repeat(np.add.reduceat(new, starts), np.diff(starts, append=len(places)))
    several = holders > 1
    places, numbers, holders = places[several], numbers[several], holders[several]
    renumbered = np.cumsum(np.diff(numbers, prepend=-1) != 0) - 1
    return Windows(places, renumbered, holders)


class Among:
    """Looks hashes up in a table (ascending). Most are in none: a look at a small table of bits spares the
    search."""

    def __init__(self, table: U64) -> None:
        self._table = table
        self._may = np.zeros(1 << _FILTER_BITS, dtype=bool)
        self._may[(table >> np.uint64(64 - _FILTER_BITS)).astype(np.int64)] = True

    def find(self, hashes: U64) -> tuple[I64, I64]:
        """The ordinals of those hashes that are in the table, and the ordinal in the table of each."""
        some = np.flatnonzero(self._may[(hashes >> np.uint64(64 - _FILTER_BITS)).astype(np.int64)])
        if not len(some):
            return some, some
        keys = hashes[some]
        at = np.minimum(np.searchsorted(self._table, keys), len(self._table) - 1)
        true = self._table[at] == keys
        return some[true], at[true]


def holders_of(bits: U64, text: Text, size: int, places: I64) -> I64:
    """In how many documents the window of ``size`` words stands that begins at each of some places."""
    if not len(places):
        return places
    words = np.concatenate((text.words, np.zeros(size, dtype=np.uint32)))
    own = np.empty(len(places), dtype=np.uint64)
    for begin in range(0, len(places), TOGETHER):
        some = places[begin : begin + TOGETHER]
        # each window by itself: side by side they would run into each other
        apart = bits[words[some[:, None] + np.arange(size)]].reshape(-1)
        own[begin : begin + TOGETHER] = windows(apart, size)[::size]
    table = distinct(own)
    among, holders = Among(table), np.zeros(len(table), dtype=np.int64)
    for first, end in _chunks(text):
        at, hashes = _hashed(bits, text, size, first, end, 0, 1)
        true, numbers = among.find(hashes)
        pairs = text.owner(at[true]).astype(np.uint64) << np.uint64(32) | numbers.astype(np.uint64)
        held = distinct(pairs) & np.uint64(0xFFFFFFFF)
        holders += np.bincount(held.astype(np.int64), minlength=len(table))
    return holders[np.searchsorted(table, own)]


def shared_runs(text: Text, found: Windows, size: int, most: int) -> SharedRuns:
    """All maximal runs of at least ``size`` words of which some window stands in no more than ``most``
    documents.

    Raises UsageError where these are too many to hold.
    """
    rare = np.flatnonzero(found.holders <= most)
    rare = rare[_nth(found.numbers[rare], text.owner(found.places[rare])) < MOST_PLACES]
    places, numbers, holders = found.places[rare], found.numbers[rare], found.holders[rare]
    ones, others = _pairs(places, numbers, text)
    if not len(ones):
        none = np.zeros(0, dtype=np.int64)
        return SharedRuns(none, none, none, none, none, none)
    a, b, held = places[ones], places[others], holders[ones]
    order = np.lexsort((a, b - a))
    a, b, held = a[order], b[order], held[order]
    begins = np.ones(len(a), dtype=bool)
    begins[1:] = (np.diff(a) != 1) | (np.diff(b) != 1)
    starts = np.flatnonzero(begins)
    lengths = np.diff(starts, append=len(a)) + (size - 1)
    return _extended(text, a[starts], b[starts], lengths, np.minimum.reduceat(held, starts))


def _nth(numbers: I64, owners: I64) -> I64:
    """For each place how many of the same window stand before it in its document."""
    new = np.ones(len(numbers), dtype=bool)
    new[1:] = (np.diff(numbers) != 0) | (np.diff(owners) != 0)
    every = np.arange(len(numbers))
    return every - np.maximum.accumulate(np.where(new, every, 0))


def _pairs(places: I64, numbers: I64, text: Text) -> tuple[I64, I64]:
    """Ordinals of places in pairs: the same window in two documents, the first place before the second."""
    owners = text.owner(places)
    ones: list[I64] = []
    others: list[I64] = []
    step, total = 1, 0
    while step < len(places):
        at = np.flatnonzero(numbers[step:] == numbers[:-step])
        if not len(at):
            break
        at = at[owners[at] != owners[at + step]]
        total += len(at)
        if total > MOST_PAIRS:
            raise UsageError(
                f"More than {MOST_PAIRS:,} places are shared, too many to compare: choose a larger"
                f" {argument('min_words')}, a smaller {argument('most_documents')}, or narrower filters.",
                argument="min_words",
            )
        ones.append(at)
        others.append(at + step)
        step += 1
    if not ones:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(ones), np.concatenate(others)


def _extended(text: Text, a: I64, b: I64, lengths: I64, holders: I64) -> SharedRuns:
    """Runs made as long as their words agree: beyond a window of many documents, too. Each is there once."""
    words = np.concatenate((text.words, np.zeros(1, dtype=np.uint32)))
    a, b, ends = a.copy(), b.copy(), a + lengths
    offset = b - a
    for side, step in ((a, -1), (ends, 1)):
        active = np.arange(len(a))
        while len(active):
            at = side[active] - (step < 0)
            same = (at >= 0) & (words[at] != 0) & (words[at] == words[at + offset[active]])
            active = active[same]
            side[active] += step
    b = a + offset
    order = np.lexsort((b, a))
    a, b, ends, holders = a[order], b[order], ends[order], holders[order]
    starts = np.flatnonzero(np.concatenate(([True], (np.diff(a) != 0) | (np.diff(b) != 0))))
    holders = np.minimum.reduceat(holders, starts)
    a, b, ends = a[starts], b[starts], ends[starts]
    return SharedRuns(text.owner(a), text.owner(b), a, b, ends - a, holders)
