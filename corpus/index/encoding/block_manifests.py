"""What a block should hold: its rows, and the checksum of each, so that none is missed or taken for another.

A row of postings that is gone would count as nothing, and one of another place as something else: nothing
that is read of a block is believed unless its manifest names it.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import delete, insert, select, update

from corpus.errors import DamagedError
from corpus.index.encoding import codec
from corpus.index.encoding.block import ARRAY_NAMES
from corpus.index.encoding.sorted_arrays import distinct
from corpus.store.state import properties
from corpus.store.tables.base import checksum
from corpus.store.tables.index import Block, Posting, Stream
from corpus.store.tables.index import Manifest as ManifestRow
from corpus.store.tables.properties import Property

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping

    from corpus.index.encoding.block import U32

Part = tuple[int, bytes, bytes | None]
"""A row of a stream: number, data, spans."""
Chunk = tuple[int, int, bytes]
"""A row of postings: first term, last term, data."""
BlockRow = tuple[int, int, int, int]
"""Id, layer, tokens and documents of a block."""
BLOCKS = "blocks"
"""Property: how many blocks there are, and the sum of their marks."""
_HEAD = 7
"""Numbers before the arrays: block, layer, tokens, documents, mark of makers, parts, chunks."""
_MODULUS = 1 << 64


class Manifest(NamedTuple):
    """What a block holds. Checksums are those of frames (``corpus.store.tables.base.checksum``).

    ``makers``: CRC-32 of ``block.analysers``; ``arrays``: by name; ``parts`` and ``spans``: of each part of
    its stream; ``firsts``, ``lasts``, ``postings``: first and last term of each chunk, ascending, and its
    checksum.
    """

    block: int
    layer: int
    tokens: int
    documents: int
    makers: int
    arrays: dict[str, int]
    parts: U32
    spans: U32
    firsts: U32
    lasts: U32
    postings: U32

    def chunks(self, terms: U32) -> dict[int, int]:
        """The chunks in which some terms (ascending) may be: first term to checksum."""
        at = np.searchsorted(self.firsts, terms, "right") - 1
        held = distinct(at[(at >= 0) & (terms <= self.lasts[at])])
        return dict(zip(self.firsts[held].tolist(), self.postings[held].tolist(), strict=True))

    def verify(self, what: str, data: bytes | None, expected: int) -> None:
        """Raise DamagedError where bytes that were read are not those that were written there."""
        if checksum(data) != expected:
            raise damaged(self.block, f"{what} is not what was written")


def damaged(block_id: int, what: str) -> DamagedError:
    """The error for a block of which something is not as it was written."""
    return DamagedError(f"The index of block {block_id} is damaged: {what}")


def made(
    row: Mapping[str, object] | RowMapping,
    parts: Sequence[Part],
    chunks: Sequence[Chunk],
) -> Manifest:
    """The manifest of a row of the block table with its rows of streams and postings, each in order."""
    table = np.array(
        [(first, last, checksum(data)) for first, last, data in chunks], dtype=np.uint32
    ).reshape(-1, 3)
    return Manifest(
        row["id"], row["layer"], row["tokens"], row["documents"],  # type: ignore[arg-type]
        _mark(row["analysers"]),
        {name: checksum(row[name]) for name in ARRAY_NAMES},  # type: ignore[arg-type]
        np.array([checksum(data) for _, data, _ in parts], dtype=np.uint32),
        np.array([checksum(placed) for *_, placed in parts], dtype=np.uint32),
        *table.T,
    )  # fmt: skip


def store_manifest(connection: Connection, manifest: Manifest) -> None:
    """Store the manifest of a block that is counted already."""
    connection.execute(insert(ManifestRow), {"block_id": manifest.block, "data": _packed(manifest)})


def rows_of(connection: Connection, block_id: int) -> tuple[list[Part], list[Chunk]]:
    """The rows of a block's stream and of its postings, as they are there, in order."""
    parts = select(Stream.c.part, Stream.c.data, Stream.c.spans).where(Stream.c.block_id == block_id)
    chunks = select(Posting.c.first_term, Posting.c.last_term, Posting.c.data)
    chunks = chunks.where(Posting.c.block_id == block_id).order_by(Posting.c.first_term)
    return (
        [(part, data, spans) for part, data, spans in connection.execute(parts.order_by(Stream.c.part))],
        [(first, last, data) for first, last, data in connection.execute(chunks)],
    )


def write_manifest(connection: Connection, manifest: Manifest) -> None:
    """Store the manifest of a new block, and count the block."""
    store_manifest(connection, manifest)
    _count(connection, [(manifest.block, manifest.layer, manifest.tokens, manifest.documents)], 1)


