"""The content words of a selection, one after the other, and where a sequence of them may not go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.insight.formulas.discovery.lexicon import BREAK, CAPITAL, CONTENT, Lexicon
from corpus.query.count.token_runs import TokenRuns, runs, spread
from corpus.query.count.token_slices import slices
from corpus.text.roles import Role
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.index.read.sections import SectionArrays
    from corpus.insight.formulas.formula_settings import Candidates
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

TOGETHER = 1 << 21
"""Words worked on together."""
QUOTED, RAISED = 1, 2
"""Bits of a word in its place: in a short quotation; with a capital that it need not have."""
_HEADLINE = int(Role.headline)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Content words in the order of the text, aligned: ``words`` (rank), ``positions`` (in the section),
    ``documents`` (ordinals of the catalogue), ``bits`` and ``room`` (how many words from this one on stand
    together, at most 255).

    ``sections``: pairs of a section's id and the ordinal of its first word here, ascending. ``counts``: how
    often each rank occurs among the content words, before rare ones were left out; ``size``: their sum.
    ``names``: ranks that are hardly ever written without a capital; ``common``: those that mostly are.
    """

    words: U32
    positions: U32
    documents: I32
    bits: U8
    room: U8
    sections: list[tuple[int, int]]
    counts: I64
    size: int
    names: Bools
    common: Bools

    def section_of(self, places: I64) -> I64:
        """The section of each of some words."""
        ids = np.array([section for section, _ in self.sections], dtype=np.int64)
        firsts = np.array([first for _, first in self.sections], dtype=np.int64)
        return ids[np.searchsorted(firsts, places, "right") - 1]


@dataclass(slots=True)
class _Part:
    """Content words of a slice; ``new``: no sequence goes on from the word before."""

    words: U32
    positions: U32
    documents: I32
    bits: U8
    new: Bools


def skeleton(
    moment: Moment, selection: Selection, lexicon: Lexicon, asked: Candidates, least: int,
    only: Bools | None = None,
) -> Skeleton:  # fmt: skip
    """The content words of a selection that occur at least ``least`` times (``only``: these ranks).

    Where a rarer word, a break, a sentence or a passage's end, or more than ``most_between`` function words
    stand, no sequence goes on. A capital is evidence (RAISED) inside a sentence of a passage that is no
    headline, on a word that is mostly written without.
    """
    names, common = cases(moment, selection, lexicon, asked)
    counts = np.zeros(len(lexicon.names), dtype=np.int64)
    parts: list[_Part] = []
    sections: list[tuple[int, int]] = []
    held = 0
    every = [(section, runs(moment, selection, section)) for section in moment.sections(Layer.word)]
    for section, found in every:  # first what is frequent, as only that is kept
        for part in slices(found, TOGETHER):
            terms = moment.stream(section)[_positions(part)]
            content = terms[lexicon.kinds[terms] == CONTENT]
            counts += np.bincount(lexicon.ranks[content], minlength=len(counts))
    frequent = counts >= least if only is None else only
    for section, found in every:
        if not len(found):
            continue
        sections.append((section, held))
        arrays = moment.arrays(section)
        quoted = short_quotations(arrays, asked.longest_quotation)
        stream = moment.stream(section)
        for part in slices(found, TOGETHER):
            made = _part(stream, arrays, part, lexicon, asked, quoted, common, frequent)
            held += len(made.words)
            parts.append(made)
    if not parts:
        none = np.zeros(0, dtype=np.uint32)
        return Skeleton(none, none, none.astype(np.int32), none.astype(np.uint8), none.astype(np.uint8),
                        [], counts, int(counts.sum()), names, common)  # fmt: skip
    new = np.concatenate([part.new for part in parts])
    return Skeleton(
        np.concatenate([part.words for part in parts]),
        np.concatenate([part.positions for part in parts]),
        np.concatenate([part.documents for part in parts]),
        np.concatenate([part.bits for part in parts]),
        _room(new),
        sections,
        counts,
        int(counts.sum()),
        names,
        common,
    )


def _positions(part: TokenRuns) -> I64:
    return spread(part.starts, part.ends - part.starts)


