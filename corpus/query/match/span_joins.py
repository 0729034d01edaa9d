"""Matches of patterns whose length varies, or that name what a token is not: joins of spans.

From the rarest token that must stand (the anchor) the pattern is followed to its end, then, from the anchors
that got there, to its beginning; each way is a relation between anchors and places, and a match is
an anchor with one place of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import numpy.typing as npt

from corpus.errors import QueryError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.match.term_lookup import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.index.read.run_edges import Edges
    from corpus.query.match.patterns import Pattern
    from corpus.query.match.term_lookup import Bools, Held
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

PART_TOKENS = 4_000_000
"""A section is searched in parts of about so many tokens."""
MOST_SPANS = 20_000_000
"""Most spans that are followed at one time in one part."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One token (``least`` and ``most`` are 1), up to ``most`` tokens (``least`` is 0), or, where ``held``
    is None, a gap of ``least`` to ``most`` tokens."""

    held: Held
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class _Places:
    """Pairs of an anchor (its ordinal) and a place, sorted and distinct; ``single``: one for each anchor.

    A place is a position between tokens: that of the token which follows it.
    """

    anchors: I64
    places: I64
    single: bool


class _Side:
    """The tokens of a section in the order of reading; or backwards: token ``i`` is ``tokens - 1 - i``."""

    def __init__(self, moment: Moment, section_id: int, backwards: bool) -> None:
        self._moment, self._section_id, self._backwards = moment, section_id, backwards
        self.tokens = int(moment.arrays(section_id).passage_starts[-1])
        self._positions: dict[int, I64] = {}

    def positions(self, terms: U32) -> I64:
        """Sorted positions of any of the terms."""
        found = self._positions.get(id(terms))  # the pattern holds on to its terms
        if found is None:
            found = self._moment.positions(self._section_id, terms).astype(np.int64)
            if self._backwards:
                found = (self.tokens - 1 - found)[::-1]
            self._positions[id(terms)] = found
        return found

    def fulfils(self, held: U32 | Table, at: I64) -> Bools:
        """Which of the tokens at some positions are those that a slot holds."""
        if isinstance(held, Table):
            stream = self._moment.stream(self._section_id)
            inside: Bools = held.mask[stream[self.tokens - 1 - at if self._backwards else at]]
            return inside
        positions = self.positions(held)
        if not len(positions):
            return np.zeros(len(at), dtype=bool)
        found: Bools = positions[np.minimum(np.searchsorted(positions, at), len(positions) - 1)] == at
        return found


def spans(moment: Moment, section_id: int, pattern: Pattern, limits: Edges) -> tuple[U32, U32]:
    """Starts and ends of the matches in a section, sorted and distinct.

    ``limits``: the runs of tokens that no match crosses. The section is searched part by part, between such
    runs, so that no match lies in two parts. QueryError where there are more than can be held.
    """
    steps = _steps(pattern)
    at, positions_in = _anchor(moment, section_id, steps)
    sides = _Side(moment, section_id, backwards=False), _Side(moment, section_id, backwards=True)
    parts = [_around(sides, limits, steps, at, positions_in(*part)) for part in pairwise(_cuts(limits))]
    starts, ends = (np.concatenate(column) for column in zip(*parts, strict=True))
    return starts, ends


def _cuts(limits: Edges) -> list[int]:
    """Where the parts of a section begin, and its end: the first limits after every so many tokens."""
    edges = limits.edges
    wanted = np.arange(PART_TOKENS, int(edges[-1]), PART_TOKENS)
    inner = distinct(edges[np.searchsorted(edges, wanted)])
    cuts: list[int] = distinct(np.concatenate((edges[:1], inner, edges[-1:]))).tolist()
    return cuts


def _around(
    sides: tuple[_Side, _Side], limits: Edges, steps: list[_Step], at: int, positions: I64
) -> tuple[U32, U32]:
    """The matches whose step ``at`` is fulfilled at these positions."""
    if len(steps) == 1:
        return positions.astype(np.uint32), (positions + 1).astype(np.uint32)
    right, left = sides
    bounds = limits.edges
    passages = limits.of(positions.astype(np.uint32)) + 1
    ends = _follow(right, positions + 1, bounds[passages].astype(np.int64), steps[at + 1 :])
    reached = ends.anchors[np.diff(ends.anchors, prepend=-1) > 0]
    starts = _follow(
        left,
        left.tokens - positions[reached],
        left.tokens - bounds[passages[reached] - 1].astype(np.int64),
        steps[:at][::-1],
    )
    return _joined(_Places(reached[starts.anchors], left.tokens - starts.places, starts.single), ends)


def _steps(pattern: Pattern) -> list[_Step]:
    """The pattern as single tokens, runs of optional tokens, and gaps of which no two stand together."""
    steps: list[_Step] = []
    repeats = pattern.repeats or ((1, 1),) * len(pattern.slots)
    for held, (least, most) in zip(pattern.slots, repeats, strict=True):
        if held is None:
            if steps and steps[-1].held is None:
                before = steps.pop()
                least, most = least + before.least, most + before.most
            steps.append(_Step(None, least, most))
            continue
        steps.extend([_Step(held, 1, 1)] * least)
        if most > least:
            steps.append(_Step(held, 0, most - least))
    return steps


def _anchor(moment: Moment, section_id: int, steps: list[_Step]) -> tuple[int, Callable[[int, int], I64]]:
    """The step that the evaluation begins with, and what tells the positions of its token, ascending, from
    one position to another.

    The rarest token that must stand; else, by the stream, one that is told by what it is not; else any
    token of a gap, which is cut there.
    """
    rarest: tuple[int, U32] | None = None
    for at, step in enumerate(steps):
        if isinstance(step.held, np.ndarray) and step.least:
            positions = moment.positions(section_id, step.held)
            if rarest is None or len(positions) < len(rarest[1]):
                rarest = at, positions
    if rarest is not None:
        return rarest[0], partial(_between, rarest[1])
    for at, step in enumerate(steps):
        if isinstance(step.held, Table) and step.least:
            return at, partial(_of_table, step.held.mask, moment.stream(section_id))
    at = next(number for number, step in enumerate(steps) if step.least)
    gap = steps[at]
    steps[at : at + 1] = [_Step(None, 1, 1), _Step(None, gap.least - 1, gap.most - 1)]
    return at, np.arange


def _between(positions: U32, low: int, high: int) -> I64:
    first, last = np.searchsorted(positions, (low, high))
    return positions[first:last].astype(np.int64)


def _of_table(mask: Bools, stream: U32, low: int, high: int) -> I64:
    return low + np.flatnonzero(mask[stream[low:high]])


def _follow(side: _Side, places: I64, limits: I64, steps: list[_Step]) -> _Places:
    """Where the steps lead to from each anchor's place; no step leads beyond the anchor's limit."""
    found = _Places(np.arange(len(places)), places, True)
    least = most = 0
    for step in steps:
        if not len(found.anchors):
            break
        if step.held is None:
            least, most = step.least, step.most
        elif step.least:
            found = _token(side, found, limits, step.held, least, most)
            least = most = 0
        else:
            found = _run(side, _gap(found, limits, least, most), limits, step.held, step.most)
            least = most = 0
    return _gap(found, limits, least, most)


def _token(side: _Side, found: _Places, limits: I64, held: U32 | Table, least: int, most: int) -> _Places:
    """Past a token after a gap."""
    if isinstance(held, Table) or least == most:
        behind = _gap(found, limits - 1, least, most)
        kept = side.fulfils(held, behind.places)
        return _Places(behind.anchors[kept], behind.places[kept] + 1, behind.single)
    positions = side.positions(held)
    last = np.minimum(found.places + most, limits[found.anchors] - 1)
    low = np.searchsorted(positions, found.places + least)
    counts = np.maximum(np.searchsorted(positions, last, "right") - low, 0)
    ordinals = _ranges(low, counts)
    return _distinct([np.repeat(found.anchors, counts)], [positions[ordinals] + 1], sort=not found.single)


def _run(side: _Side, found: _Places, limits: I64, kind: U32 | Table, most: int) -> _Places:
    """Past none to ``most`` tokens of a kind."""
    anchors, places = found.anchors, found.places
    all_anchors, all_places = [anchors], [places]
    held = len(anchors)
    for _ in range(most):
        inside = places < limits[anchors]
        anchors, places = anchors[inside], places[inside]
        inside = side.fulfils(kind, places)
        anchors, places = anchors[inside], places[inside] + 1
        if not len(anchors):
            break
        held += len(anchors)
        _check(held)
        all_anchors.append(anchors)
        all_places.append(places)
    return _distinct(all_anchors, all_places)


def _gap(found: _Places, limits: I64, least: int, most: int) -> _Places:
    """Past any ``least`` to ``most`` tokens; with limits that a token further must lie within, one less."""
    room = limits[found.anchors] - found.places
    if least == most:
        kept = room >= least
        return _Places(found.anchors[kept], found.places[kept] + least, found.single)
    counts = np.maximum(np.minimum(room, most) - least + 1, 0)
    steps = _ranges(np.full(len(counts), least), counts)
    return _distinct(
        [np.repeat(found.anchors, counts)], [np.repeat(found.places, counts) + steps], sort=not found.single
    )


def _distinct(anchors: list[I64], places: list[I64], sort: bool = True) -> _Places:
    """Places sorted by anchor, each once; they are already where ``sort`` is false. All are below 2**31."""
    if not sort:
        return _Places(anchors[0], places[0], False)
    keys = (np.concatenate(anchors) << 32) | np.concatenate(places)
    keys.sort(kind="stable")  # they are a few sorted runs
    keys = keys[np.diff(keys, prepend=-1) > 0]
    return _Places(keys >> 32, keys & 0xFFFFFFFF, False)


def _joined(starts: _Places, ends: _Places) -> tuple[U32, U32]:
    """Each start of an anchor with each of its ends."""
    if starts.single and ends.single:
        found = ends.places[np.searchsorted(ends.anchors, starts.anchors)]
        return starts.places.astype(np.uint32), found.astype(np.uint32)
    low = np.searchsorted(ends.anchors, starts.anchors)
    counts = np.searchsorted(ends.anchors, starts.anchors, "right") - low
    both = _distinct([np.repeat(starts.places, counts)], [ends.places[_ranges(low, counts)]])
    return both.anchors.astype(np.uint32), both.places.astype(np.uint32)


def _ranges(firsts: I64, counts: I64) -> I64:
    """The whole numbers ``first .. first + count - 1`` of each pair, one after the other."""
    total = int(counts.sum())
    _check(total)
    if not total:
        return np.zeros(0, dtype=np.int64)
    skipped = np.repeat(firsts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    return skipped + np.arange(total)


def _check(spans: int) -> None:
    if spans > MOST_SPANS:
        _too_many()


def _too_many() -> NoReturn:
    raise QueryError(
        f"The query has more than {MOST_SPANS:,} matches in a part of the archive: make its gaps and"
        " repetitions shorter, or its words rarer."
    )
