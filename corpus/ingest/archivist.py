"""Putting prepared items into the archive's tables: documents, addresses, versions, sightings, rejections."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Connection, select

from corpus.index.block import IndexedDocument
from corpus.index.makers import BY_RULE, written
from corpus.index.vocabulary import Ids as TermIds
from corpus.ingest.actors import Actors
from corpus.ingest.identity import (
    KnownAddress,
    KnownDocument,
    KnownVersion,
    Seen,
    Shown,
    contradict,
    decide,
    see,
)
from corpus.ingest.knowledge import Knowledge
from corpus.ingest.normalise import NORMALISER
from corpus.ingest.outlets import get_outlet
from corpus.ingest.updates import Updates
from corpus.model.records import Doubt
from corpus.model.tokens import Layer
from corpus.settings import MAX_REJECTED_BYTES
from corpus.store.archive import Address, Document, MentionRow, Outlet, PassageRow, QuotationRow, Version
from corpus.store.base import compress
from corpus.store.buffer import RowBuffer
from corpus.store.columns import storable
from corpus.store.log import DoubtRow, Rejection, Sighting

if TYPE_CHECKING:
    from corpus.index.writer import IndexWriter
    from corpus.ingest.kept_rejections import KeptRejections
    from corpus.ingest.prepare import Prepared
    from corpus.model.records import Rejected
    from corpus.store.ids import Ids

Row = dict[str, Any]
TermsByLayer = Mapping[Layer, TermIds]


class Archivist:
    """Writes batches of prepared items within one transaction; ``outcomes`` counts what became of them."""

    def __init__(self, connection: Connection, ids: Ids, run_id: int, index: IndexWriter) -> None:
        self._connection = connection
        self._ids = ids
        self._run = run_id
        self._index = index
        self._by_rule = written(BY_RULE)
        self.outcomes: Counter[str] = Counter()
        self._outlets: dict[str, int] = {
            row.code: row.id for row in connection.execute(select(Outlet.c.code, Outlet.c.id))
        }
        self._met: set[str] = set()
        self._known = Knowledge(connection)
        self._rows = RowBuffer()
        self._actors = Actors(connection, ids, self._rows)
        self._updates = Updates()

    # -- a batch ---------------------------------------------------------------------------------

    def add(self, items: Sequence[tuple[Prepared, TermsByLayer]], seen_at: str) -> None:
        """Add prepared items with their term ids by layer. ``seen_at``: when they were retrieved (UTC)."""
        outlets = [self._outlet(item.outlet) for item, _ in items]
        self._known.learn(outlets, [item for item, _ in items])
        for outlet_id, (item, term_ids) in zip(outlets, items, strict=True):
            self._add_one(outlet_id, item, term_ids, seen_at)
        self._rows.flush(self._connection)
        self._updates.flush(self._connection)

    def reject(self, rejections: Sequence[Rejected], at: str, kept: KeptRejections) -> None:
        """Keep rejected inputs with their reasons and bytes; one that is kept already is not kept twice."""
        if rejections:
            self.outcomes["rejection"] += len(rejections)
        digests = [rejected.sha256 or hashlib.sha256(rejected.raw).digest() for rejected in rejections]
        kept.learn(self._connection, digests)
        for rejected, digest in zip(rejections, digests, strict=True):
            source = storable(rejected.source)
            if self._is_kept(source, digest, kept):
                continue
            self._rows.add(
                Rejection,
                id=self._ids.next(Rejection),
                run_id=self._run,
                source=source,
                reason=storable(rejected.reason),
                sha256=digest,
                size=rejected.size,
                raw=compress(rejected.raw[:MAX_REJECTED_BYTES]),
                rejected_at=at,
            )
        self._rows.flush(self._connection)

    def _is_kept(self, source: str, digest: bytes, kept: KeptRejections) -> bool:
        return not kept.add(digest, source)

    # -- what the archive knows --------------------------------------------------------------------

    def _outlet(self, code: str) -> int:
        found = self._outlets.get(code)
        if code in self._met and found is not None:
            return found
        outlet = get_outlet(code)
        self._met.add(code)
        self._actors.learn_aliases(outlet)
        if found is None:
            found = self._outlets[code] = self._ids.next(Outlet)
            self._connection.execute(
                Outlet.insert(),
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

    # -- one item ------------------------------------------------------------------------------------

    def _add_one(self, outlet_id: int, item: Prepared, term_ids: TermsByLayer, seen_at: str) -> None:
        title = item.parsed.title
        address = self._known.addresses.get((outlet_id, item.address))
        published = _published(item)
        same_body = self._known.same_body(outlet_id, item.body_sha256, published) if item.has_text else []
        shown = Shown(title, item.sha256, item.body_sha256, item.has_text, published, item.parsed.country)
        decision = decide(shown, address, same_body)
        document = decision.document or self._new_document(outlet_id, item, seen_at)
        version = decision.version or self._new_version(outlet_id, document, item, term_ids, seen_at)
        if address is None:
            address = self._new_address(outlet_id, document, item, seen_at)
        else:
            self._seen_again(address, title, seen_at)
        if document.published is None and published is not None:
            self._date(outlet_id, document, item)
        elif decision.outcome == "version" and contradict(document.published, published):
            self._doubt_date(document, published)
        sighting = self._ids.next(Sighting)
        if decision.outcome != "textless":
            seen = Seen(seen_at, sighting, address.id, version.id, item.has_text)
            self._make_current(document, see(document, seen), version, item, decision.outcome)
        self._rows.add(
            Sighting,
            id=sighting,
            run_id=self._run,
            document_id=document.id,
            address_id=address.id,
            version_id=version.id,
            outcome=decision.outcome,
            seen_at=seen_at,
        )
        self.outcomes[decision.outcome] += 1

    def _new_document(self, outlet_id: int, item: Prepared, seen_at: str) -> KnownDocument:
        parsed = item.parsed
        ref = self._known.unique_ref(item.reference)
        document_id = self._ids.next(Document)
        self._rows.add(
            Document,
            id=document_id,
            ref=ref,
            outlet_id=outlet_id,
            title=parsed.title,
            language=parsed.language,
            language_known=parsed.language_known,
            country=parsed.country,
            **_dates(item),
            **self._found_in_text(item),
        )
        self._add_doubts(document_id, item.parsed.doubts)
        return KnownDocument(document_id, _published(item), parsed.country, item.has_text, 0)

    def _date(self, outlet_id: int, document: KnownDocument, item: Prepared) -> None:
        """A document without a date is dated by a later sighting that has one."""
        document.published = _published(item)
        self._known.know(outlet_id, document)
        self._updates.found(document.id, _dates(item))
        self._updates.settled(document.id, "published", before=self._ids.next(DoubtRow))
        self._add_doubts(document.id, [doubt for doubt in item.parsed.doubts if doubt.field == "published"])

    def _doubt_date(self, document: KnownDocument, published: str | None) -> None:
        message = f"A later text is dated {published}; the document keeps its first date."
        self._add_doubts(document.id, [Doubt("published", message)])

    def _found_in_text(self, item: Prepared) -> Row:
        """Metadata that a document without text, or an earlier version, may not have had."""
        parsed = item.parsed
        return {
            "genre": parsed.genre,
            "authority": parsed.authority,
            "event": str(parsed.event.date) if parsed.event else None,
            "event_known": parsed.event.known if parsed.event else None,
            "place": parsed.place,
            "speaker_id": self._actors.id_of(parsed.speaker),
        }

    def _add_doubts(self, document_id: int, doubts: Iterable[Doubt]) -> None:
        for doubt in doubts:
            self._rows.add(
                DoubtRow,
                id=self._ids.next(DoubtRow),
                document_id=document_id,
                field=doubt.field,
                message=doubt.message,
            )

    def _new_address(
        self, outlet_id: int, document: KnownDocument, item: Prepared, seen_at: str
    ) -> KnownAddress:
        identifier = self._ids.next(Address)
        address = KnownAddress(identifier, document, item.parsed.title, seen_at, seen_at)
        self._rows.add(
            Address,
            id=address.id,
            document_id=document.id,
            outlet_id=outlet_id,
            url=item.address,
            topic=item.topic,
            title=item.parsed.title,
            first_seen_at=seen_at,
            last_seen_at=seen_at,
        )
        self._known.addresses[(outlet_id, item.address)] = address
        return address

    def _new_version(
        self, outlet_id: int, document: KnownDocument, item: Prepared, term_ids: TermsByLayer, seen_at: str
    ) -> KnownVersion:
        number = max((version.number for version in document.versions), default=0) + 1
        version = KnownVersion(
            self._ids.next(Version), number, item.parsed.title, item.body_sha256, item.sha256
        )
        document.versions.append(version)
        self._known.know(outlet_id, document)
        self._rows.add(
            Version,
            id=version.id,
            document_id=document.id,
            number=number,
            retrieved_at=seen_at,
            sha256=item.sha256,
            body_sha256=item.body_sha256,
            title=item.parsed.title,
            raw=item.raw,
            text=item.text,
            encoding=item.encoding,
            source=item.source,
            normaliser=NORMALISER,
        )
        actors = [*(self._actors.id_of(name) for name in item.speakers), None]
        self._add_text(version.id, item, actors)
        speakers = np.array([actor or 0 for actor in actors], dtype=np.uint32)
        for layer, tokens in item.layers.items():
            self._index.add(
                layer,
                tokens.makers or self._by_rule,
                IndexedDocument(
                    version.id,
                    term_ids[layer],
                    tokens.passage_counts,
                    item.passages[:, 2].astype(np.uint32),
                    speakers[item.passages[:, 3]],
                    tokens.quotations,
                    tokens.sentences,
                    tokens.edges,
                    tokens.spans,
                ),
            )
        return version

    def _add_text(self, version_id: int, item: Prepared, actors: list[int | None]) -> None:
        """Passages, quotations and mentions; the last of ``actors`` (ordinal -1) is nobody."""
        self._rows.extend(
            PassageRow,
            ("version_id", "number", "start_char", "end_char", "role", "speaker_id", "language"),
            [
                (version_id, number, start, end, role, actors[speaker], item.foreign.get(number))
                for number, (start, end, role, speaker) in enumerate(item.passages.tolist())
            ],
        )
        self._rows.extend(
            QuotationRow,
            ("version_id", "number", "passage", "start_char", "end_char", "speaker_id"),
            [
                (version_id, number, passage, start, end, actors[speaker])
                for number, (passage, start, end, speaker) in enumerate(item.quotations.tolist())
            ],
        )
        for mention in item.mentions:
            self._rows.add(
                MentionRow,
                id=self._ids.next(MentionRow),
                version_id=version_id,
                actor_id=self._actors.id_of(mention.actor),
                title=mention.title,
                passage=mention.passage,
                start_char=mention.start,
                end_char=mention.end,
                known=mention.known,
            )

    def _seen_again(self, address: KnownAddress, title: str, seen_at: str) -> None:
        if seen_at >= address.last_seen_at:
            address.last_seen_at, address.title = seen_at, title
        address.first_seen_at = min(address.first_seen_at, seen_at)
        self._updates.seen(address)

    def _make_current(
        self, document: KnownDocument, now: int | None, version: KnownVersion, item: Prepared, outcome: str
    ) -> None:
        """Let the document say what the version ``now`` says; ``version`` is the one just seen."""
        had_text, document.has_text = document.has_text, document.has_text or item.has_text
        if now is None or document.current_version == now:
            return
        document.current_version = now
        self._updates.current(document.id, now)
        if outcome != "document":
            title = next(known.title for known in document.versions if known.id == now)
            self._updates.found(document.id, {"title": title})
        if outcome in ("version", "reread") and now == version.id:
            self._updates.found(document.id, self._found_in_text(item))
            if not had_text:
                self._add_doubts(document.id, item.parsed.doubts)


def _published(item: Prepared) -> str | None:
    published = item.parsed.published
    return str(published.date) if published else None


def _dates(item: Prepared) -> Row:
    published = item.parsed.published
    return {
        "published": _published(item),
        "published_precision": published.date.precision if published else None,
        "published_known": published.known if published else None,
    }
