"""Questions to the archive; each answer is a Result."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from corpus import output
from corpus.api.arguments import Names, checked, names, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.database import Database
from corpus.query import hits, questions, select, tabulate
from corpus.query.result import followup_commands
from corpus.text.counting_rules import RULES
from corpus.version import __version__
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpus.output.result import Result
    from corpus.query.result.table import Table
    from corpus.query.select.selection import Filters


LEVEL = 0.95
"""Confidence of every interval."""
COMMANDS = frozenset({"freq", "kwic", "first", "list", "coverage"})
"""Kinds of results that are called as the method that asks for them, with the same arguments."""
NOT_TYPED = frozenset({"level"})
OLD_RULES = "This archive was counted by older rules of what is a word: to count it anew: "


class Questions(Database):
    """What asks the archive."""

    def freq(
        self,
        *queries: str | Iterable[str],
        by: Names = "year",
        smooth: int | None = None,
        share: bool = False,
        cumulative: bool = False,
        documents: bool = False,
        dispersion: bool = False,
        per: str = "words",
        sort: str | None = None,
        min: int = 0,
        limit: int | None = None,
        **filters: Any,
    ) -> Result:
        """Frequency over one or two facets; see ``corpus.query.questions.freq.freq`` for the columns.

        ``smooth``: also the rate over so many periods to either side. ``share``: also each query's share of
        the matches of all. ``cumulative``: counts and rates from the first period on. ``documents``: also the
        per cent of documents with a match. ``dispersion``: also how evenly the documents share the matches.
        ``per``: what matches are divided by, words, characters, sentences or documents. ``sort``: matches,
        documents, tokens or rate, the most first. ``min``: only rows with so many matches. ``limit``: at most
        so many rows of each query.
        """
        queries, chosen, facets = checked_queries(queries), chosen_filters(filters), names("by", by)
        if smooth is not None:
            smooth = whole("smooth", smooth)
        per = checked("per", per)
        options = tabulate.derived_columns.Options(
            smooth, bool(share), bool(cumulative), bool(documents), bool(dispersion), per
        )
        choice = tabulate.row_choice.RowChoice(
            None if sort is None else checked("sort", sort),
            whole("min", min),
            None if limit is None else page(limit, 0)[0],
        )
        with self._opened().open() as moment:
            table = questions.freq.freq(moment, queries, facets, chosen, LEVEL, options, choice)
            asked = options.given() | choice.given()
            return self._result("freq", table, queries, chosen, by=[*facets], level=LEVEL, **asked)

    def kwic(
        self,
        *queries: str | Iterable[str],
        limit: int | None = None,
        offset: int = 0,
        context: int | str = 12,
        sort: str = "date",
        sample: int | None = None,
        seed: int = 0,
        cite: bool = False,
        **filters: Any,
    ) -> Result:
        """Concordance; see ``corpus.query.questions.kwic.kwic``.

        ``cite``: also a column ``citation``, a footnote for each line.
        """
        queries, chosen = checked_queries(queries), chosen_filters(filters)
        asked = limit
        limit, offset = page(limit, offset, questions.kwic.MOST_LINES)
        context = checked("context", context) if isinstance(context, str) else whole("context", context)
        sort, seed = checked("sort", sort), whole("seed", seed)
        sample = None if sample is None else whole("sample", sample)
        more: dict[str, Any] = {"context": context, "sort": sort}
        if asked is not None:
            more["limit"] = limit
        if offset:
            more["offset"] = offset
        if sample is not None:
            more["sample"] = sample
        if sample is not None or sort == "random":
            more["seed"] = seed
        with self._opened().open() as moment:
            table = questions.kwic.kwic(moment, queries, chosen, limit, offset, context, sort, sample, seed)
            if cite:
                rows = zip(table.columns["ref"], table.columns["passage"], strict=True)
                known = questions.citations.sources_of(moment, table.columns["ref"])
                table.columns["citation"] = [
                    output.citations.footnote.footnote(output.citations.source.source(known[ref]), passage)
                    for ref, passage in rows
                ]
            return self._result("kwic", table, queries, chosen, **more)

    def first(self, *queries: str | Iterable[str], **filters: Any) -> Result:
        """First and last attestation; see ``corpus.query.questions.first.first``."""
        queries, chosen = checked_queries(queries), chosen_filters(filters)
        with self._opened().open() as moment:
            return self._result("first", questions.first.first(moment, queries, chosen), queries, chosen)

    def collocates(
        self,
        query: str,
        *,
        left: int = 5,
        right: int = 5,
        window: int | None = None,
        by: str | None = None,
        measure: str = "log_dice",
        min: int = 5,
        limit: int = 20,
        lemma: bool = False,
        against: str | Mapping[str, Any] | None = None,
        **filters: Any,
    ) -> Result:
        """Words around a query; see ``corpus.query.questions.collocates.collocates``.

        ``window``: words on each side, for ``left`` and ``right``. ``against``: filters of a second
        sub-corpus, as a dict or ``country=USA since=2000``; the other filters hold for it too, unless it
        names them anew.
        """
        queries, chosen = checked_queries([query]), chosen_filters(filters)
        left, right = whole("left", left), whole("right", right)
        if window is not None:
            left = right = whole("window", window)
        measure = checked("measure", measure)
        asked = hits.cooccurrence.CooccurrenceOptions(
            left, right, measure, whole("min", min), page(limit, 0)[0], "lemma" if lemma else "word"
        )
        by = None if by is None else checked("by", by)
        other = None
        if against is not None:
            other = chosen_filters({**filters, **select.filter_expressions.expressed("against", against)})
        more: dict[str, Any] = {} if by is None else {"by": [by]}
        if other is not None:
            more["against"] = other.described()
        with self._opened().open() as moment:
            table = questions.collocates.collocates(moment, query, chosen, asked, by, other)
            result = self._result("collocates", table, queries, chosen, **asdict(asked), **more)
        if other is None:
            return result
        return replace(result, title=f"{result.title} against {_described(other)}")

    def keywords(
        self,
        target: str | Mapping[str, Any],
        reference: str | Mapping[str, Any] | None = None,
        *,
        unit: str = "word",
        size: int = 1,
        measure: str = "conservative",
        min: int = 5,
        min_documents: int | None = None,
        correction: str = "bonferroni",
        negative: bool = False,
        limit: int = 20,
        **filters: Any,
    ) -> Result:
        """What one sub-corpus says more than another; see ``corpus.query.questions.keywords.keywords``.

        ``target`` and ``reference``: filters, as a dict or ``country=USA since=2000``. The other filters
        hold for both. Without ``reference``: everything else that these let count. ``size``: words of the
        sequences that are compared, up to 8; 1 for single words. ``min_documents``: by default 3.
        """
        common = chosen_filters(filters)
        first = chosen_filters(select.filter_expressions.narrowed("target", filters, target))
        second = None
        if reference is not None:
            second = chosen_filters(select.filter_expressions.narrowed("reference", filters, reference))
        asked = questions.keywords.KeywordOptions(
            checked("measure", measure),
            whole("min", min),
            None if min_documents is None else whole("min_documents", min_documents),
            checked("correction", correction),
            bool(negative),
            page(limit, 0)[0],
            checked("unit", unit),  # type: ignore[arg-type]  # looked at there
            whole("size", size),
        )
        with self._opened().open() as moment:
            table = questions.keywords.keywords(moment, first, second, common, asked)
            return self._result(
                "keywords",
                table,
                (),
                common,
                f"{_described(first)} against {_described(second) if second else 'the rest'}",
                target=first.described(),
                reference=second.described() if second else "the rest",
                **asdict(asked),
            )

    def ngrams(
        self,
        size: int | str = 3,
        *,
        min: int | None = None,
        min_documents: int = 1,
        limit: int = 100,
        unit: str = "word",
        longest: bool = False,
        **filters: Any,
    ) -> Result:
        """Sequences of words, most frequent or longest repeated; see
        ``corpus.query.questions.ngrams.ngrams``.

        ``size``: 3, or "2-5". ``min``: matches needed, by default 2, or 3 with ``longest``.
        """
        chosen = chosen_filters(filters)
        size = checked("size", size) if isinstance(size, str) else whole("size", size)
        least = (3 if longest else 2) if min is None else whole("min", min)
        asked = questions.ngrams.NgramOptions(
            size,
            least,
            whole("min_documents", min_documents),
            page(limit, 0)[0],
            checked("unit", unit),  # type: ignore[arg-type]  # looked at there
            bool(longest),
        )
        with self._opened().open() as moment:
            return self._result(
                "ngrams", questions.ngrams.ngrams(moment, asked, chosen), (), chosen, **asdict(asked)
            )

    def trends(
        self,
        *queries: str | Iterable[str],
        by: str | None = None,
        kind: str = "rises",
        min_documents: int = 10,
        limit: int = 50,
        unit: str = "word",
        all_words: bool = False,
        **filters: Any,
    ) -> Result:
        """Terms that rise, fall, come, go, change or burst; see ``corpus.query.questions.trends.trends``.

        ``by``: without it the period that fits the time of the texts. ``all_words``: function words and
        numbers, too. With queries: all there is about each of these, and ``kind``, ``min_documents``,
        ``limit``, ``unit`` and ``all_words`` have no say; see
        ``corpus.query.questions.trends.query_trends``.
        """
        queries, chosen = checked_queries(queries), chosen_filters(filters)
        by = None if by is None else checked("by", by)
        kind, unit = checked("kind", kind), checked("unit", unit)
        least, limit = whole("min_documents", min_documents), page(limit, 0)[0]
        with self._opened().open() as moment:
            if queries:
                table, by = questions.trends.query_trends(moment, queries, chosen, by)
                return self._result("trends of queries", table, queries, chosen, by=[by])
            table, by = questions.trends.trends(
                moment,
                chosen,
                by,
                kind,
                least,
                limit,
                unit,  # type: ignore[arg-type]  # same
                bool(all_words),
            )
            asked: dict[str, Any] = {"trends": kind, "min_documents": least, "limit": limit, "unit": unit}
            if all_words:
                asked["all_words"] = True
            return self._result("trends", table, (), chosen, by=[by], **asked)

    def coverage(self, by: str | None = None, **filters: Any) -> Result:
        """What the archive holds of each outlet, and its gaps; see
        ``corpus.query.questions.coverage.coverage``."""
        chosen = chosen_filters(filters)
        if by is not None:
            by = checked("by", by)
        with self._opened().open() as moment:
            return self._result("coverage", questions.coverage.coverage(moment, chosen, by), (), chosen)

    def values(self, *facets: str, **filters: Any) -> Result:
        """Which values facets have, and how many documents each; see
        ``corpus.query.questions.facet_values.facet_values``."""
        named, chosen = names("A facet", facets), chosen_filters(filters)
        with self._opened().open() as moment:
            table = questions.facet_values.facet_values(moment, named, chosen)
            return self._result("values", table, (), chosen)

    def stats(self) -> Result:
        """The archive in numbers; see ``corpus.query.questions.stats.stats``."""
        with self._opened().open() as moment:
            return self._result("stats", questions.stats.stats(moment), (), None)

    def _result(
        self,
        kind: str,
        table: Table,
        queries: Sequence[str],
        filters: Filters | None,
        title: str | None = None,
        **more: Any,
    ) -> output.result.Result:
        described = filters.described() if filters else {}
        provenance: dict[str, Any] = {
            "software": f"state-media-corpus {__version__}",
            **self._opened().made_by(),
            "database": self._opened().fingerprint,
            "query": [*queries],
            "filters": described,
            **more,
        }
        if filters is not None and kind in COMMANDS:
            given = {name: value for name, value in more.items() if name not in NOT_TYPED}
            arguments = followup_commands.arguments(filters)
            if kind == "list" and queries:
                given["query"], queries = queries[0], ()
            provenance["command"] = action(kind, *queries, **given, **arguments)
        if title is None:
            shown = ", ".join(f"{name} {value}" for name, value in described.items())
            title = ", ".join(queries) + (f" ({shown})" if queries and shown else shown)
        notes = tuple(table.notes)
        if self._opened().rules < RULES:
            notes += (OLD_RULES + action("upgrade"),)
        held = None if filters is None else partial(self._coverage, filters)
        return output.result.Result(table.columns, kind, provenance, notes, title, held)

    def _coverage(self, filters: Filters) -> list[dict[str, Any]]:
        """What the archive holds under filters, by outlet; of lines that people coded, of their documents."""
        with self._opened().open() as moment:
            found = questions.coverage.coverage(moment, replace(filters, code=()))
        return output.result.Result(found.columns, "coverage").rows()


def _described(filters: Filters) -> str:
    return ", ".join(f"{name} {value}" for name, value in filters.described().items())
