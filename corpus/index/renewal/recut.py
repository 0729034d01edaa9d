"""A document of the index cut anew by the rules of now, its analysers' words kept."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from corpus.index.build import language_runs as mixed
from corpus.index.build.tokenise import tokenise
from corpus.index.encoding import tokeniser_versions as makers
from corpus.index.renewal.cut_directions import cut_directions
from corpus.store.lookups import in_parts
from corpus.store.tables.index import Term
from corpus.text.analysers.merge_tokens import Assembler
from corpus.text.analysers.registry import analyser_for
from corpus.text.tokens import Layer, has_cjk, has_hangul, has_southeast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from corpus.index.build.vocabulary import LayerTokens, LocalVocabulary
    from corpus.index.build.writer import TermWriter
    from corpus.index.encoding.block import IndexedDocument
    from corpus.index.renewal.stored_texts import Spans, StoredText
    from corpus.text.analysers.base import Analysed
    from corpus.text.analysers.merge_tokens import Found

KOREAN = "ko"


class Recutting:
    """Cuts documents of the layer word. An analyser need not be installed: what it said of Hangul, Han and
    Kana is in the index, and the rest was always cut by the rule."""

    def __init__(self, connection: Connection, vocabulary: LocalVocabulary, terms: TermWriter) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._terms = terms
        self._forms: dict[int, tuple[str, str, str | None]] = {}
        self.characters: set[int] = set()
        """Versions that were given new tokens of the layer char, in place of those in its blocks."""

    def cut(
        self, made_by: str, document: IndexedDocument, stored: StoredText
    ) -> Iterator[tuple[Layer, str, IndexedDocument]]:
        """The document in each layer that changes, with what made its tokens (see
        ``corpus.index.encoding.tokeniser_versions``)."""
        parted, now, places = document, stored, stored.passages
        if not has_hangul(stored.text) or document.spans is None or analyser_for(KOREAN):
            parted, now, places = cut_directions(self._connection, document, stored)
        analysed = None if document.spans is None else self._analysed(document, stored.passages, now, places)
        tokens = mixed.words(self._vocabulary, *now.arguments, analysed)
        yield Layer.word, makers.renewed(made_by), self._indexed(parted, tokens)
        if has_southeast(now.text) or (now is not stored and has_cjk(now.text)):
            characters = tokenise(self._vocabulary, *now.arguments).get(Layer.char)
            if characters is not None:
                self.characters.add(document.version_id)
                by = characters.makers or makers.written(makers.BY_RULE)
                yield Layer.char, by, self._indexed(parted, characters)

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

    def _analysed(
        self, document: IndexedDocument, were: Spans, stored: StoredText, places: Spans
    ) -> list[Analysed]:
        """What analysers said of each passage, put together with the rule anew. ``were``: the passages of
        which the document has tokens; ``places``: where those that there are now stood in them."""
        assert document.spans is not None
        starts, lengths = document.spans
        firsts = np.repeat([start for start, _ in were], document.passage_counts)
        found: list[Found] = [
            (start, start + length, *form)
            for start, length, form in zip(
                (starts + firsts).tolist(), lengths.tolist(), self._words(document), strict=True
            )
        ]
        begins = [word[0] for word in found]
        passages = []
        for (first, last), (start, end) in zip(places, stored.passages, strict=True):
            inside = found[bisect_left(begins, first) : bisect_left(begins, last)]
            moved = [(word[0] - first, word[1] - first, *word[2:]) for word in inside]
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
