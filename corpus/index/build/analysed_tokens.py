"""Tokens of texts that hold Hangul, Han or Kana, where an analyser of their language cuts the words."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.build.vocabulary import LayerTokens
from corpus.index.encoding.tokeniser_versions import BY_RULE, written
from corpus.text.analysers.base import Analysed
from corpus.text.analysers.registry import analyser_for
from corpus.text.languages import primary
from corpus.text.sentences import boundaries
from corpus.text.tokens import has_hangul, word_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.index.build.vocabulary import LocalVocabulary

U32 = npt.NDArray[np.uint32]
KOREAN = "ko"


class Analysis(NamedTuple):
    """A text's passages as analysers cut them, aligned with the passages; None where the rule cuts the words.

    ``words``: those of the layer word; ``morphemes``: those whose ends bound the words of Hangul.
    ``word_makers``, ``morpheme_makers``: JSON, what made the tokens of the layers word and char.
    """

    words: list[Analysed | None]
    morphemes: list[Analysed | None]
    word_makers: str
    morpheme_makers: str


def analyse(text: str, language: str, spans: Sequence[tuple[int, int]]) -> Analysis:
    """Let the analyser of the language, and of Korean where there is Hangul, cut the passages."""
    passages = [text[start:end] for start, end in spans]
    own = analyser_for(language)
    words: list[Analysed | None] = [None] * len(passages)
    morphemes = list(words)
    word_makers, morpheme_makers = dict(BY_RULE), dict(BY_RULE)
    if own is not None:
        words = list(own.analyse(passages))
        word_makers[primary(language)] = own.name
    hangul = [at for at, passage in enumerate(passages) if has_hangul(passage)]
    korean = analyser_for(KOREAN) if hangul else None
    if korean is not None:
        morpheme_makers[KOREAN] = korean.name
        found = words if korean is own else dict(
            zip(hangul, korean.analyse([passages[at] for at in hangul]), strict=True)
        )  # fmt: skip
        for at in hangul:
            morphemes[at] = found[at]
    return Analysis(words, morphemes, written(word_makers), written(morpheme_makers))


def analysed_words(
    vocabulary: LocalVocabulary,
    text: str,
    language: str,
    spans: Sequence[tuple[int, int]],
    quotations: Sequence[tuple[int, int]],
    analysis: Analysis,
) -> LayerTokens:
    """Tokens of the word layer, with the spans of each; see ``LocalVocabulary.words``."""
    forms = vocabulary.forms(language)
    cut = [
        by_rule(text[start:end], language) if found is None else found
        for (start, end), found in zip(spans, analysis.words, strict=True)
    ]
    counts = [len(found.starts) for found in cut]
    ids = np.empty(sum(counts), dtype=np.uint32)
    placed = np.empty((2, len(ids)), dtype=np.uint32)
    begun: list[int] = []
    first = 0
    for (start, end), found, count in zip(spans, cut, counts, strict=True):
        if count:
            tokens = slice(first, first + count)
            ids[tokens] = forms.ids(found)
            placed[0, tokens] = found.starts
            placed[1, tokens] = found.ends
            begun.append(first)
            for at in boundaries(text, start, end, language):
                inner = bisect_left(found.starts, at - start)
                if inner < count:
                    begun.append(first + inner)
        first += count
    quoted = np.zeros(0, dtype=np.uint32)
    if quotations:
        passages = np.repeat(np.array([start for start, _ in spans], dtype=np.uint32), counts)
        bounds = np.array(quotations, dtype=np.uint32).reshape(-1)
        quoted = np.searchsorted(placed[0] + passages, bounds).astype(np.uint32)
    placed[1] -= placed[0]
    return LayerTokens(
        ids,
        np.array(counts, dtype=np.uint32),
        quoted,
        np.array(sorted(set(begun)), dtype=np.uint32),
        spans=placed,
        makers=analysis.word_makers,
    )


def by_rule(passage: str, language: str) -> Analysed:
    """A passage as the rule for words cuts it."""
    spans = word_spans(passage, language=language)
    return Analysed(
        [a for a, _ in spans],
        [b for _, b in spans],
        [passage[a:b] for a, b in spans],
        [""] * len(spans),
        [None] * len(spans),
    )


def morpheme_edges(
    text: str, spans: Sequence[tuple[int, int]], counts: Sequence[int], analysis: Analysis
) -> U32 | None:
    """Where a word of Hangul may begin or end: token ordinals of the layer char in the document, ascending.

    ``counts``: tokens of each passage in that layer. None where the text holds Hangul that no analyser cut.
    """
    bounds = np.zeros(sum(counts) + 1, dtype=bool)
    known = False
    base = 0
    for (start, end), count, cut in zip(spans, counts, analysis.morphemes, strict=True):
        if not count:
            continue
        if cut is not None:
            known = True
            for places in ([0, end - start], cut.starts, cut.ends):
                bounds[np.array(places, dtype=np.int64) + base] = True
        elif has_hangul(text, start, end):
            return None
        base += count
    return np.arange(len(bounds), dtype=np.uint32)[bounds] if known else np.zeros(0, dtype=np.uint32)
