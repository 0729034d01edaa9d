"""Documents that are part of others: what belongs to them goes to those, and their references find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from corpus.store.tables.archive import Document, Reference
from corpus.store.tables.log import Correction, DoubtRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection


def join_documents(connection: Connection, heirs: Mapping[int, int]) -> None:
    """Delete documents, by id, each of which is part of another now."""
    for document, heir in heirs.items():
        for table in (DoubtRow, Correction):
            connection.execute(update(table).where(table.c.document_id == document).values(document_id=heir))
        names = select(Reference.c.name)
        taken = names.where(Reference.c.document_id == heir).scalar_subquery()
        kept = Reference.c.name.not_in(taken)
        connection.execute(
            update(Reference).where(Reference.c.document_id == document, kept).values(document_id=heir)
        )
        connection.execute(delete(Reference).where(Reference.c.document_id == document))
        connection.execute(delete(Document).where(Document.c.id == document))


def remember(connection: Connection, names: Iterable[tuple[str, int]]) -> None:
    """Let documents be found by references that they had."""
    for name, document in names:
        held = select(Reference.c.name).where(Reference.c.name == name, Reference.c.document_id == document)
        if connection.scalar(held) is None:
            connection.execute(Reference.insert(), {"name": name, "document_id": document})
