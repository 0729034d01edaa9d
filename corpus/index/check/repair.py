"""Making again what follows from the texts: forms of terms, blocks, packed facts, indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete, inspect, select

from corpus.index.build.tokenise import tokenise
from corpus.index.build.vocabulary import LocalVocabulary
from corpus.index.build.writer import IndexWriter, TermWriter
from corpus.index.check.blocks import check_blocks
from corpus.index.check.rows import repair_digests
from corpus.index.check.terms import repair_terms
from corpus.index.encoding import tokeniser_versions as makers
from corpus.index.encoding.block import BLOCK_TOKENS, IndexedDocument, unpacked
from corpus.index.encoding.block_contents import delete_blocks
from corpus.index.encoding.block_manifests import recount_blocks
from corpus.index.read.document_facts import pack_facts
from corpus.index.renewal.stored_texts import texts_of
from corpus.store.ids import Ids
from corpus.store.lookups import in_parts
from corpus.store.state import mark_changed
from corpus.store.tables.all import metadata
from corpus.store.tables.archive import PassageRow
from corpus.store.tables.index import Block, Manifest, PackedFact, Posting, Stream
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def repair(connection: Connection, recut: Iterable[int]) -> None:
    """Write anew, in the caller's transaction, broken blocks and what else follows from the texts."""
    _indexes(connection)
    repair_digests(connection)
    repair_terms(connection)
    _, broken, _ = check_blocks(connection, full=False)  # also those that hold words which are lost
    delete_blocks(connection, sorted({*broken, *recut}))
    recount_blocks(connection)
    there = select(Block.c.id)
    for table in (Stream, Posting, Manifest):
        connection.execute(delete(table).where(table.c.block_id.not_in(there)))
    _missing(connection)
    connection.execute(delete(PackedFact))
    mark_changed(connection)
    pack_facts(connection)


def _indexes(connection: Connection) -> None:
    found = inspect(connection)
    for table in metadata.sorted_tables:
        held = {index["name"] for index in found.get_indexes(table.name)}
        for index in table.indexes:
            if index.name not in held:
                index.create(connection)


def _missing(connection: Connection) -> None:
    """Index the versions that stand in no block of a layer."""
    held: dict[int, set[int]] = {int(layer): set() for layer in Layer}
    for layer, data in connection.execute(select(Block.c.layer, Block.c.versions)):
        versions = unpacked("versions", data)
        if versions is not None:
            held[layer].update(versions.tolist())
    having = sorted(connection.scalars(select(PassageRow.c.version_id).distinct()))
    # A text without CJK stands in one layer only: those that lack the other are looked at, not written.
    wanted = [one for one in having if any(one not in some for some in held.values())]
    terms, index, vocabulary = TermWriter(connection), IndexWriter(), LocalVocabulary()
    ids, size = Ids(connection), 0
    for some in in_parts(wanted):
        rows = select(PassageRow.c.version_id, PassageRow.c.role, PassageRow.c.speaker_id)
        rows = rows.where(PassageRow.c.version_id.in_(some)).order_by(
            PassageRow.c.version_id, PassageRow.c.number
        )
        passages: dict[int, list[tuple[int, int]]] = {}
        for version, role, speaker in connection.execute(rows):
            passages.setdefault(version, []).append((role, speaker or 0))
        for version, stored in zip(some, texts_of(connection, some), strict=True):
            if stored is None:
                continue
            for layer, tokens in tokenise(vocabulary, *stored.arguments).items():
                number = terms.learn(vocabulary)
                if version in held[layer]:
                    continue
                roles, speakers = np.array(passages[version], dtype=np.uint32).T
                index.add(
                    layer,
                    tokens.makers or makers.written(makers.BY_RULE),
                    IndexedDocument(
                        version, number[tokens.ids], tokens.passage_counts, roles, speakers,
                        tokens.quotations, tokens.sentences, tokens.edges, tokens.spans,
                    ),
                )  # fmt: skip
                size += len(tokens.ids)
        if size > BLOCK_TOKENS:
            terms.flush()
            index.flush(connection, ids)
            size = 0
    terms.flush()
    index.flush(connection, ids)
