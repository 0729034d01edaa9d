"""Putting prepared items into the archive's tables: documents, addresses, versions, sightings, rejections."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Connection, select

from corpus.index.build.new_terms import Ids as TermIds
from corpus.index.encoding.block import IndexedDocument
from corpus.index.encoding.tokeniser_versions import BY_RULE, written
from corpus.ingest.identity.captures import Capture
from corpus.ingest.identity.copies import copy_version
from corpus.ingest.identity.known_documents import Knowledge
from corpus.ingest.identity.settle import Settling
from corpus.ingest.load.actors import Actors
from corpus.ingest.load.outcomes import Outcomes
from corpus.ingest.outlets.registry import get_outlet
from corpus.settings import MAX_REJECTED_BYTES
from corpus.store.column_limits import storable
from corpus.store.inserts import RowBuffer
from corpus.store.tables.archive import Address, MentionRow, Outlet, PassageRow, QuotationRow, Version
from corpus.store.tables.base import compress
from corpus.store.tables.log import Rejection, Sighting
from corpus.text.counting_rules import READ_BY, READING
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from corpus.index.build.writer import IndexWriter
    from corpus.ingest.load.kept_rejections import KeptRejections
    from corpus.ingest.load.prepare import Prepared
    from corpus.store.ids import Ids
    from corpus.text.records import Rejected

Row = dict[str, Any]
TermsByLayer = Mapping[Layer, TermIds]
_PASSAGE = (
    "version_id", "number", "start_char", "end_char", "role", "speaker_id", "language", "country",
    "glue", "text",
)  # fmt: skip


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
        self._items: dict[int, tuple[Prepared, TermsByLayer]] = {}
        self._settling = Settling(
            connection,
            ids,
            self._rows,
            self._known,
            make_version=self._make_version,
            copy_version=self._copy_version,
            texts=self._text_of,
        )

    @property
    def changed_documents(self) -> dict[str, set[int]]:
        """Known documents that the block changed without a new text of theirs, by what became of them:
        ``metadata`` or an open ``doubt`` that is new, or an earlier text that is current again
        (``reverted``)."""
        settling = self._settling
        return {"metadata": settling.described, "reverted": settling.reverted, "doubt": settling.doubted}

    # -- a batch ---------------------------------------------------------------------------------

    def add(self, items: Sequence[tuple[Prepared, TermsByLayer]], seen_at: str) -> None:
        """Add prepared items with their term ids by layer. ``seen_at``: when they were retrieved (UTC)."""
        captures = [self._capture(item, seen_at) for item, _ in items]
        self._known.learn(captures)
        taken: list[tuple[Capture, bool]] = []
        for capture, prepared in zip(captures, items, strict=True):
            assert capture.digest is not None
            known = self._known.same(capture.digest)
            if known is None and not prepared[0].raw:
                known = self._known.read_so(capture.digest)
            new = known is None or not known.live  # of runs that were taken back
            if known is None:
                capture.id = self._ids.next(Address)
                self._known.know(capture)
                self._items[capture.id] = prepared
            else:
                self._see_again(known, capture)
            taken.append((known or capture, new))
        outcomes = Outcomes(self._known, [one for one, new in taken if new])
        self._settling.settle([one for one, _ in taken], [(seen_at, one) for one, _ in taken])
        for one, new in taken:
            outcome = outcomes.next(one) if new else self._old_outcome(one)
            self.outcomes[outcome] += 1
            self._rows.add(
                Sighting,
                id=self._ids.next(Sighting),
                run_id=self._run,
                address_id=one.id,
                outcome=outcome,
                seen_at=seen_at,
            )
        self._items.clear()
        self._rows.flush(self._connection)

    def reject(self, rejections: Sequence[Rejected], at: str, kept: KeptRejections) -> None:
        """Keep rejected inputs with their reasons and bytes; one that is kept already is not kept twice."""
        if rejections:
            self.outcomes["rejection"] += len(rejections)
        digests = [rejected.sha256 or hashlib.sha256(rejected.raw).digest() for rejected in rejections]
        kept.learn(self._connection, digests)
        for rejected, digest in zip(rejections, digests, strict=True):
            source = storable(rejected.source)
            if not kept.add(digest, source):
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
            self._known.named[found] = code != "generic"
            self._settling.outlet(found, code)
        return found

    # -- one item ------------------------------------------------------------------------------------

    def _capture(self, item: Prepared, seen_at: str) -> Capture:
        parsed = item.parsed
        outlet = self._outlet(item.outlet)
        published, event = parsed.published, parsed.event
        return Capture(
            id=0,
            document=None,
            outlet=outlet,
            named=self._known.named[outlet],
            keys=item.keys,
            title=parsed.title,
            title_given=parsed.title_given,
            body=item.body_sha256,
            has_text=item.has_text,
            rules=READING,
            characters=item.characters,
            raw_hash=item.raw_hash,
            digest=item.digest,
            mark=item.mark,
            first=seen_at,
            last=seen_at,
            run=self._run,
            read={
                "language": parsed.language,
                "language_known": parsed.language_known,
                "country": parsed.country,
                "genre": parsed.genre,
                "authority": parsed.authority,
                "published": str(published.date) if published else None,
                "published_known": published.known if published else None,
                "event": str(event.date) if event else None,
                "event_known": event.known if event else None,
                "place": parsed.place,
                "speaker_id": self._actors.id_of(parsed.speaker, *self._about(item, parsed.speaker)),
            },
            url=item.address,
            topic=item.topic,
            doubts=tuple((doubt.field, doubt.message) for doubt in parsed.doubts),
            new=True,
        )

    def _see_again(self, known: Capture, capture: Capture) -> None:
        if not known.live:
            known.live, known.first, known.last = True, capture.first, capture.last
        known.first = min(known.first, capture.first)
        known.last = max(known.last, capture.last)
        known.run = self._run

    def _text_of(self, capture: Capture) -> str | None:
        prepared = self._items.get(capture.id)
        return None if prepared is None else prepared[0].text

    # -- what became of it

    def _old_outcome(self, one: Capture) -> str:
        assert one.document is not None
        has_text = one.has_text or not any(other.has_text for other in self._known.of_document(one.document))
        return "same" if has_text else "textless"

    # -- texts ---------------------------------------------------------------------------------------

    def _make_version(self, capture: Capture, row: Row) -> None:
        item, term_ids = self._items[capture.id]
        version = row["id"]
        self._rows.add(
            Version,
            **row,
            sha256=item.sha256,
            body_sha256=item.body_sha256,
            title=item.parsed.title,
            raw=item.raw,
            encoding=item.encoding,
            source=item.source,
            normaliser=READ_BY,
        )
        actors = [*(self._actors.id_of(name, *self._about(item, name)) for name in item.speakers), None]
        self._add_text(version, item, actors)
        speakers = np.array([actor or 0 for actor in actors], dtype=np.uint32)
        for layer, tokens in item.layers.items():
            self._index.add(
                layer,
                tokens.makers or self._by_rule,
                IndexedDocument(
                    version,
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

    def _copy_version(self, version: int, row: Row) -> None:
        self._rows.flush(self._connection)
        copy_version(self._connection, self._ids, self._index, version, row)

    def _about(self, item: Prepared, name: str | None) -> tuple[str | None, bool]:
        """The country of somebody who speaks or is named in an item, and whether it is an institution."""
        return item.states.get(name or "", item.parsed.country), name in item.parsed.institutions

    def _add_text(self, version_id: int, item: Prepared, actors: list[int | None]) -> None:
        """Passages, quotations and mentions; the last of ``actors`` (ordinal -1) is nobody."""
        self._rows.extend(
            PassageRow,
            _PASSAGE,
            [
                (
                    version_id,
                    number,
                    start,
                    end,
                    role,
                    actors[speaker],
                    item.foreign.get(number),
                    item.abroad.get(number),
                    item.glue.get(number),
                    item.text[start:end],
                )
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
                actor_id=self._actors.id_of(mention.actor, *self._about(item, mention.actor)),
                title=mention.title,
                passage=mention.passage,
                start_char=mention.start,
                end_char=mention.end,
                known=mention.known,
            )
