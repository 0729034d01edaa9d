"""What the archive knows of the addresses and texts of a batch, so that identity can be decided."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from corpus.ingest.identity import KnownAddress, KnownDocument, KnownVersion, near_dates
from corpus.store.archive import NO_TEXT, Address, Document, Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.prepare import Prepared

FEW_DATES = 16
"""A text that stands under at most so many dates is compared with each of them."""
_LOOKUP = 1000
"""Documents asked for in one statement: stays under the parameter limits of both stores."""


class Knowledge:
    """Filled batch by batch, and kept up to date by whoever adds rows. Valid inside one write transaction.

    ``addresses``: by outlet id and URL. ``bodies``: by outlet id and hash of
    the text, then date and id.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._documents: dict[int, KnownDocument] = {}
        self.addresses: dict[tuple[int, str], KnownAddress] = {}
        self._numbers: dict[str, int] = {}
        self._given: set[str] = set()
        self.bodies: dict[tuple[int, bytes], dict[str | None, dict[int, KnownDocument]]] = defaultdict(dict)

    def learn(self, outlets: Sequence[int], items: Sequence[Prepared]) -> None:
        """Learn what is stored under the batch's addresses and texts."""
        urls = [
            item.address
            for o, item in zip(outlets, items, strict=True)
            if (o, item.address) not in self.addresses
        ]
        bodies = [
            item.body_sha256
            for o, item in zip(outlets, items, strict=True)
            if item.has_text and (o, item.body_sha256) not in self.bodies
        ]
        # With the outlet, so that the unique index serves.
        places = select(Address).where(Address.outlet_id.in_(set(outlets)), Address.url.in_(urls))
        by_url = self._connection.execute(places).all() if urls else []
        by_body = (
            self._connection.execute(select(Version.document_id).where(Version.body_sha256.in_(bodies))).all()
            if bodies
            else []
        )
        self._fetch_documents({row.document_id for row in by_url} | {row.document_id for row in by_body})
        for row in by_url:
            self.addresses.setdefault(
                (row.outlet_id, row.url),
                KnownAddress(
                    row.id, self._documents[row.document_id], row.title, row.first_seen_at, row.last_seen_at
                ),
            )

    def _fetch_documents(self, wanted: set[int]) -> None:
        missing = sorted(wanted - self._documents.keys())
        for start in range(0, len(missing), _LOOKUP):
            self._fetch_some(missing[start : start + _LOOKUP])

    def _fetch_some(self, missing: Sequence[int]) -> None:
        last_seen = (
            select(Address.document_id, func.max(Address.last_seen_at))
            .where(Address.document_id.in_(missing))
            .group_by(Address.document_id)
        )
        seen: dict[int, str] = {row[0]: row[1] for row in self._connection.execute(last_seen)}
        versions: dict[int, list[KnownVersion]] = defaultdict(list)
        query = select(Version.document_id, Version.id, Version.number, Version.title, Version.body_sha256)
        for row in self._connection.execute(
            query.where(Version.document_id.in_(missing)).order_by(Version.number)
        ):
            versions[row.document_id].append(KnownVersion(row.id, row.number, row.title, row.body_sha256))
        documents = select(
            Document.id, Document.outlet_id, Document.published, Document.country, Document.current_version_id
        )
        for found in self._connection.execute(documents.where(Document.id.in_(missing))):
            held = versions[found.id]
            has_text = any(version.body_sha256 != NO_TEXT for version in held)
            current = found.current_version_id
            known = KnownDocument(
                found.id, found.published, found.country, has_text, current, seen[found.id], held
            )
            self.know(found.outlet_id, known)

    def know(self, outlet_id: int, document: KnownDocument) -> None:
        """Take note of a document, or of a new version or date of it."""
        self._documents[document.id] = document
        for version in document.versions:
            by_date = self.bodies[(outlet_id, version.body_sha256)]
            by_date.setdefault(document.published, {})[document.id] = document

    def same_body(self, outlet_id: int, body_sha256: bytes, published: str | None) -> list[KnownDocument]:
        """Documents of the outlet that have, or had, this text, at about this time."""
        by_date = self.bodies.get((outlet_id, body_sha256), {})
        near = by_date.keys() if len(by_date) <= FEW_DATES else near_dates(published, by_date)
        return [document for date in near for document in by_date[date].values()]

    def unique_ref(self, base: str) -> str:
        """``base``, or ``base-2``, ``base-3`` ... when documents have it already; it is taken from now on."""
        number = self._numbers.get(base, 0)
        while True:
            number += 1
            ref = base if number == 1 else f"{base}-{number}"
            if ref not in self._given and not self._is_taken(ref):
                break
        self._numbers[base] = number
        self._given.add(ref)
        return ref

    def _is_taken(self, ref: str) -> bool:
        return self._connection.scalar(select(Document.id).where(Document.ref == ref)) is not None
