"""The cells of one facet, and which of them the words of a passage lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.sorted_arrays import groups_of
from corpus.query.count.selected_units import selected_units
from corpus.query.count.units import ORIGIN_BITS
from corpus.query.select.passage_origins import codes_of
from corpus.query.tabulate.facet_axes import ORIGINS, by_passage, make_axis

if TYPE_CHECKING:
    from corpus.index.read.sections import SectionArrays
    from corpus.query.count.token_runs import TokenRuns
    from corpus.query.select.selection import Filters, Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

_ACTOR_BITS = 32
GAPS_NAMED = 8
"""Periods without words that a note names; of more it says how many."""


class FacetCells:
    """The values of a facet that words of a selection have: ``labels``, in order, and the ``tokens`` of each.

    ``facet``: what was asked for; ``name``: of its column. ``notes`` is told what the facet leaves out, and
    which periods between others are without words: these have no cell, for nothing can be said of them.
    """

    def __init__(
        self, moment: Moment, selection: Selection, facet: str, filters: Filters, notes: list[str]
    ) -> None:
        inside = by_passage(moment, (facet,))
        units = selected_units(moment, selection, inside)
        axis = make_axis(moment, selection, units, facet, filters, notes)
        placed = axis.codes >= 0
        tokens = np.bincount(axis.codes[placed], units.tokens[placed], len(axis.labels)).astype(np.int64)
        held = tokens > 0
        if axis.complete:
            notes += _gaps([axis.labels[at] for at in np.flatnonzero(~held).tolist()], facet)
        self.name, self.facet = axis.name, facet
        self.labels = [axis.labels[at] for at in np.flatnonzero(held).tolist()]
        self.tokens: I64 = tokens[held]
        self._by = ("origin" if facet in ORIGINS else facet) if inside else "document"
        # What a unit's words have in common decides: their role, their speaker, or their document, with the
        # origin of some of its passages.
        values = {
            "voice": units.roles,
            "speaker": units.speakers,
            "post": (units.documents << _ACTOR_BITS) | units.speakers,
            "origin": (units.documents << ORIGIN_BITS) | units.origins,
            "document": units.documents,
        }[self._by]
        self._values, first, _ = groups_of(values)
        cell = np.where(held, np.cumsum(held) - 1, -1)
        codes = axis.codes[first]
        self._cells = np.where(codes >= 0, np.append(cell, -1)[codes], -1)

    def __len__(self) -> int:
        return len(self.labels)

    def cells(self, arrays: SectionArrays, passages: I64, documents: I64) -> I64:
        """The cell of each of some passages of a section (of the documents given), -1 where it has none."""
        if not len(self._values):
            return np.full(len(passages), -1, dtype=np.int64)
        values = documents
        if self._by == "origin":
            codes = codes_of(arrays, passages)
            values = (documents << ORIGIN_BITS) | (0 if codes is None else codes)
        elif self._by == "post":
            values = (documents << _ACTOR_BITS) | arrays.speakers[passages].astype(np.int64)
        elif self._by != "document":
            values = (arrays.roles if self._by == "voice" else arrays.speakers)[passages].astype(np.int64)
        at = np.minimum(np.searchsorted(self._values, values), len(self._values) - 1)
        return np.where(self._values[at] == values, self._cells[at], -1)

    def of_runs(self, arrays: SectionArrays, runs: TokenRuns) -> I64:
        """The cell of each of some runs of a section, -1 where it has none."""
        passages = np.searchsorted(arrays.passage_starts, runs.starts, "right") - 1
        return self.cells(arrays, passages, runs.documents)


def _gaps(labels: list[str], facet: str) -> list[str]:
    if not labels:
        return []
    names = ", ".join(labels[:GAPS_NAMED])
    more = f" and {len(labels) - GAPS_NAMED:,} more {facet}s" if len(labels) > GAPS_NAMED else ""
    return [f"The archive holds no words of {names}{more} under these filters: there nothing can be said."]
