"""What the archive knew of its documents at a time: the dates read by then, and what persons had set.

Identity is today's: two documents that were joined later are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from corpus.ingest.identity.description import DATE_RANKS
from corpus.store.row_digests import RowDigests
from corpus.store.tables.archive import Address
from corpus.store.tables.log import Correction

if TYPE_CHECKING:
    from sqlalchemy import Connection


def dates_at(connection: Connection, as_of: str) -> dict[int, str | None]:
    """The date of publication (ISO) of each document that had been seen by then, None where none was known.

    Of the readings of then the one that the loader would have believed, unless a person had set the date.
    """
    RowDigests().verify_all(connection, "address")
    query = select(
        Address.c.document_id, Address.c.published, Address.c.published_known, Address.c.first_seen_at
    ).where(Address.c.first_seen_at <= as_of, Address.c.stands_for_id.is_not(None))
    believed: dict[int, tuple[int, int, str, str]] = {}
    found: dict[int, str | None] = {}
    for document, published, known, seen in connection.execute(query):
        found.setdefault(document, None)
        if published:
            key = (DATE_RANKS.get(known or "", 9), -len(published), seen, published)
            believed[document] = min(believed.get(document, key), key)
    found |= {document: published for document, (*_, published) in believed.items()}
    query = select(Correction.c.document_id, Correction.c.new).where(
        Correction.c.field == "published", Correction.c.at <= as_of,
        or_(Correction.c.undone_at.is_(None), Correction.c.undone_at > as_of),
    ).order_by(Correction.c.id)  # fmt: skip
    found |= {row.document_id: row.new for row in connection.execute(query) if row.document_id in found}
    return found


def set_since(connection: Connection, field: str, as_of: str) -> dict[int, str | None]:
    """The value of a field at a time, of the documents of which persons have changed it since."""
    query = (
        select(Correction)
        .where(Correction.c.field == field)
        .order_by(Correction.c.document_id, Correction.c.id)
    )
    found: dict[int, str | None] = {}
    changed: set[int] = set()
    for row in connection.execute(query):
        if row.at > as_of or (row.undone_at is not None and row.undone_at > as_of):
            changed.add(row.document_id)
        found.setdefault(row.document_id, row.old)
        if row.at <= as_of and (row.undone_at is None or row.undone_at > as_of):
            found[row.document_id] = row.new
    return {document: value for document, value in found.items() if document in changed}
