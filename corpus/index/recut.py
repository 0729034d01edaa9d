"""A document of the index cut anew by the rules of now, its analysers' words kept."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from corpus.analysis.assembly import Assembler
from corpus.index import makers, mixed
from corpus.model.tokens import Layer
from corpus.store.indexed import Term
from corpus.store.lookups import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from corpus.analysis.assembly import Found
    from corpus.analysis.base import Analysed
    from corpus.index.block import IndexedDocument
    from corpus.index.stored_texts import StoredText
    from corpus.index.vocabulary import LayerTokens, LocalVocabulary
    from corpus.index.writer import TermWriter


class Recutting:
    """Cuts documents of the layer word. An analyser need not be installed: what it said of Hangul, Han and
    Kana is in the index, and the rest was always cut by the rule."""

    def __init__(self, connection: Connection, vocabulary: LocalVocabulary, terms: TermWriter) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._terms = terms
        self._forms: dict[int, tuple[str, str, str | None]] = {}

    def cut(
        self, made_by: str, document: IndexedDocument, stored: StoredText
    ) -> Iterator[tuple[Layer, str, IndexedDocument]]:
        """The document in each layer that changes, with what made its tokens (see
        ``corpus.index.makers``)."""
        analysed = None if document.spans is None else self._analysed(document, stored)
        tokens = mixed.words(self._vocabulary, *stored.arguments, analysed)
        yield Layer.word, makers.renewed(made_by), self._indexed(document, tokens)

    def _indexed(self, document: IndexedDocument, tokens: LayerTokens) -> IndexedDocument:
        return replace(
            document,
            ids=self._terms.learn(self._vocabulary)[tokens.ids],
            passage_counts=tokens.passage_counts,
            quotations=tokens.quotations,
            sentences=tokens.sentences,
            edges=tokens.edges,
            spans=tokens.spans,
        )

    def _analysed(self, document: IndexedDocument, stored: StoredText) -> list[Analysed]:
        """What analysers said of each passage, put together with the rule anew."""
        assert document.spans is not None
        starts, lengths = document.spans
        firsts = np.repeat([start for start, _ in stored.passages], document.passage_counts)
        found: list[Found] = [
            (start, start + length, *form)
            for start, length, form in zip(
                (starts + firsts).tolist(), lengths.tolist(), self._words(document), strict=True
            )
        ]
        places = [word[0] for word in found]
        passages = []
        for start, end in stored.passages:
            inside = found[bisect_left(places, start) : bisect_left(places, end)]
            moved = [(word[0] - start, word[1] - start, *word[2:]) for word in inside]
            passages.append(Assembler(stored.text[start:end]).assemble(moved))
        return passages

    def _words(self, document: IndexedDocument) -> list[tuple[str, str, str | None]]:
        """Form, part of speech and lemma of each token."""
        ids = document.ids.tolist()
        columns = select(Term.c.id, Term.c.surface, Term.c.tag, Term.c.lemma)
        for part in in_parts(sorted(set(ids) - self._forms.keys())):
            for term, *form in self._connection.execute(columns.where(Term.c.id.in_(part))):
                self._forms[term] = tuple(form)
        return [self._forms[term] for term in ids]
