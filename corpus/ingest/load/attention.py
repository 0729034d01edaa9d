"""What a run leaves for a person to do: texts without a date, documents without a text, open doubts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import exists, func, select

from corpus.store.lookups import in_parts
from corpus.store.tables.archive import Address, Document, PassageRow
from corpus.store.tables.log import OPEN_DOUBT, DoubtRow, Sighting

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Subquery

BROUGHT = ("document", "version", "reread", "moved")
"""Outcomes of inputs that brought something to read."""


class Attention(NamedTuple):
    """Of the documents that a run brought or changed: ``undated`` have no date at all, ``without_text`` no
    words; ``doubts``: by field how many of their doubts are open, the most first."""

    undated: int
    without_text: int
    doubts: dict[str, int]


def attention(connection: Connection, run_id: int, also: Collection[int] = ()) -> Attention:
    """What is open of the documents that a run brought, and of those that it changed ``also``."""
    brought = (
        select(Address.c.document_id)
        .join(Sighting, Sighting.c.address_id == Address.c.id)
        .where(Sighting.c.run_id == run_id, Sighting.c.outcome.in_(BROUGHT))
        .distinct()
    )
    undated, without_text = 0, 0
    doubts: Counter[str] = Counter()
    others = select(Document.c.id.label("document_id")).where(Document.c.id.not_in(brought))
    parts = (others.where(Document.c.id.in_(part)) for part in in_parts(also))
    for some in (brought, *parts):
        one = _attention(connection, some.subquery())
        undated, without_text = undated + one.undated, without_text + one.without_text
        doubts.update(one.doubts)
    return Attention(undated, without_text, dict(doubts.most_common()))


def _attention(connection: Connection, brought: Subquery) -> Attention:
    known = func.count(Document.c.published)
    words = exists().where(PassageRow.c.version_id == Document.c.current_version_id)
    query = (
        select(func.count(), known, func.count().filter(words))
        .select_from(brought)
        .join(Document, Document.c.id == brought.c.document_id)
    )
    documents, dated, with_text = connection.execute(query).one()
    count = func.count().label("doubts")
    doubts = connection.execute(
        select(DoubtRow.c.field, count)
        .join(brought, brought.c.document_id == DoubtRow.c.document_id)
        .where(OPEN_DOUBT)
        .group_by(DoubtRow.c.field)
        .order_by(count.desc(), DoubtRow.c.field)
    )
    return Attention(documents - dated, documents - with_text, {row.field: row.doubts for row in doubts})
