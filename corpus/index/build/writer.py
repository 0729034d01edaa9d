"""Writing the index: terms get their numbers, documents collect in blocks, blocks become rows."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, select

from corpus.index.build.lemmas import lemma_of
from corpus.index.encoding import block
from corpus.index.encoding.block_manifests import made as manifest_of
from corpus.index.encoding.block_manifests import write_manifest
from corpus.index.encoding.term_digests import COLUMNS, write_digests
from corpus.store.bulk import insert_rows
from corpus.store.ids import last_id
from corpus.store.tables.index import Block, Posting, Stream, Term
from corpus.text.analysers.hanja_reading import reading
from corpus.text.languages import within
from corpus.text.normalisation import fold, without_diacritics
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.index.build.new_terms import Ids as TermIds
    from corpus.index.build.new_terms import Kind, NewTerms
    from corpus.index.build.vocabulary import LocalVocabulary
    from corpus.index.encoding.block import IndexedDocument
    from corpus.store.ids import Ids

KOREAN = "ko"
_LOOKUP = 400
"""Terms asked for in one statement: stays under the parameter limits of both stores."""
TOGETHER = 20_000
"""Terms that are looked up, and inserted, together."""
MOST_REMEMBERED = 500_000
"""Terms whose numbers are remembered; others are asked of the database."""


def plain_form(layer: int, language: str, form: str) -> str:
    """A folded form without what a search ignores: diacritics, and of Hanja in Korean texts all but how they
    are read."""
    if layer == Layer.char and within(language, KOREAN):
        return reading(form)
    return without_diacritics(form)


TermRow = tuple[int, int, str, str, str, str | None, str | None, str]
"""Id, layer, language, surface, fold, plain, lemma and tag of a term."""


class TermWriter:
    """Numbers of terms in the database; new terms are given the next one.

    Valid inside one write transaction, and after it as long as nobody else wrote.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[Kind, dict[str, int]] = {}
        self._remembered = 0
        self._learned: dict[LocalVocabulary, TermIds] = {}
        self._pending: list[TermRow] = []
        self.last = last_id(connection, Term)
        self._stored = self.last

    def still_valid(self, connection: Connection) -> bool:
        """Whether the database holds just the terms that this writer knows of."""
        self._connection = connection
        return last_id(connection, Term) == self.last

    def resolve(self, new: Sequence[NewTerms]) -> TermIds:
        """The database's id of each new term of a vocabulary, in the order of its local ids."""
        first = min((int(terms.ids[0]) for terms in new), default=0)
        found = np.empty(sum(len(terms.ids) for terms in new), dtype=np.uint32)
        for terms in new:
            for ids, surfaces, lemmas in terms.parts(TOGETHER):
                found[ids - first] = self._numbers(terms.kind, surfaces, lemmas)
        return found

    def learn(self, vocabulary: LocalVocabulary) -> TermIds:
        """The database's id of each term that a vocabulary holds, by its number there."""
        known = self._learned.get(vocabulary, np.zeros(0, dtype=np.uint32))
        new = self.resolve(vocabulary.take_new())
        found = self._learned[vocabulary] = np.concatenate((known, new)) if len(new) else known
        return found

    def _numbers(self, kind: Kind, surfaces: Sequence[str], lemmas: Sequence[str | None]) -> list[int]:
        if self._remembered > MOST_REMEMBERED:
            self.flush()
            self._ids.clear()
            self._remembered, self._stored = 0, self.last
        known = self._ids.setdefault(kind, {})
        unknown = [surface for surface in surfaces if surface not in known]
        if unknown and self._stored:
            self._look_up(kind, unknown)
        for surface, lemma in zip(surfaces, lemmas, strict=True):
            if surface not in known:
                self.last += 1
                known[surface] = self.last
                self._pending.append(_row(self.last, kind, surface, lemma))
        self._remembered += len(unknown)
        if len(self._pending) >= TOGETHER:
            self.flush()
        return [known[surface] for surface in surfaces]

    def _look_up(self, kind: Kind, surfaces: Sequence[str]) -> None:
        layer, language, tag = kind
        known = self._ids[kind]
        # One column in the list, the others fixed: a list of pairs would not use SQLite's index.
        query = select(Term.c.surface, Term.c.id).where(
            Term.c.layer == int(layer), Term.c.language == language, Term.c.tag == tag
        )
        for start in range(0, len(surfaces), _LOOKUP):
            part = query.where(Term.c.surface.in_(surfaces[start : start + _LOOKUP]))
            known.update((surface, term) for surface, term in self._connection.execute(part))

    def flush(self) -> None:
        """Insert the new terms."""
        insert_rows(
            self._connection,
            Term,
            ("id", "layer", "language", "surface", "fold", "plain", "lemma", "tag"),
            self._pending,
        )
        if self._pending:
            ids, layers, language, surface, form, plain, lemma, tag = zip(*self._pending, strict=True)
            values = (language, surface, form, plain, lemma, tag)
            write_digests(self._connection, ids, layers, dict(zip(COLUMNS, values, strict=True)))
        self._pending = []


def _row(number: int, kind: Kind, surface: str, lemma: str | None) -> TermRow:
    """A row of the table of terms."""
    layer, language, tag = kind
    if lemma is not None:
        lemma = fold(lemma)
    elif layer == Layer.word:
        lemma = lemma_of(language, surface)
    form = fold(surface)
    plain = plain_form(layer, language, form)
    return (number, int(layer), language, surface, form, plain if plain != form else None, lemma, tag)


class IndexWriter:
    """Collects documents and writes them, in the caller's transaction, as one block of each layer and of each
    kind of tokens: what different analysers made never stands in one block."""

    def __init__(self) -> None:
        self._documents: dict[tuple[Layer, str], list[IndexedDocument]] = {}

    def add(self, layer: Layer, makers: str, document: IndexedDocument) -> None:
        """``makers``: JSON, name and version of what made the tokens; see
        ``corpus.index.build.analysed_tokens``."""
        self._documents.setdefault((layer, makers), []).append(document)

    def copy(self, version: int, copy: int) -> bool:
        """Add a version that was added already once more, under another id; whether it was."""
        found = [
            (key, document)
            for key, documents in self._documents.items()
            for document in documents
            if document.version_id == version
        ]
        for (layer, makers), document in found:
            self.add(layer, makers, dataclasses.replace(document, version_id=copy))
        return bool(found)

    def flush(self, connection: Connection, ids: Ids) -> None:
        """Write what has been collected."""
        for layer, makers in sorted(self._documents):  # what is written is not held while others are
            write_block(connection, ids, layer, self._documents.pop((layer, makers)), makers)


def write_block(
    connection: Connection, ids: Ids, layer: Layer, documents: list[IndexedDocument], makers: str
) -> int:
    """Insert one block of these documents, which are taken out of their list; its id is returned."""
    block_id = ids.next(Block)
    arrays, stream, spans = block.assemble(documents)
    documents.clear()  # a long text would be held twice
    row = block.block_row(block_id, layer, arrays, makers)
    parts = list(block.stream_parts(stream, spans))
    chunks = list(block.posting_chunks(stream))
    insert_rows(connection, Block, tuple(row), [tuple(row.values())])
    insert_rows(
        connection, Stream, ("block_id", "part", "data", "spans"), [(block_id, *one) for one in parts]
    )
    insert_rows(
        connection,
        Posting,
        ("block_id", "first_term", "last_term", "data"),
        [(block_id, *one) for one in chunks],
    )
    write_manifest(connection, manifest_of(row, parts, chunks))
    return block_id
