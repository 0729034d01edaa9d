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

        ``by``: a period, for how many there were in each. See ``corpus.query.questions.authority`` for the
        columns.
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
