"""Sections: blocks that are read as if they were one, so that a question meets few of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.block import BlockArrays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

SECTION_TOKENS = 34_000_000
"""A section takes no further block beyond so many tokens: eight full blocks. It bounds what a question
holds in memory at one time."""

U32 = npt.NDArray[np.uint32]

_STARTS = ("document_starts", "document_passages", "passage_starts")
_POSITIONS = ("excluded", "quotations", "sentences", "boundaries")


class Section(NamedTuple):
    """Blocks of one layer by id, and the position in the section at which each begins."""

    blocks: tuple[int, ...]
    offsets: tuple[int, ...]
    tokens: int

    @property
    def id(self) -> int:
        """That of its first block."""
        return self.blocks[0]

    def join(self, parts: Sequence[U32]) -> U32:
        """Positions in each block, as positions in the section."""
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(
            [part + np.uint32(offset) for part, offset in zip(parts, self.offsets, strict=True)]
        )


def sections(blocks: Iterable[tuple[int, int]]) -> Iterator[Section]:
    """The sections of a layer's blocks, given as id and tokens."""
    ids: list[int] = []
    offsets: list[int] = []
    held = 0
    for block_id, tokens in blocks:
        if ids and held + tokens > SECTION_TOKENS:
            yield Section(tuple(ids), tuple(offsets), held)
            ids, offsets, held = [], [], 0
        ids.append(block_id)
        offsets.append(held)
        held += tokens
    if ids:
        yield Section(tuple(ids), tuple(offsets), held)


class SectionArrays(BlockArrays):
    """The arrays of a section, each read and joined when it is first asked for.

    ``read``: gives an array of each of its blocks, by name; ``foreign``: the origins of its passages.
    """

    def __init__(
        self,
        section: Section,
        read: Callable[[str], list[U32 | None]],
        foreign: Callable[[SectionArrays], npt.NDArray[np.uint16] | None],
    ) -> None:
        self._section = section
        self._read = read
        self._foreign = foreign

    @cached_property
    def origins(self) -> npt.NDArray[np.uint16] | None:
        """Of each passage in another language or of another country than its document the code of both
        (``corpus.index.read.foreign_passages``), 0 of the others; None where no passage of the section is."""
        return self._foreign(self)

    def __getattr__(self, name: str) -> U32 | None:
        if name.startswith("_"):
            raise AttributeError(name)
        held = self._read(name)
        parts = [part for part in held if part is not None]
        if len(parts) < len(held):
            values = None
        elif name in _STARTS:
            values = _starts(parts)
        else:
            values = self._section.join(parts) if name in _POSITIONS else np.concatenate(parts)
        setattr(self, name, values)
        return values

    def edge_mask(self) -> npt.NDArray[np.bool_] | None:
        """For each position, and the end, whether a word of Hangul may begin or end there.

        In blocks that no analyser of Korean made it may anywhere; None where all are such.
        """
        parts = self._read("boundaries")
        if all(part is None for part in parts):
            return None
        mask = np.zeros(self._section.tokens + 1, dtype=bool)
        ends = (*self._section.offsets[1:], self._section.tokens)
        for part, start, end in zip(parts, self._section.offsets, ends, strict=True):
            if part is None:
                mask[start : end + 1] = True
            else:
                mask[part + np.uint32(start)] = True
        return mask


def _starts(parts: list[U32]) -> U32:
    """Starts of some things, and at last the end of the last one, of each block: those of the section."""
    base = np.uint32(0)
    joined: list[U32] = []
    for part in parts:
        joined.append(part[:-1] + base)
        base = base + part[-1]
    joined.append(np.array([base], dtype=np.uint32))
    return np.concatenate(joined)
