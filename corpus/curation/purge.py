"""Deleting for good what was removed: its rows, its texts and their words in the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import delete, func, select, update

from corpus.index.build.unused_terms import delete_unused_terms
from corpus.index.build.writer import write_block
from corpus.index.encoding import codec
from corpus.index.encoding.block_contents import delete_blocks, documents_of
from corpus.index.read.document_facts import pack_facts
from corpus.store.changes import What, log_change
from corpus.store.ids import Ids
from corpus.store.lookups import in_parts
from corpus.store.state import mark_changed
from corpus.store.tables.archive import (
    Address,
    AddressKey,
    Document,
    MentionRow,
    PassageRow,
    QuotationRow,
    Reference,
    Version,
)
from corpus.store.tables.coding import Annotation
from corpus.store.tables.index import Block
from corpus.store.tables.log import Correction, DoubtRow, Sighting
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine


@dataclass(frozen=True, slots=True)
class Purged:
    """Documents deleted, with their texts; ``coded``: those that stay, because a text of theirs is coded."""

    documents: int
    texts: int
    coded: int


def removed(connection: Connection) -> tuple[list[int], int]:
    """Documents that a purge deletes, and how many removed ones it leaves because somebody coded them."""
    coded = select(Version.c.document_id).join(Annotation, Annotation.c.version_id == Version.c.id).distinct()
    gone = Document.c.removed_at.is_not(None)
    ids = connection.scalars(select(Document.c.id).where(gone, Document.c.id.not_in(coded))).all()
    kept = select(func.count()).select_from(Document).where(gone, Document.c.id.in_(coded))
    return sorted(ids), connection.scalar(kept) or 0


def purge(engine: Engine) -> Purged:
    """Delete all removed documents, in one transaction; blocks of the index that hold them are rewritten."""
    with engine.begin() as connection:
        documents, coded = removed(connection)
        texts: list[int] = []
        for some in in_parts(documents):
            texts += connection.scalars(select(Version.c.id).where(Version.c.document_id.in_(some))).all()
        if documents:
            _rewrite_blocks(connection, texts)
            _delete(connection, documents, texts)
            delete_unused_terms(connection)
            about = f"{len(documents):,} removed document{'s' * (len(documents) > 1)} deleted for good"
            log_change(connection, Ids(connection), What.purge, about)
            mark_changed(connection)
            pack_facts(connection)
    return Purged(len(documents), len(texts), coded)


def _rewrite_blocks(connection: Connection, texts: Sequence[int]) -> None:
    gone = np.array(sorted(texts), dtype=np.int64)
    for block_id, layer, packed in connection.execute(
        select(Block.c.id, Block.c.layer, Block.c.versions).order_by(Block.c.id)
    ).all():
        if not np.isin(codec.unpack(packed), gone).any():
            continue
        makers, documents = documents_of(connection, block_id)
        keeps = ~np.isin([document.version_id for document in documents], gone)
        kept = [document for document, keep in zip(documents, keeps.tolist(), strict=True) if keep]
        if kept:
            write_block(connection, Ids(connection), Layer(layer), kept, makers)
        delete_blocks(connection, [block_id])


def _delete(connection: Connection, documents: Sequence[int], texts: Sequence[int]) -> None:
    """Children first: the two stores treat what refers to a deleted row alike, and no cascade is searched."""
    connection.execute(
        update(Document).where(Document.c.removed_at.is_not(None)).values(current_version_id=None)
    )
    for some in in_parts(documents):
        own = select(Address.c.id).where(Address.c.document_id.in_(some))
        for column in (Sighting.c.address_id, AddressKey.c.address_id):
            connection.execute(delete(column.table).where(column.in_(own)))
        for table in (DoubtRow, Correction, Reference):
            connection.execute(delete(table).where(table.c.document_id.in_(some)))
        # A reading of another document may show a text that is theirs no more: it shows none.
        theirs = select(Version.c.id).where(Version.c.document_id.in_(some))
        for column in (Address.c.version_id, Address.c.stands_for_id):
            strangers = update(Address).where(column.in_(theirs), Address.c.document_id.not_in(some))
            connection.execute(strangers.values({column.name: None}))
        connection.execute(delete(Address).where(Address.c.document_id.in_(some)))
    for some in in_parts(texts):
        for table in (PassageRow, QuotationRow, MentionRow):
            connection.execute(delete(table).where(table.c.version_id.in_(some)))
        connection.execute(delete(Version).where(Version.c.id.in_(some)))
    for some in in_parts(documents):
        connection.execute(delete(Document).where(Document.c.id.in_(some)))
