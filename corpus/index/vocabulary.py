"""Local term ids: how a loading process turns passages into numbers without asking the database."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.model.sentences import boundaries, may_begin, may_end
from corpus.model.tokens import LONGEST, Layer, has_cjk, matches, word_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.analysis.base import Analysed

TermKey = tuple[int, str, str, str]
"""Layer, language, surface form, part of speech ("" where it is not known)."""
NewTerm = tuple[TermKey, str | None]
"""A term, and its dictionary form where an analyser told it."""
Ids = npt.NDArray[np.uint32]
# A member of an enumeration is hashed by a function in Python.
_WORD, _CHAR = int(Layer.word), int(Layer.char)
MOST_CHUNKS = 2_000_000
"""Chunks of a language that a loading process remembers; then it begins anew."""


@dataclass(slots=True)
class LayerTokens:
    """A document's tokens in one layer.

    ``ids``: term ids in order. ``passage_counts``: tokens of each passage. ``quotations``: flat pairs,
    half-open, token ordinals within the document, of the runs that stand in quotation marks.
    ``sentences``: token ordinals within the document at which a sentence begins, each once, ascending; None
    in the layer char. Of an analyser: ``spans``, of shape (2, tokens), the start of each token (code points
    from its passage's) and its length; ``edges``, in the layer char, where a word of Hangul may begin or end,
    ascending. ``makers``: JSON, what made the tokens; "" where the rule of the layer did.
    """

    ids: Ids
    passage_counts: Ids
    quotations: Ids
    sentences: Ids | None
    spans: Ids | None = None
    edges: Ids | None = None
    makers: str = ""


ENDS, BEGINS, FLAGS = 1, 2, 2
"""Bits of a chunk's code: a sentence may end with it, may begin with it; and how many such bits there are."""
BLANK = -1 << FLAGS
"""Code of the chunk that is empty: between two spaces side by side."""


_AROUND = '.,;:!?()"“”'
"""What stands around many words, and in no token of such a chunk."""
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class _Chunks(dict[str, int]):
    """From what stands between two spaces to a code: its token's id, or ``-1 - k`` for those of
    ``expansions[k]``, and below it the bits that tell of sentences.

    Chunks are many times fewer than words, and cut by the fastest that Python has; a word is never cut.
    ``inner``: where sentences begin inside of a chunk, in tokens of its expansion, by number of expansion.
    """

    def __init__(self, vocabulary: LocalVocabulary, language: str) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.language = language
        self.expansions: list[Ids] = [np.zeros(0, dtype=np.uint32)]
        self.inner: dict[int, list[int]] = {}
        self[""] = BLANK

    def __missing__(self, chunk: str) -> int:
        core = chunk.strip(_AROUND)
        if core.isalnum() and core.isascii() and len(core) <= LONGEST:  # as most are, plainly one token
            code = self.vocabulary.id_of((_WORD, self.language, core, "")) << FLAGS
            if chunk[0] not in _LOWER and may_begin(chunk):
                code |= BEGINS
            if chunk[-1] in _AROUND and may_end(chunk):
                code |= ENDS
            self[chunk] = code
            return code
        spans = word_spans(chunk)
        ids = [self.vocabulary.id_of((_WORD, self.language, chunk[a:b], "")) for a, b in spans]
        inner = [] if chunk.isascii() else boundaries(chunk)
        if len(ids) == 1 and not inner:
            code = ids[0]
        else:
            number = len(self.expansions)
            code = -1 - number
            self.expansions.append(np.array(ids, dtype=np.uint32))
            if inner:
                starts = [start for start, _ in spans]
                self.inner[number] = [bisect_left(starts, at) for at in inner]
        code = (code << FLAGS) | (ENDS if may_end(chunk) else 0) | (BEGINS if may_begin(chunk) else 0)
        self[chunk] = code
        return code


class _Forms(dict[tuple[str, str], int]):
    """From a form and its part of speech to the id of the term, for the words of one language."""

    def __init__(self, vocabulary: LocalVocabulary, language: str) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._language = language

    def ids(self, found: Analysed) -> Iterator[int]:
        """The ids of words that an analyser found."""
        keys = list(zip(found.forms, found.tags, strict=True))
        for key, lemma in zip(keys, found.lemmas, strict=True):
            if key not in self:
                self[key] = self._vocabulary.id_of((_WORD, self._language, *key), lemma)
        return map(self.__getitem__, keys)


class LocalVocabulary:
    """Gives each term a number when it is first met, and tells which terms are new since last asked."""

    def __init__(self) -> None:
        self._ids: dict[TermKey, int] = {}
        self._new: list[NewTerm] = []
        self._chunks: dict[str, _Chunks] = {}
        self._forms: dict[str, _Forms] = {}

    def id_of(self, key: TermKey, lemma: str | None = None) -> int:
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = len(self._ids)
            self._new.append((key, lemma))
        return found

    def forms(self, language: str) -> _Forms:
        """The words of a language that analysers find."""
        return self._forms.setdefault(language, _Forms(self, language))

    def take_new(self) -> list[NewTerm]:
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
        """Tokens of the word layer. ``spans``: passages in order, ``quotations``: quoted words (code points).

        A sentence begins where one chunk may end one and the next may begin one; in passages that hold CJK,
        sentences are looked for in the text.
        """
        table = self._chunks.get(language)
        if table is None or len(table) > MOST_CHUNKS:
            table = self._chunks[language] = _Chunks(self, language)
        unspaced = may_hold_cjk(text)
        chunks: list[str] = []
        cuts: list[int] = [0]
        begun: list[int] = []
        quoted = _Quoted(quotations)
        for start, end in spans:
            bounds = quoted.bounds(start, end)
            if unspaced and has_cjk(text, start, end):
                _cut(text, start, end, bounds, chunks, begun, quoted)
            else:
                passage = text[start:end]
                if "\n" in passage:
                    passage = passage.replace("\n", " ")
                if bounds:
                    quoted.edges += _places(passage, [bound - start for bound in bounds], len(chunks))
                chunks += passage.split(" ")
            cuts.append(len(chunks))
        codes = np.fromiter(map(table.__getitem__, chunks), dtype=np.int64, count=len(chunks))
        ids, offsets = _expand(codes >> FLAGS, table.expansions)
        ends = offsets[cuts]
        begins = np.zeros(len(ids) + 1, dtype=bool)
        begins[ends] = True
        begins[offsets[_pairs(codes)]] = True
        if begun:
            begins[offsets[begun]] = True
        if table.inner:
            begins[_inner(codes, offsets, table.inner)] = True
        sentences = np.flatnonzero(begins[:-1]).astype(np.uint32)
        return LayerTokens(ids, np.diff(ends).astype(np.uint32), quoted.tokens(offsets), sentences)

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
        ids = np.array([self.id_of((_CHAR, language, chr(point), "")) for point in unique], dtype=np.uint32)
        starts = [start for start, _ in spans]
        pairs = []
        for first, last in quotations:
            number = bisect_right(starts, first) - 1
            if number in base and last <= spans[number][1]:
                pairs.append((first + base[number], last + base[number]))
        return LayerTokens(ids[inverse], counts, np.array(pairs, dtype=np.uint32).reshape(-1), None)


def may_hold_cjk(text: str) -> bool:
    """Whether the text holds a character of the blocks that Han, Kana and Hangul share with signs.

    Takes a tenth of the time of looking for such a letter.
    """
    if text.isascii():
        return False
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    return bool(units.max() >= 0x2E80 or ((units >> 8) == 0x11).any())


class _Quoted:
    """Finds the token ordinals at which quotations begin and end, while a document is tokenised.

    ``edges``: for each bound of the quotations in turn its chunk, and how many tokens of that stand before.
    """

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._next = 0
        self.edges: list[tuple[int, int]] = []

    def bounds(self, start: int, end: int) -> list[int]:
        """Where the quotations inside the next passage begin and end: flat pairs."""
        found: list[int] = []
        while self._next < len(self._spans) and self._spans[self._next][0] < end:
            first, last = self._spans[self._next]
            if start <= first and last <= end:
                found += (first, last)
            self._next += 1
        return found

    def tokens(self, offsets: npt.NDArray[np.int64]) -> Ids:
        """Flat pairs of token ordinals."""
        if not self.edges:
            return np.zeros(0, dtype=np.uint32)
        chunks, within = np.array(self.edges, dtype=np.int64).T
        found: Ids = (offsets[chunks] + within).astype(np.uint32)
        return found


def _places(passage: str, bounds: Sequence[int], chunks: int) -> list[tuple[int, int]]:
    """For each place in a passage its chunk, counted on from ``chunks``, and the tokens of that before it."""
    places: dict[int, tuple[int, int]] = {}
    done = tokens = 0
    for bound in sorted(bounds):  # each is looked for from the one before, not from the beginning
        space = passage.rfind(" ", done, bound)
        if space >= 0:
            chunks += passage.count(" ", done, bound)
            done, tokens = space + 1, 0
        tokens += len(word_spans(passage, done, bound))
        done = bound
        places[bound] = (chunks, tokens)
    return [places[bound] for bound in bounds]


def _cut(
    text: str,
    start: int,
    end: int,
    bounds: list[int],
    chunks: list[str],
    begun: list[int],
    quoted: _Quoted,
) -> None:
    """A passage that holds CJK, cut where sentences and quotations begin and end (never inside a token).

    Its chunks are words without marks, so that none of them tells of sentences: ``begun`` takes the ordinals
    of those with which one begins.
    """
    found = boundaries(text, start, end)
    at = {start: len(chunks)}
    for piece_start, piece_end in itertools.pairwise(sorted({start, end, *found, *bounds})):
        # Without spaces no chunk comes twice: maximal matches do, sometimes.
        chunks += matches(text, piece_start, piece_end)
        at[piece_end] = len(chunks)
    begun += [at[one] for one in found]
    quoted.edges += [(at[bound], 0) for bound in bounds]


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


def _pairs(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Ordinals of the chunks with which a sentence begins as the chunk before may end one."""
    if (codes == BLANK).any():
        full = np.flatnonzero(codes != BLANK)
        return full[_pairs(codes[full])]
    return np.flatnonzero(codes[:-1] & (codes[1:] >> 1) & ENDS) + 1


def _inner(
    codes: npt.NDArray[np.int64],
    offsets: npt.NDArray[np.int64],
    inner: dict[int, list[int]],
) -> npt.NDArray[np.int64]:
    """Token ordinals at which sentences begin inside of chunks, or after them whatever follows."""
    numbers = -1 - (codes >> FLAGS)
    holders = np.flatnonzero(np.isin(numbers, list(inner)))
    found = [offsets[one] + begun for one in holders.tolist() for begun in inner[int(numbers[one])]]
    return np.array(found, dtype=np.int64)
