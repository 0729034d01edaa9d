"""Who is named most: people by mentions, over time or by a facet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import FilterError
from corpus.index.encoding.sorted_arrays import distinct
from corpus.insight.people.facet_grouping import (
    dated,
    distinct_documents,
    grouping,
    lines_note,
    page_note,
    references,
)
from corpus.insight.people.mentions.mentions import Mentions, mentions, mentions_of
from corpus.query.count.word_counts import document_tokens
from corpus.query.persons.known_persons import everybody, resolve
from corpus.query.result.followup_commands import arguments
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters, Selection
from corpus.query.select_documents import select_documents
from corpus.wording import FOLLOWUP, Note, action, argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.query.persons.known_persons import Person
    from corpus.query.session.moment import Moment

I64 = npt.NDArray[np.int64]

COLUMNS = (
    "rank", "person", "country", "matches", "documents", "per_million", "first", "first_ref", "last",
    "last_ref",
)  # fmt: skip
MOST_CELLS = 200_000
"""Most rows of a table of people by period."""


def people(
    moment: Moment,
    names: Sequence[str] = (),
    filters: Filters | None = None,
    by: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Table:
    """People by mentions, the most named first; of ``names``, if there are any, these alone.

    A mention is a name as a whole, in any spelling or script that is known of the person; overlapping names
    count once, and a name that is part of another one (Kim Il Sung University) not at all. People of equal
    mentions share a rank. Columns: rank, person, country, matches, documents, per_million (of the words of
    the selection), first and last mention with references; undated documents have no part in the last four.

    With ``by`` (a period or a facet of documents) a row for each person and value: person, period, matches,
    documents, tokens, per_million; a period without text has no rate. Raises as ``registry.resolve`` for a
    name, FilterError for a facet that people have not, or for too many rows.
    """
    selection = select_documents(moment, filters or Filters())
    notes = list(selection.notes)
    known: Sequence[Person] = everybody(moment)
    if names:
        chosen = []
        for name in names:
            person, said = resolve(moment, name)
            notes += said
            chosen.append(person)
        known = list({person.name: person for person in chosen}.values())
    if names:
        found, said = mentions_of(moment, selection, known)
        notes += said
    else:
        found = mentions(moment, selection, known)
    things = int(np.count_nonzero(found.things))
    found = found.take(~found.things)
    matches = np.bincount(found.people, minlength=len(known))
    order = np.lexsort((np.arange(len(known)), -matches))
    held = order if names else order[: np.count_nonzero(matches)]
    page = held[offset : offset + limit]
    if not len(held):
        notes.append(f"Nobody who is known is named here; {action('people_proposals')} proposes people.")
    notes += page_note("people", len(page), len(held), offset)
    if len(page) and matches[page[0]]:
        name = known[page[0]].name
        notes.append(lines_note(action("mention_lines", name, **arguments(filters or Filters())), by))
        notes.append(Note(f"Titles: {action('titles', name)}", FOLLOWUP))
    if things:
        notes.append(f"Not counted: {things:,} places where a name is part of another one.")
    if by is not None:
        return _by(moment, selection, known, found, page, by, notes)
    ranks = {int(count): 1 + int(np.count_nonzero(matches > count)) for count in distinct(matches[page])}
    rows = _rows(moment, selection, known, found, page, ranks)
    return from_rows(COLUMNS, rows, notes)


def _rows(
    moment: Moment,
    selection: Selection,
    known: Sequence[Person],
    found: Mentions,
    page: I64,
    ranks: dict[int, int],
) -> list[tuple[Any, ...]]:
    tokens = int(document_tokens(moment, selection).sum())
    by_person = np.argsort(found.people, kind="stable")
    edges = np.searchsorted(found.people[by_person], np.arange(len(known) + 1))
    rows: list[list[Any]] = []
    ends: list[tuple[int | None, int | None]] = []
    for at in page.tolist():
        documents = distinct(found.hits.documents[by_person[edges[at] : edges[at + 1]]])
        when = dated(selection, documents)
        placed = np.flatnonzero(~np.isnat(when))
        pair: tuple[int | None, int | None] = (None, None)
        if len(placed):
            last = len(placed) - 1 - int(np.argmax(when[placed][::-1]))
            pair = int(documents[placed[np.argmin(when[placed])]]), int(documents[placed[last]])
        count = int(edges[at + 1] - edges[at])
        rate = count * 1e6 / tokens if tokens else None
        rows.append([ranks[count], known[at].name, known[at].country, count, len(documents), rate])
        ends.append(pair)
    refs = references(moment, selection, (at for pair in ends for at in pair if at is not None))
    text = selection.catalogue.dates().text
    return [
        (*row, *(v for at in pair for v in ((None, None) if at is None else (text(at), refs[at]))))
        for row, pair in zip(rows, ends, strict=True)
    ]


def _by(
    moment: Moment,
    selection: Selection,
    known: Sequence[Person],
    found: Mentions,
    page: I64,
    by: str,
    notes: list[str],
) -> Table:
    groups = grouping(moment, selection, by)
    size = len(groups.labels)
    if size * len(page) > MOST_CELLS:
        raise FilterError(
            f"These are {size * len(page):,} rows: give a smaller {argument('limit')}, or longer periods.",
            argument="limit",
        )
    row_of = np.full(len(known), -1, dtype=np.int64)
    row_of[page] = np.arange(len(page))
    rows, where = row_of[found.people], groups.of_document[found.hits.documents]
    placed = (rows >= 0) & (where >= 0)
    cells = rows[placed] * size + where[placed]
    matches = np.bincount(cells, minlength=size * len(page))
    documents = distinct_documents(cells, found.hits.documents[placed], size * len(page))
    columns: dict[str, Any] = {
        "person": [known[at].name for at in page.tolist() for _ in range(size)],
        groups.name: groups.labels * len(page),
        "matches": matches,
        "documents": documents,
        "tokens": np.tile(groups.tokens, len(page)),
        "per_million": groups.rates(matches.reshape(len(page), size)).reshape(-1),
    }
    return Table(columns, [*notes, *groups.notes])
