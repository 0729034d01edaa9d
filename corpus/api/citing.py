"""Documents as they are cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus import output
from corpus.api.arguments import checked, page
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.queries import Questions
from corpus.query import questions

if TYPE_CHECKING:
    from corpus.output.result import Result


class Citing(Questions):
    """What tells how to cite."""

    def cite(
        self,
        *documents: str,
        query: str | None = None,
        style: str = "chicago",
        limit: int | None = None,
        **filters: Any,
    ) -> str:
        """Citations of documents, as text: those named, and those with a match of ``query``, or that the
        filters choose; by date.

        ``style``: chicago (footnotes), bibtex, ris or csl (JSON). Each says which text was used: version,
        retrieval, SHA-256 of its bytes, and where archives of the web hold captures of its address. See
        ``sources`` for the same as columns.

        Raises NotFoundError for a document that is not there, FilterError where nothing is asked for,
        UsageError for a style that there is not.
        """
        found = self.sources(*documents, query=query, limit=limit, **filters)
        return output.citations.styles.citations(found.rows(), checked("style", style))

    def sources(
        self, *documents: str, query: str | None = None, limit: int | None = None, **filters: Any
    ) -> Result:
        """What citations say of documents, by date: those named, and those with a match of ``query``, or that
        the filters choose.

        Columns: ref, title, speaker, outlet, outlet_name, outlet_kind, language, country, genre, place, date,
        address, archived (the Internet Archive's address of the capture nearest to the retrieval), version
        (number from 1), retrieved (UTC), sha256 (of the bytes, hexadecimal).

        Raises NotFoundError for a document that is not there, FilterError where nothing is asked for.
        """
        chosen = chosen_filters(filters)
        named = [checked("The document", one) for one in documents]
        if query is not None:
            (query,) = checked_queries([query])
        most = None if limit is None else page(limit, 0)[0]
        with self._opened().open() as moment:
            table = questions.citations.cited(moment, named, query, chosen, most)
            title = ", ".join(named) if named and query is None else None
            return self._result("sources", table, (query,) if query else (), chosen, title)
