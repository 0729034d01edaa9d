"""All formulas of a selection, found without a list; and the lives of those that are named."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from corpus.argument_checks import shown
from corpus.choices import FormulaOrder, FormulaPeriod
from corpus.errors import FilterError
from corpus.insight.formulas import formula_notes as notes
from corpus.insight.formulas.discovery.candidates import KINDS, SLOGAN, Group, groups
from corpus.insight.formulas.discovery.content_ngrams import levels
from corpus.insight.formulas.discovery.content_words import Skeleton, cases, skeleton
from corpus.insight.formulas.discovery.lexicon import lexicon
from corpus.insight.formulas.formula_settings import Score, grades, languages, thresholds
from corpus.insight.formulas.lifecycle.succession import Lived, successors, words_of
from corpus.insight.formulas.lifecycle.successor_candidates import followers
from corpus.insight.formulas.lifecycle.tracked_formula import Found, Ground
from corpus.insight.formulas.variants.forms import forms, together
from corpus.insight.formulas.variants.word_orders import all_orders
from corpus.query.count.word_counts import document_tokens, several_languages
from corpus.query.language.concept_queries import parsed
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters, Selection
from corpus.query.select_documents import select_documents
from corpus.query.tabulate.period_counts import calendar
from corpus.query.tabulate.table_cells import PER
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.query.session.moment import Moment

COLUMNS = (
    "formula", "variants", "matches", "documents", "per_million", "quoted", "capitals", "birth", "peak",
    "half_life", "last", "death", "temperature", "grade", "temperatures", "outlets", "voices", "score",
    "association", "fixed", "kind", "succeeded_by", "forms", "query",
)  # fmt: skip
PERIODS = get_args(FormulaPeriod)
BY_DATE = ("birth", "last")
SORTS = get_args(FormulaOrder)
ALL = "all"
MOST_LINES = 10_000
MONTHS_UNTIL = 3
"""Fewer calendar years than this are divided into months, where documents are dated so; more into years."""


@dataclass(frozen=True, slots=True)
class FormulaOptions:
    """What formulas are asked for. ``by``: None for months or years, as fits the texts; ``min_documents``:
    None for the threshold of ``thresholds.toml``."""

    by: str | None = None
    min_documents: int | None = None
    kind: str = KINDS[SLOGAN]
    sort: str = "score"
    limit: int = 40


def check(asked: FormulaOptions) -> None:
    """Raise FilterError for what cannot be asked."""
    if asked.by is not None and asked.by not in PERIODS:
        raise FilterError.about("by", f"formulas go by {', '.join(PERIODS)}.", shown(asked.by))
    if asked.kind not in (*KINDS, ALL):
        raise FilterError(
            f"There is no kind {shown(asked.kind)!r}; there is: {', '.join((*KINDS, ALL))}", argument="kind"
        )
    if asked.sort not in SORTS:
        raise FilterError.about("sort", f"choose one of {', '.join(SORTS)}.", shown(asked.sort))
    if asked.min_documents is not None and asked.min_documents < 2:
        raise FilterError.about("min_documents", "goes from 2: what stands in one document is not repeated.")
    if not 1 <= asked.limit <= MOST_LINES:
        raise FilterError.about("limit", f"goes from 1 to {MOST_LINES:,}.")


def formulas(moment: Moment, asked: FormulaOptions, filters: Filters | None = None) -> Table:
    """Repeated sequences that behave as slogans, the strongest first.

    A formula is a sequence of content words, with at most a few function words between them, in enough
    documents; bound (``association``), fixed (``fixed``) and maximal
    (``corpus.insight.formulas.discovery.candidates``); the same words in other orders, and with other
    function words, are its variants. ``kind``: formula; title (names, offices, institutions), occasion
    (reports of ceremonies), or all.

    Columns: formula (as it is written most often), variants (how many forms), matches, documents, per_million
    (tokens under the same filter), quoted and capitals (per cent of the matches;
    ``corpus.insight.formulas.lifecycle.evidence``), birth and last (dates of the first and last document),
    peak (period of the highest rate), half_life, death (the date of ``last``, where the silence since tells),
    temperature (of the last period where it is known), grade (of the last period with one), temperatures (one
    letter a period), outlets (how many), voices, score, association, fixed, kind, succeeded_by (another
    formula), forms, query (which finds all its matches). What is not known is None.

    Raises FilterError for a period, kind, order or limit that cannot be.
    """
    check(asked)
    selection = select_documents(moment, filters or Filters())
    least, limits = _least(moment, selection, asked), thresholds()
    text = skeleton(moment, selection, lexicon(moment), limits.candidates, least)
    ground = prepared(moment, filters or Filters(), asked.by, text)
    told = [*selection.notes, *ground.when.notes, *several_languages(moment, [selection])]
    found = levels(text, limits.candidates.longest_passage, least) if len(text.words) else []
    every = groups(text, found, ground.lexicon, limits.candidates, least, ground.when)
    for group in every:
        group.score = score(group, limits.score)
    kept = [group for group in every if asked.kind in (ALL, KINDS[group.kind])]
    kept.sort(key=lambda group: (-group.score, group.words))
    if asked.sort in BY_DATE:
        if len(kept) > limits.candidates.most_dated:
            told.append(f"Sorted by date: the {limits.candidates.most_dated:,} of the highest score alone.")
        kept = kept[: limits.candidates.most_dated]
    elif asked.sort != "score":
        kept.sort(key=lambda group: (_value(group, asked.sort), group.score), reverse=True)
    if len(kept) > asked.limit:
        limit = argument("limit", asked.limit)
        told.append(f"{asked.limit:,} of {len(kept):,} formulas ({limit}).")
    if asked.sort not in BY_DATE:
        kept = kept[: asked.limit]
    taken = {group.words for group in kept}
    rows, lived, cut = _rows(ground, text, kept)
    if asked.sort in BY_DATE:
        order = sorted(range(len(rows)), key=lambda at: rows[at][asked.sort] or "", reverse=True)[
            : asked.limit
        ]
        rows, lived = [rows[at] for at in order], [lived[at] for at in order]
    others = [group for group in every if group.kind == SLOGAN and group.words not in taken]
    _, further, _ = _rows(ground, text, followers(ground, text, others, lived))
    lived += further
    follows = successors(lived, selection.catalogue.dates(), limits.succession)
    for row, number in zip(rows, follows[: len(rows)], strict=True):
        row["succeeded_by"] = None if number is None else lived[number].text
    told += notes.of_list(ground, len(every), least, asked.kind, rows, cut)
    return from_rows(COLUMNS, [tuple(row[name] for name in COLUMNS) for row in rows], told)


def score(group: Group, weights: Score) -> float:
    """How much a sequence is a formula; see ``thresholds.toml``. A compound counts as two words."""
    evidence = (
        1 + weights.quoted * group.quoted + weights.capitals * group.capitals + weights.steady * group.steady
    )
    return group.association * math.log2(1 + group.documents) * math.log2(max(group.size, 2)) * evidence


def _value(group: Group, sort: str) -> float:
    return {"documents": float(group.documents), "matches": float(len(group.places)), "quoted": group.quoted,
            "capitals": group.capitals}[sort]  # fmt: skip


def _rows(ground: Ground, text: Skeleton, kept: list[Group]) -> tuple[list[dict[str, Any]], list[Lived], int]:
    """The rows of some formulas, their lives, and of how many some forms are left out."""
    most = ground.thresholds.candidates.most_variants
    places = all_orders(text, [group.words for group in kept])
    sizes = [group.size for group in kept]
    pairs = list(zip(places, sizes, strict=True))
    written = forms(ground.moment, ground.selection, ground.lexicon, text, pairs, most)
    rows: list[dict[str, Any]] = []
    lived: list[Lived] = []
    cut = 0
    for group, (own, every_form) in zip(kept, written, strict=True):
        query = together([form.query for form in own])
        (series,) = parsed(ground.moment, query)
        found = ground.find(series)
        if found is None:
            continue
        cut += every_form > len(own)
        texts = list(dict.fromkeys(form.text for form in own))
        lived.append(Lived(texts[0], words_of(texts[:1], function_words()), found.ever, found.life))
        rows.append(_row(ground, group, texts, every_form, query, found))
    return rows, lived, cut


def _row(
    ground: Ground, group: Group, texts: list[str], variants: int, query: str, found: Found
) -> dict[str, Any]:
    lived, when = found.life, ground.when
    last = ground.date(lived.last)
    return {
        "formula": texts[0],
        "variants": variants,
        "matches": len(found.hits),
        "documents": len(found.documents),
        "per_million": len(found.hits) / ground.tokens * PER,
        "quoted": round(100 * found.evidence.quoted, 1),
        "capitals": None if found.evidence.capitals is None else round(100 * found.evidence.capitals, 1),
        "birth": ground.date(lived.first),
        "peak": None if lived.peak is None else when.labels[lived.peak],
        "half_life": lived.half_life,
        "last": last,
        "death": last if lived.dead else None,
        "temperature": lived.latest,
        "grade": next((one for one in reversed(lived.grades) if one), None),
        "temperatures": lived.letters,
        "outlets": len(found.evidence.outlets),
        "voices": ", ".join(found.evidence.voices),
        "score": group.score,
        "association": group.association,
        "fixed": group.fixed,
        "kind": KINDS[group.kind],
        "forms": " | ".join(texts),
        "query": query,
    }


def prepared(moment: Moment, filters: Filters, by: str | None, text: Skeleton | None = None) -> Ground:
    """What formulas of a selection are looked at against. ``text``: its content words, if they are known."""
    selection = select_documents(moment, filters)
    always = selection
    if filters.since or filters.until:
        always = select_documents(moment, replace(filters, since=None, until=None))
    words, limits = lexicon(moment), thresholds()
    tokens = document_tokens(moment, always)
    dated = always.mask & (tokens > 0) & (always.catalogue.dates().precision > 0)
    by = by or period(selection, dated & selection.mask)
    when = calendar(moment, always, by)
    common = text.common if text else cases(moment, selection, words, limits.candidates)[1]
    outlets = always.catalogue.facet(moment.connection, "outlet").codes.astype(np.int64)
    total = int(tokens[selection.mask].sum())
    return Ground(moment, selection, always, words, when, dated, outlets, total, common, limits, grades(), by)


def _least(moment: Moment, selection: Selection, asked: FormulaOptions) -> int:
    """Documents that a formula needs."""
    if asked.min_documents is not None:
        return asked.min_documents
    documents = int(np.count_nonzero(selection.mask & (document_tokens(moment, selection) > 0)))
    limits = thresholds().candidates
    return max(limits.least_documents, math.ceil(limits.share_of_documents * documents))


def period(selection: Selection, dated: np.ndarray[Any, np.dtype[np.bool_]]) -> str:
    """Months where the documents cover few years and are mostly dated so well; else years."""
    dates = selection.catalogue.dates()
    days = dates.first[dated]
    if not len(days) or np.mean(dates.precision[dated] >= 7) < 0.5:
        return "year"
    years = int(
        days.max().astype("datetime64[Y]").astype(int) - days.min().astype("datetime64[Y]").astype(int)
    )
    return "month" if years < MONTHS_UNTIL else "year"


def function_words() -> frozenset[str]:
    """Of all languages that are known."""
    return frozenset().union(*(language.function for language in languages().values()))
