"""Building a block: documents' tokens in, rows of the index tables out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.index.encoding import codec
from corpus.text.roles import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import RowMapping

BLOCK_TOKENS = 16_000_000
"""A block is closed when it holds this many tokens."""
STREAM_PART = 1 << 18
"""Tokens in one part of a stream."""
POSTING_CHUNK = 1 << 14
"""Positions in one chunk of postings, at least (a chunk never splits a term)."""

U32 = npt.NDArray[np.uint32]
COUNTED_ROLES = np.array([role in COUNTED for role in range(256)])


@dataclass(slots=True)
class IndexedDocument:
    """One version's tokens in one layer, ready for a block: ids and speakers are the database's.

    ``quotations``: flat half-open pairs of token ordinals within the document; ``sentences``: those at which
    a sentence begins, ascending, None where it is not known. ``edges`` and ``spans``: see
    ``corpus.index.build.vocabulary.LayerTokens``.
    """

    version_id: int
    ids: U32
    passage_counts: U32
    roles: U32
    speakers: U32
    quotations: U32
    sentences: U32 | None = None
    edges: U32 | None = None
    spans: U32 | None = None


@dataclass
class BlockArrays:
    """The arrays of one block, in memory; see ``corpus.store.tables.index.Block``."""

    versions: U32
    document_starts: U32
    document_passages: U32
    document_tokens: U32
    passage_starts: U32
    roles: U32
    speakers: U32
    excluded: U32
    quotations: U32
    sentences: U32 | None
    boundaries: U32 | None

    NEVER_FALLING = (
        "document_starts", "document_passages", "passage_starts", "excluded", "sentences", "boundaries",
    )  # fmt: skip


ARRAY_NAMES = tuple(name for name in BlockArrays.__dataclass_fields__)


def _starts(sizes: U32) -> U32:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.uint64))).astype(np.uint32)


def assemble(documents: list[IndexedDocument]) -> tuple[BlockArrays, U32, U32 | None]:
    """The arrays of a block of these documents, its stream of term ids, and the spans of these tokens."""
    stream = np.concatenate([document.ids for document in documents])
    document_starts = _starts(np.array([len(document.ids) for document in documents], dtype=np.uint32))
    document_passages = _starts(np.array([len(document.roles) for document in documents], dtype=np.uint32))
    passage_counts = np.concatenate([document.passage_counts for document in documents])
    roles = np.concatenate([document.roles for document in documents])
    counted = COUNTED_ROLES[roles]
    running = np.concatenate(([0], np.cumsum(np.where(counted, passage_counts, 0), dtype=np.int64)))
    passage_starts = _starts(passage_counts)
    left_out = np.flatnonzero(~counted & (passage_counts > 0))
    quotations = [
        document.quotations + start for document, start in zip(documents, document_starts, strict=False)
    ]
    arrays = BlockArrays(
        versions=np.array([document.version_id for document in documents], dtype=np.uint32),
        document_starts=document_starts,
        document_passages=document_passages,
        document_tokens=np.diff(running[document_passages]).astype(np.uint32),
        passage_starts=passage_starts,
        roles=roles,
        speakers=np.concatenate([document.speakers for document in documents]),
        excluded=np.column_stack((passage_starts[left_out], passage_starts[left_out + 1])).reshape(-1),
        quotations=np.concatenate(quotations),
        sentences=_placed([document.sentences for document in documents], document_starts),
        boundaries=_placed([document.edges for document in documents], document_starts),
    )
    held = [document.spans for document in documents if document.spans is not None]
    return arrays, stream, np.concatenate(held, axis=1) if len(held) == len(documents) else None


def _placed(parts: list[U32 | None], document_starts: U32) -> U32 | None:
    """Places in each document as places in the block; None where one document does not know its own."""
    placed: list[U32] = []
    for part, start in zip(parts, document_starts, strict=False):
        if part is None:
            return None
        placed.append(part + start)
    return np.concatenate(placed)


def block_row(block_id: int, layer: int, arrays: BlockArrays, makers: str) -> dict[str, object]:
    """The row of the block table."""
    row: dict[str, object] = {
        "id": block_id,
        "layer": layer,
        "tokens": int(arrays.document_starts[-1]),
        "documents": len(arrays.versions),
        "analysers": makers,
    }
    for name in ARRAY_NAMES:
        row[name] = packed(name, getattr(arrays, name))
    return row


def packed(name: str, values: U32 | None) -> bytes | None:
    """An array as its column of the block table holds it."""
    if values is None:
        return None
    return codec.pack_sorted(values) if name in BlockArrays.NEVER_FALLING else codec.pack(values)


def unpacked(name: str, data: bytes | None) -> U32 | None:
    """What ``packed`` packed."""
    if data is None:
        return None
    return codec.unpack_sorted(data) if name in BlockArrays.NEVER_FALLING else codec.unpack(data)


class StoredArrays(BlockArrays):
    """The arrays of a row of the block table, each unpacked when it is first asked for."""

    def __init__(self, row: RowMapping) -> None:
        self._packed: dict[str, bytes | None] = {name: row[name] for name in ARRAY_NAMES}

    def __getattr__(self, name: str) -> U32 | None:
        held = self.__dict__["_packed"]
        if name not in held:
            raise AttributeError(name)
        values = unpacked(name, held.pop(name))
        setattr(self, name, values)
        return values


def stream_parts(stream: U32, spans: U32 | None = None) -> Iterator[tuple[int, bytes, bytes | None]]:
    """Number, data and spans of each part of the stream."""
    for number, start in enumerate(range(0, len(stream), STREAM_PART)):
        part = slice(start, start + STREAM_PART)
        placed = None if spans is None else codec.pack(spans[:, part].reshape(-1))
        yield number, codec.pack(stream[part]), placed


def posting_chunks(stream: U32) -> Iterator[tuple[int, int, bytes]]:
    """First term, last term and data of each chunk of postings."""
    # Term and position in one number, made and read in place: every copy of a block takes 16 MB or more.
    keys = stream.astype(np.uint64)
    low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
    keys <<= np.uint64(32)
    halves = keys.view(np.uint32)
    for start in range(0, len(stream), STREAM_PART):
        stop = min(start + STREAM_PART, len(stream))
        halves[2 * start + low : 2 * stop : 2] = np.arange(start, stop, dtype=np.uint32)
    keys.sort()
    positions, terms = halves[low::2], halves[high::2]
    firsts = (
        np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1]))) if len(terms) else np.zeros(0, int)
    )
    bounds = np.append(firsts, len(terms))
    begin = 0
    while begin < len(firsts):
        stop = int(np.searchsorted(bounds, bounds[begin] + POSTING_CHUNK, "right")) - 1
        stop = max(stop, begin + 1)
        held = terms[firsts[begin:stop]]
        counts = np.diff(bounds[begin : stop + 1]).astype(np.uint32)
        data = codec.pack_postings(held, counts, positions[bounds[begin] : bounds[stop]])
        yield int(held[0]), int(held[-1]), data
        begin = stop
