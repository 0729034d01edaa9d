"""Questions to the archive; each answer is a Result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.api.arguments import Names, checked, names, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.database import Database
from corpus.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.output.result import Result
    from corpus.query.filters import Filters
    from corpus.query.table import Table


LEVEL = 0.95
"""Confidence of every interval."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One document: ``about`` (field, value), ``passages`` (passage, voice, speaker, text), its raw bytes."""

    about: Result
    passages: Result
    raw: bytes


class Questions(Database):
    """What asks the archive."""

    def freq(self, *queries: str, by: Names = "year", **filters: Any) -> Result:
        """Frequency over one or two facets; see ``corpus.query.freq.freq`` for the columns."""
        from corpus.query.freq import freq

        queries, chosen, facets = checked_queries(queries), chosen_filters(filters), names("--by", by)
        with self._opened().open() as moment:
            table = freq(moment, queries, facets, chosen, LEVEL)
            return self._result("freq", table, queries, chosen, by=[*facets], level=LEVEL)

    def kwic(
        self, *queries: str, limit: int = 20, offset: int = 0, context: int | str = 12, **filters: Any
    ) -> Result:
        """Concordance; see ``corpus.query.kwic.kwic``."""
        from corpus.query.kwic import kwic

        queries, chosen = checked_queries(queries), chosen_filters(filters)
        limit, offset = page(limit, offset)
        context = checked("--context", context) if isinstance(context, str) else whole("--context", context)
        with self._opened().open() as moment:
            return self._result(
                "kwic", kwic(moment, queries, chosen, limit, offset, context), queries, chosen
            )

    def first(self, *queries: str, **filters: Any) -> Result:
        """First and last attestation; see ``corpus.query.first.first``."""
        from corpus.query.first import first

        queries, chosen = checked_queries(queries), chosen_filters(filters)
        with self._opened().open() as moment:
            return self._result("first", first(moment, queries, chosen), queries, chosen)

    def coverage(self, by: str | None = None, **filters: Any) -> Result:
        """What the archive holds of each outlet, and its gaps; see ``corpus.query.coverage.coverage``."""
        from corpus.query.coverage import coverage

        chosen = chosen_filters(filters)
        if by is not None:
            by = checked("--by", by)
        with self._opened().open() as moment:
            return self._result("coverage", coverage(moment, chosen, by), (), chosen)

    def stats(self) -> Result:
        """The archive in numbers; see ``corpus.query.stats.stats``."""
        from corpus.query.stats import stats

        with self._opened().open() as moment:
            return self._result("stats", stats(moment), (), None)

    def list(self, rejected: bool = False, limit: int = 50, offset: int = 0, **filters: Any) -> Result:
        """Documents, or rejected inputs with their reasons."""
        from corpus.query import listing

        chosen = chosen_filters(filters)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            table = (
                listing.rejected(moment, limit, offset)
                if rejected
                else listing.documents(moment, chosen, limit, offset)
            )
            return self._result("list", table, (), chosen)

    def rejected_bytes(self, number: int) -> bytes:
        """The bytes kept of a rejected input, by its id in ``list(rejected=True)``."""
        from corpus.query.listing import rejected_bytes

        number = whole("The id of a rejected input", number)
        with self._opened().open() as moment:
            return rejected_bytes(moment, number)

    def show(self, document: str, version: int | None = None) -> Shown:
        """One document: metadata, passages with their voices, raw bytes."""
        from corpus.query.listing import show

        if version is not None:
            version = whole("--version", version)
        with self._opened().open() as moment:
            shown = show(moment, document, version)
            return Shown(
                self._result("about", shown.about, (), None, title=document),
                self._result("show", shown.passages, (), None, title=document),
                shown.raw,
            )

    def review(self, limit: int = 50, offset: int = 0, **filters: Any) -> Result:
        """Inferred and doubtful metadata that nobody has confirmed yet."""
        from corpus.query.listing import review

        chosen = chosen_filters(filters)
        limit, offset = page(limit, offset)
        with self._opened().open() as moment:
            return self._result("review", review(moment, chosen, limit, offset), (), chosen)

    def _result(
        self,
        kind: str,
        table: Table,
        queries: Sequence[str],
        filters: Filters | None,
        title: str | None = None,
        **more: Any,
    ) -> Result:
        from corpus.output.result import Result

        described = filters.described() if filters else {}
        provenance: dict[str, Any] = {
            "software": f"state-media-corpus {__version__}",
            **self._opened().made_by(),
            "database": self._opened().fingerprint,
            "query": [*queries],
            "filters": described,
            **more,
        }
        if title is None:
            shown = ", ".join(f"{name} {value}" for name, value in described.items())
            title = ", ".join(queries) + (f" ({shown})" if queries and shown else shown)
        return Result(table.columns, kind, provenance, tuple(table.notes), title)
