"""What the archive knows of the addresses and texts of a batch, so that identity can be decided."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from corpus.ingest.identity import KnownAddress, KnownDocument, KnownVersion, Seen, near_dates
from corpus.store.archive import NO_TEXT, Address, Document, Version
from corpus.store.log import Correction, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.prepare import Prepared

FEW_DATES = 16
"""A text that stands under at most so many dates is compared with each of them."""
_LOOKUP = 1000
"""Documents asked for in one statement: stays under the parameter limits of both stores."""

SIGHTINGS = (
    select(
        Sighting.c.document_id,
        Sighting.c.seen_at,
        Sighting.c.id,
        Sighting.c.address_id,
        Sighting.c.version_id,
        Version.c.body_sha256 != NO_TEXT,
    )
    .join(Version, Version.c.id == Sighting.c.version_id)
    .where(Sighting.c.outcome.not_in(("gone", "textless")))
)
"""Document, then the fields of ``Seen``, of every sighting of a version."""


class Knowledge:
    """Filled batch by batch, and kept up to date by whoever adds rows. Valid inside one write transaction.

    ``addresses``: by outlet id and URL. ``bodies``: by outlet id and hash of the text, then date and id.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._documents: dict[int, KnownDocument] = {}
        self.addresses: dict[tuple[int, str], KnownAddress] = {}
        self._asked: set[tuple[int, bytes]] = set()
        self._numbers: dict[str, int] = {}
        self._taken: set[str] = set()
        self._free: set[str] = set()
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
            if item.has_text and (o, item.body_sha256) not in self._asked
        ]
        self._asked.update((o, item.body_sha256) for o, item in zip(outlets, items, strict=True))
        # With the outlet, so that the unique index serves.
        places = select(Address).where(Address.c.outlet_id.in_(set(outlets)), Address.c.url.in_(urls))
        by_url = self._connection.execute(places).all() if urls else []
        by_body = (
            self._connection.execute(
                select(Version.c.document_id).where(Version.c.body_sha256.in_(bodies))
            ).all()
            if bodies
            else []
        )
        self._learn_references({item.reference for item in items})
        self._fetch_documents({row.document_id for row in by_url} | {row.document_id for row in by_body})
        for row in by_url:
            document = self._documents[row.document_id]
            self.addresses.setdefault(
                (row.outlet_id, row.url),
                KnownAddress(row.id, document, row.title, row.first_seen_at, row.last_seen_at),
            )

    def _learn_references(self, wanted: set[str]) -> None:
        """Learn which references are free: asked one by one they would cost a tenth of the loading."""
        unknown = sorted(wanted - self._taken - self._free)
        for start in range(0, len(unknown), _LOOKUP):
            some = unknown[start : start + _LOOKUP]
            taken = set(self._connection.scalars(select(Document.c.ref).where(Document.c.ref.in_(some))))
            self._taken |= taken
            self._free.update(reference for reference in some if reference not in taken)

    def _fetch_documents(self, wanted: set[int]) -> None:
        missing = sorted(wanted - self._documents.keys())
        for start in range(0, len(missing), _LOOKUP):
            self._fetch_some(missing[start : start + _LOOKUP])

    def _fetch_some(self, missing: Sequence[int]) -> None:
        sightings: dict[int, list[Seen]] = defaultdict(list)
        for document_id, at, number, address, version, with_text in self._connection.execute(
            SIGHTINGS.where(Sighting.c.document_id.in_(missing)).order_by(Sighting.c.seen_at, Sighting.c.id)
        ):
            sightings[document_id].append(Seen(at, number, address, version, with_text))
        dates: dict[int, list[str | None]] = defaultdict(list)
        corrected = select(Correction.c.document_id, Correction.c.old).where(
            Correction.c.document_id.in_(missing), Correction.c.field == "published"
        )
        for document_id, old in self._connection.execute(corrected):
            dates[document_id].append(old)
        versions: dict[int, list[KnownVersion]] = defaultdict(list)
        query = select(
            Version.c.document_id,
            Version.c.id,
            Version.c.number,
            Version.c.title,
            Version.c.body_sha256,
            Version.c.sha256,
        )
        for row in self._connection.execute(
            query.where(Version.c.document_id.in_(missing)).order_by(Version.c.number)
        ):
            versions[row.document_id].append(KnownVersion(*row[1:]))
        documents = select(
            Document.c.id,
            Document.c.outlet_id,
            Document.c.published,
            Document.c.country,
            Document.c.current_version_id,
        )
        for found in self._connection.execute(documents.where(Document.c.id.in_(missing))):
            held = versions[found.id]
            has_text = any(version.body_sha256 != NO_TEXT for version in held)
            known = KnownDocument(
                found.id,
                found.published,
                found.country,
                has_text,
                found.current_version_id,
                held,
                sightings[found.id],
                tuple(dates[found.id]),
            )
            self.know(found.outlet_id, known)

    def know(self, outlet_id: int, document: KnownDocument) -> None:
        """Take note of a document, or of a new version or date of it."""
        self._documents[document.id] = document
        for version in document.versions:
            by_date = self.bodies[(outlet_id, version.body_sha256)]
            for date in document.dates:
                by_date.setdefault(date, {})[document.id] = document

    def same_body(self, outlet_id: int, body_sha256: bytes, published: str | None) -> list[KnownDocument]:
        """Documents of the outlet that have, or had, this text, at about this time."""
        by_date = self.bodies.get((outlet_id, body_sha256), {})
        near = by_date.keys() if len(by_date) <= FEW_DATES else near_dates(published, by_date)
        return list({document.id: document for date in near for document in by_date[date].values()}.values())

    def unique_ref(self, base: str) -> str:
        """``base``, or ``base-2``, ``base-3`` ... when documents have it already; it is taken from now on."""
        number = self._numbers.get(base, 0)
        while True:
            number += 1
            ref = base if number == 1 else f"{base}-{number}"
            if ref not in self._taken and (ref in self._free or not self._is_taken(ref)):
                break
        self._numbers[base] = number
        self._taken.add(ref)
        self._free.discard(ref)
        return ref

    def _is_taken(self, ref: str) -> bool:
        return self._connection.scalar(select(Document.c.id).where(Document.c.ref == ref)) is not None
