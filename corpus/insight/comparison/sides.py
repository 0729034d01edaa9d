"""The two sub-corpora that are compared: how large they are, and what of each lies when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.errors import FilterError, UsageError
from corpus.insight.comparison.comparison_settings import settings
from corpus.query.count.word_counts import document_tokens, several_languages, vocabulary
from corpus.query.result.table import Table, from_rows
from corpus.query.select_documents import select_documents
from corpus.query.tabulate import periods
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.query.select.selection import Filters, Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

SIZE_COLUMNS = (
    "side",
    "documents",
    "without_text",
    "tokens",
    "median_tokens",
    "distinct_words",
    "first",
    "last",
    "undated",
    "languages",
    "outlets",
)
COVERAGE_COLUMNS = ("period", "first_documents", "first_tokens", "second_documents", "second_tokens")
MOST_NAMED = 8
"""Outlets or languages named one by one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two selections of one catalogue, what each is called, and the tokens of each document in them."""

    names: tuple[str, str]
    filters: tuple[Filters, Filters]
    selections: tuple[Selection, Selection]
    tokens: tuple[I64, I64]

    @property
    def sizes(self) -> tuple[int, int]:
        """Tokens of both."""
        return int(self.tokens[0].sum()), int(self.tokens[1].sum())


def pair(moment: Moment, names: tuple[str, str], first: Filters, second: Filters) -> tuple[Pair, list[str]]:
    """The two sides, and what a reader must know of them.

    Raises UsageError for the same filters twice, FilterError for a side without words.
    """
    if first == second:
        raise UsageError(f"Both sides are {shown(names[0])}: give two different filters.")
    selections = select_documents(moment, first), select_documents(moment, second)
    notes = [f"{name}: {note}" for name, side in zip(names, selections, strict=True) for note in side.notes]
    tokens = document_tokens(moment, selections[0]), document_tokens(moment, selections[1])
    for name, each in zip(names, tokens, strict=True):
        if not each.any():
            raise FilterError(f"The archive holds no words of {shown(name)}: choose other filters.")
    notes += several_languages(moment, selections)
    shared = int(np.count_nonzero((tokens[0] > 0) & (tokens[1] > 0)))
    if shared and np.array_equal(*tokens) and selections[0].roles == selections[1].roles:
        notes.append("Both sides are the same words: neither says anything more.")
    elif shared:
        notes.append(f"{shared:,} document{'s have' if shared > 1 else ' has'} words on both sides.")
    return Pair(names, (first, second), selections, tokens), notes


def size(moment: Moment, sides: Pair) -> Table:
    """One row for each side. ``median_tokens``: of documents with words; ``distinct_words``: folded forms, of
    which a longer text has more."""
    rows: list[tuple[Any, ...]] = []
    for name, selection, tokens in zip(sides.names, sides.selections, sides.tokens, strict=True):
        chosen = selection.mask if selection.whole else tokens > 0
        dates = selection.catalogue.dates()
        dated = np.flatnonzero(chosen & (dates.precision > 0))
        ends: list[str | None] = [None, None]
        if len(dated):
            ends[0] = dates.text(int(dated[np.argmin(dates.first[dated])]))
            ends[1] = dates.text(int(dated[np.argmax(dates.last[dated])]))
        named = [
            _named(selection.catalogue.present(moment.connection, facet, chosen))
            for facet in ("language", "outlet")
        ]
        rows.append(
            (
                name,
                int(chosen.sum()),
                int((chosen & (tokens == 0)).sum()),
                int(tokens.sum()),
                int(np.median(tokens[tokens > 0])),
                int(np.count_nonzero(vocabulary(moment, selection, "word"))),
                *ends,
                int((chosen & (dates.precision == 0)).sum()),
                *named,
            )
        )
    return from_rows(SIZE_COLUMNS, rows)


def coverage(sides: Pair, by: str | None = None) -> Table:
    """Documents and tokens of each side in each period, from the first to the last of both: 0 where it is
    silent.

    ``by``: the period; else the finest that ``comparison.toml`` allows. A note says what has no place.
    """
    dates = sides.selections[0].catalogue.dates()
    held = [np.flatnonzero(tokens > 0) for tokens in sides.tokens]
    unit = by or _unit(dates.precision, dates.first, held)
    placed = [some[dates.precision[some] >= periods.NEEDED[unit]] for some in held]
    notes = []
    for name, some, there in zip(sides.names, held, placed, strict=True):
        if len(there) < len(some):
            left = len(some) - len(there)
            notes.append(f"{name}: {left:,} document{'s' * (left > 1)} left out, not dated to the {unit}.")
    every = np.concatenate(placed)
    if not len(every):
        return from_rows(COVERAGE_COLUMNS, [], notes)
    codes = periods.ordinals(unit, dates.first[every])
    low, high = int(codes.min()), int(codes.max())
    if high - low >= periods.MOST_PERIODS:
        raise FilterError(
            f"There are too many {unit}s: choose a longer period with {argument('by')}.", argument="by"
        )
    labels = periods.labels(unit, low, high)
    columns: list[list[int]] = []
    for name, some, tokens in zip(sides.names, placed, sides.tokens, strict=True):
        at = periods.ordinals(unit, dates.first[some]) - low
        documents = np.bincount(at, minlength=len(labels))
        columns += [documents.tolist(), np.bincount(at, tokens[some], len(labels)).astype(np.int64).tolist()]
        empty = int(np.count_nonzero(documents == 0))
        if empty:
            notes.append(f"{name}: nothing in {empty:,} of {len(labels):,} {unit}s.")
    return from_rows(COVERAGE_COLUMNS, list(zip(labels, *columns, strict=True)), notes)


def _unit(precision: npt.NDArray[np.int8], first: npt.NDArray[np.datetime64], held: list[I64]) -> str:
    """The finest period that both sides are dated to, of which there are not too many."""
    limits = settings()
    for unit in ("month", "quarter"):
        shares = [np.mean(precision[some] >= periods.NEEDED[unit]) for some in held]
        if min(shares) >= limits["placed_share"]:
            every = np.concatenate(held)
            every = every[precision[every] >= periods.NEEDED[unit]]
            codes = periods.ordinals(unit, first[every])
            if codes.max() - codes.min() < limits["most_periods"]:
                return unit
    return "year"


def _named(labels: list[str]) -> str:
    more = f" and {len(labels) - MOST_NAMED} more" if len(labels) > MOST_NAMED else ""
    return ", ".join(labels[:MOST_NAMED]) + more