def replace_arrays(connection: Connection, block_id: int, arrays: Mapping[str, bytes | None]) -> None:
    """Let a block hold other arrays, given as its columns hold them."""
    manifest = read_manifests(connection, [block_id])[block_id]
    manifest.arrays.update({name: checksum(data) for name, data in arrays.items()})
    _replace(connection, manifest, dict(arrays))


def replace_makers(connection: Connection, block_id: int, makers: str) -> None:
    """Let a block say that something else made its tokens."""
    manifest = read_manifests(connection, [block_id])[block_id]
    _replace(connection, manifest._replace(makers=_mark(makers)), {"analysers": makers})


def _replace(connection: Connection, manifest: Manifest, columns: dict[str, object]) -> None:
    connection.execute(update(Block).where(Block.c.id == manifest.block).values(columns))
    changed = update(ManifestRow).where(ManifestRow.c.block_id == manifest.block)
    connection.execute(changed.values(data=_packed(manifest)))


def forget_blocks(connection: Connection, block_ids: Sequence[int]) -> None:
    """Blocks are about to be deleted: delete their manifests, and count them no more."""
    gone = set(block_ids)
    _count(connection, [row for row in _rows(connection) if row[0] in gone], -1)
    connection.execute(delete(ManifestRow).where(ManifestRow.c.block_id.in_(block_ids)))


def read_manifests(connection: Connection, block_ids: Sequence[int]) -> dict[int, Manifest]:
    """The manifests of some blocks. Raises DamagedError where one is missing, or another block's."""
    query = select(ManifestRow.c.block_id, ManifestRow.c.data).where(ManifestRow.c.block_id.in_(block_ids))
    found = {block_id: _unpacked(block_id, data) for block_id, data in connection.execute(query)}
    for block_id in block_ids:
        if block_id not in found:
            raise damaged(block_id, "its manifest is missing")
    return found


def check_blocks_are_all(connection: Connection) -> list[BlockRow]:
    """Id, layer, tokens and documents of each block; DamagedError unless they are all that were written."""
    rows = _rows(connection)
    if properties(connection)[BLOCKS] != _total(rows):
        raise DamagedError("A block of the index is missing, or is not what was written")
    return rows


def recount_blocks(connection: Connection) -> None:
    """Count the blocks that there are as all: after a repair."""
    connection.execute(delete(Property).where(Property.c.name == BLOCKS))
    connection.execute(insert(Property), {"name": BLOCKS, "value": _total(_rows(connection))})


def _rows(connection: Connection) -> list[BlockRow]:
    query = select(Block.c.id, Block.c.layer, Block.c.tokens, Block.c.documents)
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query.order_by(Block.c.id))]


def _count(connection: Connection, rows: Iterable[BlockRow], sign: int) -> None:
    number, total = (int(part) for part in properties(connection)[BLOCKS].split())
    for row in rows:
        number, total = number + sign, (total + sign * _mark_of(row)) % _MODULUS
    changed = update(Property).where(Property.c.name == BLOCKS)
    connection.execute(changed.values(value=f"{number} {total}"))


def _total(rows: Iterable[BlockRow]) -> str:
    marks = [_mark_of(row) for row in rows]
    return f"{len(marks)} {sum(marks) % _MODULUS}"


def _mark_of(row: BlockRow) -> int:
    return _mark(" ".join(map(str, row)))


def _mark(text: object) -> int:
    return zlib.crc32(str(text).encode())


def _packed(manifest: Manifest) -> bytes:
    head = np.array(
        [
            *manifest[:5], len(manifest.parts), len(manifest.firsts),
            *(manifest.arrays[name] for name in ARRAY_NAMES),
        ],
        dtype=np.uint32,
    )  # fmt: skip
    return codec.pack(np.concatenate((head, *manifest[6:])))


def _unpacked(block_id: int, data: bytes) -> Manifest:
    values = codec.unpack(data)
    if len(values) < _HEAD:
        raise damaged(block_id, "its manifest is another one's")
    sizes = values[_HEAD - 2 : _HEAD].tolist()
    ends = np.cumsum([_HEAD, len(ARRAY_NAMES), sizes[0], sizes[0], *[sizes[1]] * 3]).tolist()
    if len(values) != ends[-1] or values[0] != block_id:
        raise damaged(block_id, "its manifest is another one's")
    head, arrays, *rest = np.split(values, ends[:-1])
    held = dict(zip(ARRAY_NAMES, arrays.tolist(), strict=True))
    block, layer, tokens, documents, makers = head[: _HEAD - 2].tolist()
    return Manifest(block, layer, tokens, documents, makers, held, *rest)
