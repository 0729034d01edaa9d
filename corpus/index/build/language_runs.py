"""Tokens of a text whose passages are of several languages: each run of passages is cut by itself."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corpus.index.build import analysed_tokens as analysed
from corpus.index.build.one_language import tokenise_one_language
from corpus.index.build.vocabulary import LayerTokens
from corpus.index.encoding import tokeniser_versions as makers
from corpus.text.tokens import Layer, has_hangul

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpus.index.build.vocabulary import LocalVocabulary
    from corpus.text.analysers.base import Analysed

Spans = list[tuple[int, int]]
_NONE = np.zeros(0, dtype=np.uint32)


def words(
    vocabulary: LocalVocabulary,
    text: str,
    language: str,
    spans: Sequence[tuple[int, int]],
    quotations: Sequence[tuple[int, int]],
    foreign: Mapping[int, str],
    analysed_passages: Sequence[Analysed] | None = None,
) -> LayerTokens:
    """The words of a text as the rule cuts them, or as they were analysed: ``analysed_passages``, of all."""
    found: list[LayerTokens] = []
    done = 0
    for run in _runs(language, spans, quotations, foreign):
        if analysed_passages is None:
            found.append(vocabulary.words(text, run.language, run.spans, run.quotations))
            continue
        cut = analysed.Analysis([*analysed_passages[done : done + len(run.spans)]], [], "", "")
        done += len(run.spans)
        found.append(analysed.analysed_words(vocabulary, text, run.language, run.spans, run.quotations, cut))
    return found[0] if len(found) == 1 else _joined(found)


class _Run(NamedTuple):
    """Passages of one language that follow each other, and the quotations in them."""

    language: str
    spans: Spans
    quotations: Spans


def tokenise(
    vocabulary: LocalVocabulary,
    text: str,
    language: str,
    spans: Sequence[tuple[int, int]],
    quotations: Sequence[tuple[int, int]],
    foreign: Mapping[int, str],
) -> dict[Layer, LayerTokens]:
    """See ``corpus.index.build.tokenise``: a document's tokens, the same as if each run were a text of
    its own."""
    runs = list(_runs(language, spans, quotations, foreign))
    found = [tokenise_one_language(vocabulary, text, run.language, run.spans, run.quotations) for run in runs]
    words = [tokens[Layer.word] for tokens in found]
    if any(part.spans is not None for part in words):  # then each token's place is kept
        words = [
            part if part.spans is not None else _by_rule(vocabulary, text, run)
            for part, run in zip(words, runs, strict=True)
        ]
    joined = {Layer.word: _joined(words)}
    if any(Layer.char in tokens for tokens in found):
        parts = [
            _with_edges(text, run, tokens.get(Layer.char)) for run, tokens in zip(runs, found, strict=True)
        ]
        joined[Layer.char] = _joined(parts)
    return joined


def _runs(
    language: str,
    spans: Sequence[tuple[int, int]],
    quotations: Sequence[tuple[int, int]],
    foreign: Mapping[int, str],
) -> Iterator[_Run]:
    for tag, numbers in groupby(range(len(spans)), lambda number: foreign.get(number, language)):
        some = [spans[number] for number in numbers]
        start, end = some[0][0], some[-1][1]
        yield _Run(tag, some, [quoted for quoted in quotations if start <= quoted[0] and quoted[1] <= end])


def _by_rule(vocabulary: LocalVocabulary, text: str, run: _Run) -> LayerTokens:
    """The words of a run as the rule cuts them, with their places."""
    uncut = analysed.Analysis([None] * len(run.spans), [], "", "")
    return analysed.analysed_words(vocabulary, text, run.language, run.spans, run.quotations, uncut)


def _with_edges(text: str, run: _Run, tokens: LayerTokens | None) -> LayerTokens:
    """The characters of a run; where it holds no Hangul, no word of Hangul has its edge there."""
    if tokens is None:
        return LayerTokens(_NONE, np.zeros(len(run.spans), dtype=np.uint32), _NONE, None, edges=_NONE)
    if tokens.edges is None and not any(has_hangul(text, start, end) for start, end in run.spans):
        tokens.edges = _NONE
    return tokens


def _joined(parts: list[LayerTokens]) -> LayerTokens:
    """The tokens of all parts, one behind the other."""
    bases = np.cumsum([0, *(len(part.ids) for part in parts)])[:-1].astype(np.uint32)
    names: dict[str, str] = {}
    for part in parts:
        names |= makers.read(part.makers) if part.makers else makers.BY_RULE

    def placed(name: str) -> np.ndarray | None:
        arrays = [getattr(part, name) for part in parts]
        if any(array is None for array in arrays):
            return None
        return np.concatenate([array + base for array, base in zip(arrays, bases, strict=True)])

    edges = placed("edges")
    quotations = placed("quotations")
    assert quotations is not None
    spans = [part.spans for part in parts if part.spans is not None]
    return LayerTokens(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.passage_counts for part in parts]),
        quotations,
        placed("sentences"),
        spans=np.concatenate(spans, axis=1) if spans else None,
        edges=None if edges is None else np.unique(edges),
        makers=makers.written(names) if names != makers.BY_RULE else "",
    )
