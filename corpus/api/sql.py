"""Reading the archive with SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.api.arguments import whole
from corpus.api.queries import Questions
from corpus.errors import UsageError
from corpus.query import questions

if TYPE_CHECKING:
    from corpus.output.result import Result

ROWS = 1000
"""At most so many rows, unless more are asked for."""
SECONDS = 60.0
"""How long a query may take, unless more is given."""


class Sql(Questions):
    """What reads tables and views."""

    def sql(self, query: str, limit: int = ROWS, timeout: float = SECONDS) -> Result:
        """The rows of one SELECT over tables and views (``corpus/docs/schema.md`` names them); nothing can be
        written.

        ``limit``: at most so many rows; a note says where there are more. ``timeout``: seconds after which it
        is ended.

        Columns are those of the query, of one name numbered: numbers and texts as they are, bytes as their
        number, times as ISO text, other values as JSON.

        Raises QueryError for what the database does not understand or what would change it, UsageError where
        it took too long.
        """
        limit = whole("limit", limit)
        if limit < 1:
            raise UsageError.about("limit", "must be at least 1.")
        if not timeout > 0:
            raise UsageError.about("timeout", "must be more than 0 seconds.")
        with self._opened().open() as moment:
            table = questions.sql_query.select_rows(moment.connection, query, limit, timeout)
            return self._result("sql", table, [query], None, "", limit=limit)
