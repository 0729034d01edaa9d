"""A text's tokens in each layer, all of it in one language: by the rule for words, or by an analyser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.index.build import analysed_tokens
from corpus.index.build.vocabulary import may_hold_cjk
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.index.build.vocabulary import LayerTokens, LocalVocabulary


def tokenise_one_language(
    vocabulary: LocalVocabulary,
    text: str,
    language: str,
    spans: Sequence[tuple[int, int]],
    quotations: Sequence[tuple[int, int]],
) -> dict[Layer, LayerTokens]:
    """The tokens of a text, by layer; see ``corpus.index.build.tokenise``."""
    characters = vocabulary.characters(text, language, spans, quotations) if may_hold_cjk(text) else None
    if characters is None:
        return {Layer.word: vocabulary.words(text, language, spans, quotations)}
    found = analysed_tokens.analyse(text, language, spans)
    if any(found.words):
        words = analysed_tokens.analysed_words(vocabulary, text, language, spans, quotations, found)
    else:
        words = vocabulary.words(text, language, spans, quotations)
    if any(found.morphemes):
        counts = characters.passage_counts.tolist()
        characters.edges = analysed_tokens.morpheme_edges(text, spans, counts, found)
        characters.makers = found.morpheme_makers
    return {Layer.word: words, Layer.char: characters}
