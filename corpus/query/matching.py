"""From a series to its matches in a block. Nothing here loops over tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.index import terms

if TYPE_CHECKING:
    from corpus.model.tokens import Layer
    from corpus.query.syntax import Atom, Sequence, Series
    from corpus.query.view import Moment

U32 = npt.NDArray[np.uint32]
_LOOKUPS = {
    "fold": terms.by_fold,
    "exact": terms.by_surface,
    "wild": terms.by_wildcard,
    "regex": terms.by_regex,
}


@dataclass(frozen=True, slots=True)
class Matches:
    """Half-open token spans in a block, sorted by start; distinct, though they may overlap."""

    starts: U32
    ends: U32


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence with its term ids looked up: for each slot the ids, None for any word."""

    layer: Layer
    slots: tuple[U32 | None, ...]

    @property
    def possible(self) -> bool:
        """Whether every slot has a term that occurs in the archive at all."""
        return all(slot is None or len(slot) for slot in self.slots)


def patterns(moment: Moment, series: Series) -> list[Pattern]:
    """Look the terms of a series up; sequences that cannot match are left out."""
    found = (_pattern(moment, sequence) for sequence in series.sequences)
    return [pattern for pattern in found if pattern.possible]


def _pattern(moment: Moment, sequence: Sequence) -> Pattern:
    return Pattern(sequence.layer, tuple(_ids(moment, sequence.layer, slot) for slot in sequence.slots))


def _ids(moment: Moment, layer: Layer, slot: tuple[Atom, ...]) -> U32 | None:
    if any(atom.kind == "any" for atom in slot):
        return None
    parts = [_lookup(moment, layer, atom) for atom in slot]
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _lookup(moment: Moment, layer: Layer, atom: Atom) -> U32:
    return moment.view.remember(
        ("terms", layer, atom.kind, atom.text),
        lambda: _LOOKUPS[atom.kind](moment.connection, layer, atom.text),
    )


def matches(moment: Moment, block_id: int, layer: Layer, wanted: list[Pattern]) -> Matches:
    """All matches in a block of the layer: of overlapping ones each, of equal ones one."""
    found = [_sequence(moment, block_id, pattern) for pattern in wanted if pattern.layer == layer]
    found = [(starts, length) for starts, length in found if len(starts)]
    if not found:
        empty = np.zeros(0, dtype=np.uint32)
        return Matches(empty, empty)
    if len(found) == 1:
        starts, length = found[0]
        return Matches(starts, starts + np.uint32(length))
    keys = np.unique(
        np.concatenate(
            [(starts.astype(np.uint64) << np.uint64(32)) | np.uint64(length) for starts, length in found]
        )
    )
    starts = (keys >> np.uint64(32)).astype(np.uint32)
    return Matches(starts, starts + (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32))


def _sequence(moment: Moment, block_id: int, pattern: Pattern) -> tuple[U32, int]:
    """Sorted starts of the matches of one sequence, and its length in tokens."""
    length = len(pattern.slots)
    fixed = [(offset, slot) for offset, slot in enumerate(pattern.slots) if slot is not None]
    held = [(offset, moment.positions(block_id, slot)) for offset, slot in fixed]
    if length == 1:
        return held[0][1], 1
    held.sort(key=lambda pair: len(pair[1]))
    offset, rarest = held[0]
    starts = rarest[rarest >= offset] - np.uint32(offset)
    for offset, positions in held[1:]:
        if not len(starts):
            break
        starts = starts[_contained(starts + np.uint32(offset), positions)]
    if not len(starts):
        return starts, length
    bounds = moment.arrays(block_id).passage_starts
    following = np.searchsorted(bounds, starts, "right")
    inside = following < len(bounds)
    following = np.minimum(following, len(bounds) - 1)
    return starts[inside & (bounds[following] >= starts + np.uint32(length))], length


def _contained(values: U32, positions: U32) -> npt.NDArray[np.bool_]:
    """Which of the sorted values are among the sorted positions."""
    if not len(positions):
        return np.zeros(len(values), dtype=bool)
    at = np.minimum(np.searchsorted(positions, values), len(positions) - 1)
    found: npt.NDArray[np.bool_] = positions[at] == values
    return found
