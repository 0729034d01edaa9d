"""Authority: the kinds of statement, their ranks and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.api.arguments import checked
from corpus.api.arguments import filters as chosen_filters
from corpus.api.queries import Questions
from corpus.query import questions

if TYPE_CHECKING:
    from corpus.output.result import Result


class Authorities(Questions):
    """What tells how binding statements are."""

    def authorities(self, by: str | None = None, **filters: Any) -> Result:
        """The kinds of statement of each outlet, the highest rank first, with how many documents, and why.

        ``by``: a period, for how many there were in each.

        Columns: outlet, rank (1 is the highest; null for documents of no kind that is ranked), authority,
        documents, reason; with ``by`` outlet, period, rank, authority, documents, of (the outlet's documents
        in the period, of whatever kind; where there are none, documents is null).

        Raises FilterError for filters or a period that cannot be.
        """
        chosen = chosen_filters(filters)
        unit = None if by is None else checked("by", by)
        with self._opened().open() as moment:
            if unit is None:
                return self._result(
                    "authorities", questions.authority.authorities(moment, chosen), (), chosen
                )
            table = questions.authority.by_period(moment, chosen, unit)
            return self._result("authorities", table, (), chosen, by=unit)
