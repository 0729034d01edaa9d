"""A text's tokens in each layer: by the rule for words, or by an analyser where one is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.index.build.vocabulary import may_hold_cjk
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.index.build.vocabulary import LayerTokens, LocalVocabulary


def tokenise(
    vocabulary: LocalVocabulary,
    text: str,
    language: str,
    spans: Sequence[tuple[int, int]],
    quotations: Sequence[tuple[int, int]],
    foreign: Mapping[int, str] | None = None,
) -> dict[Layer, LayerTokens]:
    """The tokens of a text, by layer; none where it has no passages.

    ``spans``: passages in order, ``quotations``: quoted words, both half-open, in code points of the text.
    ``foreign``: by number of the passage its language, where it is not the text's.
    """
    if not spans:
        return {}
    if foreign:
        from corpus.index.build import language_runs as mixed

        return mixed.tokenise(vocabulary, text, language, spans, quotations, foreign)
    characters = vocabulary.characters(text, language, spans, quotations) if may_hold_cjk(text) else None
    if characters is None:
        return {Layer.word: vocabulary.words(text, language, spans, quotations)}
    from corpus.index.build import analysed_tokens as analysed

    found = analysed.analyse(text, language, spans)
    if any(found.words):
        words = analysed.analysed_words(vocabulary, text, language, spans, quotations, found)
    else:
        words = vocabulary.words(text, language, spans, quotations)
    if any(found.morphemes):
        characters.edges = analysed.morpheme_edges(text, spans, characters.passage_counts.tolist(), found)
        characters.makers = found.morpheme_makers
    return {Layer.word: words, Layer.char: characters}
