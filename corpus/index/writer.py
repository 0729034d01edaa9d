"""Writing the index: terms get their numbers, documents collect in blocks, blocks become rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, select

from corpus.index import block
from corpus.index.lemmas import lemma_of
from corpus.index.terms import last_term
from corpus.model.text import fold
from corpus.model.tokens import Layer
from corpus.store.bulk import insert_rows
from corpus.store.indexed import Block, Posting, Stream, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.index.block import IndexedDocument
    from corpus.index.vocabulary import Ids as TermIds
    from corpus.index.vocabulary import TermKey
    from corpus.store.ids import Ids

_LOOKUP = 400
"""Terms asked for in one statement: stays under the parameter limits of both stores."""


class TermWriter:
    """Numbers of terms in the database; new terms are given the next one.

    Valid inside one write transaction, and after it as long as nobody else wrote.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[TermKey, int] = {}
        self._pending: list[tuple[object, ...]] = []
        self.last = last_term(connection)
        self._stored = self.last

    def still_valid(self, connection: Connection) -> bool:
        """Whether the database holds just the terms that this writer knows of."""
        self._connection = connection
        return last_term(connection) == self.last

    def resolve(self, keys: Sequence[TermKey]) -> TermIds:
        """The database's id of each term."""
        unknown = [key for key in keys if key not in self._ids]
        if unknown and self._stored:
            self._look_up(unknown)
        ids = np.empty(len(keys), dtype=np.uint32)
        for at, key in enumerate(keys):
            found = self._ids.get(key)
            if found is None:
                self.last += 1
                found = self._ids[key] = self.last
                layer, language, surface = key
                lemma = lemma_of(language, surface) if layer == Layer.word else None
                self._pending.append((found, int(layer), language, surface, fold(surface), lemma, ""))
            ids[at] = found
        return ids

    def _look_up(self, keys: Sequence[TermKey]) -> None:
        groups: dict[tuple[int, str], list[str]] = {}
        for layer, language, surface in keys:
            groups.setdefault((layer, language), []).append(surface)
        for (layer, language), surfaces in groups.items():
            # One column in the list, the others fixed: a list of pairs would not use SQLite's index.
            query = select(Term.c.surface, Term.c.id).where(
                Term.c.layer == int(layer), Term.c.language == language
            )
            for start in range(0, len(surfaces), _LOOKUP):
                part = query.where(Term.c.surface.in_(surfaces[start : start + _LOOKUP]))
                for surface, term in self._connection.execute(part):
                    self._ids[(layer, language, surface)] = term

    def flush(self) -> None:
        """Insert the new terms."""
        insert_rows(
            self._connection,
            Term,
            ("id", "layer", "language", "surface", "fold", "lemma", "tag"),
            self._pending,
        )
        self._pending = []


class IndexWriter:
    """Collects documents by layer and writes them as one block each, in the caller's transaction."""

    def __init__(self, analysers: dict[str, str]) -> None:
        self._analysers = analysers
        self._documents: dict[Layer, list[IndexedDocument]] = {layer: [] for layer in Layer}

    def add(self, layer: Layer, document: IndexedDocument) -> None:
        self._documents[layer].append(document)

    def flush(self, connection: Connection, ids: Ids) -> None:
        """Write what has been collected, a block for each layer."""
        for layer, documents in self._documents.items():
            if documents:
                write_block(connection, ids, layer, documents, self._analysers)
        self._documents = {layer: [] for layer in Layer}


def write_block(
    connection: Connection,
    ids: Ids,
    layer: Layer,
    documents: list[IndexedDocument],
    analysers: dict[str, str],
) -> int:
    """Insert one block of these documents; its id is returned."""
    block_id = ids.next(Block)
    arrays, stream = block.assemble(documents)
    row = block.block_row(block_id, layer, arrays, analysers)
    insert_rows(connection, Block, tuple(row), [tuple(row.values())])
    insert_rows(
        connection,
        Stream,
        ("block_id", "part", "data"),
        [(block_id, number, data) for number, data in block.stream_parts(stream)],
    )
    insert_rows(
        connection,
        Posting,
        ("block_id", "first_term", "last_term", "data"),
        [(block_id, first, last, data) for first, last, data in block.posting_chunks(stream)],
    )
    return block_id
