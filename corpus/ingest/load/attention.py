"""What a run leaves for a person to do: texts without a date, and open doubts."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from corpus.store.tables.archive import Address, Document
from corpus.store.tables.log import OPEN_DOUBT, DoubtRow, Sighting

BROUGHT = ("document", "version", "reread", "moved")
"""Outcomes of inputs that brought something to read."""


class Attention(NamedTuple):
    """``documents``: how many a run brought or changed; ``undated``: those of them without any date;
    ``doubts``: by field how many of their doubts are open, the most first."""

    documents: int
    undated: int
    doubts: dict[str, int]


def attention(connection: Connection, run_id: int) -> Attention:
    """What is open of the documents that a run brought or changed."""
    brought = (
        select(Address.c.document_id)
        .join(Sighting, Sighting.c.address_id == Address.c.id)
        .where(Sighting.c.run_id == run_id, Sighting.c.outcome.in_(BROUGHT))
        .distinct()
    ).subquery()
    known = func.count(Document.c.published)
    query = (
        select(func.count(), known)
        .select_from(brought)
        .join(Document, Document.c.id == brought.c.document_id)
    )
    documents, dated = connection.execute(query).one()
    count = func.count().label("doubts")
    doubts = connection.execute(
        select(DoubtRow.c.field, count)
        .join(brought, brought.c.document_id == DoubtRow.c.document_id)
        .where(OPEN_DOUBT)
        .group_by(DoubtRow.c.field)
        .order_by(count.desc(), DoubtRow.c.field)
    )
    return Attention(documents, documents - dated, {row.field: row.doubts for row in doubts})
