"""The queries of the concepts, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.curation.concepts import unknown
from corpus.query.result.table import Table, from_rows
from corpus.store.tables.concepts import Concept, ConceptTerm
from corpus.wording import Blank, action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.query.session.moment import Moment

    Query = tuple[str, str]

COLUMNS = ("concept", "language", "query", "note")


def _empty() -> str:
    made = action("add_concept", Blank("NAME"), {Blank("LANGUAGE"): Blank("QUERY")})
    return f"The archive holds no concept yet: {made} makes one, {action('starter_concepts')} loads forty."


def listed(moment: Moment, names: Iterable[str] = ()) -> Table:
    """The queries of the concepts (of all, or of some), by name, in the order in which they were added.

    Columns: concept, language ("*": every one), query, note (None: none). A concept without queries has one
    row without language and query. Raises NotFoundError for a concept that does not exist.
    """
    query = (
        select(Concept.c.name, ConceptTerm.c.language, ConceptTerm.c.query, Concept.c.note)
        .join_from(Concept, ConceptTerm, ConceptTerm.c.concept_id == Concept.c.id, isouter=True)
        .order_by(ConceptTerm.c.id)
    )
    moment.verify("concept", "concept_term")
    rows = sorted((tuple(row) for row in moment.connection.execute(query)), key=lambda row: row[0])
    wanted = list(names)
    if wanted:
        known = dict.fromkeys(row[0] for row in rows)
        for name in wanted:
            if name not in known:
                raise unknown(name, known)
        rows = [row for row in rows if row[0] in wanted]
    return from_rows(COLUMNS, rows, [] if rows else [_empty()])


def held_queries(moment: Moment) -> dict[str, list[Query]]:
    """The queries of every concept, each with its language."""
    found: dict[str, list[Query]] = {}
    columns = listed(moment).columns
    for name, language, query in zip(*(columns[name] for name in COLUMNS[:3]), strict=True):
        found.setdefault(name, []).extend([] if language is None else [(language, query)])
    return found
