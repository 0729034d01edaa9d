"""What stands between two spaces, and the tokens that it is: the quick way from a text to numbers."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.text.sentences import boundaries, may_begin, may_end
from corpus.text.tokens import LONGEST, Layer, word_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpus.index.build.new_terms import Ids, Kind
I64 = npt.NDArray[np.int64]
_WORD = int(Layer.word)
"""A member of an enumeration is hashed by a function in Python."""
MOST_CHUNKS = 300_000
"""Chunks of a language that a loading process remembers; then it begins anew."""
PIECE = 1 << 20
"""Code points of a passage, and chunks, that are in memory at once, about: each takes 100 bytes."""
ENDS, BEGINS, FLAGS = 1, 2, 2
"""Bits of a chunk's code: a sentence may end with it, may begin with it; and how many such bits there are."""
BLANK = -1 << FLAGS
"""Code of the chunk that is empty: between two spaces side by side."""
_AROUND = '.,;:!?()"“”'
"""What stands around many words, and in no token of such a chunk."""
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class Chunks(dict[str, int]):
    """From what stands between two spaces to a code: its token's id, or ``-1 - k`` for those of
    ``expansions[k]``, and below it the bits that tell of sentences.

    Chunks are many times fewer than words, and cut by the fastest that Python has; a word is never cut.
    ``inner``: where sentences begin inside of a chunk, in tokens of its expansion, by number of expansion.
    """

    def __init__(self, id_of: Callable[[Kind, str], int], language: str) -> None:
        """``id_of`` numbers a term."""
        super().__init__()
        self.id_of = id_of
        self.kind: Kind = (_WORD, language, "")
        self.language = language
        self.expansions: list[Ids] = []
        self.inner: dict[int, list[int]] = {}
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.clear()
        self.inner.clear()
        self.expansions[:] = [np.zeros(0, dtype=np.uint32)]
        self[""] = BLANK

    def __missing__(self, chunk: str) -> int:
        core = chunk.strip(_AROUND)
        if core.isalnum() and core.isascii() and len(core) <= LONGEST:  # as most are, plainly one token
            code = self.id_of(self.kind, core) << FLAGS
            if chunk[0] not in _LOWER and may_begin(chunk):
                code |= BEGINS
            if chunk[-1] in _AROUND and may_end(chunk, self.language):
                code |= ENDS
            self[chunk] = code
            return code
        spans = word_spans(chunk, language=self.language)
        ids = [self.id_of(self.kind, chunk[a:b]) for a, b in spans]
        inner = [] if chunk.isascii() else boundaries(chunk, language=self.language)
        if len(ids) == 1 and not inner:
            code = ids[0]
        else:
            number = len(self.expansions)
            code = -1 - number
            self.expansions.append(np.array(ids, dtype=np.uint32))
            if inner:
                starts = [start for start, _ in spans]
                self.inner[number] = [bisect_left(starts, at) for at in inner]
        ends = ENDS if may_end(chunk, self.language) else 0
        code = (code << FLAGS) | ends | (BEGINS if may_begin(chunk) else 0)
        self[chunk] = code
        return code


class Encoder:
    """Turns the chunks of a document into tokens, many at a time. ``count``: chunks taken so far."""

    def __init__(self, table: Chunks) -> None:
        self._table = table
        self._chunks: list[str] = []
        self._ids: list[Ids] = []
        self._lengths: list[I64] = []
        self._codes: list[I64] = []
        self._inner: list[I64] = []
        self._tokens = 0
        self.count = 0

    def take(self, chunks: list[str]) -> None:
        self._chunks += chunks
        self.count += len(chunks)
        if len(self._chunks) > PIECE:
            self._encode()

    def finish(self) -> tuple[Ids, I64, I64, I64]:
        """Term ids; for each chunk (and one beyond) its first token ordinal; the codes of the chunks;
        token ordinals at which sentences begin inside of chunks."""
        self._encode()
        offsets = np.concatenate(([0], np.cumsum(np.concatenate(self._lengths))))
        return np.concatenate(self._ids), offsets, np.concatenate(self._codes), np.concatenate(self._inner)

    def _encode(self) -> None:
        chunks, table = self._chunks, self._table
        codes = np.fromiter(map(table.__getitem__, chunks), dtype=np.int64, count=len(chunks))
        ids, offsets = _expand(codes >> FLAGS, table.expansions)
        self._inner.append(_inner(codes, offsets, table.inner) + self._tokens)
        self._ids.append(ids)
        self._lengths.append(np.diff(offsets))
        self._codes.append(codes)
        self._tokens += len(ids)
        self._chunks = []
        if len(table) > MOST_CHUNKS:
            table.forget()


def pieces(passage: str) -> Iterator[str]:
    """A long passage, cut at spaces, which are left out."""
    start = 0
    while len(passage) - start > PIECE:
        end = passage.find(" ", start + PIECE)
        if end < 0:
            break
        yield passage[start:end]
        start = end + 1
    yield passage[start:]


def _expand(codes: I64, expansions: list[Ids]) -> tuple[Ids, I64]:
    """Term ids, and for each match ordinal (and one beyond) its first token ordinal."""
    split = np.flatnonzero(codes < 0)
    lengths = np.ones(len(codes), dtype=np.int64)
    parts = [expansions[-1 - code] for code in codes[split]]
    lengths[split] = [len(part) for part in parts]
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    ids = np.repeat(codes, lengths).astype(np.uint32)
    if parts:
        joined = np.concatenate(parts)
        sizes = lengths[split]
        within = np.arange(len(joined)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        ids[np.repeat(offsets[split], sizes) + within] = joined
    return ids, offsets


def sentence_pairs(codes: I64) -> npt.NDArray[np.intp]:
    """Ordinals of the chunks with which a sentence begins as the chunk before may end one."""
    if (codes == BLANK).any():
        full = np.flatnonzero(codes != BLANK)
        return full[sentence_pairs(codes[full])]
    return np.flatnonzero(codes[:-1] & (codes[1:] >> 1) & ENDS) + 1


def _inner(
    codes: I64,
    offsets: I64,
    inner: dict[int, list[int]],
) -> I64:
    """Token ordinals at which sentences begin inside of chunks, or after them whatever follows."""
    if not inner:
        return np.zeros(0, dtype=np.int64)
    numbers = -1 - (codes >> FLAGS)
    holders = np.flatnonzero(np.isin(numbers, list(inner)))
    found = [offsets[one] + begun for one in holders.tolist() for begun in inner[int(numbers[one])]]
    return np.array(found, dtype=np.int64)
