"""The units, passages and matches that a selection takes.

Matches and tokens of a unit obey the same filter, so that their quotient is a rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.query.count.units import ROLE_BITS, Units, all_units, quoted_runs
from corpus.query.match.patterns import Matches
from corpus.query.select.passage_origins import codes_of
from corpus.text.roles import Role

if TYPE_CHECKING:
    from corpus.index.encoding.block import BlockArrays
    from corpus.index.read.sections import SectionArrays
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_ROLE_NAMES = {int(role): role.name for role in Role}


def selected_units(moment: Moment, selection: Selection, passages: bool = False) -> Units:
    """The units of a selection: documents, or, where it tells them apart, or ``passages`` asks for it, a
    document's words of one role, speaker and origin."""
    if selection.whole and not passages:
        return all_units(moment, selection.catalogue, "document").take(selection.mask)
    every = all_units(moment, selection.catalogue, "quotation" if selection.quoted else "passage")
    mask = _table(selection.roles)[every.roles]
    if len(every):
        mask &= selection.mask[every.documents]
    if selection.speakers is not None:
        mask &= np.isin(every.speakers, list(selection.speakers))
    if selection.origins is not None:
        mask &= selection.origins.mask(every.documents, every.origins)
    return every.take(mask, selection.lines)


def documents_of(selection: Selection, units: Units) -> Bools:
    """Which documents of the catalogue have words under the selection (all that it chose, if it is whole)."""
    if selection.whole:
        return selection.mask
    mask = np.zeros(len(selection.catalogue), dtype=bool)
    mask[units.documents[units.tokens > 0]] = True
    return mask


def tokens_of(selection: Selection, units: Units) -> I64:
    """Tokens of each document of the catalogue, under the selection."""
    tokens = np.zeros(len(selection.catalogue), dtype=np.int64)
    np.add.at(tokens, units.documents, units.tokens)
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
