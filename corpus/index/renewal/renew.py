"""What older versions of the program wrote, written anew: frames get checksums, blocks their manifests.

In batches, each a transaction: what an interruption leaves undone, the next call does.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, bindparam, delete, func, select, type_coerce, update

from corpus.errors import DamagedError, StorageFullError
from corpus.index.encoding.block import ARRAY_NAMES
from corpus.index.encoding.block_manifests import made, rows_of, store_manifest
from corpus.index.encoding.term_digests import digest_all
from corpus.index.read.document_facts import pack_facts
from corpus.store.row_digests import digest_all_rows
from corpus.store.state import PENDING, is_pending, mark_changed
from corpus.store.tables.archive import Version
from corpus.store.tables.base import compress, decompress, has_checksum
from corpus.store.tables.index import Block, Manifest, Posting, Stream
from corpus.store.tables.log import Rejection
from corpus.store.tables.properties import Property
from corpus.store.urls import database_name
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection, Engine, Table

_log = logging.getLogger(__name__)

BATCH_BYTES = 32 * 1024 * 1024
"""Bytes of texts that are written anew in one transaction, about."""
_CHECKSUM = 4
"""Bit of the byte behind a frame's magic number; see RFC 8878, 3.1.1.1.1."""
_TOGETHER = 400
"""Rows asked for in one statement: stays under the parameter limits of both stores."""
_SPARE = 16 * 1024 * 1024


def renew(engine: Engine) -> bool:
    """Write anew what an older version wrote; whether there was any. What room that takes is logged.

    A frame that cannot be read stays as it is, for the check to find. Raises StorageFullError where the disk
    has not the room.
    """
    with engine.connect() as connection:
        if not is_pending(connection):
            return False
        blocks = _without_manifest(connection)
        room = max([_bytes_of(connection, block) for block in blocks] + [BATCH_BYTES]) * 5 // 4 + _SPARE
    _check_room(engine, room)
    for block in blocks:
        with engine.begin() as connection:
            _renew_block(connection, block)
    for table, columns in ((Version, ("raw",)), (Rejection, ("raw",))):
        with engine.connect() as connection:
            batches = list(_without_checksum(connection, table, columns))
        for batch in batches:
            with engine.begin() as connection:
                _renew_rows(connection, table, columns, batch)
    with engine.begin() as connection:
        digest_all(connection)
        connection.execute(delete(Property).where(Property.c.name == PENDING))
        mark_changed(connection)
        digest_all_rows(connection)
        pack_facts(connection)
    return True


def renewed(data: bytes) -> bytes:
    """The frame with a checksum; one that cannot be read as it is."""
    try:
        return data if has_checksum(data) else compress(decompress(data))
    except DamagedError:
        return data


def _check_room(engine: Engine, room: int) -> None:
    name, megabytes = database_name(engine.url), f"{room / 1e6:,.0f} MB"
    what = "Texts and index are written anew, with checksums"
    if engine.dialect.name != "sqlite":
        _log.warning("%s: %s.", name, what)
        return
    # Without handlers of its own, a program shows this on standard error.
    _log.warning("%s: %s; that takes up to %s beside it for a while.", name, what, megabytes)
    free = shutil.disk_usage(Path(str(engine.url.database)).absolute().parent).free
    if free < room:
        raise StorageFullError(
            f"The disk of {name} has {free / 1e6:,.0f} MB left of {megabytes} that the upgrade takes for a"
            f" while; free some and run it again: {action('upgrade')}"
        )


def _without_manifest(connection: Connection) -> list[int]:
    query = select(Block.c.id).where(Block.c.id.not_in(select(Manifest.c.block_id)))
    return list(connection.scalars(query.order_by(Block.c.id)))


def _bytes_of(connection: Connection, block: int) -> int:
    """Of its streams and postings; its arrays are a tenth of that."""
    size = 0
    for table in (Stream, Posting):
        query = select(func.sum(func.length(table.c.data))).where(table.c.block_id == block)
        size += connection.scalar(query) or 0
    return size * 11 // 10


def _renew_block(connection: Connection, block: int) -> None:
    row = dict(connection.execute(select(Block).where(Block.c.id == block)).mappings().one())
    arrays = {name: None if row[name] is None else renewed(row[name]) for name in ARRAY_NAMES}
    connection.execute(update(Block).where(Block.c.id == block).values(**arrays))
    parts, chunks = rows_of(connection, block)
    parts = [(part, renewed(data), None if spans is None else renewed(spans)) for part, data, spans in parts]
    for part, data, spans in parts:
        where = (Stream.c.block_id == block) & (Stream.c.part == part)
        connection.execute(update(Stream).where(where).values(data=data, spans=spans))
    chunks = [(first, last, renewed(data)) for first, last, data in chunks]
    for first, _, data in chunks:
        where = (Posting.c.block_id == block) & (Posting.c.first_term == first)
        connection.execute(update(Posting).where(where).values(data=data))
    store_manifest(connection, made(row | arrays, parts, chunks))


def _frames(table: Table, columns: tuple[str, ...]) -> list[Column[bytes]]:
    return [type_coerce(table.c[name], LargeBinary) for name in columns]  # type: ignore[misc]


def _without_checksum(connection: Connection, table: Table, columns: tuple[str, ...]) -> Iterator[list[int]]:
    """Ids of rows that hold such a frame, in batches."""
    frames = _frames(table, columns)
    beginnings = [func.substr(frame, 5, 1, type_=LargeBinary) for frame in frames]
    sizes = [func.length(frame) for frame in frames]
    batch: list[int] = []
    size = 0
    for row in connection.execute(select(table.c.id, *beginnings, *sizes).order_by(table.c.id)):
        marks = row[1 : 1 + len(frames)]
        if all(mark and mark[0] & _CHECKSUM for mark in marks):
            continue
        batch.append(row[0])
        size += sum(row[1 + len(frames) :])
        if size >= BATCH_BYTES or len(batch) >= _TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _renew_rows(connection: Connection, table: Table, columns: tuple[str, ...], batch: list[int]) -> None:
    rows = connection.execute(select(table.c.id, *_frames(table, columns)).where(table.c.id.in_(batch))).all()
    changed = update(table).where(table.c.id == bindparam("row"))
    changed = changed.values({name: bindparam(f"new_{name}", type_=LargeBinary) for name in columns})
    new = [
        {"row": row[0]} | {f"new_{name}": renewed(data) for name, data in zip(columns, row[1:], strict=True)}
        for row in rows
    ]
    connection.execute(changed, new)