def cases(moment: Moment, selection: Selection, lexicon: Lexicon, asked: Candidates) -> tuple[Bools, Bools]:
    """Which ranks are names (hardly ever written without a capital), and which are mostly written without.

    Headlines, which some outlets print with capitals, are not asked.
    """
    low, high = (np.zeros(len(lexicon.names), dtype=np.int64) for _ in range(2))
    capital = (lexicon.bits & CAPITAL) > 0
    for section in moment.sections(Layer.word):
        arrays = moment.arrays(section)
        for part in slices(runs(moment, selection, section), TOGETHER):
            passages = np.searchsorted(arrays.passage_starts, part.starts, "right") - 1
            plain = arrays.roles[passages] != _HEADLINE
            some = TokenRuns(part.starts[plain], part.ends[plain], part.documents[plain])
            terms = moment.stream(section)[_positions(some)]
            raised = capital[terms]
            ranks = lexicon.ranks[terms]
            low += np.bincount(ranks[~raised], minlength=len(low))
            high += np.bincount(ranks[raised], minlength=len(high))
    share = low / np.maximum(low + high, 1)
    return (high > 0) & (share <= asked.name), (high > 0) & (share >= asked.common)


def short_quotations(arrays: SectionArrays, longest: int) -> U32:
    """Half-open pairs of positions: quotations of at most so many words, by their starts."""
    pairs = arrays.quotations.reshape(-1, 2)
    length = pairs[:, 1].astype(np.int64) - pairs[:, 0]
    pairs = pairs[(length > 0) & (length <= longest)]
    return pairs[np.argsort(pairs[:, 0], kind="stable")]


def is_one_of(sorted_values: U32, wanted: npt.NDArray[np.integer]) -> Bools:
    """Which values are among some sorted ones."""
    if not len(sorted_values):
        return np.zeros(wanted.shape, dtype=bool)
    at = np.minimum(np.searchsorted(sorted_values, wanted), len(sorted_values) - 1)
    found: Bools = sorted_values[at] == wanted
    return found


def in_quotations(quoted: U32, starts: I64, ends: I64) -> Bools:
    """Which spans lie in one of some short quotations (of nested ones, the innermost that begins last)."""
    if not len(quoted):
        return np.zeros(len(starts), dtype=bool)
    reach = np.maximum.accumulate(quoted[:, 1])
    at = np.searchsorted(quoted[:, 0], starts, "right") - 1
    inside: Bools = (at >= 0) & (ends <= reach[np.maximum(at, 0)])
    return inside


def _part(
    stream: U32, arrays: SectionArrays, part: TokenRuns, lexicon: Lexicon, asked: Candidates,
    quoted: U32, common: Bools, frequent: Bools,
) -> _Part:  # fmt: skip
    positions = _positions(part)
    terms = stream[positions]
    kinds = lexicon.kinds[terms]
    ranks = lexicon.ranks[terms]
    lengths = part.ends - part.starts
    firsts = np.cumsum(lengths) - lengths
    begins = np.zeros(len(positions), dtype=bool)
    begins[firsts] = True
    if arrays.sentences is not None:
        begins |= is_one_of(arrays.sentences, positions)
    kept = (kinds == CONTENT) & frequent[ranks]
    barrier = begins | (kinds == BREAK) | ((kinds == CONTENT) & ~kept)
    before = np.cumsum(barrier, dtype=np.int32)
    content = np.flatnonzero(kept)
    new = np.ones(len(content), dtype=bool)
    new[1:] = (before[content[1:]] != before[content[:-1]]) | (np.diff(content) > asked.most_between + 1)
    owners = np.repeat(part.documents, lengths)[content]
    passages = np.searchsorted(arrays.passage_starts, part.starts, "right") - 1
    headline = np.repeat(arrays.roles[passages] == _HEADLINE, lengths)[content]
    raised = ((lexicon.bits[terms[content]] & CAPITAL) > 0) & common[ranks[content]]
    raised &= ~headline & ~begins[content]
    places = positions[content]
    bits = (QUOTED * in_quotations(quoted, places, places + 1)).astype(np.uint8)
    bits |= (RAISED * raised).astype(np.uint8)
    return _Part(
        ranks[content].astype(np.uint32), places.astype(np.uint32), owners.astype(np.int32), bits, new
    )


def _room(new: Bools) -> U8:
    """For each word how many stand together from it on."""
    if not len(new):
        return np.zeros(0, dtype=np.uint8)
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(new))
    room = np.repeat(ends, ends - starts) - np.arange(len(new))
    return np.minimum(room, 255).astype(np.uint8)
