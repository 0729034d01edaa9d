"""Terms that rise and fall, come and go, change and burst; and all there is about a few queries."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.choices import TrendKind, TrendPeriod
from corpus.errors import FilterError, QueryError
from corpus.index.read.term_groups import UNITS
from corpus.measures import bursts as bursting
from corpus.measures import period_clusters as clusters
from corpus.measures import trends as trend
from corpus.measures.change_points import change_points
from corpus.measures.significance import benjamini_hochberg
from corpus.query.count.word_counts import counted_languages, several_languages
from corpus.query.language.concept_queries import parsed
from corpus.query.persons.name_hints import missing
from corpus.query.result.misreadings import misreadings
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.tabulate.period_counts import Calendar, Counts, calendar, each_query, every_term
from corpus.query.tabulate.table_cells import PER
from corpus.text.function_words import edge_words
from corpus.text.languages import written
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.choices import Unit
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

KINDS = get_args(TrendKind)
PERIODS = get_args(TrendPeriod)
SIGNIFICANT = 0.05
LEAST_EXPECTED = 3.0
"""Documents that a silence must lack to be told from chance: none of 3 expected has p 0.05 (Poisson)."""
MOST_LINES = 1_000_000
MOST_STAGES = 6
"""Into more stages than this no query is divided: what many describe is noise."""

COLUMNS = ("term", "matches", "documents", "per_million", "first", "last", "slope", "p", "p_adjusted")
DETAILS = (
    "query", "part", "start", "end", "matches", "documents", "tokens", "per_million", "slope", "p",
    "p_adjusted", "weight", "remark",
)  # fmt: skip


def trends(
    moment: Moment,
    filters: Filters | None = None,
    by: str | None = None,
    kind: str = "rises",
    least_documents: int = 10,
    limit: int = 50,
    unit: Unit = "word",
    all_words: bool = False,
) -> tuple[Table, str]:
    """Every content word in at least ``least_documents`` documents, and of them those of a kind, the
    strongest first.

    ``rises`` and ``falls``: slope above or below 0 with an adjusted p below 0.05 (where there is too little
    text for p-values, by slope alone), by slope. ``appears`` and ``vanishes``: found in no document before
    its first period, or after its last, though ``expected`` documents of that time would hold it by its
    share of the documents from then on, or until then; three at least. ``changes``: by what its change points
    ``saved`` (in variances). ``bursts``: by the ``weight`` of its strongest burst.

    Function words (``corpus.text.function_words``, of the languages of the counted text) and numbers are no
    content words: with ``all_words`` they are listed, too. ``by``: without it the period that fits the time
    of the texts: years, months of up to three years, weeks where these are fewer than eight.

    Columns: term, matches, documents, per_million, first and last (period with a match), slope (Theil-Sen,
    per million tokens per period), p (Mann-Kendall after pre-whitening, of the roots of the rates:
    ``corpus.measures.trends.mann_kendall_prewhitened``), p_adjusted (Benjamini-Hochberg over all terms that
    are looked at), the kind's own, changes (periods in which a new level of the rate begins) and bursts
    (periods, of the share of documents with the term). Periods without text are left out of everything. p,
    changes and bursts are missing with fewer than 8 periods of text. Also returns the period.
    """
    if kind not in KINDS:
        raise FilterError(f"There is no kind {shown(kind)!r} of trend; there is: {', '.join(KINDS)}")
    if unit not in UNITS:
        raise FilterError.about("unit", f"is {' or '.join(UNITS)}, not {shown(str(unit))}.")
    if least_documents < 1 or not 1 <= limit <= MOST_LINES:
        raise FilterError(
            f"{argument('min_documents')} goes from 1, {argument('limit')} from 1 to {MOST_LINES:,}.",
            argument="min_documents" if least_documents < 1 else "limit",
        )
    _check_period(by)
    selection = select_documents(moment, filters or Filters())
    when = calendar(moment, selection, by)
    languages = counted_languages(moment, selection)
    without = frozenset[str]() if all_words else _function_words(languages)
    counts = every_term(moment, selection, when, unit, least_documents, without)
    own = {"rises": (), "falls": (), "changes": ("saved",), "bursts": ("weight",)}.get(kind, ("expected",))
    notes = [*selection.notes, *when.notes, *_cautions(when, counts), *several_languages(moment, [selection])]
    if not all_words:
        notes += _unlisted(languages)
    if not counts.names:
        return from_rows((*COLUMNS, *own, "changes", "bursts"), [], notes), when.unit
    rates = _rates(counts.matches, when)
    slopes = trend.theil_sen_slope(rates)
    tested = trend.mann_kendall_prewhitened(np.sqrt(rates))
    adjusted = benjamini_hochberg(tested.p)
    strength, order = _ranked(kind, counts, when, slopes, adjusted)
    if not len(order):
        tested_too = kind in ("rises", "falls") and not np.isnan(adjusted).all()
        surely = f" significantly (adjusted p below {SIGNIFICANT})" if tested_too else ""
        notes.append(f"None of them {kind}{surely}.")
    if len(order) > limit:
        notes.append(f"{limit:,} of {len(order):,} terms of this kind ({argument('limit', limit)}).")
    order = order[:limit]
    some = Counts([counts.names[at] for at in order.tolist()], counts.matches[order], counts.documents[order])
    columns = _about(some, when)
    columns |= {"slope": slopes[order], "p": tested.p[order], "p_adjusted": adjusted[order]}
    columns |= dict.fromkeys(own, strength[order])
    columns["changes"] = [", ".join(when.labels[at] for at in starts) for starts in _changes(some, when)]
    columns["bursts"] = [
        ", ".join(_span(when, *burst[2:4]) for burst in held) for held in _bursts(some, when)
    ]
    return Table(columns, notes), when.unit


def query_trends(
    moment: Moment, queries: Sequence[str], filters: Filters | None = None, by: str | None = None
) -> tuple[Table, str]:
    """All there is about each query, one part a row.

    Parts: ``trend`` (slope, p, p_adjusted over the queries), ``attested`` (from the first to the last period
    with a match), ``level`` (between change points), ``burst`` (with its weight), ``stage``
    (neighbouring periods joined by variability-based neighbour clustering, cut before the greatest step;
    six at most).
    Columns: query, part, start, end (periods), matches, documents, tokens, per_million, slope, p, p_adjusted,
    weight, remark (why a number is missing). Also returns the period. Raises QueryError for a quotient.
    """
    _check_period(by)
    series = [one for query in queries for one in parsed(moment, query)]
    for one in series:
        if one.over:
            raise QueryError(f"{one.source}: a quotient has no counts; ask for its parts.")
    selection = select_documents(moment, filters or Filters())
    when = calendar(moment, selection, by)
    counts = each_query(moment, selection, when, series)
    rows: list[tuple[Any, ...]] = []
    if len(when):
        rates = _rates(counts.matches, when)
        tested = trend.mann_kendall_prewhitened(np.sqrt(rates))
        adjusted = benjamini_hochberg(tested.p)
        slopes = trend.theil_sen_slope(rates)
        for at in range(len(series)):
            own = Counts([counts.names[at]], counts.matches[at : at + 1], counts.documents[at : at + 1])
            numbers = (float(slopes[at]), float(tested.p[at]), float(adjusted[at]))
            rows.extend(_parts(own, when, numbers, str(tested.reason[at])))
    none = [
        missing(name, "no match")
        for name, held in zip(counts.names, counts.matches, strict=True)
        if not held.any()
    ]
    notes = [*selection.notes, *misreadings(moment, queries), *when.notes, *none]
    if not len(when):
        notes.append("The filters leave no dated text to count.")
    return from_rows(DETAILS, rows, notes), when.unit


def _function_words(languages: Sequence[str]) -> frozenset[str]:
    """What is no content word in any of some languages; never empty, so that numbers are none either."""
    listed = edge_words()
    return frozenset({""}.union(*(listed.get(written(language), ()) for language in languages)))


def _unlisted(languages: Sequence[str]) -> list[str]:
    known = edge_words()
    none = sorted({language for language in languages if written(language) not in known})
    if not none:
        return []
    return [f"No list of function words for {', '.join(none)}: all of its words are looked at."]


def _check_period(by: str | None) -> None:
    if by is not None and by not in PERIODS:
        raise FilterError.about("by", f"trends go by {', '.join(PERIODS)}.", shown(by))


def _rates(matches: I64, when: Calendar) -> Floats:
    """Per million tokens; NaN in periods without text."""
    tokens = np.where(when.tokens > 0, when.tokens, np.nan)
    rates: Floats = matches / tokens * PER
    return rates


def _about(counts: Counts, when: Calendar) -> dict[str, Any]:
    present = counts.matches > 0
    first = present.argmax(axis=1).tolist()
    last = (len(when) - 1 - present[:, ::-1].argmax(axis=1)).tolist()
    matches = counts.matches.sum(axis=1)
    return {
        "term": counts.names,
        "matches": matches,
        "documents": counts.documents.sum(axis=1),
        "per_million": matches / max(int(when.tokens.sum()), 1) * PER,
        "first": [when.labels[at] for at in first],
        "last": [when.labels[at] for at in last],
    }


def _ranked(
    kind: str, counts: Counts, when: Calendar, slopes: Floats, adjusted: Floats
) -> tuple[Floats, I64]:
    """A strength for each term, and the terms of the kind, the strongest first (equals by alphabet)."""
    if kind in ("rises", "falls"):
        strength = slopes if kind == "rises" else -slopes
        chosen: npt.NDArray[np.bool_] = (strength > 0) & ((adjusted < SIGNIFICANT) | np.isnan(adjusted))
    elif kind in ("appears", "vanishes"):
        strength = _expected(counts.documents, when.documents, kind == "vanishes")
        chosen = strength >= LEAST_EXPECTED
    elif kind == "changes":
        found = change_points(counts.matches, when.tokens)
        strength, chosen = found.saved, np.any(found.starts, axis=1)
    else:
        strength = np.zeros(len(counts.names))
        for at, held in enumerate(_bursts(counts, when)):
            strength[at] = max((burst.weight for burst in held), default=0.0)
        chosen = strength > 0
    terms = np.flatnonzero(chosen)
    return strength, terms[np.argsort(-strength[terms], kind="stable")]


def _expected(documents: I64, held: I64, after: bool) -> Floats:
    """Documents that would hold a term before its first period (or after its last), by its share since."""
    if after:
        documents, held = documents[:, ::-1], held[::-1]
    first = (documents > 0).argmax(axis=1)
    before = np.concatenate(([0], np.cumsum(held)))[first]
    expected: Floats = documents.sum(axis=1) / np.maximum(held.sum() - before, 1) * before
    return expected


def _changes(counts: Counts, when: Calendar) -> Iterator[list[int]]:
    for row in change_points(counts.matches, when.tokens).starts:
        yield np.flatnonzero(row).tolist()


def _bursts(counts: Counts, when: Calendar) -> list[list[bursting.Burst]]:
    """The bursts of each term, of the documents that hold it; none in too few periods."""
    held: list[list[bursting.Burst]] = [[] for _ in counts.names]
    if np.count_nonzero(when.documents) < trend.LEAST_PERIODS:
        return held
    for burst in bursting.bursts(counts.documents, when.documents):
        held[burst.term].append(burst)
    return held


def _span(when: Calendar, start: int, end: int) -> str:
    first, last = when.labels[start], when.labels[end - 1]
    return first if first == last else f"{first} to {last}"


def _cautions(when: Calendar, counts: Counts) -> Iterator[str]:
    by = when.unit
    full = int(np.count_nonzero(when.tokens))
    if not full:
        yield "The filters leave no dated text to count."
        return
    if full < trend.LEAST_PERIODS:
        yield (
            f"{trend.TOO_LITTLE.capitalize()} for p-values, change points and bursts: {full:,}"
            f" {by}{'s' * (full > 1)} with text, and {trend.LEAST_PERIODS} are needed."
        )
    silent = len(when) - full
    yield (
        f"{len(counts.names):,} terms in enough documents; {full:,} {by}{'s' * (full > 1)} with text"
        + (f", {silent:,} without are left out." if silent else ".")
    )


def _parts(
    counts: Counts, when: Calendar, numbers: tuple[float, float, float], reason: str
) -> Iterator[tuple[Any, ...]]:
    """The rows of one query."""
    name, present = counts.names[0], np.flatnonzero(counts.matches[0])

    def row(part: str, start: int, end: int, more: tuple[Any, ...], remark: str = "") -> tuple[Any, ...]:
        matches, tokens = int(counts.matches[0, start:end].sum()), int(when.tokens[start:end].sum())
        documents = int(counts.documents[0, start:end].sum())
        rate = matches / tokens * PER if tokens else None
        span = (when.labels[start], when.labels[end - 1])
        return (name, part, *span, matches, documents, tokens, rate, *more, remark or None)

    none = (None, None, None)
    yield row("trend", 0, len(when), (*numbers, None), reason)
    if not len(present):
        return
    yield row("attested", int(present[0]), int(present[-1]) + 1, (*none, None))
    starts = next(_changes(counts, when))
    full = np.flatnonzero(when.tokens)
    if reason:
        yield row("level", int(full[0]), int(full[-1]) + 1, (*none, None), reason)
    else:
        for start, end in _between(when, starts):
            yield row("level", start, end, (*none, None))
    for burst in _bursts(counts, when)[0]:
        yield row("burst", burst.start, burst.end, (*none, burst.weight))
    tree = clusters.neighbour_clusters(_rates(counts.matches, when)[0])
    labels = clusters.cut(tree, clusters.stages_by_step(tree, MOST_STAGES))[full]
    yield from (
        row("stage", start, end, (*none, None))
        for start, end in _between(when, full[np.flatnonzero(np.diff(labels)) + 1].tolist())
    )


def _between(when: Calendar, starts: list[int]) -> list[tuple[int, int]]:
    """Half-open spans from the first period with text over each start to the last; no silence at the ends."""
    full = np.flatnonzero(when.tokens)
    edges = [int(full[0]), *starts, int(full[-1]) + 1]
    return [(begin, int(full[np.searchsorted(full, end) - 1]) + 1) for begin, end in pairwise(edges)]
