"""The bootstrap over documents: intervals of relative frequencies that know that words cluster.

Every rate here is matches per token; the caller multiplies by 1,000,000.
"""

from __future__ import annotations

import math
import os
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corpus.measures.intervals import check_level, rounded_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

LEAST_DOCUMENTS = 5
"""Fewer documents are not resampled: of two or three, resamples say little of those that were not seen."""

CHUNK = 1024
"""Most documents resampled together; a larger group is resampled in chunks, which are added up."""

BATCH = 256
"""Rows of documents resampled at one time: bounds the memory, in a table by day of many outlets."""

SMALL_PRODUCT = 1 << 18
"""Multiplications in one matrix product. OpenBLAS keeps products up to this size on one thread; waking a
second costs more than the whole work (measured: 12 ms against 0.5 ms on two busy cores)."""

ONE_THREAD = os.environ.get("OPENBLAS_NUM_THREADS") == "1"
"""As the program has it: then a product is made whole, in half of the time."""

PARTS = 25
"""Parts that a table of draws is laid out in, each contiguous, where products are made in pieces."""

MOST_SUMS = 1 << 22
"""Resampled sums of tokens that are kept for further series; more are made again for each (16 MB)."""


def document_bootstrap(
    matches: ArrayLike,
    tokens: ArrayLike,
    groups: ArrayLike,
    n_groups: int,
    *,
    resamples: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Percentile bootstrap of ``sum(matches) / sum(tokens)`` per group: ``(low, high)``, length n_groups.

    ``matches``, ``tokens`` and ``groups`` (codes from 0 to n_groups - 1) have one entry a document. Within
    each group whole documents are resampled, because words cluster in documents (Efron & Tibshirani 1993,
    An Introduction to the Bootstrap, ch. 13; for corpora Lijffijt et al. 2016, "Significance testing of
    word frequencies in corpora", DSH 31). Each document enters a resample a Poisson(1) number of times
    (Hanley & MacGibbon 2006, "Creating non-parametric bootstrap samples using Poisson frequencies",
    Computer Methods and Programs in Biomedicine 83), so that one set of draws serves every group.
    Documents without tokens take no part. NaN for a group with fewer than LEAST_DOCUMENTS, or without any
    match: resampling zeros gives only zeros, which would claim certainty; the exact interval does not.

    The same seed gives the same interval, whatever other groups are asked for, and in whatever order the
    documents stand: draws belong to the documents in order of their tokens and matches, which are all that
    an interval can tell of a document. Groups share their draws: each interval is right by itself, but two of
    them are not independent of each other.
    """
    return Bootstrap(tokens, groups, n_groups, resamples=resamples, seed=seed).interval(matches, level)


class _Batch(NamedTuple):
    """Rows of documents of similar length that are resampled together: a group each, or a chunk of one.

    ``places``: where the numbers of a row's documents stand; the last place of all holds a zero, which fills
    the rows up. ``groups``: which of the page's groups a row belongs to. ``chunks``: the row's number in its
    group, None where every group has one row.
    """

    places: Integers
    groups: Integers
    chunks: list[int] | None


class _Page(NamedTuple):
    """Groups whose resampled sums are in memory at one time, and the batches of their documents."""

    members: Integers
    batches: list[_Batch]


class Bootstrap:
    """What ``document_bootstrap`` does, for several series of matches in the same documents.

    How the documents lie in groups, and the tokens of each resample, are the same for every series.
    """

    def __init__(
        self, tokens: ArrayLike, groups: ArrayLike, n_groups: int, *, resamples: int = 1000, seed: int = 0
    ) -> None:
        t = np.asarray(tokens, dtype=np.float32)
        g = np.asarray(groups)
        self._kept = None if (t > 0).all() else t > 0
        if self._kept is not None:
            t, g = t[self._kept], g[self._kept]
        self._groups, self._size, self._resamples = g, n_groups, resamples
        keys = (g.astype(np.int64) << 32) | t.astype(np.int64)
        self._order = np.argsort(keys, kind="stable")
        self._runs = _tied(keys[self._order])
        sizes = np.bincount(g, minlength=n_groups)
        self._draws = _draws(resamples, seed, min(CHUNK, rounded_up(int(sizes.max(initial=0)))))
        self._pages = list(_pages(sizes))
        self._tokens = np.append(t[self._order], np.float32(0))
        rows = sum(len(page.members) for page in self._pages)
        self._sums: list[NDArray[np.float32]] | None = None
        if rows * resamples <= MOST_SUMS:
            self._sums = [self._resampled(page, self._tokens) for page in self._pages]

    @property
    def nbytes(self) -> int:
        """Memory that it keeps, in bytes."""
        places = [batch.places for page in self._pages for batch in page.batches]
        return sum(array.nbytes for array in (self._order, self._tokens, *places, *(self._sums or ())))

    def interval(self, matches: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
        """``(low, high)`` of each group; see ``document_bootstrap``."""
        check_level(level)
        m = np.asarray(matches, dtype=np.float32)
        if self._kept is not None:
            m = m[self._kept]
        values = np.append(self._in_order(m), np.float32(0))
        low = np.full(self._size, np.nan)
        high = np.full(self._size, np.nan)
        for number, page in enumerate(self._pages):
            tokens = self._sums[number] if self._sums is not None else self._resampled(page, self._tokens)
            limits = _percentiles(self._resampled(page, values), tokens, level)
            low[page.members], high[page.members] = limits
        unmatched = np.bincount(self._groups, m, self._size) == 0
        low[unmatched] = high[unmatched] = np.nan
        return low, high

    def _in_order(self, matches: NDArray[np.float32]) -> NDArray[np.float32]:
        """Matches in order of group, tokens and matches: of documents as long as each other, that of loading
        must not say which of them is drawn."""
        ordered = matches[self._order]
        if self._runs is not None:
            wide = np.int64(ordered.max(initial=0)) + 1
            keys = self._runs * wide + ordered.astype(np.int64)
            keys.sort()
            ordered = (keys - self._runs * wide).astype(np.float32)
        return ordered

    def _resampled(self, page: _Page, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Sums of some values in each resample, one row for each group of the page."""
        sums = np.empty((len(page.members), self._resamples), dtype=np.float32)
        for batch in page.batches:
            found = _product(values[batch.places], self._draws)
            if batch.chunks is None:
                sums[batch.groups] = found
                continue
            for group, chunk, row in zip(batch.groups.tolist(), batch.chunks, found, strict=True):
                # Chunks share the draws: shifted by one resample each, they are independent.
                shift = chunk % self._resamples
                if chunk == 0:
                    sums[group] = row
                else:
                    sums[group, shift:] += row[: self._resamples - shift]
                    sums[group, :shift] += row[self._resamples - shift :]
        return sums


def _tied(ordered: Integers) -> Integers | None:
    """The number of each run of equal keys; None where all differ."""
    new = ordered[1:] != ordered[:-1]
    return None if new.all() else np.concatenate(([0], np.cumsum(new)))


def _pages(sizes: Integers) -> Iterator[_Page]:
    """All groups that are resampled, as many to a page as have BATCH rows together (or one group)."""
    starts = np.cumsum(sizes) - sizes
    rows = -(-sizes // CHUNK)
    by_size = np.argsort(sizes, kind="stable")
    by_size = by_size[np.searchsorted(sizes[by_size], LEAST_DOCUMENTS) :]
    first = 0
    while first < len(by_size):
        held = np.cumsum(rows[by_size[first : first + BATCH]])
        count = max(1, int(np.searchsorted(held, BATCH, "right")))
        members = by_size[first : first + count]
        first += count
        yield _Page(members, list(_batches(starts[members], sizes[members], rows[members], int(sizes.sum()))))


def _batches(starts: Integers, sizes: Integers, rows: Integers, zero: int) -> Iterator[_Batch]:
    """The rows of a page's groups. Padding similar lengths to one matrix wastes little and saves products.

    A group is cut into rows of the same length, but for the last. ``zero``: the place that holds a zero.
    """
    groups = np.repeat(np.arange(len(rows)), rows)
    chunks = np.arange(len(groups)) - np.repeat(np.cumsum(rows) - rows, rows)
    widths = -(-sizes // rows)[groups]
    offsets = chunks * widths
    lengths = np.minimum(widths, sizes[groups] - offsets)
    order = np.argsort(widths, kind="stable")
    ordered = widths[order]
    first = 0
    while first < len(order):
        some = order[first : int(np.searchsorted(ordered, ordered[first] * 5 // 4 + 1))]
        first += len(some)
        places = np.arange(widths[some[-1]])
        firsts = starts[groups[some]] + offsets[some]
        filled = np.where(places < lengths[some, None], firsts[:, None] + places, zero)
        yield _Batch(filled, groups[some], chunks[some].tolist() if chunks[some].any() else None)


@lru_cache(maxsize=16)
def _draws(resamples: int, seed: int, documents: int) -> NDArray[np.float32]:
    """Poisson(1) numbers: how often a document enters a resample.

    Shape (parts, documents, resamples / parts): resample ``r`` of all is the first part's for small ``r``.

    Fewer documents have the first rows of more. 4 MB for 1,024 documents and 1,000 resamples.

    Looked up in a table of 65,536 equally probable numbers: five times as fast as drawing them singly.
    """
    probabilities = [math.exp(-1) / math.factorial(number) for number in range(12)]
    table = np.searchsorted(np.cumsum(probabilities), (np.arange(65536) + 0.5) / 65536).astype(np.float32)
    picked = _random_bits(-(-documents * resamples // 4), seed).view(np.uint16)[: documents * resamples]
    parts = 1 if ONE_THREAD or resamples % PARTS else PARTS
    drawn: NDArray[np.float32] = table[picked.reshape(documents, parts, -1)]
    return np.ascontiguousarray(drawn.transpose(1, 0, 2))


def _random_bits(count: int, seed: int) -> NDArray[np.uint64]:
    """SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA).

    The same numbers on every machine and in every version; importing numpy.random would take longer.
    """
    state = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (state ^ (state >> np.uint64(31))).astype("<u8", copy=False)


def _product(rows: NDArray[np.float32], draws: NDArray[np.float32]) -> NDArray[np.float32]:
    """``rows @ draws``, whose rows are as many as rows have columns, or more.

    ``draws`` has shape (parts, documents, resamples in a part). Sums of whole numbers below 2^24 are exact,
    however they are made.
    """
    (height, inner), (parts, _, wide) = rows.shape, draws.shape
    result = np.empty((height, parts, wide), dtype=np.float32)
    tall = height if ONE_THREAD else max(1, SMALL_PRODUCT // (wide * inner))
    for top in range(0, height, tall):
        for part in range(parts):
            np.matmul(rows[top : top + tall], draws[part, :inner], out=result[top : top + tall, part])
    return result.reshape(height, parts * wide)


def _percentiles(
    matches: NDArray[np.float32], tokens: NDArray[np.float32], level: float
) -> tuple[Floats, Floats]:
    """The percentiles of matches / tokens that leave (1 - level) / 2 outside on either side, per group.

    Both have shape (groups, resamples). A resample that drew no document of a small group has no rate, and
    is passed over.
    """
    if tokens.all():
        return _of_whole_rows(matches / tokens, level)
    with np.errstate(invalid="ignore"):
        ordered = matches / tokens
    ordered.sort(axis=1)  # NaN comes last
    last = ordered.shape[1] - 1 - np.isnan(ordered).sum(axis=1)
    rows = np.arange(ordered.shape[0])
    found: list[Floats] = []
    for share in _outside(level):
        position = share * np.maximum(last, 0)
        below = position.astype(np.int64)
        weight = position - below
        above = ordered[rows, np.minimum(below + 1, np.maximum(last, 0))]
        found.append(ordered[rows, below] * (1 - weight) + above * weight)
    return found[0], found[1]


def _of_whole_rows(rates: NDArray[np.float32], level: float) -> tuple[Floats, Floats]:
    """The percentiles of rows without NaN, which are partly sorted in place: half the time of sorting."""
    low, high = (share * (rates.shape[1] - 1) for share in _outside(level))
    first, second = int(low), int(high)
    if first + 2 > second or second + 1 >= rates.shape[1]:
        rates.sort(axis=1)
    else:
        rates.partition(first + 1, axis=1)
        rates[:, first] = rates[:, : first + 1].max(axis=1)
        rates[:, first + 2 :].partition(second - first - 2, axis=1)
        rates[:, second + 1] = rates[:, second + 1 :].min(axis=1)
    found: list[Floats] = []
    for below, position in ((first, low), (second, high)):
        weight = position - below
        above = rates[:, min(below + 1, rates.shape[1] - 1)].astype(np.float64)
        found.append(rates[:, below].astype(np.float64) * (1 - weight) + above * weight)
    return found[0], found[1]


def _outside(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2
