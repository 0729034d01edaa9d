"""Reading the index: blocks and postings, decoded once and kept within a bound."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from corpus.index import codec
from corpus.index.block import ARRAY_NAMES, BlockArrays, StoredArrays
from corpus.index.bounded import BoundedArrays
from corpus.index.codec import Positions, PostingChunk
from corpus.model.tokens import Layer
from corpus.store.indexed import Block, Posting, Stream

POSTING_BYTES = 256 * 1024 * 1024
"""Most bytes of decoded postings that a process keeps."""
STREAM_BYTES = 1536 * 1024 * 1024
"""Most bytes of decoded streams that a process keeps: 400 million words; only what reads words needs them."""

_LOOKUP = 400
"""Chunks asked for in one statement: stays under the parameter limits of both stores."""
_NONE: Positions = np.zeros(0, dtype=np.uint32)


class IndexReader:
    """The blocks of an archive and the postings in them.

    The postings of a block are never changed, so what is decoded stays right; which blocks there are,
    and whose words they hold, is asked anew after ``refresh``. Positions are sorted, zero-based token
    ordinals within their block.
    """

    def __init__(self) -> None:
        self._arrays: dict[int, BlockArrays] = {}
        self._analysers: dict[int, str] = {}
        self._blocks: dict[Layer, list[int]] = {layer: [] for layer in Layer}
        self._postings: BoundedArrays[tuple[int, bytes]] = BoundedArrays(POSTING_BYTES)
        self._streams: BoundedArrays[int] = BoundedArrays(STREAM_BYTES)
        self._firsts: dict[int, npt.NDArray[np.uint32]] = {}

    def refresh(self, connection: Connection) -> None:
        """Learn which blocks there are now."""
        self._blocks = {layer: [] for layer in Layer}
        for block_id, layer in connection.execute(select(Block.c.id, Block.c.layer).order_by(Block.c.id)):
            self._blocks[Layer(layer)].append(block_id)
        self._arrays.clear()  # a correction may have given passages to another speaker

    def blocks(self, layer: Layer) -> list[int]:
        """Ids of the layer's blocks."""
        return self._blocks[layer]

    def arrays(self, connection: Connection, block_id: int) -> BlockArrays:
        """The arrays of a block."""
        found = self._arrays.get(block_id)
        if found is None:
            columns = [Block.c[name] for name in (*ARRAY_NAMES, "analysers")]
            row = connection.execute(select(*columns).where(Block.c.id == block_id)).mappings().one()
            found = self._arrays[block_id] = StoredArrays(row)
            self._analysers[block_id] = row["analysers"]
        return found

    def analysers(self, connection: Connection) -> set[str]:
        """What the blocks say of the tokenisers that made them, as JSON.

        It stands behind the arrays of a block's row, and reading that far takes time: where the arrays were
        read, it was read with them.
        """
        blocks = [block_id for some in self._blocks.values() for block_id in some]
        unread = [block_id for block_id in blocks if block_id not in self._analysers]
        for start in range(0, len(unread), _LOOKUP):
            some = Block.c.id.in_(unread[start : start + _LOOKUP])
            rows = connection.execute(select(Block.c.id, Block.c.analysers).where(some))
            self._analysers.update((block_id, analysers) for block_id, analysers in rows)
        return {self._analysers[block_id] for block_id in blocks}

    def positions(self, connection: Connection, block_id: int, terms: npt.NDArray[np.uint32]) -> Positions:
        """Sorted positions in a block of any of the terms (ids, ascending)."""
        key = (block_id, terms.tobytes())
        return self._postings.get(key, lambda: self._read(connection, block_id, terms))

    def stream(self, connection: Connection, block_id: int) -> npt.NDArray[np.uint32]:
        """The term ids of a block's tokens, in order."""
        return self._streams.get(block_id, lambda: self._read_stream(connection, block_id))

    def _read_stream(self, connection: Connection, block_id: int) -> npt.NDArray[np.uint32]:
        query = select(Stream.c.data).where(Stream.c.block_id == block_id).order_by(Stream.c.part)
        return np.concatenate([codec.unpack(data) for data in connection.scalars(query)])

    def _read(self, connection: Connection, block_id: int, terms: npt.NDArray[np.uint32]) -> Positions:
        if not len(terms):
            return _NONE
        firsts = self._chunks(connection, block_id)
        holders = np.unique(firsts[np.searchsorted(firsts, terms, "right") - 1]).tolist()
        query = select(Posting.c.data).where(Posting.c.block_id == block_id)
        parts: list[Positions] = []
        for start in range(0, len(holders), _LOOKUP):
            for data in connection.scalars(
                query.where(Posting.c.first_term.in_(holders[start : start + _LOOKUP]))
            ):
                chunk = PostingChunk(data)
                low, high = np.searchsorted(terms, (chunk.terms[0], chunk.terms[-1] + 1))
                parts.extend(
                    part for term in terms[low:high].tolist() if (part := chunk.positions(term)) is not None
                )
        if not parts:
            return _NONE
        if len(parts) == 1:
            return parts[0]
        joined = np.concatenate(parts)
        joined.sort()
        return joined

    def _chunks(self, connection: Connection, block_id: int) -> npt.NDArray[np.uint32]:
        """First terms of the block's chunks, ascending, with 0 before them."""
        if block_id not in self._firsts:
            # Of all blocks in one statement: a query that asks one asks all.
            rows = connection.execute(select(Posting.c.block_id, Posting.c.first_term)).all()
            table = np.fromiter(itertools.chain.from_iterable(rows), dtype=np.int64).reshape(-1, 2)
            table = table[np.lexsort((table[:, 1], table[:, 0]))]
            blocks, starts = np.unique(table[:, 0], return_index=True)
            parts = np.split(table[:, 1].astype(np.uint32), starts[1:])
            zero = np.zeros(1, dtype=np.uint32)
            self._firsts = {
                block: np.concatenate((zero, part))
                for block, part in zip(blocks.tolist(), parts, strict=True)
            }
        return self._firsts[block_id]
