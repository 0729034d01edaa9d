"""Counting: matches and tokens of each unit of text under a selection.

A unit is a document, or, where voices or speakers are told apart, a document's words of one role and
speaker. Both counts obey the same filter, so that their quotient is a rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.query.count.units import ROLE_BITS, SectionUnits, quoted_runs, units
from corpus.query.match.patterns import Matches
from corpus.query.select.passage_origins import codes_of
from corpus.text.roles import Role

if TYPE_CHECKING:
    from corpus.index.encoding.block import BlockArrays
    from corpus.index.read.sections import SectionArrays
    from corpus.query.match.patterns import Pattern
    from corpus.query.select.coded_lines import CodedLines
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_ROLE_NAMES = {int(role): role.name for role in Role}


class Tally(NamedTuple):
    """Aligned by unit. ``documents``: ordinals of the catalogue; ``roles`` and ``speakers`` (actor ids,
    0 for none) are 0 where units are whole documents; ``matches``: one array for each series."""

    documents: I64
    roles: I64
    speakers: I64
    tokens: I64
    matches: list[I64]


def tally(moment: Moment, selection: Selection, series: list[list[Pattern]], passages: bool) -> Tally:
    """Count. ``passages``: tell roles and speakers apart."""
    chosen = choose(moment, selection, passages)
    counts = [chosen.count(moment, wanted) for wanted in series]
    return Tally(chosen.documents, chosen.roles, chosen.speakers, chosen.tokens, counts)


class SelectedUnits:
    """The units that a selection takes of all: what a tally holds but the matches."""

    def __init__(self, every: SectionUnits, mask: Bools, lines: CodedLines | None = None) -> None:
        self.every, self.lines = every, lines
        self._at = at = slice(None) if mask.all() else np.flatnonzero(mask)
        self.documents, self.tokens = every.documents[at], every.tokens[at]
        self.roles, self.speakers = every.roles[at], every.speakers[at]
        self.origins = every.origins[at]

    def count(self, moment: Moment, wanted: list[Pattern]) -> I64:
        """Matches in each of them."""
        return self.taken(self.every.count(moment, wanted, self.lines))

    def taken(self, of_units: I64) -> I64:
        """Of a number for each unit of all, those of the chosen."""
        return of_units[self._at]


def choose(moment: Moment, selection: Selection, passages: bool) -> SelectedUnits:
    """The units of a selection: documents, or their words by role and speaker; see ``tally``."""
    if selection.whole and not passages:
        return SelectedUnits(units(moment, selection.catalogue, "document"), selection.mask)
    every = units(moment, selection.catalogue, "quotation" if selection.quoted else "passage")
    mask = _table(selection.roles)[every.roles]
    if len(every):
        mask &= selection.mask[every.documents]
    if selection.speakers is not None:
        mask &= np.isin(every.speakers, list(selection.speakers))
    if selection.origins is not None:
        mask &= selection.origins.mask(every.documents, every.origins)
    return SelectedUnits(every, mask, selection.lines)


def documents_of(selection: Selection, counted: Tally) -> Bools:
    """Which documents of the catalogue have words under the selection (all that it chose, if it is whole)."""
    if selection.whole:
        return selection.mask
    mask = np.zeros(len(selection.catalogue), dtype=bool)
    mask[counted.documents[counted.tokens > 0]] = True
    return mask


def tokens_of(selection: Selection, counted: Tally) -> I64:
    """Tokens of each document of the catalogue, under the selection."""
    tokens = np.zeros(len(selection.catalogue), dtype=np.int64)
    np.add.at(tokens, counted.documents, counted.tokens)
    return tokens


def owners_of(arrays: BlockArrays, passages: I64, documents: I64) -> I64:
    """The document (ordinal of the catalogue) of each of some passages of a section."""
    return documents[np.searchsorted(arrays.document_passages, passages, "right") - 1]


def passage_mask(arrays: SectionArrays, selection: Selection, owners: I64, passages: I64) -> Bools:
    """Which of some passages count: document, role, speaker, origin. Quotation marks are another matter."""
    if not len(selection.mask):  # the archive knew no document then
        return np.zeros(len(passages), dtype=bool)
    mask: Bools = (owners >= 0) & _table(selection.roles)[arrays.roles[passages]]
    mask &= selection.mask[np.maximum(owners, 0)]
    if selection.speakers is not None:
        mask &= np.isin(arrays.speakers[passages], list(selection.speakers))
    if selection.origins is not None:
        mask &= selection.origins.mask(np.maximum(owners, 0), codes_of(arrays, passages))
    return mask


def _table(roles: frozenset[int]) -> Bools:
    return np.array([role in roles for role in range(1 << ROLE_BITS)])


def chosen_matches(
    moment: Moment, selection: Selection, section_id: int, found: Matches
) -> tuple[Matches, I64]:
    """The matches that a selection lets count, and the passage of each (its ordinal in the section)."""
    arrays = moment.arrays(section_id)
    passages = np.searchsorted(arrays.passage_starts, found.starts, "right") - 1
    owners = owners_of(arrays, passages, moment.documents(selection.catalogue, section_id))
    keep = passage_mask(arrays, selection, owners, passages)
    if selection.quoted:
        runs = quoted_runs(arrays)
        at = np.searchsorted(runs[:, 0], found.starts, "right") - 1
        inside = at >= 0
        if len(runs):
            inside &= found.ends <= runs[np.maximum(at, 0), 1]
        keep &= inside
    if selection.lines is not None:
        keep &= selection.lines.touched(moment, section_id, found)
    return Matches(found.starts[keep], found.ends[keep]), passages[keep].astype(np.int64)


def role_name(code: int) -> str:
    """Name of a stored role."""
    return _ROLE_NAMES[code]
