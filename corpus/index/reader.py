"""Reading the index: sections and postings, decoded once and kept within a bound."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from functools import partial

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, func, select

from corpus.errors import DamagedError
from corpus.index import codec, makers
from corpus.index.arrays import distinct
from corpus.index.block import unpacked
from corpus.index.bounded import BoundedArrays
from corpus.index.codec import Positions, PostingChunk
from corpus.index.facts import read_makers
from corpus.index.foreign import Foreign, read_foreign
from corpus.index.section import Section, SectionArrays, sections
from corpus.model.tokens import Layer
from corpus.store.indexed import Block, Posting, Stream

POSTING_BYTES = 256 * 1024 * 1024
"""Most bytes of decoded postings that a process keeps."""
STREAM_BYTES = 1536 * 1024 * 1024
"""Most bytes of decoded streams that a process keeps: 400 million words; only what reads words needs them."""

SPAN_PARTS = 64
"""Most parts of streams whose tokens' spans a process keeps: 128 MiB."""
MOST_ASKED = 8
"""Terms whose chunks the store is asked for one by one: of more, all chunks are listed."""
MOST_REMEMBERED = 10_000
"""Terms whose chunks are remembered."""
_TOGETHER = (
    ("versions", "document_starts", "document_tokens", "excluded"),
    ("document_passages", "passage_starts", "roles", "speakers"),
)
"""Arrays that are read in one statement: what a count of documents needs, and what one of passages does."""
_LOOKUP = 400
"""Chunks asked for in one statement: stays under the parameter limits of both stores."""
_STARTS_OF_TOKENS = ("document_starts", "passage_starts")
_PLACES = (*_STARTS_OF_TOKENS, "excluded", "quotations", "sentences", "boundaries")
"""Arrays of positions."""
_NONE: Positions = np.zeros(0, dtype=np.uint32)


