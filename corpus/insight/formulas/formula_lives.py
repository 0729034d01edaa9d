"""The lives of formulas that are named: rate, temperature and grade of each period, and who follows whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.argument_checks import shown
from corpus.errors import QueryError
from corpus.insight.formulas import formula_notes as notes
from corpus.insight.formulas.formula_table import FormulaOptions, check, function_words, prepared
from corpus.insight.formulas.lifecycle.succession import Lived, successors, words_of
from corpus.insight.formulas.variants.other_forms import variants
from corpus.query.count.word_counts import several_languages
from corpus.query.language.concept_queries import parsed
from corpus.query.persons.name_hints import missing
from corpus.query.result import hangul_hints as hangul
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.tabulate.period_counts import calendar
from corpus.query.tabulate.table_cells import PER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.insight.formulas.lifecycle.tracked_formula import Found, Ground
    from corpus.query.session.moment import Moment
    from corpus.query.tabulate.period_counts import Calendar

COLUMNS = (
    "query", "period", "matches", "documents", "tokens", "per_million", "temperature", "grade",
    "share_of_documents", "documents_held",
)  # fmt: skip


def lives(
    moment: Moment, queries: Sequence[str], filters: Filters | None = None, by: str | None = None
) -> Table:
    """A row for each formula and period, from the first to the last period with text.

    Columns: query, period, matches, documents (with a match), tokens, per_million (None without text),
    temperature and grade (``corpus.insight.formulas.lifecycle.life``; None where they cannot be told),
    share_of_documents (per cent), documents_held (of the period, with words). Notes: birth, peak, half-life,
    last, death, what stands in quotation marks, outlets, voices, other forms, and which formula follows
    which.

    Raises QueryError for a quotient, FilterError for a period of time that formulas do not go by.
    """
    check(FormulaOptions(by=by))
    series = [one for query in queries for one in parsed(moment, query)]
    for one in series:
        if one.over:
            raise QueryError(f"{one.source}: a quotient has no life; ask for its parts.")
    ground = prepared(moment, filters or Filters(), by)
    selection = ground.selection
    told = [*selection.notes, *ground.when.notes, *several_languages(moment, [selection])]
    told += notes.of_dates(ground)
    told += hangul.notes(moment, [part for one in series for part in one.terms])
    when = ground.when if ground.always is selection else calendar(moment, selection, ground.by)
    rows: list[tuple[Any, ...]] = []
    lived: list[Lived] = []
    for one in series:
        found = ground.find(one)
        if found is None:
            told.append(missing(shown(one.source), "not found"))
            continue
        rows.extend(_rows(ground, one.source, found, when))
        told.extend(notes.of_life(ground, one.source, found))
        told.extend(variants(ground, one))
        lived.append(Lived(one.source, words_of([one.source], function_words()), found.ever, found.life))
    follows = successors(lived, selection.catalogue.dates(), ground.thresholds.succession)
    for own, number in zip(lived, follows, strict=True):
        if number is not None:
            told.append(notes.of_succession(ground, own, lived[number]))
    if rows:
        told.extend(notes.of_heat(ground.thresholds.temperature, ground.scale, ground.by))
    return from_rows(COLUMNS, rows, told)


def _rows(ground: Ground, source: str, found: Found, when: Calendar) -> Iterator[tuple[Any, ...]]:
    """The periods of the dates asked for; ``when``: these. Temperatures and grades are of whole periods."""
    life = found.life
    whole = {label: at for at, label in enumerate(ground.when.labels)}
    held, counts = np.unique(found.hits.documents, return_counts=True)
    placed = when.of_document[held] >= 0
    codes = when.of_document[held[placed]]
    matches = np.bincount(codes, counts[placed], len(when)).astype(np.int64).tolist()
    documents = np.bincount(codes, minlength=len(when)).tolist()
    for at, label in enumerate(when.labels):
        tokens, of = int(when.tokens[at]), int(when.documents[at])
        rate = matches[at] / tokens * PER if tokens else None
        share = 100 * documents[at] / of if of else None
        heat = life.temperatures[whole[label]], life.grades[whole[label]]
        yield (source, label, matches[at], documents[at], tokens, rate, *heat, share, of)
