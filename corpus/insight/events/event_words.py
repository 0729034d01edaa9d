"""Words of the days around events: keywords, and what stands near the queries, against the baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.insight.comparison.side_keyness import COLUMNS as KEYNESS
from corpus.insight.comparison.side_keyness import keywords
from corpus.measures.ratios import ratio_interval
from corpus.query.count.word_counts import several_languages
from corpus.query.questions import collocates_against as against
from corpus.query.questions.keywords import said_of_p
from corpus.query.result.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.insight.events.covered_days import Calendar
    from corpus.insight.events.phases import Phase, Span
    from corpus.query.hits.cooccurrence import CooccurrenceOptions
    from corpus.query.language.ast import Series
    from corpus.query.questions.keywords import KeywordOptions
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

PAIRS: dict[str, tuple[tuple[Phase, Phase], ...]] = {
    "baseline": (("after", "baseline"), ("before", "baseline")),
    "before": (("after", "before"),),
}
"""What the days of a phase are compared with, by what the user asked for."""
KEYWORD_COLUMNS = ("event", "date", "phase", "reference", *KEYNESS)
NEAR = (
    "collocate",
    "matches",
    "expected",
    "documents",
    "against_matches",
    "against_expected",
    "against_documents",
    "log_ratio",
    "log_likelihood",
)
NEAR_COLUMNS = (
    "event",
    "date",
    "query",
    "phase",
    "reference",
    "collocate",
    "matches",
    "expected",
    "documents",
    "reference_matches",
    "reference_expected",
    "reference_documents",
    "log_ratio",
    "log_ratio_low",
    "log_ratio_high",
    "log_likelihood",
)

WIDE = 5000
"""Words looked at for those that have joined and those that have left."""
MOST_SAID = 4
"""Events without a comparison that are named one by one."""


def event_keywords(
    moment: Moment,
    calendar: Calendar,
    spans: Sequence[Span],
    keyed: KeywordOptions,
    reference: str,
    level: float,
) -> Table:
    """The words that the days after an event (and those before it) say more than the baseline.

    Columns: event, date, phase (whose words), reference, then those of ``comparison.keyness``.
    """
    parts: list[dict[str, Any]] = []
    notes: list[str] = []
    tested: list[int] = []
    for span in spans:
        for phase, base in PAIRS[reference]:
            target, other = (calendar.within(span.masks[each]) for each in (phase, base))
            columns, number = keywords(moment, target, other, keyed, level)
            size = len(columns["word"])
            parts.append(labelled(span, size, phase, base) | columns)
            if number:
                tested.append(number)
            else:
                notes.append(_nothing(span, phase, base))
    whole = calendar.within(calendar.any_covered)
    notes += several_languages(moment, [whole])
    if tested:
        low, high = min(tested), max(tested)
        many = f"{low:,}" if low == high else f"{low:,} to {high:,}"
        notes.append(f"{said_of_p(keyed, many)} log ratio: 1 is twice the rate.")
    return Table(concatenated(KEYWORD_COLUMNS, parts), notes)


def comentions(
    moment: Moment,
    calendar: Calendar,
    spans: Sequence[Span],
    series: Iterable[Series],
    asked: CooccurrenceOptions,
    reference: str,
    level: float,
) -> Table:
    """The words near the matches of each query in the days after an event (and before it) and in the
    baseline.

    Of words whose share in the windows around the matches has grown, and then of those whose share has
    fallen, ``limit`` each, those that differ most surely first. Columns as
    ``corpus.query.questions.collocates_against`` gives them.
    """
    parts: list[dict[str, Any]] = []
    notes: list[str] = []
    wide = replace(asked, limit=WIDE)
    for one in series:
        alone: list[str] = []
        for span in spans:
            for phase, base in PAIRS[reference]:
                sides = [calendar.within(span.masks[each]) for each in (phase, base)]
                said: list[str] = []
                columns = _halves(against.compared(moment, sides, one, wide, said), asked.limit)
                both = not np.isnan(np.asarray(columns["log_ratio"], dtype=float)).all()
                size = len(columns["collocate"]) if both else 0
                low, high = _interval(columns, level)
                part = labelled(span, size, phase, base) | {
                    name.replace("against_", "reference_"): columns[name][:size] for name in NEAR
                }
                part |= {
                    "query": columns["query"][:size],
                    "log_ratio_low": low[:size],
                    "log_ratio_high": high[:size],
                }
                parts.append(part)
                if both and span is spans[-1]:
                    notes.append(f"{phase.capitalize()} against {base}, {said[0]}")
                elif not both:
                    alone.append(f"{span.name}, {phase}")
        if alone:
            notes.append(
                f"{one.source}: nothing to compare ({some(alone)}): it does not stand {asked.least} times"
                f" beside any word there, or has no match in the days of the {reference}."
            )
    return Table(concatenated(NEAR_COLUMNS, parts), notes)


def _halves(columns: dict[str, Any], limit: int) -> dict[str, Any]:
    """The first rows with a log ratio above 0, then the first below."""
    ratios = np.asarray(columns["log_ratio"], dtype=float)
    # Of few windows, none of a word may still be more than its share in many: 0 is taken as 0.5.
    joined = (ratios > 0) & (np.asarray(columns["matches"]) > 0)
    left = (ratios < 0) & (np.asarray(columns["against_matches"]) > 0)
    rows = np.concatenate((np.flatnonzero(joined)[:limit], np.flatnonzero(left)[:limit]))
    if np.isnan(ratios).all():
        rows = np.arange(min(limit, len(ratios)))
    return {
        name: values[rows] if isinstance(values, np.ndarray) else [values[at] for at in rows.tolist()]
        for name, values in columns.items()
    }


def labelled(span: Span, size: int, phase: Phase, base: Phase) -> dict[str, Any]:
    """The columns that say of which event, and which days, so many rows are."""
    return {
        "event": [span.name] * size,
        "date": [span.date] * size,
        "phase": [phase] * size,
        "reference": [base] * size,
    }


def some(names: Sequence[str]) -> str:
    """Events without a comparison, of many the first."""
    return "; ".join(names[:MOST_SAID]) + (" ..." if len(names) > MOST_SAID else "")


def _nothing(span: Span, phase: Phase, base: Phase) -> str:
    return (
        f"{span.name}: no keywords of the days {phase}; the archive holds no words of them or of the {base}."
    )


def _interval(columns: dict[str, Any], level: float) -> tuple[Floats, Floats]:
    """Of the log ratio of two joint frequencies; the quotient of the sizes follows from it."""
    a, b = np.asarray(columns["matches"]), np.asarray(columns["against_matches"])
    if not len(a):
        return np.zeros(0), np.zeros(0)
    factor = 2 ** columns["log_ratio"] * np.where(b > 0, b, 0.5) / np.where(a > 0, a, 0.5)
    low, high = (np.asarray(each * factor) for each in ratio_interval(a, b, level))
    _, above = ratio_interval(b, a, level)
    alone = (b == 0) & (a > 0)
    low[alone] = factor[alone] / above[alone]
    low[low == 0] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2(low), np.log2(high)


def concatenated(names: Sequence[str], parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The rows of all parts, in the order of names."""
    joined: dict[str, Any] = {}
    for name in names:
        values = [part[name] for part in parts]
        if values and all(isinstance(value, np.ndarray) for value in values if len(value)):
            joined[name] = np.concatenate([np.asarray(value) for value in values]) if values else []
        else:
            joined[name] = [one for value in values for one in value]
    return joined
