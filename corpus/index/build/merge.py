"""Merging: small blocks, as they accumulate, become larger ones.

Superseded versions stay in the index, masked by the queries: what the archive knew on an earlier
day (``--as-of``) is asked of the same blocks.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from corpus.index.build.writer import write_block
from corpus.index.encoding.block import BLOCK_TOKENS
from corpus.index.encoding.block_contents import delete_blocks, documents_of
from corpus.store.ids import Ids
from corpus.store.tables.index import Block
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.index.encoding.block import IndexedDocument

MERGE_AT = 8
"""Blocks of about the same size that are merged into one."""
MOST = 2 * BLOCK_TOKENS
"""Most tokens that are merged at once: it bounds the memory that a merge takes."""
MOST_DOCUMENTS = 1 << 16
"""Most documents: each takes 1.4 kB while it is moved, however short it is."""


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
    tiers: dict[tuple[int, str, int], list[tuple[int, int]]] = defaultdict(list)
    query = (
        select(Block.c.id, Block.c.layer, Block.c.analysers, Block.c.tokens)
        .where(Block.c.tokens < BLOCK_TOKENS // 2, Block.c.documents < MOST_DOCUMENTS // MERGE_AT)
        .order_by(Block.c.id)
    )
    for block_id, layer, analysers, tokens in connection.execute(query):
        tiers[(layer, analysers, max(tokens, 1000).bit_length() // 3)].append((block_id, tokens))
    for (layer, _, _), blocks in sorted(tiers.items()):
        if len(blocks) >= at_least:
            sizes = itertools.accumulate(tokens for _, tokens in blocks[:at_least])
            return Layer(layer), [
                block for (block, _), size in zip(blocks, sizes, strict=False) if size <= MOST
            ]
    return None


def _merge(connection: Connection, layer: Layer, block_ids: list[int]) -> None:
    documents: list[IndexedDocument] = []
    makers = ""
    for block_id in block_ids:
        makers, some = documents_of(connection, block_id)
        documents.extend(some)
    write_block(connection, Ids(connection), layer, documents, makers)
    delete_blocks(connection, block_ids)
