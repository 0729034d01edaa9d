"""Changes of rows that are in the archive already: seen again, current now, metadata found later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from corpus.store.archive import Address, Document
from corpus.store.log import Correction, DoubtRow
from corpus.store.times import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from corpus.ingest.identity import KnownAddress


class Updates:
    """Collected for a batch, written after its new rows."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[str, Any]] = {}
        self._current: dict[int, int] = {}
        self._found: dict[int, dict[str, Any]] = {}
        self._settled: list[dict[str, Any]] = []

    def seen(self, address: KnownAddress) -> None:
        """An address was seen once more; its times and headline are those of ``address``."""
        self._seen[address.id] = {
            "at": address.id,
            "first": address.first_seen_at,
            "last": address.last_seen_at,
            "headline": address.title,
        }

    def current(self, document_id: int, version_id: int) -> None:
        """A document says now what a version says."""
        self._current[document_id] = version_id

    def found(self, document_id: int, values: dict[str, Any]) -> None:
        """Metadata found later: a title replaces the old one, everything else fills what is empty."""
        self._found.setdefault(document_id, {}).update(values)

    def settled(self, document_id: int, field: str, before: int) -> None:
        """What was doubtful of a field is known now: its doubts with ids below ``before`` are resolved."""
        self._settled.append({"document": document_id, "name": field, "before": before})

    def flush(self, connection: Connection) -> None:
        """Write the changes. What a person has set stays as it is."""
        address, document, doubt = Address, Document, DoubtRow
        if self._seen:
            values = {"first_seen_at": "first", "last_seen_at": "last", "title": "headline"}
            connection.execute(
                update(address)
                .where(address.c.id == bindparam("at"))
                .values({name: bindparam(key) for name, key in values.items()}),
                list(self._seen.values()),
            )
        if self._current:
            connection.execute(
                update(document)
                .where(document.c.id == bindparam("at"))
                .values(current_version_id=bindparam("version")),
                [{"at": at, "version": version} for at, version in self._current.items()],
            )
        for document_id, found in self._found.items():
            _fill(connection, document_id, found)
        if self._settled:
            open_doubts = update(doubt).where(
                doubt.c.document_id == bindparam("document"),
                doubt.c.field == bindparam("name"),
                doubt.c.id < bindparam("before"),
                doubt.c.resolved_at.is_(None),
            )
            connection.execute(open_doubts.values(resolved_at=now()), self._settled)
        self._seen.clear()
        self._current.clear()
        self._found.clear()
        self._settled.clear()


def _fill(connection: Connection, document_id: int, found: dict[str, Any]) -> None:
    document = Document
    row = select(document).where(document.c.id == document_id)
    held = connection.execute(row).mappings().one()
    corrections = select(Correction.c.field).where(Correction.c.document_id == document_id)
    fixed = set(connection.scalars(corrections))
    values = {
        name: value
        for name, value in found.items()
        # published, published_known and published_precision are one field to a person
        if name.split("_")[0] not in fixed and (name == "title" or held[name] is None)
    }
    if values:
        connection.execute(update(document).where(document.c.id == document_id).values(values))
