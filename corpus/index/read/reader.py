"""Reading the index: sections and postings, decoded once and kept within a bound."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from corpus.index.encoding import codec
from corpus.index.encoding import tokeniser_versions as makers
from corpus.index.encoding.block import unpacked
from corpus.index.encoding.block_contents import stream_parts
from corpus.index.encoding.block_manifests import Manifest, check_blocks_are_all, damaged, read_manifests
from corpus.index.encoding.byte_cache import BoundedArrays
from corpus.index.encoding.codec import Positions, PostingChunk
from corpus.index.encoding.term_digests import TermDigests
from corpus.index.read.document_facts import read_makers
from corpus.index.read.foreign_passages import Foreign, read_foreign
from corpus.index.read.sections import Section, SectionArrays, sections
from corpus.store.tables.index import Block, Posting, Stream
from corpus.text.counting_rules import RULES
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

POSTING_BYTES = 256 * 1024 * 1024
"""Most bytes of decoded postings that a process keeps."""
STREAM_BYTES = 1536 * 1024 * 1024
"""Most bytes of decoded streams that a process keeps: 400 million words; only what reads words needs them."""

SPAN_PARTS = 64
"""Most parts of streams whose tokens' spans a process keeps: 128 MiB."""
_TOGETHER = (
    ("versions", "document_starts", "document_tokens", "excluded"),
    ("document_passages", "passage_starts", "roles", "speakers"),
)
"""Arrays that are read in one statement: what a count of documents needs, and what one of passages does."""
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
        self._arrays: dict[int, SectionArrays] = {}
        self._packed: dict[tuple[int, str], list[bytes | None]] = {}
        self._connection: Connection | None = None
        self._makers: dict[int, str] | None = None
        self._foreign: Foreign | None = None
        self._layers: dict[Layer, list[int]] = {layer: [] for layer in Layer}
        self._sections: dict[int, Section] = {}
        self._postings: BoundedArrays[tuple[tuple[int, ...], bytes]] = BoundedArrays(POSTING_BYTES)
        self._streams: BoundedArrays[tuple[int, ...]] = BoundedArrays(STREAM_BYTES)
        self._manifests: dict[int, Manifest] = {}
        self.digests = TermDigests()
        self._placed: dict[tuple[int, int], npt.NDArray[np.uint32] | None] = {}

    def refresh(self, connection: Connection) -> None:
        """Learn which blocks there are now."""
        held: dict[Layer, list[tuple[int, int]]] = {layer: [] for layer in Layer}
        for block_id, layer, tokens, _ in check_blocks_are_all(connection):
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
        self._manifests.clear()
        self.digests.clear()

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
        """The passages in another language, or of another country, than their document."""
        if self._foreign is None:
            self._foreign = read_foreign(connection)
        return self._foreign

    def _foreign_in(self, arrays: SectionArrays) -> npt.NDArray[np.uint16] | None:
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
        packed = self._packed.pop(key)
        for manifest, data in zip(self._manifests_of(self._connection, section.blocks), packed, strict=True):
            manifest.verify(name, data, manifest.arrays[name])
        return [unpacked(name, data) for data in packed]

    def _manifests_of(self, connection: Connection, blocks: Sequence[int]) -> list[Manifest]:
        missing = [block_id for block_id in blocks if block_id not in self._manifests]
        if missing:
            self._manifests |= read_manifests(connection, missing)
        return [self._manifests[block_id] for block_id in blocks]

    def analysed(self, connection: Connection, section_id: int) -> bool:
        """Whether an analyser cut some words of a section."""
        names = self.makers(connection)
        blocks = self._sections[section_id].blocks
        return any(makers.read(names[block_id]).keys() - makers.BY_RULE.keys() for block_id in blocks)

    def by_older_rules(self, connection: Connection) -> set[int]:
        """The versions whose words older rules cut."""
        names = self.makers(connection)
        old = [block for block, made_by in names.items() if makers.rules_of(made_by) < RULES]
        query = select(Block.c.versions).where(Block.c.layer == int(Layer.word), Block.c.id.in_(old))
        found: set[int] = set()
        for data in connection.scalars(query):
            versions = unpacked("versions", data)
            assert versions is not None
            found.update(versions.tolist())
        return found

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
        """What made the tokens of each block, as JSON; see ``corpus.index.encoding.tokeniser_versions``."""
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
            (manifest,) = self._manifests_of(connection, [block_id])
            manifest.verify(f"part {part} of its spans", data, int(manifest.spans[part]))
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
        manifests = self._manifests_of(connection, section.blocks)
        for manifest, at, end in zip(manifests, section.offsets, ends, strict=True):
            for part in stream_parts(connection, manifest):
                stream[at : at + len(part)] = part
                at += len(part)
            if at != end:  # else the rest would be whatever the memory held
                raise damaged(manifest.block, f"its stream ends {end - at:,} tokens early")
        return stream

    def _read(self, connection: Connection, section: Section, terms: npt.NDArray[np.uint32]) -> Positions:
        if not len(terms):
            return _NONE
        wanted = {
            (manifest.block, first): check
            for manifest in self._manifests_of(connection, section.blocks)
            for first, check in manifest.chunks(terms).items()
        }
        parts: dict[int, list[Positions]] = {block_id: [] for block_id in section.blocks}
        every = sorted({first for _, first in wanted})
        # All blocks in one statement. Pairs of a list would not use SQLite's index: two lists do.
        query = select(Posting.c.block_id, Posting.c.first_term, Posting.c.data)
        query = query.where(Posting.c.block_id.in_(section.blocks))
        for start in range(0, len(every), _LOOKUP):
            some = query.where(Posting.c.first_term.in_(every[start : start + _LOOKUP]))
            for block_id, first, data in connection.execute(some):
                check = wanted.pop((block_id, first), None)
                if check is None:
                    continue
                self._manifests[block_id].verify(f"what it holds of terms from {first}", data, check)
                parts[block_id] += _held(PostingChunk(data), terms)
        for block_id, first in wanted:
            raise damaged(block_id, f"its postings from term {first} are missing")
        return section.join([_joined(part) for part in parts.values()])


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
