"""Questions after words: what stands near, what one says more, what comes together, what rises."""

from __future__ import annotations

import shlex
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from corpus.api.arguments import checked, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.queries import Questions
from corpus.query import hits, questions, select
from corpus.query.result import followup_commands
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.output.result import Result
    from corpus.query.select.selection import Filters


class Words(Questions):
    """What asks after words."""

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
        """Words around a query, the most strongly drawn first.

        ``left`` and ``right``: words on each side; ``window``: for both. ``by``: a facet, for each value of
        which a list is made. ``measure``: log_dice, mi, mi3, t_score, log_likelihood, dice or matches.
        ``min``: matches needed. ``lemma``: forms of a lemma as one. ``against``: filters of a second
        sub-corpus, as a dict or ``country=USA since=2000``; the other filters hold for it too, unless it
        names them anew.

        Columns: query, with ``by`` the facet (``period``), collocate, matches (times within the window),
        left, right (of these, on that side), collocate_total (times in all), expected (matches by chance),
        log_dice (14 at most), mi and mi3 (bits), t_score, log_likelihood (G2), dice (0 to 1), documents (with
        both). With ``against``: matches, expected, the measure and documents, the same of the other under
        against_matches, against_expected, against_log_dice (or another measure) and against_documents;
        log_ratio (binary logarithm of the ratio of shares) and log_likelihood (G2 of the difference).

        Raises QueryError for a query that does not parse, FilterError for options that cannot be.
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
            again = action(
                "collocates",
                query,
                left=left,
                right=right,
                measure=measure,
                min=asked.least,
                by=by,
                lemma=lemma or None,
                limit=limit,
                **followup_commands.arguments(chosen),
            )
            result = self._result(
                "collocates",
                table,
                queries,
                chosen,
                command=again if other is None else None,
                **asdict(asked),
                **more,
            )
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
        """What one sub-corpus says more than another, the surest first.

        ``target`` and ``reference``: filters, as a dict or ``country=USA since=2000``. The other filters hold
        for both. Without ``reference``: everything else that these let count. ``unit``: word or lemma.
        ``size``: words of the sequences that are compared, up to 8; 1 for single words. ``measure``: what
        ranks them. ``min``: matches, ``min_documents``: documents that the side with more needs, by default
        3. ``correction`` of p: bonferroni, bh (Benjamini and Hochberg) or none. ``negative``: what it says
        less.

        Columns: word (or ngram), target and reference (matches), target_per_million and reference_per_million
        (per million words), p (test over documents, corrected, 0 to 1), log_ratio, log_ratio_low and
        log_ratio_high (binary logarithm of the ratio of rates, and its interval of 95 %), target_documents
        and reference_documents (with a match); and what takes words as independent: log_likelihood and
        log_likelihood_p (G2 of two cells, corrected p), log_likelihood_four (of four cells),
        percent_difference (per cent), simple_maths, bic, log_odds, z.

        Raises FilterError for a side without words and for options that cannot be.
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
                action(
                    "keywords",
                    target=_expression(target),
                    reference=None if reference is None else _expression(reference),
                    unit=unit,
                    size=size,
                    measure=measure,
                    min=min,
                    min_documents=min_documents,
                    correction=correction,
                    negative=negative or None,
                    limit=limit,
                    **followup_commands.arguments(common),
                ),
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
        """Sequences of words, the most frequent first, or the longest repeated ones.

        ``size``: words, 3, or "2-5". ``min``: matches needed, by default 2, or 3 with ``longest``;
        ``min_documents``: documents. ``longest``: each repeated sequence once, without its parts.

        Columns: ngram, size (words), matches, documents (with a match), per_million (matches per million
        words).

        Raises FilterError for a size, limit or unit that cannot be.
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
            again = action(
                "ngrams",
                size=size,
                min=least,
                min_documents=asked.min_documents,
                unit=asked.unit,
                longest=longest or None,
                limit=limit,
                **followup_commands.arguments(chosen),
            )
            table = questions.ngrams.ngrams(moment, asked, chosen)
            return self._result("ngrams", table, (), chosen, command=again, **asdict(asked))

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
        """Terms that rise, fall, appear, vanish, change or burst; with queries all there is about each of
        these.

        ``by``: year, quarter, month or week; without it the period that fits the time of the texts. ``kind``:
        rises, falls, appears, vanishes, changes or bursts. ``min_documents``: documents that a term needs.
        ``all_words``: function words and numbers, too. With queries ``kind``, ``min_documents``, ``limit``,
        ``unit`` and ``all_words`` have no say.

        Columns: term, matches, documents, per_million (matches per million words), first and last (periods
        with a match), slope (per million words and period), p and p_adjusted (Mann and Kendall after
        pre-whitening, 0 to 1; corrected for all terms), expected (documents; of what appears or vanishes),
        saved (variances; of changes), weight (of bursts), changes and bursts (periods). With queries: query,
        part (trend, attested, level, burst, stage), start and end (periods), matches, documents, tokens,
        per_million, slope, p, p_adjusted, weight, remark (why a number is missing). p, changes and bursts are
        null with fewer than 8 periods of text.

        Raises QueryError for a quotient or a query that does not parse, FilterError for options that cannot
        be.
        """
        queries, chosen = checked_queries(queries), chosen_filters(filters)
        by = None if by is None else checked("by", by)
        kind, unit = checked("kind", kind), checked("unit", unit)
        least, limit = whole("min_documents", min_documents), page(limit, 0)[0]
        with self._opened().open() as moment:
            if queries:
                table, by = questions.trends.query_trends(moment, queries, chosen, by)
                own = followup_commands.arguments(chosen)
                again = action("trends", *queries, by=by, **own)
                return self._result("trends of queries", table, queries, chosen, command=again, by=[by])
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
            again = action(
                "trends",
                by=by,
                kind=kind,
                min_documents=least,
                unit=unit,
                all_words=all_words or None,
                limit=limit,
                **followup_commands.arguments(chosen),
            )
            return self._result("trends", table, (), chosen, command=again, by=[by], **asked)


def _expression(given: str | Mapping[str, Any]) -> str:
    """The filters of a side as text, as ``country=USA since=2000``."""
    if isinstance(given, str):
        return given
    pairs = [
        (name, one)
        for name, value in given.items()
        for one in (value if isinstance(value, (list, tuple)) else [value])
    ]
    return " ".join(f"{name}={shlex.quote(str(one))}" for name, one in pairs)


def _described(filters: Filters) -> str:
    return ", ".join(f"{name} {value}" for name, value in filters.described().items())
