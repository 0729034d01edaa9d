"""Merging: small blocks, as they accumulate, become larger ones.

Superseded versions stay in the index, masked by the queries: what the archive knew on an earlier
day (``--as-of``) is asked of the same blocks.
"""

from __future__ import annotations

import json
from collections import defaultdict

import numpy as np
from sqlalchemy import Connection, delete, select

from corpus.index import codec
from corpus.index.block import BLOCK_TOKENS, BlockArrays, IndexedDocument, StoredArrays
from corpus.index.writer import write_block
from corpus.model.tokens import Layer
from corpus.store.ids import Ids
from corpus.store.indexed import Block, Posting, Stream

MERGE_AT = 8
"""Blocks of about the same size that are merged into one."""


def merge_small_blocks(connection: Connection, at_least: int = MERGE_AT) -> int:
    """Merge blocks of the same analysers and order of size, ``at_least`` at once; how many are gone."""
    gone = 0
    while True:
        group = _group(connection, at_least)
        if group is None:
            return gone
        layer, block_ids = group
        _merge(connection, layer, block_ids)
        gone += len(block_ids) - 1


def _group(connection: Connection, at_least: int) -> tuple[Layer, list[int]] | None:
    tiers: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    query = (
        select(Block.c.id, Block.c.layer, Block.c.analysers, Block.c.tokens)
        .where(Block.c.tokens < BLOCK_TOKENS // 2)
        .order_by(Block.c.id)
    )
    for block_id, layer, analysers, tokens in connection.execute(query):
        tiers[(layer, analysers, max(tokens, 1000).bit_length() // 3)].append(block_id)
    for (layer, _, _), block_ids in sorted(tiers.items()):
        if len(block_ids) >= at_least:
            return Layer(layer), block_ids[:at_least]
    return None


def _merge(connection: Connection, layer: Layer, block_ids: list[int]) -> None:
    documents: list[IndexedDocument] = []
    analysers: dict[str, str] = {}
    for block_id in block_ids:
        row = connection.execute(select(Block).where(Block.c.id == block_id)).mappings().one()
        analysers = json.loads(row["analysers"])
        arrays = StoredArrays(row)
        parts = connection.scalars(
            select(Stream.c.data).where(Stream.c.block_id == block_id).order_by(Stream.c.part)
        )
        stream = np.concatenate([codec.unpack(part) for part in parts])
        documents.extend(_documents(arrays, stream))
    write_block(connection, Ids(connection), layer, documents, analysers)
    for model in (Stream, Posting):
        connection.execute(delete(model).where(model.c.block_id.in_(block_ids)))
    connection.execute(delete(Block).where(Block.c.id.in_(block_ids)))


def _documents(
    arrays: BlockArrays, stream: np.ndarray[tuple[int], np.dtype[np.uint32]]
) -> list[IndexedDocument]:
    """The documents of a block, as they went in."""
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
            )
        )
    return documents
