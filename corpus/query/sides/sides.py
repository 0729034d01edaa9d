"""Two sub-corpora that are compared: a target, and a reference or all the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.query.count.word_counts import document_tokens, several_languages
from corpus.query.select.passage_origins import both
from corpus.query.select_documents import select_documents

if TYPE_CHECKING:
    from corpus.query.select.selection import Filters, Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """A sub-corpus: a selection, or what a selection leaves of ``without`` (which lies inside it)."""

    selection: Selection
    without: Selection | None = None

    def tokens(self, moment: Moment) -> I64:
        """Of each document of the catalogue."""
        tokens = document_tokens(moment, self.selection)
        return tokens if self.without is None else tokens - document_tokens(moment, self.without)


def two_sides(
    moment: Moment, target: Filters, reference: Filters | None, common: Filters
) -> tuple[tuple[Side, Side], list[str]]:
    """Target and reference, and what a reader must know of them.

    Without ``reference`` it is what ``common`` lets count less the target. Raises FilterError for a side
    without words.
    """
    selected = select_documents(moment, target)
    notes = [f"Target: {note}" for note in selected.notes]
    if reference is None:
        whole = select_documents(moment, common)
        sides = (Side(selected), Side(whole, _both(whole, selected)))
        # A voice may be in the target that does not count by default: it is then no part of the rest.
        notes += several_languages(moment, [selected, whole])
    else:
        other = select_documents(moment, reference)
        sides = (Side(selected), Side(other))
        notes += [f"Reference: {note}" for note in other.notes]
        notes += several_languages(moment, [selected, other]) + _overlap(moment, selected, other)
    for side, name in zip(sides, ("target", "reference"), strict=True):
        if not side.tokens(moment).any():
            rest = " outside the target" if reference is None and name == "reference" else ""
            raise FilterError(f"The archive holds no words of the {name}{rest}: choose other filters.")
    return sides, notes


def _both(one: Selection, other: Selection) -> Selection:
    """The words that two selections of one catalogue both let count."""
    speakers = one.speakers if other.speakers is None else other.speakers
    if one.speakers is not None and other.speakers is not None:
        speakers = one.speakers & other.speakers
    return replace(
        one,
        mask=one.mask & other.mask,
        roles=one.roles & other.roles,
        speakers=speakers,
        quoted=one.quoted or other.quoted,
        origins=both(one.origins, other.origins),
        notes=[],
    )


def _overlap(moment: Moment, one: Selection, other: Selection) -> list[str]:
    shared = document_tokens(moment, _both(one, other))
    if not shared.any():
        return []
    if np.array_equal(shared, document_tokens(moment, one)) and np.array_equal(
        shared, document_tokens(moment, other)
    ):
        return ["Target and reference are the same words: neither says anything more."]
    documents = int(np.count_nonzero(shared))
    return [
        f"Target and reference overlap: {shared.sum():,} words of {documents:,}"
        f" document{'s' * (documents > 1)} count on both sides."
    ]
