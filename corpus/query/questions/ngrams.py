"""Sequences of words: the most frequent of a size, or the longest that are repeated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.index.read.term_groups import UNITS
from corpus.query.count.ngram_counts import Found, Grams, documents_of
from corpus.query.count.word_ranks import joined
from corpus.query.count.word_sequences import WordText
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.query.tabulate.table_cells import PER
from corpus.wording import argument

if TYPE_CHECKING:
    from corpus.choices import Unit
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

COLUMNS = ("ngram", "size", "matches", "documents", "per_million")
MOST_WORDS = 8
"""Words of the longest n-gram that is counted."""
MOST_REPEATED = 50
"""Words of the longest repeated sequence; of longer ones the first so many are shown."""
MOST_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class NgramOptions:
    """What sequences are asked for; see ``ngrams``."""

    size: int | str = 3
    min: int = 2
    min_documents: int = 1
    limit: int = 100
    unit: Unit = "word"
    longest: bool = False


def ngrams(moment: Moment, asked: NgramOptions, filters: Filters | None = None) -> Table:
    """Sequences of ``size`` words (``3``, or ``2-5``) that do not cross a passage, the most frequent first.

    ``unit``: words are compared folded, or as lemmas. ``min``: matches, ``min_documents``: documents that a
    sequence needs at least. Columns: ngram, size, matches (overlapping ones each), documents (with a
    match), per_million (tokens under the same filter). Equally frequent ones stand in the order of words.

    ``longest``: repeated sequences of ``size`` words or more (``5`` is ``5-50``), the longest first, then the
    most frequent. A sequence is listed when ``min`` of its matches lie outside every match of a longer
    one that is listed: a formula of twelve words is listed once, and its parts only where they live without
    it. Matches and documents are all of them, covered or not. What is repeated beyond the greatest size is
    listed by its first words, and covers all its parts.

    Raises FilterError for a size, limit or unit that cannot be.
    """
    low, high = _sizes(asked.size, asked.longest)
    least, least_documents, limit = asked.min, asked.min_documents, asked.limit
    if least < 1 or least_documents < 1:
        raise FilterError(
            f"{argument('min')} and {argument('min_documents')} go from 1.",
            argument="min" if least < 1 else "min_documents",
        )
    if asked.longest and least < 2:
        raise FilterError(
            f"{argument('longest', True)} lists what is repeated: {argument('min')} goes from 2.",
            argument="min",
        )
    if not 1 <= limit <= MOST_LINES:
        raise FilterError.about("limit", f"goes from 1 to {MOST_LINES:,}.")
    if asked.unit not in UNITS:
        raise FilterError.about("unit", f"is {' or '.join(UNITS)}, not {shown(str(asked.unit))}.")
    selection = select_documents(moment, filters or Filters())
    least = max(least, least_documents)
    text = WordText(moment, [selection], asked.unit)
    tokens = text.tokens[0]
    if asked.longest:
        rows = _longest(text, low, high, least, least_documents, limit + 1)
    else:
        rows = [
            row for n in range(low, high + 1) for row in _frequent(text, n, least, least_documents, limit + 1)
        ]
        rows.sort(key=lambda row: (-row[2], row[0]))
    more, rows = len(rows) > limit, rows[:limit]
    lines = [
        (joined(sequence), number, matches, documents, matches / tokens * PER)
        for sequence, number, matches, documents in rows
    ]
    notes = list(selection.notes)
    if not lines:
        notes.append(_nothing(tokens, least, least_documents))
    elif more:
        notes.append(f"There are more ({argument('limit', limit)}).")
    return from_rows(COLUMNS, lines, notes)


def _nothing(tokens: int, least: int, least_documents: int) -> str:
    if not tokens:
        return "The filters leave no words to count."
    documents = f" in {least_documents:,} documents" if least_documents > 1 else ""
    lower = f"lower {argument('min')} or {argument('min_documents')}"
    return f"No sequence of this size occurs {least:,} times{documents}: {lower}."


def _sizes(size: int | str, longest: bool) -> tuple[int, int]:
    begin, dash, end = str(size).partition("-")
    most = MOST_REPEATED if longest else MOST_WORDS
    if begin.isdecimal() and (end.isdecimal() or not dash) and len(begin) < 4 and len(end) < 4:
        low = int(begin)
        high = int(end) if dash else (most if longest else low)
        if 1 <= low <= high <= most:
            return low, high
    raise FilterError.about("size", f"give a number from 1 to {most}, or two as 2-5.", shown(str(size)))


Row = tuple[list[str], int, int, int]
"""Words, size, matches, documents."""


def _frequent(text: WordText, size: int, least: int, least_documents: int, limit: int) -> list[Row]:
    """The most frequent sequences of a size."""
    grams = text.grams(least)
    if len(grams.pieces) > 1:
        grams = text.grams(_bound(grams, size, least_documents, limit))
    keys, matches = grams.count(size)
    if least_documents == 1:
        best = np.lexsort((keys, -matches))[:limit]
        best.sort()
        keys, matches = keys[best], matches[best]
    documents = documents_of(grams, grams.numbered(size, keys), len(keys))
    held = np.flatnonzero(documents >= least_documents)
    best = held[np.lexsort((keys[held], -matches[held]))[:limit]]
    return [
        (text.written(grams.words_of(size, int(keys[at]))), size, int(matches[at]), int(documents[at]))
        for at in best
    ]


def _bound(grams: Grams, size: int, least_documents: int, limit: int) -> int:
    """Matches that the last of the most frequent sequences has at least: those in the longest piece alone."""
    longest = max(grams.pieces, key=lambda piece: len(piece.words))
    part = Grams([longest], int(longest.words.max()), grams.least)
    keys, matches = part.count(size)
    if least_documents > 1:
        documents = documents_of(part, part.numbered(size, keys), len(keys))
        matches = matches[documents >= least_documents]
    if len(matches) < limit:
        return min(grams.least)
    return int(np.partition(matches, len(matches) - limit)[len(matches) - limit])


def _longest(text: WordText, low: int, high: int, least: int, least_documents: int, limit: int) -> list[Row]:
    """Sequences that live outside of longer ones; see ``ngrams``."""
    grams = text.grams(least)
    # For each place the end of what is covered by a listed sequence that begins there or before.
    reach = [np.zeros(len(piece.words), dtype=np.int64) for piece in grams.pieces]
    rows: list[Row] = []
    for size in range(high, low - 1, -1):
        keys, matches = grams.count(size)
        if not len(keys):
            continue
        found = grams.numbered(size, keys)
        documents = documents_of(grams, found, len(keys))
        listed = (documents >= least_documents) & (_outside(found, reach, size, len(keys)) >= least)
        covering = listed
        if size == high:
            covering = documents >= least_documents
            listed = covering & _beginning(found, len(keys))
        _cover(found, reach, size, covering)
        held = np.flatnonzero(listed)
        for at in held[np.lexsort((keys[held], -matches[held]))]:
            if len(rows) < limit:
                sequence = text.written(grams.words_of(size, int(keys[at])))
                rows.append((sequence, size, int(matches[at]), int(documents[at])))
        if len(rows) >= limit:
            break
    return rows


def _outside(found: list[Found], reach: list[I64], size: int, sequences: int) -> I64:
    """How many matches of each sequence lie outside of what is covered."""
    counts = np.zeros(sequences + 1, dtype=np.int64)
    for held, ends in zip(found, reach, strict=True):
        outside = ends[held.places] < held.places + size
        counts += np.bincount(held.keys[outside].astype(np.int64), minlength=sequences + 1)
    return counts[1:]


def _cover(found: list[Found], reach: list[I64], size: int, covering: npt.NDArray[np.bool_]) -> None:
    for held, ends in zip(found, reach, strict=True):
        places = held.places[covering[held.keys.astype(np.int64) - 1]]
        if len(places):
            ends[places] = np.maximum(ends[places], places + size)
            np.maximum.accumulate(ends, out=ends)


def _beginning(found: list[Found], sequences: int) -> npt.NDArray[np.bool_]:
    """Which sequences do not always follow, one word on, one and the same repeated sequence of their size.

    Others are the inside of something longer.
    """
    least = np.full(sequences + 1, np.iinfo(np.int64).max)
    most = np.zeros(sequences + 1, dtype=np.int64)
    for held in found:
        numbers = held.keys.astype(np.int64)
        before = np.zeros(len(numbers), dtype=np.int64)
        follows = np.flatnonzero(np.diff(held.places) == 1) + 1
        before[follows] = numbers[follows - 1]
        np.minimum.at(least, numbers, before)
        np.maximum.at(most, numbers, before)
    beginning: npt.NDArray[np.bool_] = ((least != most) | (least == 0))[1:]
    return beginning