class IndexReader:
    """The sections of an archive and the postings in them.

    The postings of a block are never changed, so what is decoded stays right; which blocks there are,
    and whose words they hold, is asked anew after ``refresh``. Positions are sorted, zero-based token
    ordinals within their section.
    """

    def __init__(self) -> None:
        self._arrays: dict[int, SectionArrays] = {}
        self._packed: dict[tuple[int, str], list[bytes | None]] = {}
        self._connection: Connection | None = None
        self._makers: dict[int, str] | None = None
        self._foreign: Foreign | None = None
        self._layers: dict[Layer, list[int]] = {layer: [] for layer in Layer}
        self._sections: dict[int, Section] = {}
        self._postings: BoundedArrays[tuple[tuple[int, ...], bytes]] = BoundedArrays(POSTING_BYTES)
        self._streams: BoundedArrays[tuple[int, ...]] = BoundedArrays(STREAM_BYTES)
        self._firsts: dict[int, npt.NDArray[np.uint32]] = {}
        self._holders_of: dict[int, dict[int, int]] = {}
        self._placed: dict[tuple[int, int], npt.NDArray[np.uint32] | None] = {}

    def refresh(self, connection: Connection) -> None:
        """Learn which blocks there are now."""
        held: dict[Layer, list[tuple[int, int]]] = {layer: [] for layer in Layer}
        query = select(Block.c.layer, Block.c.id, Block.c.tokens).order_by(Block.c.id)
        for layer, block_id, tokens in connection.execute(query):
            held[Layer(layer)].append((block_id, tokens))
        self._sections.clear()
        for layer, some in held.items():
            found = {section.id: section for section in sections(some)}
            self._layers[layer] = list(found)
            self._sections |= found
        self._arrays.clear()  # a correction may have given passages to another speaker
        self._packed.clear()
        self._makers = None
        self._foreign = None
        # Blocks may have been written since.
        self._firsts.clear()
        self._holders_of.clear()

    def sections(self, layer: Layer) -> list[int]:
        """Ids of the layer's sections."""
        return self._layers[layer]

    def arrays(self, connection: Connection, section_id: int) -> SectionArrays:
        """The arrays of a section; each is read when it is first asked for, by the connection given last."""
        self._connection = connection
        found = self._arrays.get(section_id)
        if found is None:
            section = self._sections[section_id]
            found = self._arrays[section_id] = SectionArrays(
                section, partial(self._parts, section), self._foreign_in
            )
        return found

    def foreign(self, connection: Connection) -> Foreign:
        """The passages in another language than their document."""
        if self._foreign is None:
            self._foreign = read_foreign(connection)
        return self._foreign

    def _foreign_in(self, arrays: SectionArrays) -> npt.NDArray[np.uint8] | None:
        assert self._connection is not None
        return self.foreign(self._connection).of_passages(arrays)

    def _parts(self, section: Section, name: str) -> list[npt.NDArray[np.uint32] | None]:
        """An array of each block of a section; what is asked for together is read in one statement."""
        assert self._connection is not None
        key = (section.id, name)
        if key not in self._packed:
            names = next((group for group in _TOGETHER if name in group), (name,))
            query = select(Block.c.id, *(Block.c[each] for each in names)).where(
                Block.c.id.in_(section.blocks)
            )
            rows = {row[0]: row[1:] for row in self._connection.execute(query)}
            for at, each in enumerate(names):
                self._packed[section.id, each] = [rows[block_id][at] for block_id in section.blocks]
        parts = [unpacked(name, data) for data in self._packed.pop(key)]
        ends = (*section.offsets[1:], section.tokens)
        for block_id, part, start, end in zip(section.blocks, parts, section.offsets, ends, strict=True):
            _verify(block_id, name, part, end - start)
        return parts

    def analysed(self, connection: Connection, section_id: int) -> bool:
        """Whether an analyser cut some words of a section."""
        names = self.makers(connection)
        blocks = self._sections[section_id].blocks
        return any(makers.read(names[block_id]).keys() - makers.BY_RULE.keys() for block_id in blocks)

    def made_without(self, connection: Connection, section_id: int, language: str) -> list[tuple[int, int]]:
        """The positions in a section, from and to, of blocks on which no analyser of a language worked."""
        section, names = self._sections[section_id], self.makers(connection)
        ends = (*section.offsets[1:], section.tokens)
        return [
            (start, end)
            for block_id, start, end in zip(section.blocks, section.offsets, ends, strict=True)
            if language not in makers.read(names[block_id])
        ]

    def makers(self, connection: Connection) -> dict[int, str]:
        """What made the tokens of each block, as JSON; see ``corpus.index.makers``."""
        if self._makers is None:
            self._makers = read_makers(connection)
        return self._makers

    def spans(
        self, connection: Connection, section_id: int, start: int, end: int
    ) -> npt.NDArray[np.uint32] | None:
        """Of a document's tokens, from one position in the section to another: the start of each (code points
        from its passage's) and its length, of shape (2, tokens); None where the text tells them by the rule.
        """
        section = self._sections[section_id]
        at = bisect_right(section.offsets, start) - 1
        block_id, low, high = section.blocks[at], start - section.offsets[at], end - section.offsets[at]
        begin = self._spans_of(connection, block_id, 0)
        if begin is None:
            return None
        size = max(begin.shape[1], 1)  # all parts but the last are as long as the first
        first, last = low // size, max(high - 1, low) // size
        parts = [self._spans_of(connection, block_id, part) for part in range(first, last + 1)]
        if any(part is None for part in parts):
            return None
        joined = np.concatenate([part for part in parts if part is not None], axis=1)
        return joined[:, low - first * size : high - first * size]

    def _spans_of(self, connection: Connection, block_id: int, part: int) -> npt.NDArray[np.uint32] | None:
        key = (block_id, part)
        if key not in self._placed:
            query = select(Stream.c.spans).where(Stream.c.block_id == block_id, Stream.c.part == part)
            data = connection.scalar(query)
            if len(self._placed) >= SPAN_PARTS:
                self._placed.clear()
            self._placed[key] = None if data is None else codec.unpack(data).reshape(2, -1)
        return self._placed[key]

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
        ends = (*section.offsets[1:], section.tokens)
        for block_id, at, end in zip(section.blocks, section.offsets, ends, strict=True):
            query = select(Stream.c.part, Stream.c.data).where(Stream.c.block_id == block_id)
            for expected, (number, data) in enumerate(connection.execute(query.order_by(Stream.c.part))):
                part = codec.unpack(data)
                if number != expected or at + len(part) > end:
                    raise _damaged(block_id, f"part {expected} of its stream is missing or of another length")
                stream[at : at + len(part)] = part
                at += len(part)
            if at != end:  # else the rest would be whatever the memory held
                raise _damaged(block_id, f"its stream ends {end - at:,} tokens early")
        return stream

    def _read(self, connection: Connection, section: Section, terms: npt.NDArray[np.uint32]) -> Positions:
        if not len(terms):
            return _NONE
        wanted = self._holders(connection, section, terms)
        parts: dict[int, list[Positions]] = {block_id: [] for block_id in section.blocks}
        every = sorted({first for _, first in wanted})
        # All blocks in one statement. Pairs of a list would not use SQLite's index: two lists do.
        query = select(Posting.c.block_id, Posting.c.first_term, Posting.c.last_term, Posting.c.data)
        query = query.where(Posting.c.block_id.in_(section.blocks))
        for start in range(0, len(every), _LOOKUP):
            some = query.where(Posting.c.first_term.in_(every[start : start + _LOOKUP]))
            for block_id, first, last, data in connection.execute(some):
                if (block_id, first) in wanted:
                    chunk = PostingChunk(data)
                    if (int(chunk.terms[0]), int(chunk.terms[-1])) != (first, last):
                        raise _damaged(block_id, f"its postings from term {first} are those of other terms")
                    parts[block_id] += _held(chunk, terms)
        joined = {block_id: _joined(part) for block_id, part in parts.items()}
        ends = (*section.offsets[1:], section.tokens)
        for (block_id, found), start, end in zip(joined.items(), section.offsets, ends, strict=True):
            if len(found) and int(found.max()) >= end - start:
                raise _damaged(block_id, "its postings point behind its last token")
        return section.join(list(joined.values()))

    def _holders(
        self, connection: Connection, section: Section, terms: npt.NDArray[np.uint32]
    ) -> set[tuple[int, int]]:
        """The chunks of postings that may hold some terms: block and first term of each."""
        wanted: set[tuple[int, int]] = set()
        if len(terms) <= MOST_ASKED and not self._firsts:
            for term in terms.tolist():
                held = self._holding(connection, term)
                wanted.update((block_id, held[block_id]) for block_id in section.blocks if block_id in held)
            return wanted
        for block_id in section.blocks:
            firsts = self._chunks(connection, block_id)
            holders = distinct(firsts[np.searchsorted(firsts, terms, "right") - 1])
            wanted.update((block_id, first) for first in holders.tolist())
        return wanted

    def _holding(self, connection: Connection, term: int) -> dict[int, int]:
        """For each block with such a chunk, the first term of the one that may hold a term."""
        found = self._holders_of.get(term)
        if found is None:
            if len(self._holders_of) >= MOST_REMEMBERED:
                self._holders_of.clear()
            first = select(func.max(Posting.c.first_term)).where(
                Posting.c.block_id == Block.c.id, Posting.c.first_term <= term
            )
            rows = connection.execute(select(Block.c.id, first.scalar_subquery()))
            found = self._holders_of[term] = {block: chunk for block, chunk in rows if chunk is not None}
        return found

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


