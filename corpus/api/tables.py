"""Documents as rows: counts for a regression, texts, a matrix of documents and words."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.api.arguments import checked, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.queries import Questions
from corpus.errors import CorpusError, UsageError
from corpus.index.read.term_groups import UNITS
from corpus.query import questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt

    from corpus.output.result import Result


@dataclass(frozen=True)
class Matrix:
    """How often words stand in documents, of which most pairs are 0.

    ``documents``: references, one a row, in order of date; ``terms``: words, one a column. ``rows``,
    ``columns`` and ``counts``: aligned, one entry for each pair that is not 0, by row and column.
    """

    documents: list[str]
    terms: list[str]
    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    notes: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """Documents and words."""
        return len(self.documents), len(self.terms)

    def __repr__(self) -> str:
        documents, terms = self.shape
        return f"<Matrix: {documents:,} documents, {terms:,} terms, {len(self.counts):,} pairs>"

    def to_scipy(self) -> Any:
        """A ``scipy.sparse.csr_array`` of counts. Raises CorpusError when SciPy is not installed."""
        try:
            sparse = importlib.import_module("scipy.sparse")
        except ImportError:
            raise CorpusError(
                "SciPy is not installed: 'pip install scipy', or take .rows, .columns and .counts."
            ) from None
        return sparse.csr_array((self.counts, (self.rows, self.columns)), shape=self.shape)


class Tables(Questions):
    """What gives documents as rows."""

    def documents(self, *queries: str | Iterable[str], **filters: Any) -> Result:
        """A row for each document with words that count, by date, ready for a regression.

        Columns: ref, date, title, outlet, country, language, genre, authority, place, tokens (words), then
        one for each query under its own name (matches).

        Raises QueryError for a query that does not parse, FilterError for filters that do not exist.
        """
        asked, chosen = checked_queries(queries), chosen_filters(filters)
        with self._opened().open() as moment:
            table = questions.document_counts.documents(moment, asked, chosen)
            return self._result("documents", table, asked, chosen)

    def texts(self, **filters: Any) -> Result:
        """A row for each document with its text, the passages that count, one a line.

        Columns: ref, date, title, outlet, country, language, genre, authority, place, tokens (words), text.

        Raises FilterError for filters that do not exist.
        """
        chosen = chosen_filters(filters)
        with self._opened().open() as moment:
            return self._result("texts", questions.document_counts.texts(moment, chosen), (), chosen)

    def dtm(self, *, unit: str = "word", min_documents: int = 1, **filters: Any) -> Matrix:
        """The matrix of documents and words (or lemmas, by ``unit``) that stand in ``min_documents`` or more;
        counts are matches.

        Raises FilterError where there are too many pairs, UsageError for a unit that there is not.
        """
        chosen, least = chosen_filters(filters), whole("min_documents", min_documents)
        if checked("unit", unit) not in UNITS:
            raise UsageError.about("unit", f"is {' or '.join(UNITS)}, not {unit!r}.")
        with self._opened().open() as moment:
            found = questions.document_counts.entries(moment, chosen, unit, least)  # type: ignore[arg-type]
        return Matrix(found.refs, found.terms, found.rows, found.columns, found.counts, tuple(found.notes))
