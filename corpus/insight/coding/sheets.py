"""Sheets for coders: concordance lines or documents, each with its id and room for codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import bindparam, select

from corpus.errors import FilterError
from corpus.query.count.selected_units import documents_of, selected_units
from corpus.query.hits.hits import Hits, by_date, chronological, hits, places
from corpus.query.language.concept_queries import parsed
from corpus.query.match.matcher import union_patterns
from corpus.query.questions.kwic import MOST_LINES, MOST_SEED, TOGETHER, around, checked_context
from corpus.query.result import hangul_hints as hangul
from corpus.query.result.table import Table, from_rows
from corpus.query.select_documents import select_documents
from corpus.store.tables.archive import Document, Outlet, Version
from corpus.text.line_ids import LineId, line_id
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.query.select.selection import Filters, Selection
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

LINES = (
    "line", "code", "note", "query", "ref", "date", "outlet", "voice", "speaker", "left", "match", "right",
)  # fmt: skip
DOCUMENTS = ("line", "code", "note", "ref", "date", "outlet", "title")
_AT_ONCE = 500


def lines_to_code(
    moment: Moment,
    queries: Sequence[str],
    filters: Filters,
    context: int | str,
    sample: int | None = None,
    seed: int = 0,
) -> Table:
    """All concordance lines of some queries, or a random sample of them, by series and date.

    ``sample`` and ``seed`` draw the lines that they draw in a concordance (``corpus.query.questions.kwic``).
    A match that several series find is one line. ``context``: words on each side, ``sentence`` or
    ``passage``. Columns: line (its id, ``corpus.text.line_ids``), code and note (empty, for the coder),
    query, ref, date, outlet, voice, speaker, left, match, right. Raises FilterError for more lines than
    MOST_LINES.
    """
    context = checked_context(context)
    selection = select_documents(moment, filters, lines=True)
    asked = [series for query in queries for series in parsed(moment, query)]
    found = [
        chronological(moment, selection, hits(moment, selection, union_patterns(moment, one)))
        for one in asked
    ]
    notes = [*selection.notes, *hangul.notes(moment, [part for one in asked for part in one.terms])]
    kept = _drawn([len(one) for one in found], sample, seed, notes)
    rows: list[tuple[Any, ...]] = []
    seen: set[str] = set()
    again = 0
    for series, some, at in zip(asked, found, kept, strict=True):
        for identifier, place_row in _lines(moment, selection, some.take(at), context):
            again += identifier in seen
            if identifier not in seen:
                seen.add(identifier)
                rows.append((identifier, None, None, series.source, *place_row))
    if again:
        notes.append(f"{again:,} match{'es' * (again > 1)} found by several queries: one line each.")
    return from_rows(LINES, rows, notes)


def documents_to_code(moment: Moment, filters: Filters, sample: int | None = None, seed: int = 0) -> Table:
    """Documents, or a random sample of them, by date, to be coded as a whole.

    Columns: line (``REF@VERSION``), code and note (empty), ref, date, outlet, title.
    """
    selection = select_documents(moment, filters)
    held = documents_of(selection, selected_units(moment, selection))
    order = by_date(moment, selection.catalogue)
    chosen = order[held[order]]
    notes = list(selection.notes)
    (at,) = _drawn([len(chosen)], sample, seed, notes, "documents")
    versions = selection.catalogue.versions[chosen[at]].tolist()
    columns = (Version.c.id, Document.c.ref, Version.c.number, Document.c.published, Outlet.c.code)
    query = (
        select(*columns, Version.c.title)
        .join(Document, Document.c.id == Version.c.document_id)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .where(Version.c.id.in_(bindparam("versions", expanding=True)))
    )
    moment.verify("version", "document.ref", "document.facts", "outlet")
    known: dict[int, tuple[Any, ...]] = {}
    for begin in range(0, len(versions), _AT_ONCE):
        some = {"versions": versions[begin : begin + _AT_ONCE]}
        for version, ref, number, published, outlet, title in moment.connection.execute(query, some):
            known[version] = (str(LineId(ref, number)), None, None, ref, published, outlet, title)
    return from_rows(DOCUMENTS, [known[version] for version in versions], notes)


def _lines(
    moment: Moment, selection: Selection, found: Hits, context: int | str
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The id of each hit, and what its sheet says of it."""
    numbers = _numbers(moment, selection.catalogue.versions[found.documents])
    for begin in range(0, len(found), TOGETHER):
        some = found.take(np.arange(begin, min(begin + TOGETHER, len(found))))
        versions = selection.catalogue.versions[some.documents].tolist()
        for version, place in zip(versions, places(moment, selection, some), strict=True):
            first = place.version.passages[place.passage][0]
            start, end = first + place.start, first + place.end
            identifier = line_id(place.ref, numbers[version], place.version.text, start, end)
            about = (place.ref, place.date, place.outlet, place.voice, place.speaker)
            yield str(identifier), (*about, *around(place, context))


def _numbers(moment: Moment, versions: I64) -> dict[int, int]:
    """The number of each version in its document."""
    wanted = np.unique(versions).tolist()
    return {version: row["number"] for version, row in moment.rows(("version",), wanted).items()}


def _drawn(
    sizes: list[int], sample: int | None, seed: int, notes: list[str], what: str = "matches"
) -> list[I64]:
    """Of each of several lists, the ordinals of what is taken: all, or a random sample of all together."""
    every = sum(sizes)
    if (sample is not None and sample < 1) or not 0 <= seed <= MOST_SEED:
        raise FilterError(
            f"{argument('sample')} goes from 1, {argument('seed')} from 0 to {MOST_SEED:,}.",
            argument="seed" if (sample or 1) >= 1 else "sample",
        )
    if min(every, sample or every) > MOST_LINES:
        raise FilterError(
            f"There are {every:,} {what}, and a sheet has at most {MOST_LINES:,} lines:"
            f" {argument('sample', 200)} draws some.",
            argument="sample",
        )
    if sample is None:
        return [np.arange(size) for size in sizes]
    drawn = np.random.default_rng(seed).choice(every, min(sample, every), replace=False)
    drawn.sort()
    if every:
        notes.append(f"A random sample of {len(drawn):,} of {every:,} {what}, seed {seed}.")
    edges = np.cumsum([0, *sizes])
    return [
        drawn[(drawn >= low) & (drawn < high)] - low
        for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    ]
