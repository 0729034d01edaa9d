"""Local term ids: how a loading process turns passages into numbers without asking the database."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.build.chunks import PIECE, Chunks, Encoder, pieces, sentence_pairs
from corpus.index.build.new_terms import TOGETHER, Ids, Kind, NewTerms, Waiting
from corpus.index.encoding import codec
from corpus.text.sentences import boundaries
from corpus.text.tokens import Layer, has_cjk, matches, word_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.text.analysers.base import Analysed

# A member of an enumeration is hashed by a function in Python.
_WORD, _CHAR = int(Layer.word), int(Layer.char)
PACKED = 1 << 20
"""Numbers of an array from which on it is packed for another process."""
MOST_TERMS = 300_000
"""Terms that a loading process remembers: one that comes again after so many others has two numbers."""


@dataclass(slots=True)
class LayerTokens:
    """A document's tokens in one layer.

    ``ids``: term ids in order. ``passage_counts``: tokens of each passage. ``quotations``: flat pairs,
    half-open, token ordinals within the document, of the runs that stand in quotation marks.
    ``sentences``: token ordinals within the document at which a sentence begins, each once, ascending; None
    in the layer char. Of an analyser: ``spans``, of shape (2, tokens), the start of each token (code points
    from its passage's) and its length; ``edges``, in the layer char, where a word of Hangul may begin or end,
    ascending. ``makers``: JSON, what made the tokens; "" where the rule of the layer did.
    ``packed``: arrays that are on their way to another process.
    """

    ids: Ids
    passage_counts: Ids
    quotations: Ids
    sentences: Ids | None
    spans: Ids | None = None
    edges: Ids | None = None
    makers: str = ""

    packed: dict[str, _Packed] = field(default_factory=dict)

    def pack(self) -> None:
        """Hold long arrays compressed until ``unpack``: on their way to another process they are in memory
        twice and thrice."""
        for name in ("ids", "sentences", "spans", "edges"):
            values = getattr(self, name)
            if values is not None and values.size > PACKED:
                self.packed[name] = _Packed.of(values)
                setattr(self, name, _NONE)

    def unpack(self) -> None:
        """Undo ``pack``."""
        while self.packed:
            name, values = self.packed.popitem()
            setattr(self, name, values.unpacked())


class _Packed(NamedTuple):
    """An array's bytes, compressed, and its shape."""

    data: bytes
    shape: tuple[int, ...]

    @classmethod
    def of(cls, values: Ids) -> _Packed:
        return cls(codec.pack(values.reshape(-1)), values.shape)

    def unpacked(self) -> Ids:
        return codec.unpack(self.data).reshape(self.shape)


_NONE: Ids = np.zeros(0, dtype=np.uint32)


class _Forms(dict[tuple[str, str], int]):
    """From a form and its part of speech to the id of the term, for the words of one language."""

    def __init__(self, vocabulary: LocalVocabulary, language: str) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._language = language

    def ids(self, found: Analysed) -> Ids:
        """The ids of words that an analyser found."""
        if len(self) > MOST_TERMS:
            self.clear()
        return np.fromiter(
            map(self._id, found.forms, found.tags, found.lemmas), dtype=np.uint32, count=len(found.forms)
        )

    def _id(self, form: str, tag: str, lemma: str | None) -> int:
        key = (form, tag)
        known = self.get(key)
        if known is None:
            known = self[key] = self._vocabulary.id_of((_WORD, self._language, tag), form, lemma)
        return known


class LocalVocabulary:
    """Gives each term a number when it is met, and tells which numbers are new since last asked.

    A term may have several numbers: not all terms are remembered. ``numbers``: how many were given.
    """

    def __init__(self) -> None:
        self._ids: dict[Kind, dict[str, int]] = {}
        self._remembered = 0
        self._waiting: dict[Kind, Waiting] = {}
        self._unpacked = 0
        self._packed: list[NewTerms] = []
        self._chunks: dict[str, Chunks] = {}
        self._forms: dict[str, _Forms] = {}
        self.numbers = 0

    def id_of(self, kind: Kind, surface: str, lemma: str | None = None) -> int:
        known = self._ids.get(kind)
        if known is None:
            known = self._ids[kind] = {}
        found = known.get(surface)
        if found is None:
            found = known[surface] = self.numbers
            self.numbers += 1
            self._add(kind, surface, lemma, found)
        return found

    def _add(self, kind: Kind, surface: str, lemma: str | None, number: int) -> None:
        self._remembered += 1
        if self._remembered > MOST_TERMS:
            self._ids.clear()
            self._remembered = 0
        waiting = self._waiting.get(kind)
        if waiting is None:
            waiting = self._waiting[kind] = Waiting()
        waiting.ids.append(number)
        waiting.surfaces.append(surface)
        waiting.lemmas.append(lemma)
        self._unpacked += 1
        if self._unpacked > TOGETHER:
            self._pack()

    def _pack(self) -> None:
        self._packed += [waiting.packed(kind) for kind, waiting in self._waiting.items()]
        self._waiting.clear()
        self._unpacked = 0

    def forms(self, language: str) -> _Forms:
        """The words of a language that analysers find."""
        return self._forms.setdefault(language, _Forms(self, language))

    def take_new(self) -> list[NewTerms]:
        """Terms met since the last call. Their local ids are those that follow on the last call's."""
        self._pack()
        new, self._packed = self._packed, []
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
        if table is None:
            table = self._chunks[language] = Chunks(self.id_of, language)
        unspaced = may_hold_cjk(text)
        encoder = Encoder(table)
        cuts: list[int] = [0]
        begun: list[int] = []
        quoted = _Quoted(quotations)
        for start, end in spans:
            bounds = quoted.bounds(start, end)
            if unspaced and has_cjk(text, start, end):
                _cut(text, start, end, language, bounds, encoder, begun, quoted)
            else:
                passage = text[start:end]
                if "\n" in passage:
                    passage = passage.replace("\n", " ")
                if bounds:
                    inside = [bound - start for bound in bounds]
                    quoted.edges += _places(passage, inside, encoder.count, language)
                if end - start <= PIECE:
                    encoder.take(passage.split(" "))
                else:
                    for piece in pieces(passage):
                        encoder.take(piece.split(" "))
            cuts.append(encoder.count)
        ids, offsets, codes, inner = encoder.finish()
        ends = offsets[cuts]
        begins = np.zeros(len(ids) + 1, dtype=bool)
        begins[ends] = True
        begins[offsets[sentence_pairs(codes)]] = True
        if begun:
            begins[offsets[begun]] = True
        begins[inner] = True
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
        if not parts:  # of a run of one language: the letters stand in another
            return None
        points = np.frombuffer("".join(parts).encode("utf-32-le", "surrogatepass"), "<u4")
        held = np.zeros(int(points.max()) + 1, dtype=bool)
        held[points] = True
        unique = np.flatnonzero(held)
        kind: Kind = (_CHAR, language, "")
        ids = np.zeros(len(held), dtype=np.uint32)
        ids[unique] = [self.id_of(kind, chr(point)) for point in unique.tolist()]
        starts = [start for start, _ in spans]
        pairs = []
        for first, last in quotations:
            number = bisect_right(starts, first) - 1
            if number in base and last <= spans[number][1]:
                pairs.append((first + base[number], last + base[number]))
        return LayerTokens(ids[points], counts, np.array(pairs, dtype=np.uint32).reshape(-1), None)


_WITH_CJK = np.zeros(256, dtype=bool)
"""By the high byte of a unit of UTF-16 whether a letter of the layer ``char`` may stand there."""
_WITH_CJK[[0x0E, 0x10, 0x11, 0x17, 0x19]] = True
_WITH_CJK[0x2E:] = True


def may_hold_cjk(text: str) -> bool:
    """Whether the text holds a character of the blocks in which letters of the layer ``char`` stand.

    Takes a tenth of the time of looking for such a letter.
    """
    if text.isascii():
        return False
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    return bool(_WITH_CJK[units >> 8].any())


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


def _places(passage: str, bounds: Sequence[int], chunks: int, language: str) -> list[tuple[int, int]]:
    """For each place in a passage its chunk, counted on from ``chunks``, and the tokens of that before it."""
    places: dict[int, tuple[int, int]] = {}
    done = tokens = 0
    for bound in sorted(bounds):  # each is looked for from the one before, not from the beginning
        space = passage.rfind(" ", done, bound)
        if space >= 0:
            chunks += passage.count(" ", done, bound)
            done, tokens = space + 1, 0
        tokens += len(word_spans(passage, done, bound, language))
        done = bound
        places[bound] = (chunks, tokens)
    return [places[bound] for bound in bounds]


def _cut(
    text: str,
    start: int,
    end: int,
    language: str,
    bounds: list[int],
    encoder: Encoder,
    begun: list[int],
    quoted: _Quoted,
) -> None:
    """A passage that holds CJK, cut where sentences and quotations begin and end (never inside a token).

    Its chunks are words without marks, so that none of them tells of sentences: ``begun`` takes the ordinals
    of those with which one begins.
    """
    found = boundaries(text, start, end, language)
    at = {start: encoder.count}
    for piece_start, piece_end in itertools.pairwise(sorted({start, end, *found, *bounds})):
        # Without spaces no chunk comes twice: maximal matches do, sometimes.
        encoder.take(matches(text, piece_start, piece_end))
        at[piece_end] = encoder.count
    begun += [at[one] for one in found]
    quoted.edges += [(at[bound], 0) for bound in bounds]
