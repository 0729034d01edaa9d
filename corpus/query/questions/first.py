"""First and last attestation of a term, its longest silence, and how far the archive covers its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.index.encoding.sorted_arrays import distinct
from corpus.query.count.selected_units import Bools, documents_of, selected_units, tokens_of
from corpus.query.hits.hits import Hits, hits, places
from corpus.query.language.concept_queries import parsed
from corpus.query.match.matcher import union_patterns
from corpus.query.persons.name_hints import missing, spelled_otherwise
from corpus.query.questions.kwic import around
from corpus.query.result import hangul_hints as hangul
from corpus.query.result.followup_commands import arguments
from corpus.query.result.misreadings import misreadings
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters, Selection
from corpus.query.select_documents import select_documents
from corpus.query.session import document_links
from corpus.wording import FOLLOWUP, Note, action

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.index.read.document_facts import Dates
    from corpus.query.session.document_links import DocumentLinks
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

COLUMNS = (
    "query", "attestation", "date", "ref", "outlet", "voice", "speaker", "left", "match", "right",
    "covered_from", "covered_to", "documents_before", "documents_after",
    "months_before", "months_covered", "silence_from", "silence_to", "silence_days", "silence_documents",
    "silence_from_ref", "silence_to_ref", *document_links.COLUMNS,
)  # fmt: skip
MONTH = 7
"""Least precision of a date that tells the month."""


class Silence(NamedTuple):
    """The longest time between two documents with a term: their ordinals, the days that lie between their
    dates, and how many documents the archive holds of these days."""

    start: int
    end: int
    days: int
    documents: int


def first(moment: Moment, queries: Sequence[str], filters: Filters | None = None, context: int = 8) -> Table:
    """Two rows for each series that occurs in a dated document: its first and its last attestation.

    Columns ``covered_from`` and ``covered_to``: dates of the first and last document that the archive
    holds of that outlet under the same filter; ``documents_before`` and ``documents_after``: how many of
    them lie before, or after, the attestation. ``months_before``: the months from ``covered_from`` to the one
    before the attestation, and ``months_covered``: in how many of them the archive holds documents of the
    outlet; both None where some are dated to the year only. The first of several on one day is the first in
    the text.

    ``silence_...`` (the same in both rows): the longest silence (``longest_silence``): dates and references
    of the two documents, the days between, and the documents with words held of these days; None where there
    is none. Title, country (whose words they are), place and address are of the attestation's document.
    """
    selection = select_documents(moment, filters or Filters(), lines=True)
    asked = [one for query in queries for one in parsed(moment, query)]
    notes = [*selection.notes, *misreadings(moment, queries)]
    notes += hangul.notes(moment, [part for one in asked for part in one.terms])
    units = selected_units(moment, selection)
    mask = documents_of(selection, units)
    worded = mask & (tokens_of(selection, units) > 0)
    rows: list[tuple[Any, ...]] = []
    for series in asked:
        found = hits(moment, selection, union_patterns(moment, series))
        days = selection.catalogue.dates().first[found.documents]
        dated = np.flatnonzero(~np.isnat(days))
        if len(dated) < len(found):
            notes.append(
                f"{series.source}: {len(found) - len(dated):,} matches in documents without a date left out."
            )
        if not len(dated):
            otherwise = "" if len(found) else spelled_otherwise(moment, series)
            notes.append(missing(series.source, "not found", otherwise))
            continue
        order = dated[
            np.lexsort((found.starts[dated], found.passages[dated], found.documents[dated], days[dated]))
        ]
        silence = _silence(moment, selection, worded, distinct(found.documents[dated]))
        for name, at in (("first", order[0]), ("last", order[-1])):
            hit = found.take(np.array([at]))
            row, links = _row(moment, selection, mask, series.source, name, hit, context)
            rows.append((*row, *silence, *links))
            notes += _as_early(
                selection, series.source, name, found.documents[dated], int(hit.documents[0]), filters
            )
    return from_rows(COLUMNS, rows, notes)


def _as_early(
    selection: Selection, source: str, name: str, documents: I64, attested: int, filters: Filters | None
) -> Iterator[str]:
    """That others may be as early as the first, or as late as the last: of the same day, month or year."""
    dates = selection.catalogue.dates()
    every = distinct(documents)
    if name == "first":
        others = every[dates.first[every] <= dates.last[attested]]
    else:
        others = every[dates.last[every] >= dates.first[attested]]
    if len(others) < 2:
        return
    date, several = dates.text(attested), len(others) > 2
    further = f"{len(others) - 1:,} further document{'s' * several} of {date}"
    yield f"{source}: {further} {'have' if several else 'has'} it; dates do not tell which came {name}."
    listed = action("list", query=source, **arguments(filters or Filters(), since=date, until=date))
    yield Note(f"Those of {date}: {listed}", FOLLOWUP)


def longest_silence(dates: Dates, found: I64, held: I64) -> Silence | None:
    """The longest time between two documents that hold a term, following each other by date, of which the
    archive holds documents; of equally long ones the one with most documents, then the earliest.

    ``found``: those with the term; ``held``: all that could have it; both ordinals, and dated. Days are
    counted from the last day that the one may be of to the first of the other, both left out; a document is
    of these days when its whole date lies between. Where the archive holds none there is a gap, and no
    silence.
    """
    order = found[np.lexsort((dates.last[found], dates.first[found]))]
    last = np.maximum.accumulate(dates.last[order].astype(np.int64))
    start, end = last[:-1], dates.first[order[1:]].astype(np.int64)
    days = end - start - 1
    firsts, lasts = dates.first[held].astype(np.int64), dates.last[held].astype(np.int64)
    exact = firsts == lasts
    documents = np.zeros(len(days), dtype=np.int64)
    some = np.flatnonzero(days > 0)
    ordered = np.sort(firsts[exact])
    documents[some] = np.searchsorted(ordered, end[some]) - np.searchsorted(ordered, start[some], "right")
    for first_day, last_day in zip(firsts[~exact].tolist(), lasts[~exact].tolist(), strict=True):
        documents += (days > 0) & (first_day > start) & (last_day < end)
    silent = np.flatnonzero(documents > 0)
    if not len(silent):
        return None
    at = silent[np.lexsort((silent, -documents[silent], -days[silent]))[0]]
    # The document whose date the silence begins with: dates that overlap may stand in another order.
    begin = order[: at + 1][np.argmax(dates.last[order[: at + 1]])]
    return Silence(int(begin), int(order[at + 1]), int(days[at]), int(documents[at]))


def _silence(moment: Moment, selection: Selection, worded: Bools, found: I64) -> tuple[Any, ...]:
    """The columns of the longest silence, in the outlets that have the term; ``worded``: with words."""
    dates = selection.catalogue.dates()
    outlets = selection.catalogue.facet(moment.connection, "outlet").codes
    some = worded & (dates.precision > 0)
    held = np.flatnonzero(some & np.isin(outlets, distinct(outlets[found])))
    silence = longest_silence(dates, found, held)
    if silence is None:
        return (None,) * 6
    ids = selection.catalogue.ids[[silence.start, silence.end]].tolist()
    refs = {number: row["ref"] for number, row in moment.rows(("document.ref",), ids).items()}
    ends = dates.text(silence.start), dates.text(silence.end)
    return (*ends, silence.days, silence.documents, *(refs[number] for number in ids))


def _row(
    moment: Moment, selection: Selection, mask: Bools, source: str, name: str, hit: Hits, context: int
) -> tuple[tuple[Any, ...], DocumentLinks]:
    (place,) = places(moment, selection, hit)
    number = int(selection.catalogue.ids[hit.documents[0]])
    links = document_links.document_links(moment, [number])[number]._replace(country=place.country)
    outlets = selection.catalogue.facet(moment.connection, "outlet")
    dates = selection.catalogue.dates()
    same = mask & (outlets.codes == outlets.codes[hit.documents[0]]) & (dates.precision > 0)
    held = np.flatnonzero(same)
    firsts, lasts = dates.first[held], dates.last[held]
    day = dates.first[hit.documents[0]]
    before = held[firsts < day]
    row = (
        source,
        name,
        place.date,
        place.ref,
        place.outlet,
        place.voice,
        place.speaker,
        *around(place, context),
        dates.text(held[np.argmin(firsts)]),
        dates.text(held[np.argmax(lasts)]),
        len(before),
        int(np.count_nonzero(firsts > day)),
        *_months(dates, before, hit.documents[0]),
    )
    return row, links


def _months(dates: Dates, before: I64, document: int) -> tuple[int | None, int | None]:
    """The months from the first of some documents to the one before a document's, and how many hold some."""
    if np.any(dates.precision[before] < MONTH) or dates.precision[document] < MONTH:
        return None, None
    months = dates.first[before].astype("datetime64[M]").astype(np.int64)
    until = int(dates.first[document].astype("datetime64[M]").astype(np.int64))
    months = distinct(months[months < until])
    return (until - int(months[0]), len(months)) if len(months) else (0, 0)
