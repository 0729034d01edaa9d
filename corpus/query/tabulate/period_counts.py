"""Counts by period: of every word of a selection at once, or of one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.measures.trends import LEAST_PERIODS
from corpus.query.count.ngram_counts import run_starts
from corpus.query.count.selected_units import selected_units
from corpus.query.count.token_runs import TokenRuns, runs, words
from corpus.query.count.token_slices import slices
from corpus.query.count.word_counts import document_tokens
from corpus.query.count.word_ranks import wordlist
from corpus.query.match.matcher import patterns
from corpus.query.tabulate import periods
from corpus.text.tokens import Layer
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.choices import Unit
    from corpus.index.read.document_facts import Dates
    from corpus.query.language.ast import Series
    from corpus.query.select.selection import Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]

MOST_CELLS = 40_000_000
"""Most terms times periods that are counted together: two tables of 320 MB."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods from the first to the last that holds text. ``of_document``: for each document of the
    catalogue the ordinal of its period, -1 for one that no period can place or that has no words.

    ``tokens`` and ``documents`` (with words): of each period; 0 where the archive holds none.
    """

    unit: str
    labels: list[str]
    of_document: I64
    tokens: I64
    documents: I64
    notes: list[str]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Counts:
    """Matches, and documents with a match, of some terms in each period: shape (terms, periods)."""

    names: list[str]
    matches: I64
    documents: I64


def calendar(moment: Moment, selection: Selection, unit: str | None) -> Calendar:
    """The periods of a selection; without a ``unit`` those that fit its time. Raises FilterError for more
    periods than can be counted."""
    tokens = document_tokens(moment, selection)
    held = np.flatnonzero((tokens > 0) & selection.mask)
    of_document = np.full(len(tokens), -1, dtype=np.int64)
    dates = selection.catalogue.dates()
    unit = unit or _fitting(dates, held)
    codes = periods.codes(unit, dates)[held]
    placed = codes != periods.OUTSIDE
    notes = []
    if not placed.all():
        left = int(np.count_nonzero(~placed))
        notes.append(f"Left out: {left:,} document{'s' * (left > 1)} not dated to the {unit}.")
    held, codes = held[placed], codes[placed]
    if not len(held):
        return Calendar(unit, [], of_document, codes, codes, notes)
    low, size = int(codes.min()), int(codes.max() - codes.min()) + 1
    if size > periods.MOST_PERIODS:
        raise FilterError(f"There are too many {unit}s: choose a longer period.")
    of_document[held] = codes - low
    return Calendar(
        unit,
        [periods.label(unit, ordinal) for ordinal in range(low, low + size)],
        of_document,
        np.bincount(codes - low, tokens[held], size).astype(np.int64),
        np.bincount(codes - low, minlength=size),
        notes,
    )


def _fitting(dates: Dates, held: I64) -> str:
    """The period that fits the time of some documents; weeks where months would be too few for any test."""
    dated = held[dates.precision[held] > 0]
    if not len(dated):
        return "year"
    unit = periods.fitting(dates.precision[dated], dates.first[dated].min(), dates.last[dated].max())
    if unit == "month" and bool(np.all(dates.precision[dated] >= periods.NEEDED["week"])):
        months = periods.ordinals("month", dates.first[dated])
        if months.max() - months.min() + 1 < LEAST_PERIODS:
            return "week"
    return unit


def every_term(
    moment: Moment,
    selection: Selection,
    when: Calendar,
    unit: Unit,
    least_documents: int,
    without: frozenset[str] = frozenset(),
) -> Counts:
    """All words (or lemmas) that occur in enough documents, but those ``without`` (folded), and with these
    numbers. Raises FilterError where they are too many."""
    listed = wordlist(moment, Layer.word, unit)
    documents = np.zeros(len(listed), dtype=np.int64)
    held = []
    for section_id in moment.sections(Layer.word):
        for part in slices(runs(moment, selection, section_id)):
            entries = _entries(moment, part, when, section_id, listed.of_term)
            documents += np.bincount(entries[0], minlength=len(listed))
            held.append(entries)
    kept = np.flatnonzero(documents >= least_documents)
    if without:
        kept = np.array([at for at in kept.tolist() if _tells(listed.names[at], without)], dtype=np.int64)
    if len(kept) * len(when) > MOST_CELLS:
        raise FilterError(
            f"{len(kept):,} terms in {len(when):,} periods are too many: choose a longer period, or raise"
            f" {argument('min_documents')}.",
            argument="min_documents",
        )
    number = np.full(len(listed), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    shape = (len(kept), len(when))
    matches, documents = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for ranks, owners, counts in held:
        some = np.flatnonzero(number[ranks] >= 0)
        cells = number[ranks[some]] * len(when) + when.of_document[owners[some]]
        matches += np.bincount(cells, counts[some], matches.size).astype(np.int64).reshape(shape)
        documents += np.bincount(cells, minlength=matches.size).reshape(shape)
    return Counts([listed.names[at] for at in kept.tolist()], matches, documents)


def _tells(name: str, without: frozenset[str]) -> bool:
    return name not in without and any(map(str.isalpha, name))


def _entries(
    moment: Moment, found: TokenRuns, when: Calendar, section_id: int, of_term: U32
) -> tuple[U32, U32, U32]:
    """For each word of each document of a slice: rank, document, and how often; a tenth of the tokens."""
    placed = np.flatnonzero(when.of_document[found.documents] >= 0)
    found = TokenRuns(found.starts[placed], found.ends[placed], found.documents[placed])
    keys = of_term[words(moment.stream(section_id), found)].astype(np.uint64) << np.uint64(32)
    keys |= np.repeat(found.documents, found.ends - found.starts).astype(np.uint64)
    keys.sort()
    starts = run_starts(keys)
    counts = np.diff(starts, append=len(keys)).astype(np.uint32)
    distinct = keys[starts]
    return (distinct >> np.uint64(32)).astype(np.uint32), distinct.astype(np.uint32), counts


def each_query(moment: Moment, selection: Selection, when: Calendar, series: list[Series]) -> Counts:
    """Some queries; a sum counts what each of its parts finds."""
    shape = (len(series), len(when))
    matches, documents = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    units = selected_units(moment, selection)
    for number, one in enumerate(series):
        of_document = np.zeros(len(selection.catalogue), dtype=np.int64)
        for part in one.terms:
            np.add.at(of_document, units.documents, units.count(moment, patterns(moment, part)))
        held = np.flatnonzero((of_document > 0) & (when.of_document >= 0))
        codes = when.of_document[held]
        matches[number] = np.bincount(codes, of_document[held], len(when)).astype(np.int64)
        documents[number] = np.bincount(codes, minlength=len(when))
    return Counts([one.source for one in series], matches, documents)
