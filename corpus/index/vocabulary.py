"""Local term ids: how a loading process turns passages into numbers without asking the database."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.model.tokens import Layer, has_cjk, matches, word_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

TermKey = tuple[int, str, str]
"""Layer, language, surface form."""
Ids = npt.NDArray[np.uint32]
MOST_CHUNKS = 2_000_000
"""Chunks of a language that a loading process remembers; then it begins anew."""


@dataclass(slots=True)
class LayerTokens:
    """A document's tokens in one layer.

    ``ids``: term ids in order. ``passage_counts``: tokens of each passage. ``quotations``: flat pairs,
    half-open, token ordinals within the document, of the runs that stand in quotation marks.
    """

    ids: Ids
    passage_counts: Ids
    quotations: Ids


class _Chunks(dict[str, int]):
    """From what stands between two spaces to its token's id, or to ``-1 - k`` for those of ``expansions[k]``.

    Chunks are many times fewer than words, and cut by the fastest that Python has; a word is never cut.
    """

    def __init__(self, vocabulary: LocalVocabulary, language: str) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.language = language
        self.expansions: list[Ids] = []

    def __missing__(self, chunk: str) -> int:
        ids = [self.vocabulary.id_of((Layer.word, self.language, chunk[a:b])) for a, b in word_spans(chunk)]
        if len(ids) == 1:
            code = ids[0]
        else:
            code = -1 - len(self.expansions)
            self.expansions.append(np.array(ids, dtype=np.uint32))
        self[chunk] = code
        return code


class LocalVocabulary:
    """Gives each term a number when it is first met, and tells which terms are new since last asked."""

    def __init__(self) -> None:
        self._ids: dict[TermKey, int] = {}
        self._new: list[TermKey] = []
        self._chunks: dict[str, _Chunks] = {}

    def id_of(self, key: TermKey) -> int:
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self._ids)
            self._new.append(key)
        return found

    def take_new(self) -> list[TermKey]:
        """Terms met since the last call, in the order of their local ids."""
        new, self._new = self._new, []
        return new

    def words(
        self,
        text: str,
        language: str,
        spans: Sequence[tuple[int, int]],
        quotations: Sequence[tuple[int, int]],
    ) -> LayerTokens:
        """Tokens of the word layer. ``spans``: passages, ``quotations``: quoted words, in code points."""
        table = self._chunks.get(language)
        if table is None or len(table) > MOST_CHUNKS:
            table = self._chunks[language] = _Chunks(self, language)
        unspaced = may_hold_cjk(text)
        codes: list[int] = []
        cuts: list[int] = [0]
        quoted = _Quotations(quotations)
        for start, end in spans:
            quoted.reached(start, len(codes))
            for piece_start, piece_end in quoted.segments(start, end):
                # Without spaces no chunk comes twice: maximal matches do, sometimes.
                chunks = (
                    matches(text, piece_start, piece_end)
                    if unspaced and has_cjk(text, piece_start, piece_end)
                    else text[piece_start:piece_end].split()
                )
                codes.extend(map(table.__getitem__, chunks))
                quoted.reached(piece_end, len(codes))
            cuts.append(len(codes))
        ids, offsets = _expand(np.array(codes, dtype=np.int64), table.expansions)
        counts = np.diff(offsets[cuts]).astype(np.uint32)
        return LayerTokens(ids, counts, offsets[quoted.pairs()].astype(np.uint32))

    def characters(
        self,
        text: str,
        language: str,
        spans: Sequence[tuple[int, int]],
        quotations: Sequence[tuple[int, int]],
    ) -> LayerTokens | None:
        """Tokens of the char layer: every code point of the passages that hold CJK; None when none does."""
        if not may_hold_cjk(text) or not has_cjk(text):
            return None
        counts = np.zeros(len(spans), dtype=np.uint32)
        parts: list[str] = []
        base: dict[int, int] = {}
        done = 0
        for number, (start, end) in enumerate(spans):
            if has_cjk(text, start, end):
                parts.append(text[start:end])
                counts[number] = end - start
                base[number] = done - start
                done += end - start
        points = np.frombuffer("".join(parts).encode("utf-32-le", "surrogatepass"), "<u4")
        unique, inverse = np.unique(points, return_inverse=True)
        ids = np.array([self.id_of((Layer.char, language, chr(point))) for point in unique], dtype=np.uint32)
        starts = [start for start, _ in spans]
        pairs = []
        for first, last in quotations:
            number = bisect_right(starts, first) - 1
            if number in base and last <= spans[number][1]:
                pairs.append((first + base[number], last + base[number]))
        return LayerTokens(ids[inverse], counts, np.array(pairs, dtype=np.uint32).reshape(-1))


def may_hold_cjk(text: str) -> bool:
    """Whether the text holds a character of the blocks that Han, Kana and Hangul share with signs.

    Takes a tenth of the time of looking for such a letter.
    """
    if text.isascii():
        return False
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    return bool(((units >= 0x2E80) | ((units >= 0x1100) & (units < 0x1200))).any())


class _Quotations:
    """Finds the token ordinals at which quotations begin and end, while a document is tokenised."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._bounds = sorted({bound for span in self._spans for bound in span})
        self._at: dict[int, int] = {}
        self._next = 0

    def segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """The passage, cut where a quotation begins or ends (a quotation mark is never inside a token)."""
        inner = []
        while self._next < len(self._bounds) and self._bounds[self._next] <= end:
            if self._bounds[self._next] > start:
                inner.append(self._bounds[self._next])
            self._next += 1
        if not inner:
            return [(start, end)]
        points = [start, *inner] if inner[-1] == end else [start, *inner, end]
        return list(itertools.pairwise(points))

    def reached(self, offset: int, tokens: int) -> None:
        if self._spans:
            self._at[offset] = tokens

    def pairs(self) -> npt.NDArray[np.int64]:
        """Flat pairs of match ordinals."""
        flat = [self._at[bound] for span in self._spans for bound in span if span[0] in self._at]
        return np.array(flat, dtype=np.int64)


def _expand(codes: npt.NDArray[np.int64], expansions: list[Ids]) -> tuple[Ids, npt.NDArray[np.int64]]:
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
