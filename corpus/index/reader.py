"""Reading the index: sections and postings, decoded once and kept within a bound."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from corpus.index import codec
from corpus.index.arrays import distinct
from corpus.index.block import ARRAY_NAMES, BlockArrays, StoredArrays
from corpus.index.bounded import BoundedArrays
from corpus.index.codec import Positions, PostingChunk
from corpus.index.section import Section, SectionArrays, sections
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
    """The sections of an archive and the postings in them.

    The postings of a block are never changed, so what is decoded stays right; which blocks there are,
    and whose words they hold, is asked anew after ``refresh``. Positions are sorted, zero-based token
    ordinals within their section.
    """

    def __init__(self) -> None:
        self._arrays: dict[int, BlockArrays] = {}
        self._analysers: dict[int, str] = {}
        self._layers: dict[Layer, list[int]] = {layer: [] for layer in Layer}
        self._sections: dict[int, Section] = {}
        self._postings: BoundedArrays[tuple[tuple[int, ...], bytes]] = BoundedArrays(POSTING_BYTES)
        self._streams: BoundedArrays[tuple[int, ...]] = BoundedArrays(STREAM_BYTES)
        self._firsts: dict[int, npt.NDArray[np.uint32]] = {}

    def refresh(self, connection: Connection) -> None:
        """Learn which blocks there are now."""
        held: dict[Layer, list[tuple[int, int]]] = {layer: [] for layer in Layer}
        query = select(Block.c.layer, Block.c.id, Block.c.tokens).order_by(Block.c.id)
        for layer, block_id, tokens in connection.execute(query):
            held[Layer(layer)].append((block_id, tokens))
        self._sections.clear()
        for layer, blocks in held.items():
            found = {section.id: section for section in sections(blocks)}
            self._layers[layer] = list(found)
            self._sections |= found
        self._arrays.clear()  # a correction may have given passages to another speaker

    def sections(self, layer: Layer) -> list[int]:
        """Ids of the layer's sections."""
        return self._layers[layer]

    def arrays(self, connection: Connection, section_id: int) -> BlockArrays:
        """The arrays of a section."""
        found = self._arrays.get(section_id)
        if found is None:
            section = self._sections[section_id]
            columns = [Block.c[name] for name in ("id", *ARRAY_NAMES, "analysers")]
            rows = connection.execute(select(*columns).where(Block.c.id.in_(section.blocks))).mappings()
            stored = {row["id"]: row for row in rows}
            self._analysers |= {block_id: row["analysers"] for block_id, row in stored.items()}
            parts = [StoredArrays(stored[block_id]) for block_id in section.blocks]
            found = parts[0] if len(parts) == 1 else SectionArrays(section, parts)
            self._arrays[section_id] = found
        return found

    def analysers(self, connection: Connection) -> set[str]:
        """What the blocks say of the tokenisers that made them, as JSON.

        It stands behind the arrays of a block's row, and reading that far takes time: where the arrays were
        read, it was read with them.
        """
        blocks = [block_id for section in self._sections.values() for block_id in section.blocks]
        unread = [block_id for block_id in blocks if block_id not in self._analysers]
        for start in range(0, len(unread), _LOOKUP):
            some = Block.c.id.in_(unread[start : start + _LOOKUP])
            rows = connection.execute(select(Block.c.id, Block.c.analysers).where(some))
            self._analysers.update((block_id, analysers) for block_id, analysers in rows)
        return {self._analysers[block_id] for block_id in blocks}

    def positions(self, connection: Connection, section_id: int, terms: npt.NDArray[np.uint32]) -> Positions:
        """Sorted positions in a section of any of the terms (ids, ascending)."""
        section = self._sections[section_id]
        return self._postings.get(
            (section.blocks, terms.tobytes()),
            lambda: self._read(connection, section, terms),
        )

    def stream(self, connection: Connection, section_id: int) -> npt.NDArray[np.uint32]:
        """The term ids of a section's tokens, in order."""
        section = self._sections[section_id]
        return self._streams.get(section.blocks, lambda: self._read_stream(connection, section))

    def _read_stream(self, connection: Connection, section: Section) -> npt.NDArray[np.uint32]:
        stream = np.empty(section.tokens, dtype=np.uint32)
        for block_id, at in zip(section.blocks, section.offsets, strict=True):
            query = select(Stream.c.data).where(Stream.c.block_id == block_id).order_by(Stream.c.part)
            for data in connection.scalars(query):
                part = codec.unpack(data)
                stream[at : at + len(part)] = part
                at += len(part)
        return stream

    def _read(self, connection: Connection, section: Section, terms: npt.NDArray[np.uint32]) -> Positions:
        if not len(terms):
            return _NONE
        wanted: set[tuple[int, int]] = set()
        for block_id in section.blocks:
            firsts = self._chunks(connection, block_id)
            holders = distinct(firsts[np.searchsorted(firsts, terms, "right") - 1])
            wanted.update((block_id, first) for first in holders.tolist())
        parts: dict[int, list[Positions]] = {block_id: [] for block_id in section.blocks}
        every = sorted({first for _, first in wanted})
        # All blocks in one statement. Pairs of a list would not use SQLite's index: two lists do.
        query = select(Posting.c.block_id, Posting.c.first_term, Posting.c.data)
        query = query.where(Posting.c.block_id.in_(section.blocks))
        for start in range(0, len(every), _LOOKUP):
            some = query.where(Posting.c.first_term.in_(every[start : start + _LOOKUP]))
            for block_id, first, data in connection.execute(some):
                if (block_id, first) in wanted:
                    parts[block_id] += _held(PostingChunk(data), terms)
        return section.join([_joined(part) for part in parts.values()])

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


def _held(chunk: PostingChunk, terms: npt.NDArray[np.uint32]) -> list[Positions]:
    """The positions of those terms that a chunk holds."""
    low, high = np.searchsorted(terms, (chunk.terms[0], chunk.terms[-1] + 1))
    found = (chunk.positions(term) for term in terms[low:high].tolist())
    return [positions for positions in found if positions is not None]


def _joined(parts: list[Positions]) -> Positions:
    if len(parts) < 2:
        return parts[0] if parts else _NONE
    joined = np.concatenate(parts)
    joined.sort()
    return joined