def _damaged(block_id: int, what: str) -> DamagedError:
    return DamagedError(f"The index of block {block_id} is damaged: {what}; run: corpus check")


def _verify(block_id: int, name: str, part: npt.NDArray[np.uint32] | None, tokens: int) -> None:
    """Raise DamagedError for an array that cannot be one of a block of so many tokens."""
    if part is None or name not in _PLACES:
        return
    last = int(part[-1]) if len(part) else 0
    if name in _STARTS_OF_TOKENS and (not len(part) or last != tokens):
        raise _damaged(block_id, f"{name} ends at {last:,} of {tokens:,} tokens")
    if len(part) and int(part.max()) > tokens:
        raise _damaged(block_id, f"{name} points behind its last token")


def _held(chunk: PostingChunk, terms: npt.NDArray[np.uint32]) -> list[Positions]:
    """The positions of those terms that a chunk holds."""
    low, high = np.searchsorted(terms, (chunk.terms[0], chunk.terms[-1] + 1))
    found = (chunk.positions(term) for term in terms[low:high].tolist())
    return [positions for positions in found if positions is not None]


def _joined(parts: list[Positions]) -> Positions:
    if len(parts) < 2:
        return parts[0] if parts else _NONE
    joined = np.concatenate(parts)
    joined.sort(kind="stable")  # sorted runs, one behind the other
    return joined
