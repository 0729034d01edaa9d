"""First and last attestation of a term, and how far the archive covers the time around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.query import hangul
from corpus.query.filters import Filters, Selection, select_documents
from corpus.query.kwic import around
from corpus.query.locate import Hits, hits, places
from corpus.query.matching import union_patterns
from corpus.query.syntax import parse
from corpus.query.table import Table, from_rows
from corpus.query.tally import Bools, documents_of, tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.view import Moment

COLUMNS = (
    "query", "attestation", "date", "ref", "outlet", "voice", "speaker", "left", "match", "right",
    "covered_from", "covered_to", "documents_before", "documents_after",
)  # fmt: skip


def first(moment: Moment, queries: Sequence[str], filters: Filters | None = None, context: int = 8) -> Table:
    """Two rows for each series that occurs in a dated document: its first and its last attestation.

    Columns ``covered_from`` and ``covered_to``: dates of the first and last document that the archive
    holds of that outlet under the same filter; ``documents_before`` and ``documents_after``: how many of
    them lie before, or after, the attestation. The first of several on one day is the first in the text.
    """
    selection = select_documents(moment, filters or Filters())
    asked = [one for query in queries for one in parse(query)]
    notes = [*selection.notes, *hangul.notes(moment, [part for one in asked for part in one.terms])]
    mask = documents_of(selection, tally(moment, selection, [], passages=False))
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
            notes.append(f"{series.source}: not found.")
            continue
        order = dated[
            np.lexsort((found.starts[dated], found.passages[dated], found.documents[dated], days[dated]))
        ]
        for name, at in (("first", order[0]), ("last", order[-1])):
            rows.append(
                _row(moment, selection, mask, series.source, name, found.take(np.array([at])), context)
            )
    return from_rows(COLUMNS, rows, notes)


def _row(
    moment: Moment, selection: Selection, mask: Bools, source: str, name: str, hit: Hits, context: int
) -> tuple[Any, ...]:
    (place,) = places(moment, selection, hit)
    outlets = selection.catalogue.facet(moment.connection, "outlet")
    dates = selection.catalogue.dates()
    same = mask & (outlets.codes == outlets.codes[hit.documents[0]]) & (dates.precision > 0)
    held = np.flatnonzero(same)
    firsts, lasts = dates.first[held], dates.last[held]
    day = dates.first[hit.documents[0]]
    return (
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
        int(np.count_nonzero(firsts < day)),
        int(np.count_nonzero(firsts > day)),
    )
