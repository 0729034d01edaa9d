"""The days of an archive: which of them it covers, and what was counted on each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError, UsageError
from corpus.insight.events.event_input import FIRST, LAST, iso
from corpus.insight.events.phases import bounds
from corpus.query.count.selected_units import selected_units
from corpus.query.count.word_counts import document_tokens
from corpus.query.match.matcher import patterns
from corpus.query.select_documents import select_documents
from corpus.query.tabulate.periods import NEEDED
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.insight.events.event_input import Event
    from corpus.query.language.ast import Series
    from corpus.query.select.selection import Filters, Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
CHOOSING: dict[str, Any] = {
    "speaker": (), "voice": (), "genre": (), "authority": (), "place": (), "title": None, "code": (),
    "collapse": None,
}  # fmt: skip
"""Filters that choose among what an outlet said on a day, as if not given: the day is covered all the
same."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days from ``low`` (since 1970) on, and what the archive holds of them.

    ``outlets``: those that cover any day; ``covered``: of shape (outlets, days). ``days``: for each document
    of the selection's catalogue its day, less ``low``, -1 where it is not units or not dated to a day.
    ``outlet_of``: for each document the ordinal of its outlet. ``tokens``: of each document.
    """

    selection: Selection
    low: int
    size: int
    outlets: list[str]
    covered: Bools
    days: I64
    outlet_of: I64
    tokens: I64

    @property
    def any_covered(self) -> Bools:
        """The days that some outlet covers."""
        return np.asarray(self.covered.any(axis=0))

    @property
    def first(self) -> int:
        """The first covered day, less ``low``."""
        return int(np.argmax(self.any_covered))

    @property
    def last(self) -> int:
        """The last covered day, less ``low``."""
        return self.size - 1 - int(np.argmax(self.any_covered[::-1]))

    def by_day(self, of_documents: I64) -> I64:
        """Sums by day."""
        held = self.days >= 0
        return np.bincount(self.days[held], of_documents[held], self.size).astype(np.int64)

    def by_outlet_and_day(self, of_documents: I64) -> I64:
        """Sums of shape (outlets, days)."""
        held = (self.days >= 0) & (self.outlet_of >= 0)
        keys = self.outlet_of[held] * self.size + self.days[held]
        length = len(self.outlets) * self.size
        return np.bincount(keys, of_documents[held], length).astype(np.int64).reshape(-1, self.size)

    def within(self, mask: Bools) -> Selection:
        """The selection, of the documents of some days."""
        return replace(self.selection, mask=(self.days >= 0) & mask[self.days], notes=[])

    def count(self, moment: Moment, series: Series) -> I64:
        """Matches in each document of the catalogue, under the selection."""
        units = selected_units(moment, self.selection)
        found = np.zeros(len(self.selection.catalogue), dtype=np.int64)
        for term in series.terms:
            np.add.at(found, units.documents, units.count(moment, patterns(moment, term)))
        return found

    def date(self, day: int) -> str:
        """A day of this calendar, as ISO 8601."""
        return iso(self.low + day)


def calendar(
    moment: Moment, filters: Filters, events: Sequence[Event], baseline: int, horizon: int, notes: list[str]
) -> Calendar:
    """The days that the filters' documents and the events lie in.

    A day is covered by an outlet where the archive holds a document of it, with words, that is dated to the
    day, whoever speaks in it. Raises FilterError where no document is dated to a day.
    """
    selection = select_documents(moment, filters)
    notes += selection.notes
    wide = replace(filters, **CHOOSING)
    whole = selection if wide == filters else select_documents(moment, wide)
    dates = selection.catalogue.dates()
    exact = dates.precision >= NEEDED["day"]
    held = whole.mask & (document_tokens(moment, whole) > 0)
    left_out = int(np.count_nonzero(held & ~exact))
    if not (held & exact).any():
        raise FilterError(
            "No document of this selection is dated to a day, and without days there is no before and after:"
            f" choose other filters ({action('coverage')} shows the dates)."
        )
    if left_out:
        notes.append(f"{left_out:,} document{'s' * (left_out > 1)} left out: not dated to the day.")
    of_document = np.where(exact, dates.first, np.datetime64("1970-01-01")).astype(np.int64)
    placed = of_document[held & exact]
    ends = [end for event in events for days in bounds(event, baseline).values() for end in days]
    ends += [event.day + horizon for event in events]
    if min(ends) < FIRST or max(ends) > LAST:
        raise UsageError("The days around an event lie outside the calendar, years 1 to 9999.")
    low, high = min(int(placed.min()), *ends), max(int(placed.max()), *ends)
    size = high - low + 1
    facet = selection.catalogue.facet(moment.connection, "outlet")
    present = np.flatnonzero(np.bincount(facet.codes[held & exact], minlength=len(facet.labels)))
    number = np.full(len(facet.labels), -1, dtype=np.int64)
    number[present] = np.arange(len(present))
    outlet_of = number[facet.codes]
    covered = np.zeros((len(present), size), dtype=bool)
    covered[outlet_of[held & exact], placed - low] = True
    return Calendar(
        selection,
        low,
        size,
        [facet.labels[code] for code in present.tolist()],
        covered,
        np.where(selection.mask & exact, of_document - low, -1),
        outlet_of,
        document_tokens(moment, selection),
    )
