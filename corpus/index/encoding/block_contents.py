"""What blocks hold, given back as the documents that went in: for writing them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, delete, select

from corpus.index.encoding import codec
from corpus.index.encoding.block import ARRAY_NAMES, IndexedDocument, StoredArrays
from corpus.index.encoding.block_manifests import damaged, forget_blocks, read_manifests
from corpus.store.tables.index import Block, Posting, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.index.encoding.block import U32, BlockArrays
    from corpus.index.encoding.block_manifests import Manifest


def documents_of(connection: Connection, block_id: int) -> tuple[str, list[IndexedDocument]]:
    """What made the tokens of a block (as ``block.analysers``), and its documents, as they went in."""
    row = connection.execute(select(Block).where(Block.c.id == block_id)).mappings().one()
    manifest = read_manifests(connection, [block_id])[block_id]
    for name in ARRAY_NAMES:
        manifest.verify(name, row[name], manifest.arrays[name])
    stream = np.concatenate(list(stream_parts(connection, manifest)))
    spans = None
    if manifest.spans.any():
        parts = stream_parts(connection, manifest, spans=True)
        spans = np.concatenate([part.reshape(2, -1) for part in parts], axis=1)
    return row["analysers"], split_documents(StoredArrays(row), stream, spans)


def stream_parts(connection: Connection, manifest: Manifest, spans: bool = False) -> Iterator[U32]:
    """The term ids of each part of a block's stream, in order; or ``spans`` of their tokens, flat.

    Raises DamagedError for a part that is missing, or not what was written.
    """
    column, checks, what = (
        (Stream.c.spans, manifest.spans, "spans") if spans else (Stream.c.data, manifest.parts, "stream")
    )
    query = select(Stream.c.part, column).where(Stream.c.block_id == manifest.block)
    done = 0
    for number, data in connection.execute(query.order_by(Stream.c.part)):
        if number != done or done == len(checks):
            raise damaged(manifest.block, f"part {done} of its {what} is missing, or one more is there")
        manifest.verify(f"part {number} of its {what}", data, int(checks[number]))
        yield codec.unpack(data)
        done += 1
    if done != len(checks):
        raise damaged(manifest.block, f"part {done} of its {what} is missing")


def delete_blocks(connection: Connection, block_ids: list[int]) -> None:
    """Delete blocks with their streams and postings."""
    forget_blocks(connection, block_ids)
    for table in (Stream, Posting):
        connection.execute(delete(table).where(table.c.block_id.in_(block_ids)))
    connection.execute(delete(Block).where(Block.c.id.in_(block_ids)))


def split_documents(arrays: BlockArrays, stream: U32, spans: U32 | None) -> list[IndexedDocument]:
    """A block's documents, as they went in; ``spans`` of shape (2, tokens)."""
    quotations = arrays.quotations.reshape(-1, 2)
    holders = (
        np.searchsorted(arrays.document_starts, quotations[:, 0], "right") - 1
        if len(quotations)
        else quotations
    )
    counts = np.diff(arrays.passage_starts)
    sentences = arrays.sentences
    begun = None if sentences is None else np.searchsorted(sentences, arrays.document_starts)
    documents = []
    for at, version_id in enumerate(arrays.versions.tolist()):
        start, end = arrays.document_starts[at : at + 2].tolist()
        first, last = arrays.document_passages[at : at + 2].tolist()
        inside = quotations[holders == at] if len(quotations) else quotations
        documents.append(
            IndexedDocument(
                version_id,
                stream[start:end],
                counts[first:last],
                arrays.roles[first:last],
                arrays.speakers[first:last],
                (inside.reshape(-1) - np.uint32(start)).astype(np.uint32),
                None
                if sentences is None or begun is None
                else sentences[begun[at] : begun[at + 1]] - np.uint32(start),
                _edges(arrays.boundaries, start, end),
                None if spans is None else spans[:, start:end],
            )
        )
    return documents


def _edges(boundaries: U32 | None, start: int, end: int) -> U32 | None:
    """Those of one document: where it ends and the next begins, both have one."""
    if boundaries is None:
        return None
    low = np.searchsorted(boundaries, start, "left")
    high = np.searchsorted(boundaries, end, "right")
    return np.unique(boundaries[low:high]) - np.uint32(start)
