"""Function words of all languages; ``corpus/data/words/function_words.toml`` says what its columns are."""

from __future__ import annotations

from functools import cache

from corpus.settings import packaged
from corpus.text.normalisation import fold


def function_words() -> dict[str, frozenset[str]]:
    """By language, the words that are function words wherever they stand, folded."""
    return _column("function")


@cache
def edge_words() -> dict[str, frozenset[str]]:
    """By language, the words that neither begin nor end a phrase, folded: function words, and what counts as
    one where no part of speech is looked at."""
    function, edges = _column("function"), _column("edges")
    return {tag: function.get(tag, frozenset()) | edges.get(tag, frozenset()) for tag in function | edges}


def telling_words() -> dict[str, frozenset[str]]:
    """By language, common words by which it is told from others of its script, in lower case."""
    return _column("telling")


@cache
def _column(name: str) -> dict[str, frozenset[str]]:
    table = packaged("corpus.data.words", "function_words.toml")
    written = str.lower if name == "telling" else fold
    return {
        language: frozenset(map(written, columns[name].split()))
        for language, columns in table.items()
        if name in columns
    }
