"""Concordance: every match with the words around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.query.count.units import all_units
from corpus.query.hits.hits import NO_HITS, Hits, Place, by_date, chronological, hits, places
from corpus.query.hits.sentence_bounds import sentence
from corpus.query.hits.sort_keys import SORTS, ordered
from corpus.query.language.concept_queries import parsed
from corpus.query.match.matcher import union_patterns
from corpus.query.persons.name_hints import no_matches
from corpus.query.result import hangul_hints as hangul
from corpus.query.result.misreadings import misreadings
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters, Selection
from corpus.query.select_documents import select_documents
from corpus.query.session import document_links
from corpus.text.tokens import has_hangul
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.query.match.patterns import Pattern
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

CONTEXT = 12
"""Words on each side unless more are asked for."""
WHOLE = ("sentence", "passage")
"""Contexts that are no number of words."""
LONGEST_WORD = 20
"""Characters of a Korean word with its particles that a context takes in whole, at most."""
MOST_LINES = 100_000
TOGETHER = 2_000
"""Lines whose texts are in memory at one time."""
MOST_KEPT = 8
"""Series whose matches in each document are kept in memory."""
MOST_SEED = 2**32 - 1
COLUMNS = (
    "query", "ref", "date", "outlet", "voice", "speaker", "passage", "left", "match", "right",
    *document_links.COLUMNS,
)  # fmt: skip


def kwic(
    moment: Moment,
    queries: Sequence[str],
    filters: Filters | None = None,
    limit: int = 20,
    offset: int = 0,
    context: int | str = CONTEXT,
    sort: str = "date",
    sample: int | None = None,
    seed: int = 0,
) -> Table:
    """Concordance lines, those of one series after those of another.

    ``context``: words on each side, ``sentence`` or ``passage`` for the whole of it. ``sort``: ``date``;
    ``left`` and ``right`` by the folded words beside the match, the nearest first; ``match`` by the words
    in it; ``random``. ``sample``: a random choice of so many of all matches; it is the same, and so is a
    random order, for the same ``seed`` in the same archive. ``limit`` and ``offset`` are of the lines so
    ordered. Columns: query, ref, date, outlet, voice, speaker, passage (its number in the version), left,
    match, right; title, country (whose words they are), place and address of the document. Raises FilterError
    for options that cannot be, QueryError for a quotient.
    """
    words = checked_context(context)
    if limit < 1 or limit > MOST_LINES or offset < 0:
        raise FilterError(
            f"{argument('limit')} goes from 1 to {MOST_LINES:,}, {argument('offset')} from 0.",
            argument="offset" if offset < 0 else "limit",
        )
    if sort not in SORTS:
        raise FilterError(f"There is no order {shown(sort)!r}; there is: {', '.join(SORTS)}")
    if (sample is not None and sample < 1) or not 0 <= seed <= MOST_SEED:
        raise FilterError(
            f"{argument('sample')} goes from 1, {argument('seed')} from 0 to {MOST_SEED:,}.",
            argument="seed" if (sample or 1) >= 1 else "sample",
        )
    selection = select_documents(moment, filters or Filters(), lines=True)
    asked = [series for query in queries for series in parsed(moment, query)]
    found = [_Lines(moment, selection, one.source, union_patterns(moment, one)) for one in asked]
    every = sum(one.total for one in found)
    notes = [*selection.notes, *misreadings(moment, queries)]
    notes += hangul.notes(moment, [part for one in asked for part in one.terms])
    notes += no_matches(moment, [one for one, lines in zip(asked, found, strict=True) if not lines.total])
    # Importing numpy.random takes 30 ms: only chance needs it.
    random = np.random.default_rng(seed) if sample is not None or sort == "random" else None
    if sample is not None and random is not None:
        _sample(found, random, sample, every)
        if every:
            notes.append(f"A random sample of {min(sample, every):,} of {every:,} matches, seed {seed}.")
    total = sum(one.total for one in found)
    lines: list[tuple[Any, ...]] = []
    skip, room = offset, limit
    for one in found:
        begin, end = min(skip, one.total), min(skip + room, one.total)
        skip = max(0, skip - one.total)
        room -= end - begin
        page = one.page(sort, random, begin, end)
        for at in range(0, len(page), TOGETHER):
            some = page.take(np.arange(at, min(at + TOGETHER, len(page))))
            lines.extend(lines_of(moment, selection, one.source, some, words))
    if offset and not lines:
        notes.append(f"The offset lies beyond the last of {total:,} lines.")
    elif total > len(lines):
        notes.append(f"Lines {offset + 1:,} to {offset + len(lines):,} of {total:,}.")
    return from_rows(COLUMNS, lines, notes)


class _Lines:
    """The matches of one series, of which a page is wanted."""

    def __init__(self, moment: Moment, selection: Selection, source: str, wanted: list[Pattern]) -> None:
        self._moment, self._selection = moment, selection
        self.source, self._wanted = source, wanted
        self._hits: Hits | None = None
        self._counts: tuple[I64, I64] | None = None
        if selection.whole:
            # By document, which is quick: of most matches no more is needed than how many there are.
            matches, documents = _by_document(moment, selection, source, wanted)
            documents = documents[selection.mask[documents]]
            self._counts = (documents, np.cumsum(matches[documents]))
            self.total = int(self._counts[1][-1]) if len(documents) else 0
        else:
            self.total = len(self.all())

    def all(self) -> Hits:
        """All matches, by date."""
        if self._hits is None:
            found = hits(self._moment, self._selection, self._wanted)
            self._hits = chronological(self._moment, self._selection, found)
        return self._hits

    def keep(self, at: I64) -> None:
        """Go on with these matches only, ascending ordinals by date."""
        self._hits = self.all().take(at)
        self._counts, self.total = None, len(at)

    def page(self, sort: str, random: np.random.Generator | None, begin: int, end: int) -> Hits:
        """The matches from ``begin`` to ``end`` in an order; ``random`` is given where that is chance."""
        if sort == "random" and random is not None:
            return self.all().take(random.permutation(self.total)[begin:end])
        if begin == end:
            return NO_HITS
        if sort != "date":
            return self.all().take(ordered(self._moment, self.all(), sort)[begin:end])
        if self._counts is None:
            return self.all().take(np.arange(begin, end))
        documents, sums = self._counts
        first, last = np.searchsorted(sums, (begin, end - 1), "right").tolist()
        mask = np.zeros(len(self._selection.mask), dtype=bool)
        mask[documents[first : last + 1]] = True
        narrow = replace(self._selection, mask=mask)
        found = chronological(self._moment, narrow, hits(self._moment, narrow, self._wanted))
        skipped = int(sums[first - 1]) if first else 0
        return found.take(np.arange(begin - skipped, end - skipped))


def _by_document(moment: Moment, selection: Selection, source: str, wanted: list[Pattern]) -> tuple[I64, I64]:
    """Matches in each document of the catalogue, and the documents that have some, by date.

    Kept of the last few series, for their next pages.
    """
    kept: dict[object, tuple[I64, I64]] = moment.remember("matches by document", dict)
    key = (selection.catalogue.as_of, source)
    found = kept.pop(key, None)
    if found is None:
        if len(kept) >= MOST_KEPT:
            del kept[next(iter(kept))]
        matches = all_units(moment, selection.catalogue, "document").count(moment, wanted)
        dated = by_date(moment, selection.catalogue)
        found = matches, dated[matches[dated] > 0]
    kept[key] = found
    return found


def _sample(found: list[_Lines], random: np.random.Generator, sample: int, every: int) -> None:
    """Leave of all matches a random choice."""
    chosen = np.sort(random.choice(every, min(sample, every), replace=False))
    begin = 0
    for one in found:
        end = begin + one.total
        own = chosen[(chosen >= begin) & (chosen < end)] - begin
        begin = end
        one.keep(own)


def checked_context(context: int | str) -> int | str:
    """A number of words, or one of WHOLE; FilterError for anything else."""
    if context in WHOLE:
        return context
    try:
        words = int(context)
    except (TypeError, ValueError):
        words = -1
    if not 0 <= words <= 1000:
        said = "give a number of words from 0 to 1000, sentence, or passage."
        raise FilterError.about("context", said, shown(str(context)))
    return words


def lines_of(
    moment: Moment, selection: Selection, source: str, some: Hits, context: int | str
) -> Iterator[tuple[Any, ...]]:
    """The lines of some matches, in their order: a row of COLUMNS each."""
    ids = selection.catalogue.ids[some.documents].tolist()
    links = document_links.document_links(moment, ids)
    for number, place in zip(ids, places(moment, selection, some), strict=True):
        about = (place.ref, place.date, place.outlet, place.voice, place.speaker, place.passage)
        yield (source, *about, *around(place, context), *links[number]._replace(country=place.country))


def around(place: Place, context: int | str) -> tuple[str, str, str]:
    """Left context, match and right context; ``context``: words on each side, or one of WHOLE."""
    text = place.passage_text
    begin, stop = 0, len(text)
    if context == "sentence":
        begin, stop = sentence(text, place.start, place.end, place.language)
    elif isinstance(context, int):
        starts, ends = place.bounds
        before, after = bisect_right(ends, place.start), bisect_left(starts, place.end)
        begin = starts[before - context] if 0 < context <= before else (0 if context else place.start)
        last = after + context - 1
        stop = ends[last] if context and last < len(ends) else (len(text) if context else place.end)
        begin, stop = _unbroken(text, begin, place.start), _unbroken(text, stop, place.end)
    return text[begin : place.start], text[place.start : place.end], text[place.end : stop]


def _unbroken(text: str, at: int, match: int) -> int:
    """Where a context ends that would end between a Korean word and its particle: behind the particle, or
    before the word."""
    if at == match or not (has_hangul(text[at - 1 : at]) and has_hangul(text[at : at + 1])):
        return at
    if at < match:
        return text.rfind(" ", max(at - LONGEST_WORD, 0), at) + 1 or at
    space = text.find(" ", at, at + LONGEST_WORD)
    return at if space < 0 else space
