"""A text's tokens in each layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.index.build import language_runs
from corpus.index.build.one_language import tokenise_one_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.index.build.vocabulary import LayerTokens, LocalVocabulary
    from corpus.text.tokens import Layer


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
        return language_runs.tokenise(vocabulary, text, language, spans, quotations, foreign)
    return tokenise_one_language(vocabulary, text, language, spans, quotations)
