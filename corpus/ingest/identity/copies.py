"""A text once more, for a document that is parted from the one that held it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from corpus.index.encoding import codec
from corpus.index.encoding.block_contents import documents_of
from corpus.store.bulk import insert_rows
from corpus.store.row_groups import stored
from corpus.store.tables.archive import MentionRow, PassageRow, QuotationRow, Version
from corpus.store.tables.index import Block
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, Table

    from corpus.index.build.writer import IndexWriter
    from corpus.store.ids import Ids


def copy_version(
    connection: Connection, ids: Ids, index: IndexWriter, version: int, row: Mapping[str, Any]
) -> None:
    """Copy a stored text as ``row`` (its id and more) says, with passages, quotations, mentions, tokens."""
    copy = row["id"]
    _copy_rows(connection, Version, Version.c.id == version, row)
    for table in (PassageRow, QuotationRow):
        _copy_rows(connection, table, table.c.version_id == version, {"version_id": copy})
    for mention in connection.scalars(
        select(MentionRow.c.id).where(MentionRow.c.version_id == version)
    ).all():
        _copy_rows(
            connection,
            MentionRow,
            MentionRow.c.id == mention,
            {"id": ids.next(MentionRow), "version_id": copy},
        )
    if index.copy(version, copy):
        return
    for block_id, layer, packed in connection.execute(
        select(Block.c.id, Block.c.layer, Block.c.versions)
    ).all():
        if not np.isin(version, codec.unpack(packed)):
            continue
        makers, documents = documents_of(connection, block_id)
        for held in documents:
            if held.version_id == version:
                index.add(Layer(layer), makers, dataclasses.replace(held, version_id=copy))


def _copy_rows(
    connection: Connection, table: Table, where: ColumnElement[bool], changes: Mapping[str, Any]
) -> None:
    names = [column.name for column in table.c]
    rows = connection.execute(select(*(stored(column) for column in table.c)).where(where)).all()
    copies = [dict(zip(names, row, strict=True)) | dict(changes) for row in rows]
    insert_rows(connection, table, names, [tuple(copy.values()) for copy in copies])
