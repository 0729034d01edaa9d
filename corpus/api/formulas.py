"""Formulas: repeated sequences that behave as slogans, and their lives."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus.api.arguments import checked, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.queries import Questions
from corpus.insight import formulas as insight_formulas
from corpus.query.result import followup_commands
from corpus.wording import action

if TYPE_CHECKING:
    from corpus.output.result import Result


class Formulas(Questions):
    """What finds formulas, and follows them from birth to death."""

    def formulas(
        self,
        *queries: str,
        by: str | None = None,
        kind: str = "formula",
        sort: str = "score",
        min_documents: int | None = None,
        limit: int = 40,
        **filters: Any,
    ) -> Result:
        """Slogans found without a list, the strongest first; with queries the life of each, a row a period.

        ``by``: year, quarter, month or week, by default as fits the texts. ``kind``: formula, title or
        occasion. ``kind``, ``sort``, ``min_documents`` and ``limit`` are for the list.

        Columns: formula, variants (how many forms), matches, documents, per_million (matches per million
        words), quoted and capitals (per cent of the matches), birth and last (dates), peak (period),
        half_life (periods), death (date), temperature, grade, temperatures (a letter a period), outlets (how
        many), voices, score, association and fixed (0 to 1), kind, succeeded_by, forms, query (what finds its
        matches). With queries: query, period, matches, documents, tokens (words), per_million, temperature,
        grade, share_of_documents (per cent), documents_held. What is not known is null.

        Raises FilterError for a period, kind, order or limit that cannot be, QueryError for a quotient.
        """
        queries, chosen = checked_queries(queries), chosen_filters(filters)
        by = None if by is None else checked("by", by)
        with self._opened().open() as moment:
            if queries:
                table = insight_formulas.formula_lives.lives(moment, queries, chosen, by)
                again = action("formulas", *queries, by=by, **followup_commands.arguments(chosen))
                return self._result("freq", table, queries, chosen, command=again, by=["period"])
            least = None if min_documents is None else whole("min_documents", min_documents)
            asked = insight_formulas.formula_table.FormulaOptions(
                by, least, checked("kind", kind), checked("sort", sort), page(limit, 0)[0]
            )
            given = asdict(asked)
            given["formulas"] = given.pop("kind")
            again = action(
                "formulas",
                by=by,
                kind=kind,
                sort=sort,
                min_documents=least,
                limit=limit,
                **followup_commands.arguments(chosen),
            )
            return self._result(
                "formulas",
                insight_formulas.formula_table.formulas(moment, asked, chosen),
                (),
                chosen,
                command=again,
                **given,
            )
