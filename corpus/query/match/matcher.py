"""From a series to its matches in a section. Nothing here loops over tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import QueryError
from corpus.index.encoding.sorted_arrays import common, distinct
from corpus.index.read.run_edges import Edges
from corpus.query import match
from corpus.query.match.patterns import Matches, Pattern
from corpus.query.match.term_lookup import held
from corpus.text.arrays import U32
from corpus.wording import action

if TYPE_CHECKING:
    from corpus.query.language.ast import Sequence, Series
    from corpus.query.match.term_lookup import Held
    from corpus.query.session.moment import Moment
    from corpus.text.tokens import Layer

Spans = tuple[U32, U32]


def patterns(moment: Moment, series: Series) -> list[Pattern]:
    """Look the terms of a series up; sequences that cannot match are left out.

    Of a sum all its parts together, of a quotient its numerator: what is counted part by part (a sum counts
    twice what two parts find) asks for the patterns of each of ``Series.terms``.
    Raises QueryError for lemmas or tags that the archive does not hold.
    """
    return _together(moment, series.terms)


def union_patterns(moment: Moment, series: Series) -> list[Pattern]:
    """The patterns whose matches are the lines of a series. Raises QueryError for a quotient."""
    if series.over:
        raise QueryError(f"{series.source}: a quotient has no lines; ask for its parts.")
    return _together(moment, series.terms)


def _together(moment: Moment, parts: tuple[Series, ...]) -> list[Pattern]:
    for part in parts:
        if part.concepts and not part.sequences:  # else it would count as nothing
            raise ValueError(f"{part.source}: its concepts were not put in")
    found = (_pattern(moment, one) for part in parts for one in part.sequences)
    return [pattern for pattern in found if pattern is not None]


def _pattern(moment: Moment, sequence: Sequence) -> Pattern | None:
    """The pattern of a sequence; None where it cannot match."""
    slots: list[Held] = []
    repeats: list[tuple[int, int]] = []
    for slot in sequence.slots:
        terms = held(moment, sequence.layer, slot)
        if not isinstance(terms, np.ndarray) or len(terms):
            slots.append(terms)
            repeats.append((slot.least, slot.most))
        elif slot.least:
            return None
    if not slots:
        return None
    if any(least != most for least, most in repeats):
        return Pattern(sequence.layer, tuple(slots), tuple(repeats), sequence.sentence, sequence.whole)
    fixed = (slot for slot, (count, _) in zip(slots, repeats, strict=True) for _ in range(count))
    return Pattern(sequence.layer, tuple(fixed), (), sequence.sentence, sequence.whole)


def matches(moment: Moment, section_id: int, layer: Layer, wanted: list[Pattern]) -> Matches:
    """All matches in a section of the layer: of overlapping ones each, of equal ones one.

    QueryError where sentences are asked for that the section does not know.
    """
    found = [_spans(moment, section_id, pattern) for pattern in wanted if pattern.layer == layer]
    found = [(starts, ends) for starts, ends in found if len(starts)]
    if not found:
        empty = np.zeros(0, dtype=np.uint32)
        return Matches(empty, empty)
    if len(found) == 1:
        return Matches(*found[0])
    keys = distinct(
        np.concatenate([(starts.astype(np.uint64) << np.uint64(32)) | ends for starts, ends in found])
    )
    return Matches(
        (keys >> np.uint64(32)).astype(np.uint32), (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    )


def limits(moment: Moment, section_id: int, pattern: Pattern) -> Edges:
    """The runs of tokens in a section that no match crosses: its passages or sentences, remembered.

    QueryError where the section does not know its sentences.
    """

    def made() -> Edges:
        arrays = moment.arrays(section_id)
        if not pattern.sentence:
            return Edges(arrays.passage_starts)
        if arrays.sentences is None:
            raise QueryError(
                "within <s/> needs the sentences, which this archive does not know of all its texts yet: find"
                f" them with {action('optimize')}."
            )
        return Edges(np.append(arrays.sentences, arrays.passage_starts[-1:]))

    return moment.remember(("limits", section_id, pattern.sentence), made)


def _spans(moment: Moment, section_id: int, pattern: Pattern) -> Spans:
    """The matches of one pattern, sorted and distinct."""
    fixed = [(offset, slot) for offset, slot in enumerate(pattern.slots) if isinstance(slot, np.ndarray)]
    if pattern.repeats or len(fixed) < sum(slot is not None for slot in pattern.slots) or not fixed:
        return match.span_joins.spans(moment, section_id, pattern, limits(moment, section_id, pattern))
    starts = _sequence(moment, section_id, fixed, pattern)
    found = starts, starts + np.uint32(len(pattern.slots))
    return _whole(moment, section_id, found, pattern.whole) if any(pattern.whole) else found


def _whole(moment: Moment, section_id: int, found: Spans, whole: tuple[bool, bool]) -> Spans:
    """The matches whose ends are those of words; all, where no analyser told the words apart."""
    mask = moment.remember(("edge mask", section_id), lambda: moment.arrays(section_id).edge_mask())
    if mask is None:
        return found
    keep = np.ones(len(found[0]), dtype=bool)
    for ends, asked in zip(found, whole, strict=True):
        if asked:
            keep &= mask[ends]
    return found[0][keep], found[1][keep]


def _sequence(moment: Moment, section_id: int, fixed: list[tuple[int, U32]], pattern: Pattern) -> U32:
    """Sorted starts of the matches of a sequence of single tokens; ``fixed``: those that are not any."""
    positions = [(offset, moment.positions(section_id, terms)) for offset, terms in fixed]
    length = len(pattern.slots)
    if length == 1:
        return positions[0][1]
    positions.sort(key=lambda pair: len(pair[1]))
    offset, rarest = positions[0]
    starts = rarest[rarest >= offset] - np.uint32(offset)
    for offset, other in positions[1:]:
        if not len(starts):
            break
        starts = common(starts + np.uint32(offset), other) - np.uint32(offset)
    if not len(starts):
        return starts
    bounds = limits(moment, section_id, pattern)
    return starts[bounds.edges[bounds.of(starts) + 1] >= starts + np.uint32(length)]
