"""Questions to the archive; each answer is a Result."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from corpus import output
from corpus.api.arguments import Names, checked, names, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.database import Database
from corpus.query import questions, tabulate
from corpus.query.result import followup_commands
from corpus.text.counting_rules import RULES
from corpus.version import __version__
from corpus.wording import action, argument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        """Frequency over up to three facets: a row for each query and cell, periods without documents among
        them.

        ``smooth``: also the rate over so many periods to either side. ``share``: also each query's share of
        the matches of all. ``cumulative``: counts and rates from the first period on. ``documents``: also the
        per cent of documents with a match. ``dispersion``: also how evenly the documents share the matches.
        ``per``: what matches are divided by, words, characters, sentences or documents. ``sort``: matches,
        documents, tokens or rate, the most first. ``min``: only rows with so many matches. ``limit``: at most
        so many rows of each query.

        Columns: query; a column for each facet under its name (``period`` for year, quarter, month, week and
        day); matches, documents (with a match), tokens (words); per_million (matches per million words), or
        with ``per`` characters and per_million_characters, sentences and per_thousand_sentences,
        documents_held and per_thousand_documents; low and high (interval of 95 % of this rate, in its unit),
        boot_low and boot_high (the same by bootstrap over documents). As asked for, smoothed (per million
        words), share (0 to 1), documents_held, documents_share, documents_low and documents_high (per cent),
        dp, dp_norm and juilland_d (0 to 1); of ``a / b`` ratio, ratio_low, ratio_high and over (matches of
        b). Counts and rates are null where the archive holds no words: silence is no zero.

        Raises QueryError for a query that does not parse, FilterError for filters, facets and options that do
        not exist or do not go together.
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
        """Concordance: a row for each match.

        ``context``: words on each side, or ``sentence`` or ``passage``. ``sort``: date, left, right, match or
        random. ``sample``: a random choice of so many, the same for the same ``seed``. ``limit`` and
        ``offset``: of the lines so ordered; without ``limit`` all, 100,000 at most. ``cite``: also citation,
        a footnote for each line.

        Columns: query, ref, date, outlet, voice, speaker (null for the outlet's own words), passage (number
        from 0), left, match, right (text); title, country (whose words), place and address of the document;
        citation.

        Raises QueryError for a query that does not parse or is a quotient, FilterError for options that
        cannot be.
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
        """First and last attestation: two rows for each query that occurs in a dated document.

        Columns: query, attestation (first or last), date, ref, outlet, voice, speaker, left, match, right;
        covered_from and covered_to (dates of the outlet's first and last document under the filters),
        documents_before and documents_after (how many of its documents lie before and after), months_before
        (months from covered_from to the attestation) and months_covered (in how many of these the archive
        holds documents); of the longest silence silence_from and silence_to (dates), silence_days (days),
        silence_documents (documents without the term in it), silence_from_ref and silence_to_ref; title,
        country (whose words), place and address of the document.

        Raises QueryError for a query that does not parse, FilterError for filters that do not exist.
        """
        queries, chosen = checked_queries(queries), chosen_filters(filters)
        with self._opened().open() as moment:
            return self._result("first", questions.first.first(moment, queries, chosen), queries, chosen)

    def coverage(self, by: str | None = None, *, each: bool = False, **filters: Any) -> Result:
        """What the archive holds of each outlet, and its gaps: a row for each outlet.

        ``by``: the period by which gaps are looked for; without it months for short spans, else years.
        ``each``: instead a row for each outlet and period: outlet, period, documents, tokens.

        Columns: outlet, documents, without_text (of these, without words), undated (without a date), tokens
        (words), first and last (dates), unit (the period), periods (from the first to the last), gaps (of
        these, without a document), missing (which, as text). Raises FilterError for filters or a period that
        cannot be.
        """
        chosen = chosen_filters(filters)
        if by is not None:
            by = checked("by", by)
        with self._opened().open() as moment:
            asked = questions.coverage.coverage_by_period if each else questions.coverage.coverage
            return self._result("coverage", asked(moment, chosen, by), (), chosen)

    def values(self, *facets: str, **filters: Any) -> Result:
        """Which values facets have (all facets without any), the most frequent first.

        Columns: facet, value, documents (with this value). Raises FilterError for a facet that documents
        lack.
        """
        named, chosen = names("A facet", facets), chosen_filters(filters)
        with self._opened().open() as moment:
            table = questions.facet_values.facet_values(moment, named, chosen)
            return self._result("values", table, (), chosen)

    def stats(self) -> Result:
        """The archive in numbers. Columns: item, count (inputs, documents, words, ... as the item says).

        Raises CorpusError where there is no archive.
        """
        with self._opened().open() as moment:
            return self._result("stats", questions.stats.stats(moment), (), None)

    def _result(
        self,
        kind: str,
        table: Table,
        queries: Sequence[str],
        filters: Filters | None,
        title: str | None = None,
        command: str | None = None,
        **more: Any,
    ) -> output.result.Result:
        """``command``: what asks the same again; without it the method that is called as the kind."""
        described = filters.described() if filters else {}
        provenance: dict[str, Any] = {
            "software": f"state-media-corpus {__version__}",
            **self._opened().made_by(),
            "database": self._opened().fingerprint,
            "query": [*queries],
            "filters": described,
            **more,
        }
        if command is not None:
            provenance["command"] = command
        elif filters is not None and kind in COMMANDS:
            given = {name: value for name, value in more.items() if name not in NOT_TYPED}
            arguments = followup_commands.arguments(filters)
            if kind == "list" and queries:
                given["query"], queries = queries[0], ()
            provenance["command"] = action(kind, *queries, **given, **arguments)
        if title is None:
            shown = ", ".join(f"{name} {value}" for name, value in described.items())
            title = ", ".join(queries) + (f" ({shown})" if queries and shown else shown)
        notes = tuple(table.notes)
        if filters is not None and not any(map(len, table.columns.values())):
            notes += tuple(self._elsewhere(filters))
        if self._opened().rules < RULES:
            notes += (OLD_RULES + action("upgrade"),)
        held = None if filters is None else partial(self._coverage, filters)
        return output.result.Result(table.columns, kind, provenance, notes, title, held)

    def _elsewhere(self, filters: Filters) -> Iterator[str]:
        """Of filters under which there is no document: when there are some without a filter of time."""
        if not (filters.as_of or filters.since or filters.until) or self._coverage(filters):
            return
        if filters.as_of and (known := self._coverage(replace(filters, as_of=None))):
            until = argument("until", filters.as_of[:10])
            held = sum(row["documents"] for row in known)
            yield (
                f"By {filters.as_of} none of the {held:,} documents had been loaded; {until} asks for those"
                " published by then."
            )
        elif filters.since or filters.until:
            known = self._coverage(replace(filters, since=None, until=None))
            days = [day for row in known for day in (row["first"], row["last"]) if day]
            if days:
                yield f"The archive holds documents of other days: {min(days)} to {max(days)}."

    def _coverage(self, filters: Filters) -> list[dict[str, Any]]:
        """What the archive holds under filters, by outlet; of lines that people coded, of their documents."""
        with self._opened().open() as moment:
            found = questions.coverage.coverage(moment, replace(filters, code=()))
        return output.result.Result(found.columns, "coverage").rows()
