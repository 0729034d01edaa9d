"""Comparison reports: before and after events, and two sub-corpora side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.api.arguments import Names, checked, names, page, whole
from corpus.api.arguments import filters as chosen_filters
from corpus.api.arguments import queries as checked_queries
from corpus.api.queries import LEVEL, Questions
from corpus.errors import UsageError
from corpus.insight import comparison
from corpus.insight import events as insight_events
from corpus.output import report
from corpus.query import hits, questions, select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.output.report.report import Report
    from corpus.query.result.table import Table
    from corpus.query.select.selection import Filters

    Expression = str | Mapping[str, Any]


class Comparing(Questions):
    """What compares."""

    def before_after(
        self,
        *queries: str,
        event: Names = None,
        events: str | Path | None = None,
        window: str | int = "7d",
        baseline: str | int = "60d",
        horizon: str | int | None = None,
        against: str = "baseline",
        show: Names = None,
        each: bool = True,
        measure: str = "conservative",
        min: int = 5,
        min_documents: int = 2,
        near: int = 5,
        unit: str = "word",
        limit: int = 15,
        seed: int = 0,
        **filters: Any,
    ) -> Report:
        """Rates, lag, silence, keywords, co-mentions and people around events; a Report, whose sections are
        Results.

        ``event``: days, as ``2024-01-15`` or ``2024-01-15 Its name``; ``events``: a CSV with the columns date
        and, where there are any, name and window. ``window``: days before the event and from its own on;
        ``baseline``: days before the window; ``horizon``: how far the first mention is looked for, by default
        the baseline's length. ``show``: some of rates, days, lag, silence, keywords, comentions, people; by
        default all. ``measure``: what ranks keywords, ``conservative`` (the lower end of the log ratio's
        interval) or one of ``keywords``. ``min`` and ``min_documents``: of a keyword. ``near``: words on each
        side of a co-mention. ``each``: word lists of each event, too. ``seed``: of the random days.

        Columns are those of ``freq``, ``keywords`` and ``collocates``, with event, date, phase (before or
        after), since and until (days), days and days_covered (of these, with documents); rates: p
        (permutation of days, 0 to 1); days: offset (days from the event); lag: lag and usual_lag (days);
        silence: chance (0 to 1). Rates are per million words.

        Raises QueryError for a query that does not parse or is a quotient, FilterError where nothing is dated
        to a day, UsageError for an event, window or file that cannot be.
        """
        chosen, asked_for = chosen_filters(filters), checked_queries(queries)
        limits = insight_events.event_input.settings()
        window = insight_events.event_input.days("window", window, limits["longest_window"])
        baseline = insight_events.event_input.days("baseline", baseline, limits["longest_baseline"])
        horizon = insight_events.event_input.days(
            "horizon", baseline if horizon is None else horizon, limits["longest_baseline"]
        )
        every = [insight_events.event_input.event(one, window) for one in names("event", event)]
        if events is not None:
            every += insight_events.event_input.listed(Path(checked("events", str(events))), window)
        near, limit = whole("near", near), page(limit, 0)[0]
        asked = insight_events.event_tables.EventOptions(
            baseline,
            horizon,
            self._keyed(measure, min, min_documents, unit, limit),
            hits.cooccurrence.CooccurrenceOptions(near, near, "log_likelihood", 3, limit, unit),  # type: ignore[arg-type]  # looked at there
            checked("against", against),
            bool(each),
            whole("seed", seed),
            names("show", show) or insight_events.event_tables.SECTIONS,
        )
        if seed < 0:
            raise UsageError.about("seed", "goes from 0.")
        with self._opened().open() as moment:
            tables, notes = insight_events.event_tables.around(moment, asked_for, every, chosen, asked, LEVEL)
            more = {
                "events": [f"{one.date} {one.name}" if one.name != one.date else one.date for one in every],
                "window": f"{window} days", "baseline": f"{baseline} days", "against": against, "seed": seed,
                "measure": measure, "level": LEVEL,
            }  # fmt: skip
            what = every[0].name if len(every) == 1 else f"{len(every)} events"
            if len(every) == 1 and every[0].name != every[0].date:
                what += f" ({every[0].date})"
            title = ", ".join(asked_for) + f" around {what}" if asked_for else f"Around {what}"
            return self._report("events", title, tables, notes, asked_for, chosen, more)

    def compare(
        self,
        first: Expression,
        second: Expression,
        *,
        words: Names = None,
        by: str | None = None,
        show: Names = None,
        measure: str = "conservative",
        min: int = 5,
        min_documents: int = 3,
        near: int = 5,
        unit: str = "word",
        limit: int = 20,
        min_phrase: int | None = None,
        **filters: Any,
    ) -> Report:
        """Two sub-corpora side by side; a Report, whose sections are Results.

        ``first`` and ``second``: filters, as a dict or ``country=USA since=2000``; the other filters hold for
        both. ``words``: queries whose collocates are compared. ``by``: the period of the coverage. ``show``:
        some of size, coverage, keywords, formulas, only, shared, collocates, address; by default all.
        ``measure``, ``min``, ``min_documents``, ``unit``: of keywords; ``near``: words on each side of a
        collocate; ``min_phrase``: least matches of a phrase. ``limit``: rows of each list.

        Columns are those of ``keywords``, ``formulas``, ``ngrams`` and ``collocates``, with side, or with
        first_ and second_ before the number of each side; rates are per million words, log_ratio is the
        binary logarithm of their ratio, expected is in matches.

        Raises UsageError for the same filters twice, FilterError for a side without words, QueryError for
        words that do not parse.
        """
        common = chosen_filters(filters)
        given = [
            select.filter_expressions.narrowed(f"The {nth} side", filters, side)
            for nth, side in (("first", first), ("second", second))
        ]
        sides = [chosen_filters(one) for one in given]
        own = [
            chosen_filters(select.filter_expressions.expressed("A side", side)).described().items()
            for side in (first, second)
        ]
        called = tuple(", ".join(f"{name} {value}" for name, value in items) for items in own)
        near, limit = whole("near", near), page(limit, 0)[0]
        least = None if min_phrase is None else whole("min_phrase", min_phrase)
        if least is not None and least < 2:
            raise UsageError.about("min_phrase", "goes from 2: a phrase is repeated.")
        asked = comparison.comparison_tables.ComparisonOptions(
            self._keyed(measure, min, min_documents, unit, limit),
            hits.cooccurrence.CooccurrenceOptions(near, near, "log_likelihood", 3, limit, unit),  # type: ignore[arg-type]  # looked at there
            limit,
            least,
            names("words", words),
            None if by is None else checked("by", by),
            names("show", show) or comparison.comparison_tables.SECTIONS,
        )
        with self._opened().open() as moment:
            tables, notes = comparison.comparison_tables.compare(
                moment, (called[0], called[1]), sides[0], sides[1], asked, LEVEL
            )
            notes = [f"First: {called[0]}. Second: {called[1]}.", *notes]
            more = {
                "first": sides[0].described(), "second": sides[1].described(), "sides": [*called],
                "words": [*asked.words], "measure": measure, "level": LEVEL,
            }  # fmt: skip
            held = ", ".join(f"{name} {value}" for name, value in common.described().items())
            title = f"{called[0]} and {called[1]}" + (f" ({held})" if held else "")
            return self._report("comparison", title, tables, notes, (), common, more)

    def _keyed(self, measure: str, least: int, documents: int, unit: str, limit: int) -> Any:
        """What is asked of keywords."""
        return questions.keywords.KeywordOptions(
            checked("measure", measure),
            whole("min", least),
            whole("min_documents", documents),
            limit=limit,
            unit=checked("unit", unit),  # type: ignore[arg-type]  # looked at there
        )

    def _report(
        self,
        kind: str,
        title: str,
        tables: Mapping[str, Table],
        notes: Sequence[str],
        queries: Sequence[str],
        filters: Filters,
        more: Mapping[str, Any],
    ) -> Report:
        """The tables under their headings."""
        sections = [
            report.sections.section(
                kind, name, self._result(f"{kind} {name}", table, queries, filters, title, **more)
            )
            for name, table in tables.items()
        ]
        return report.report.Report(title, kind, tuple(sections), tuple(notes), sections[0].result.provenance)
