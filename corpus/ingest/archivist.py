"""Putting prepared items into the archive's tables: documents, addresses, versions, sightings, rejections."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from sqlalchemy import Connection, Table, func, select, update

from corpus.index.block import IndexedDocument
from corpus.index.vocabulary import Ids as TermIds
from corpus.index.writer import IndexWriter, table
from corpus.ingest.identity import Decision, KnownAddress, KnownDocument, KnownVersion, becomes_current, decide
from corpus.ingest.normalise import NORMALISER
from corpus.ingest.outlets import get_outlet
from corpus.ingest.prepare import Prepared
from corpus.ingest.refs import base_ref, unique_ref
from corpus.model.records import Rejected
from corpus.model.text import fold
from corpus.settings import MAX_REJECTED_BYTES
from corpus.store.archive import (
    NO_TEXT,
    Actor,
    ActorName,
    Address,
    Correction,
    Document,
    DoubtRow,
    MentionRow,
    Outlet,
    PassageRow,
    QuotationRow,
    Rejection,
    Sighting,
    Version,
)
from corpus.store.base import compress
from corpus.store.bulk import insert_rows
from corpus.store.ids import Ids

Row = dict[str, object]


class Archivist:
    """Writes batches of prepared items within one transaction; ``outcomes`` counts what became of them."""

    def __init__(self, connection: Connection, ids: Ids, run_id: int, index: IndexWriter) -> None:
        self._connection = connection
        self._ids = ids
        self._run = run_id
        self._index = index
        self.outcomes: Counter[str] = Counter()
        self._outlets: dict[str, int] = {row.code: row.id for row in connection.execute(select(Outlet.code, Outlet.id))}
        self._actors: dict[str, int] = {
            row.fold: row.actor_id for row in connection.execute(select(ActorName.fold, ActorName.actor_id))
        }
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._addresses: dict[tuple[int, str], KnownAddress] = {}
        self._bodies: dict[tuple[int, bytes], list[KnownDocument]] = defaultdict(list)
        self._documents: dict[int, KnownDocument] = {}

    # -- a batch ---------------------------------------------------------------------------------

    def add(self, items: Sequence[tuple[Prepared, dict[object, TermIds]]], seen_at: str) -> None:
        """Add prepared items with their term ids by layer. ``seen_at``: when they were retrieved (UTC)."""
        outlets = [self._outlet(item.outlet) for item, _ in items]
        self._fetch(outlets, [item for item, _ in items])
        taken = self._taken_refs(items)
        for outlet_id, (item, term_ids) in zip(outlets, items, strict=True):
            self._add_one(outlet_id, item, term_ids, seen_at, taken)
        self._flush()

    def reject(self, rejections: Iterable[Rejected], at: str) -> None:
        """Keep rejected inputs with their reasons and bytes."""
        for rejected in rejections:
            raw = rejected.raw[:MAX_REJECTED_BYTES]
            self._rows["rejection"].append(
                {
                    "id": self._ids.next(table(Rejection)),
                    "run_id": self._run,
                    "source": rejected.source,
                    "reason": rejected.reason,
                    "sha256": hashlib.sha256(raw).digest(),
                    "size": rejected.size,
                    "raw": compress(raw),
                    "rejected_at": at,
                }
            )
            self.outcomes["rejection"] += 1
        self._flush()

    def forget(self) -> None:
        """Drop what is known of documents: after a commit it is asked for anew."""
        self._addresses.clear()
        self._bodies.clear()
        self._documents.clear()

    # -- what the archive knows --------------------------------------------------------------------

    def _outlet(self, code: str) -> int:
        found = self._outlets.get(code)
        if found is None:
            outlet = get_outlet(code)
            found = self._outlets[code] = self._ids.next(table(Outlet))
            self._connection.execute(
                table(Outlet).insert(),
                {
                    "id": found,
                    "code": outlet.code,
                    "name": outlet.name,
                    "country": outlet.country,
                    "kind": outlet.kind,
                    "languages": " ".join(outlet.languages),
                },
            )
        return found

    def _actor(self, name: str | None) -> int | None:
        if name is None:
            return None
        found = self._actors.get(fold(name))
        if found is None:
            found = self._actors[fold(name)] = self._ids.next(table(Actor))
            self._rows["actor"].append({"id": found, "name": name, "kind": "person"})
            self._rows["actor_name"].append(
                {"id": self._ids.next(table(ActorName)), "actor_id": found, "name": name, "fold": fold(name)}
            )
        return found

    def _fetch(self, outlets: Sequence[int], items: Sequence[Prepared]) -> None:
        """Learn what is stored under the batch's addresses and texts."""
        urls = [item.address for o, item in zip(outlets, items, strict=True) if (o, item.address) not in self._addresses]
        bodies = [
            item.body_sha256
            for o, item in zip(outlets, items, strict=True)
            if item.has_text and (o, item.body_sha256) not in self._bodies
        ]
        by_url = self._connection.execute(select(Address).where(Address.url.in_(urls))).all() if urls else []
        by_body = (
            self._connection.execute(select(Version.document_id).where(Version.body_sha256.in_(bodies))).all()
            if bodies
            else []
        )
        self._fetch_documents({row.document_id for row in by_url} | {row.document_id for row in by_body})
        for row in by_url:
            self._addresses.setdefault(
                (row.outlet_id, row.url),
                KnownAddress(row.id, self._documents[row.document_id], row.title, row.last_seen_at),
            )

    def _fetch_documents(self, wanted: set[int]) -> None:
        missing = list(wanted - self._documents.keys())
        if not missing:
            return
        last_seen = (
            select(Address.document_id, func.max(Address.last_seen_at))
            .where(Address.document_id.in_(missing))
            .group_by(Address.document_id)
        )
        seen: dict[int, str] = {row[0]: row[1] for row in self._connection.execute(last_seen)}
        versions: dict[int, list[KnownVersion]] = defaultdict(list)
        query = select(Version.document_id, Version.id, Version.number, Version.title, Version.body_sha256)
        for row in self._connection.execute(query.where(Version.document_id.in_(missing)).order_by(Version.number)):
            versions[row.document_id].append(KnownVersion(row.id, row.number, row.title, row.body_sha256))
        documents = select(
            Document.id, Document.outlet_id, Document.published, Document.country, Document.current_version_id
        )
        for row in self._connection.execute(documents.where(Document.id.in_(missing))):
            known = KnownDocument(
                row.id, row.published, row.country, True, row.current_version_id, seen[row.id], versions[row.id]
            )
            known.has_text = any(version.body_sha256 != NO_TEXT for version in known.versions)
            self._know(row.outlet_id, known)

    def _know(self, outlet_id: int, document: KnownDocument) -> None:
        self._documents[document.id] = document
        for version in document.versions:
            holders = self._bodies[(outlet_id, version.body_sha256)]
            if document not in holders:
                holders.append(document)

    def _taken_refs(self, items: Sequence[tuple[Prepared, dict[object, TermIds]]]) -> set[str]:
        bases = {_base(item) for item, _ in items}
        taken = set(self._connection.scalars(select(Document.ref).where(Document.ref.in_(bases))))
        for base in list(taken):
            pattern = base.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "-%"
            taken.update(self._connection.scalars(select(Document.ref).where(Document.ref.like(pattern, escape="\\"))))
        return taken

    # -- one item ------------------------------------------------------------------------------------

    def _add_one(
        self, outlet_id: int, item: Prepared, term_ids: dict[object, TermIds], seen_at: str, taken: set[str]
    ) -> None:
        title = item.parsed.title
        address = self._addresses.get((outlet_id, item.address))
        published = str(item.parsed.published.date) if item.parsed.published else None
        same_body = self._bodies.get((outlet_id, item.body_sha256), []) if item.has_text else []
        decision = decide(
            title, item.body_sha256, item.has_text, published, item.parsed.country, address, same_body
        )
        document = decision.document or self._new_document(outlet_id, item, seen_at, unique_ref(_base(item), taken))
        version = decision.version or self._new_version(outlet_id, document, item, term_ids, seen_at)
        if address is None:
            address = self._new_address(outlet_id, document, item, seen_at)
        else:
            self._seen_again(address, title, seen_at)
        self._make_current(decision, document, version, item, seen_at)
        self._rows["sighting"].append(
            {
                "id": self._ids.next(table(Sighting)),
                "run_id": self._run,
                "document_id": document.id,
                "address_id": address.id,
                "version_id": version.id,
                "outcome": decision.outcome,
                "seen_at": seen_at,
            }
        )
        self.outcomes[decision.outcome] += 1

    def _new_document(self, outlet_id: int, item: Prepared, seen_at: str, ref: str) -> KnownDocument:
        parsed = item.parsed
        document_id = self._ids.next(table(Document))
        published, event = parsed.published, parsed.event
        self._rows["document"].append(
            {
                "id": document_id,
                "ref": ref,
                "outlet_id": outlet_id,
                "title": parsed.title,
                "language": parsed.language,
                "language_known": parsed.language_known,
                "country": parsed.country,
                "genre": parsed.genre,
                "authority": parsed.authority,
                "published": str(published.date) if published else None,
                "published_precision": published.date.precision if published else None,
                "published_known": published.known if published else None,
                "event": str(event.date) if event else None,
                "event_known": event.known if event else None,
                "place": parsed.place,
                "speaker_id": self._actor(parsed.speaker),
                "current_version_id": None,
            }
        )
        self._add_doubts(document_id, item)
        date = str(published.date) if published else None
        return KnownDocument(document_id, date, parsed.country, item.has_text, 0, seen_at)

    def _add_doubts(self, document_id: int, item: Prepared) -> None:
        for doubt in item.parsed.doubts:
            self._rows["doubt"].append(
                {
                    "id": self._ids.next(table(DoubtRow)),
                    "document_id": document_id,
                    "field": doubt.field,
                    "message": doubt.message,
                }
            )

    def _new_address(self, outlet_id: int, document: KnownDocument, item: Prepared, seen_at: str) -> KnownAddress:
        address = KnownAddress(self._ids.next(table(Address)), document, item.parsed.title, seen_at)
        self._rows["address"].append(
            {
                "id": address.id,
                "document_id": document.id,
                "outlet_id": outlet_id,
                "url": item.address,
                "topic": item.topic,
                "title": item.parsed.title,
                "first_seen_at": seen_at,
                "last_seen_at": seen_at,
            }
        )
        self._addresses[(outlet_id, item.address)] = address
        return address

    def _new_version(
        self, outlet_id: int, document: KnownDocument, item: Prepared, term_ids: dict[object, TermIds], seen_at: str
    ) -> KnownVersion:
        number = max((version.number for version in document.versions), default=0) + 1
        version = KnownVersion(self._ids.next(table(Version)), number, item.parsed.title, item.body_sha256)
        document.versions.append(version)
        self._know(outlet_id, document)
        self._rows["version"].append(
            {
                "id": version.id,
                "document_id": document.id,
                "number": number,
                "retrieved_at": seen_at,
                "sha256": item.sha256,
                "body_sha256": item.body_sha256,
                "title": item.parsed.title,
                "raw": item.raw,
                "text": item.text,
                "encoding": item.encoding,
                "source": item.source,
                "normaliser": NORMALISER,
            }
        )
        actors = [self._actor(name) for name in item.speakers] + [None]
        for at, (start, end, role, speaker) in enumerate(item.passages.tolist()):
            self._rows["passage"].append(
                {"version_id": version.id, "number": at, "start_char": start, "end_char": end, "role": role,
                 "speaker_id": actors[speaker]}
            )  # fmt: skip
        for at, (passage, start, end, speaker) in enumerate(item.quotations.tolist()):
            self._rows["quotation"].append(
                {"version_id": version.id, "number": at, "passage": passage, "start_char": start, "end_char": end,
                 "speaker_id": actors[speaker]}
            )  # fmt: skip
        for mention in item.mentions:
            self._rows["mention"].append(
                {
                    "id": self._ids.next(table(MentionRow)),
                    "version_id": version.id,
                    "actor_id": self._actor(mention.actor),
                    "title": mention.title,
                    "passage": mention.passage,
                    "start_char": mention.start,
                    "end_char": mention.end,
                    "known": mention.known,
                }
            )
        speakers = np.array([actor or 0 for actor in actors], dtype=np.uint32)
        for layer, tokens in item.layers.items():
            self._index.add(
                layer,
                IndexedDocument(
                    version.id,
                    term_ids[layer],
                    tokens.passage_counts,
                    item.passages[:, 2].astype(np.uint32),
                    speakers[item.passages[:, 3]],
                    tokens.quotations,
                ),
            )
        return version

    def _seen_again(self, address: KnownAddress, title: str, seen_at: str) -> None:
        if seen_at >= address.last_seen_at:
            address.last_seen_at, address.title = seen_at, title
            self._rows["address:seen"].append({"at": address.id, "last_seen_at": seen_at, "title": title})

    def _make_current(
        self, decision: Decision, document: KnownDocument, version: KnownVersion, item: Prepared, seen_at: str
    ) -> None:
        if not becomes_current(document, seen_at, item.has_text):
            return
        document.seen_at = seen_at
        document.has_text = document.has_text or item.has_text
        if document.current_version == version.id:
            return
        document.current_version = version.id
        self._rows["document:current"].append(
            {"at": document.id, "version": version.id, "title": version.title}
        )
        if decision.outcome == "version":
            self._rows["document:changed"].append({"at": document.id})

    # -- to the database ----------------------------------------------------------------------------------

    def _flush(self) -> None:
        """Insert the collected rows, parents before children, then the changes of known rows."""
        for model in (Actor, ActorName, Document, Address, Version, PassageRow, QuotationRow, MentionRow, Sighting,
                      Rejection, DoubtRow):  # fmt: skip
            target: Table = table(model)
            rows = self._rows.get(target.name)
            if rows:
                columns = tuple(rows[0])
                insert_rows(self._connection, target, columns, [tuple(row.values()) for row in rows])
        self._update()
        self._rows.clear()

    def _update(self) -> None:
        from sqlalchemy import bindparam

        if self._rows["address:seen"]:
            self._connection.execute(
                update(table(Address)).where(Address.id == bindparam("at")), self._rows["address:seen"]
            )
        current = self._rows["document:current"]
        if current:
            self._connection.execute(
                update(table(Document))
                .where(Document.id == bindparam("at"))
                .values(current_version_id=bindparam("version")),
                [{"at": row["at"], "version": row["version"]} for row in current],
            )
        changed = {row["at"] for row in self._rows["document:changed"]}
        if changed:
            kept = set(
                self._connection.scalars(
                    select(Correction.document_id).where(
                        Correction.document_id.in_(changed), Correction.field == "title"
                    )
                )
            )
            titles = [{"at": r["at"], "new": r["title"]} for r in current if r["at"] in changed - kept]
            if titles:
                self._connection.execute(
                    update(table(Document)).where(Document.id == bindparam("at")).values(title=bindparam("new")),
                    titles,
                )


def _base(item: Prepared) -> str:
    published = item.parsed.published
    return base_ref(item.outlet, str(published.date) if published else None, item.parsed.title)
