"""Units of two sub-corpora, counted side by side: words, lemmas, or sequences of either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from corpus.query.count.ngram_counts import FEW
from corpus.query.count.word_counts import WordCounts, concatenated, entries, row_of_terms, summed, vocabulary
from corpus.query.count.word_ranks import joined
from corpus.query.count.word_sequences import WordText
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.choices import Unit
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment
    from corpus.query.sides.sides import Side

I64 = npt.NDArray[np.int64]

BATCH = 200
"""Words whose documents are counted in one go where too few documents rule words out."""


class Counted(Protocol):
    """``counts``: of units (by their ordinals) on both sides, of all that occur so often that they matter;
    ``sizes``: how many units each side has, with those that are not counted."""

    counts: tuple[I64, I64]
    sizes: tuple[int, int]

    def name(self, unit: int) -> str:
        """What the unit is called."""

    def alphabetical(self, unit: int) -> str | int:
        """What sorts units that are equal."""

    def enough_documents(self, side: int, ranked: I64, least: int, limit: int) -> I64:
        """The first units of some that a side has in so many documents."""

    def entries(self, units: I64) -> tuple[WordCounts, WordCounts]:
        """Occurrences by document on both sides; rows are ordinals of ``units``."""


class Words:
    """Words or lemmas."""

    def __init__(self, moment: Moment, sides: tuple[Side, Side], unit: Unit) -> None:
        self._moment, self._sides = moment, sides
        self._groups = moment.groups(Layer.word, unit)
        first, second = (self._vocabulary(side, unit) for side in sides)
        self.counts = first, second
        self.sizes = int(first.sum()), int(second.sum())

    def name(self, unit: int) -> str:
        return self._groups.names[unit]

    alphabetical = name

    def enough_documents(self, side: int, ranked: I64, least: int, limit: int) -> I64:
        kept: list[int] = []
        for at in range(0, len(ranked), BATCH):
            batch = ranked[at : at + BATCH]
            held = np.bincount(self._entries(self._sides[side], batch).rows, minlength=len(batch))
            kept += batch[held >= least].tolist()
            if len(kept) >= limit:
                break
        return np.array(kept[:limit], dtype=np.int64)

    def entries(self, units: I64) -> tuple[WordCounts, WordCounts]:
        first, second = (self._entries(side, units) for side in self._sides)
        return first, second

    def _vocabulary(self, side: Side, unit: Unit) -> I64:
        counts = vocabulary(self._moment, side.selection, unit)
        return counts if side.without is None else counts - vocabulary(self._moment, side.without, unit)

    def _entries(self, side: Side, units: I64) -> WordCounts:
        rows = row_of_terms(self._groups, units)
        found = entries(self._moment, side.selection, rows, len(units))
        if side.without is None:
            return found
        return _less(found, entries(self._moment, side.without, rows, len(units)))


class Sequences:
    """Sequences of ``size`` words or lemmas that one side has ``least`` times; none crosses a passage.

    Where a side is what is left of a selection, its sequences are those of the selection less those that lie
    wholly inside what is taken away: some may begin or end there (a quotation in a sentence).
    Raises FilterError where there are too many.
    """

    def __init__(self, moment: Moment, sides: tuple[Side, Side], unit: Unit, size: int, least: int) -> None:
        self._size = size
        selections = [sides[0].selection, sides[1].selection]
        self._without: int | None = None
        if sides[1].without is not None:
            self._without = 0
            if not _same(sides[1].without, selections[0]):
                self._without = 2
                selections.append(sides[1].without)
        self._text = WordText(moment, selections, unit)
        self._grams = self._text.grams(least)
        self._keys, counts = self._grams.counts(size)
        sequences = self._text.sequences(size)
        if self._without is not None:
            counts[1] -= counts[self._without]
            sequences[1] -= sequences[self._without]
        self.counts = counts[0], counts[1]
        self.sizes = sequences[0], sequences[1]

    def name(self, unit: int) -> str:
        return joined(self._text.written(self._grams.words_of(self._size, int(self._keys[unit]))))

    def alphabetical(self, unit: int) -> int:
        return unit  # keys sort as their words do

    def enough_documents(self, side: int, ranked: I64, least: int, limit: int) -> I64:
        kept = ranked[:0]
        for some in (ranked[:FEW], ranked[FEW:]):  # few are looked up fast, and are mostly enough
            if len(some) and len(kept) < limit:
                held = np.bincount(self._entries(side, some).rows, minlength=len(some))
                kept = np.append(kept, some[held >= least])
        return kept[:limit]

    def entries(self, units: I64) -> tuple[WordCounts, WordCounts]:
        return self._entries(0, units), self._entries(1, units)

    def _entries(self, side: int, units: I64) -> WordCounts:
        found = self._by_document(side, units)
        if side == 0 or self._without is None:
            return found
        return _less(found, self._by_document(self._without, units))

    def _by_document(self, side: int, units: I64) -> WordCounts:
        order = np.argsort(units)
        parts = []
        for number, piece in enumerate(self._grams.pieces):
            if piece.side == side:
                found = self._grams.numbered_in(number, self._size, self._keys[units[order]])
                rows = order[found.keys.astype(np.int64) - 1]
                parts.append(summed(rows, piece.document_of(found.places), len(units)))
        return concatenated(parts)


def _same(one: Selection, other: Selection) -> bool:
    """Whether two selections of one catalogue let the same words count."""
    first, second = (
        (each.roles, each.speakers, each.quoted, each.origins and each.origins.key) for each in (one, other)
    )
    return np.array_equal(one.mask, other.mask) and first == second


def _less(all_of_it: WordCounts, some: WordCounts) -> WordCounts:
    """Entries less some of them; both hold each pair once, and every pair of ``some`` is in both."""
    if not len(some.rows):
        return all_of_it
    width = int(all_of_it.documents.max()) + 1
    keys, taken = (part.rows * width + part.documents for part in (all_of_it, some))
    order = np.argsort(keys)
    counts = all_of_it.counts.copy()
    counts[order[np.searchsorted(keys, taken, sorter=order)]] -= some.counts
    left = counts > 0
    return WordCounts(all_of_it.rows[left], all_of_it.documents[left], counts[left])
