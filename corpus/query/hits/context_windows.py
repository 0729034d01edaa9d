"""The words around matches. A window never crosses a passage nor leaves the selection's words.

Overlapping windows of two matches both count: a word is counted once for each match in whose window it
stands. Of a match's own words none is in its window; another match of the same query may be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.selected_units import chosen_matches, owners_of
from corpus.query.count.token_runs import spread
from corpus.query.count.units import quoted_runs
from corpus.query.hits.hits import hits, places
from corpus.query.match.matcher import matches
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.index.read.term_groups import Groups
    from corpus.query.hits.hits import Hits
    from corpus.query.match.patterns import Pattern
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment
    from corpus.query.tabulate.facet_cells import FacetCells

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

TOGETHER = 1 << 20
"""Words of windows that are laid out in one go, at least, where there are so many; at most twice as many."""
KEPT = 1 << 23
"""Most words of windows that stay laid out between two readings of them."""
TEXTS = 2_000
"""Passages whose texts are in memory at one time."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Matches in one section of the word layer, aligned: half-open spans of the match, how many words left
    and right of it its window could hold at most, documents (ordinals of the catalogue), cells."""

    section_id: int
    starts: I64
    ends: I64
    before: I64
    after: I64
    documents: I64
    cells: I64

    def within(self, left: int, right: int) -> Nodes:
        """The same, of windows with so many words on each side at most."""
        return replace(self, before=np.minimum(self.before, left), after=np.minimum(self.after, right))

    def parted(self) -> Iterator[Nodes]:
        """The same in parts of about TOGETHER words in windows."""
        reached = np.cumsum(self.before + self.after)
        steps = np.arange(TOGETHER, int(reached[-1]) if len(reached) else 0, TOGETHER)
        cuts = np.searchsorted(reached, steps)
        edges = [0, *distinct(cuts + 1).tolist(), len(reached)]
        for low, high in pairwise(edges):
            if high > low:
                columns = (getattr(self, name)[low:high] for name in list(self.__dataclass_fields__)[1:])
                yield Nodes(self.section_id, *columns)


class Part(NamedTuple):
    """Words of windows, laid out: their groups, left and right of matches, and whose match (its ordinal)."""

    left: U32
    right: U32
    left_nodes: I64
    right_nodes: I64


class Windows:
    """The windows around all matches of a series that a selection lets count.

    ``groups``: which words count as one. ``left`` and ``right``: words on each side at most. For each match:
    ``documents``, its document; ``cells``, its cell in ``placing`` (-1: none; all 0 without); ``sizes``, the
    words in its window.
    """

    def __init__(
        self,
        moment: Moment,
        selection: Selection,
        wanted: list[Pattern],
        groups: Groups,
        left: int,
        right: int,
        placing: FacetCells | None = None,
    ) -> None:
        self._moment, self._groups = moment, groups
        self._nodes = [nodes.within(left, right) for nodes in _nodes(moment, selection, wanted, placing)]
        self._parts: list[Part] | None = None
        none = np.zeros(0, dtype=np.int64)
        self.documents: I64 = np.concatenate([none, *(nodes.documents for nodes in self._nodes)])
        self.cells: I64 = np.concatenate([none, *(nodes.cells for nodes in self._nodes)])
        self.sizes: I64 = np.concatenate([none, *(nodes.before + nodes.after for nodes in self._nodes)])

    def parts(self) -> Iterator[Part]:
        """The words of all windows, some sections at a time."""
        if self._parts is not None:
            yield from self._parts
        elif int(self.sizes.sum()) <= KEPT:
            self._parts = list(self._laid_out())
            yield from self._parts
        else:
            yield from self._laid_out()

    def _laid_out(self) -> Iterator[Part]:
        waiting: list[Part] = []
        held = first = 0
        for nodes in self._nodes:
            stream = self._moment.stream(nodes.section_id)
            for some in nodes.parted():
                numbers = np.arange(first, first + len(some.starts))
                first += len(some.starts)
                left, right = spread(some.starts - some.before, some.before), spread(some.ends, some.after)
                waiting.append(
                    Part(
                        self._groups.of_term[stream[left]],
                        self._groups.of_term[stream[right]],
                        np.repeat(numbers, some.before),
                        np.repeat(numbers, some.after),
                    )
                )
                held += len(left) + len(right)
                if held >= TOGETHER:
                    yield _joined(waiting)
                    waiting, held = [], 0
        if waiting:
            yield _joined(waiting)


def _joined(parts: list[Part]) -> Part:
    return Part(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _nodes(
    moment: Moment, selection: Selection, wanted: list[Pattern], placing: FacetCells | None
) -> Iterator[Nodes]:
    for section_id in moment.sections(Layer.word):
        found = matches(moment, section_id, Layer.word, wanted)
        if len(found.starts):
            kept, passages = chosen_matches(moment, selection, section_id, found)
            if len(passages):
                starts, ends = kept.starts.astype(np.int64), kept.ends.astype(np.int64)
                yield _bounded(moment, selection, section_id, starts, ends, passages, placing)
    strings = [pattern for pattern in wanted if pattern.layer == Layer.char]
    if strings:
        yield from _nodes_of_strings(moment, selection, hits(moment, selection, strings), placing)


def _bounded(
    moment: Moment,
    selection: Selection,
    section_id: int,
    starts: I64,
    ends: I64,
    passages: I64,
    placing: FacetCells | None,
) -> Nodes:
    """Matches with the edges of their passages, or of the quotations where only these count."""
    arrays = moment.arrays(section_id)
    lows = arrays.passage_starts[passages].astype(np.int64)
    highs = arrays.passage_starts[passages + 1].astype(np.int64)
    if selection.quoted:
        quoted = quoted_runs(arrays).astype(np.int64)
        at = np.searchsorted(quoted[:, 0], starts, "right") - 1
        lows, highs = quoted[at, 0], quoted[at, 1]
    documents = owners_of(arrays, passages, moment.documents(selection.catalogue, section_id))
    cells = np.zeros_like(documents) if placing is None else placing.cells(arrays, passages, documents)
    return Nodes(section_id, starts, ends, starts - lows, highs - ends, documents, cells)


def _nodes_of_strings(
    moment: Moment, selection: Selection, found: Hits, placing: FacetCells | None
) -> Iterator[Nodes]:
    """Matches of strings of characters as the words that they touch: the texts say which these are."""
    first, last = _touched(moment, selection, found)
    for section_id in moment.sections(Layer.word):
        arrays = moment.arrays(section_id)
        documents = moment.documents(selection.catalogue, section_id)
        held = np.flatnonzero(documents >= 0)
        place = np.full(len(selection.catalogue), -1, dtype=np.int64)
        place[documents[held]] = held
        here = np.flatnonzero(place[found.documents] >= 0)
        if not len(here):
            continue
        passages = arrays.document_passages[place[found.documents[here]]] + found.passages[here]
        base = arrays.passage_starts[passages].astype(np.int64)
        starts, ends = base + first[here], base + last[here]
        yield _bounded(moment, selection, section_id, starts, ends, passages, placing)


def _touched(moment: Moment, selection: Selection, found: Hits) -> tuple[I64, I64]:
    """The words of its passage that each hit in the layer of characters touches, half-open."""
    first, last = np.zeros(len(found), dtype=np.int64), np.zeros(len(found), dtype=np.int64)
    order = np.lexsort((found.passages, found.documents))
    keys = np.column_stack((found.documents[order], found.passages[order]))
    firsts = np.flatnonzero(np.any(np.diff(keys, axis=0, prepend=-1) != 0, axis=1))
    several = np.split(order, firsts[1:]) if len(order) else []
    for at in range(0, len(several), TEXTS):
        some = several[at : at + TEXTS]
        one_each = found.take(np.array([group[0] for group in some]))
        for group, place in zip(some, places(moment, selection, one_each), strict=True):
            starts, ends = (np.array(side) for side in place.bounds)
            first[group] = np.searchsorted(ends, found.starts[group], "right")
            last[group] = np.searchsorted(starts, found.ends[group], "left")
    return first, last
