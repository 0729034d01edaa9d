"""Taking documents or runs out of the archive, and back: they stay in the database, and count nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from corpus.curation.corrections import settle_anew
from corpus.curation.removed_runs import switch_run
from corpus.index.read.document_facts import pack_facts
from corpus.store.changes import What, log_change
from corpus.store.ids import Ids
from corpus.store.lookups import in_parts
from corpus.store.state import mark_changed
from corpus.store.tables.archive import Address, Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Engine

NAMED = 3
"""References that the log names."""


def remove_documents(engine: Engine, documents: Sequence[int]) -> list[str]:
    """Take documents out of every count, until they are restored; the references of those that counted."""
    return _documents(engine, documents, What.remove)


def restore_documents(engine: Engine, documents: Sequence[int]) -> list[str]:
    """Let documents that a person removed count again; the references of those that were removed."""
    return _documents(engine, documents, What.restore)


def remove_run(engine: Engine, run_id: int, dry_run: bool = False) -> list[str]:
    """Take a run back; the references of the documents that leave with it.

    ``dry_run``: nothing is changed. Raises NotFoundError, or UsageError where it is taken back.
    """
    return _run(engine, run_id, What.remove, dry_run)


def restore_run(engine: Engine, run_id: int, dry_run: bool = False) -> list[str]:
    """Let a run that was taken back count again; the references of the documents that come back.

    ``dry_run``: nothing is changed. Raises NotFoundError, or UsageError where it counts.
    """
    return _run(engine, run_id, What.restore, dry_run)


def refs_of(connection: Connection, documents: Sequence[int]) -> list[str]:
    """The references of documents, in order."""
    found: list[str] = []
    for some in in_parts(documents):
        found += connection.scalars(select(Document.c.ref).where(Document.c.id.in_(some)))
    return sorted(found)


def switch_documents(
    connection: Connection, addresses: Sequence[int], removed: bool, after: int | None = None
) -> None:
    """Mark readings as removed by a person, or not, and settle their documents.

    ``after``: readings of these documents with a larger id, which came since, are marked as well.
    """
    homes = _homes(connection, addresses)
    for some in in_parts(addresses):
        connection.execute(update(Address).where(Address.c.id.in_(some)).values(removed=int(removed)))
    if after is not None:
        for some in in_parts(homes):
            later = update(Address).where(Address.c.document_id.in_(some), Address.c.id > after)
            connection.execute(later.values(removed=int(removed)))
    settle_anew(connection, homes)


def _homes(connection: Connection, addresses: Iterable[int]) -> list[int]:
    found: set[int] = set()
    for some in in_parts(addresses):
        found |= set(connection.scalars(select(Address.c.document_id).where(Address.c.id.in_(some))))
    return sorted(found)


def _documents(engine: Engine, documents: Sequence[int], what: What) -> list[str]:
    removing = what is What.remove
    with engine.begin() as connection:
        addresses: list[int] = []
        refs: list[str] = []
        for some in in_parts(documents):
            state = Document.c.removed_at.is_(None) if removing else Document.c.removed_why == "person"
            wanted = select(Document.c.id, Document.c.ref).where(Document.c.id.in_(some), state)
            rows = connection.execute(wanted.order_by(Document.c.ref)).all()
            refs += [row.ref for row in rows]
            own = select(Address.c.id).where(
                Address.c.document_id.in_([row.id for row in rows]), Address.c.removed == int(not removing)
            )
            addresses += connection.scalars(own.order_by(Address.c.id)).all()
        if not refs:
            return []
        detail: dict[str, Any] = {"addresses": addresses}
        detail["last"] = connection.scalar(select(func.max(Address.c.id)))
        log_change(connection, Ids(connection), what, _named(refs), detail)
        switch_documents(connection, addresses, removing)
        mark_changed(connection)
        pack_facts(connection)
    return refs


def _named(refs: Sequence[str]) -> str:
    some = ", ".join(refs[:NAMED])
    more = len(refs) - NAMED
    return f"{len(refs):,} document{'s' * (len(refs) > 1)}: {some}{f' and {more:,} more' if more > 0 else ''}"


def _run(engine: Engine, run_id: int, what: What, dry_run: bool) -> list[str]:
    counted = select(Document.c.id, Document.c.ref).where(Document.c.removed_at.is_(None))
    with engine.connect() as connection, connection.begin() as transaction:
        before = {row.id: row.ref for row in connection.execute(counted)}
        switch_run(connection, run_id, what is What.restore)
        after = {row.id: row.ref for row in connection.execute(counted)}
        more, fewer = (after, before) if what is What.restore else (before, after)
        changed = sorted(ref for number, ref in more.items() if number not in fewer)
        if dry_run:
            transaction.rollback()
            return changed
        log_change(connection, Ids(connection), what, f"run {run_id}", {"run": run_id})
        mark_changed(connection)
        pack_facts(connection)
    return changed
