"""What the archive knows of items that may be one document with those of a batch, so that identity can be
decided."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, or_, select

from corpus.ingest.identity.captures import Capture, Seen, rank
from corpus.ingest.identity.item_keys import Key, Kind
from corpus.ingest.identity.likeness import Words
from corpus.store.lookups import in_parts
from corpus.store.tables.archive import NO_TEXT, Address, AddressKey, Document, Outlet, Version
from corpus.store.tables.coding import Annotation
from corpus.store.tables.log import Correction, Run, Sighting
from corpus.store.version_texts import texts_of_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MAX_LISTED = 500
"""Under a key with more captures, those of the same title, day or text are fetched only."""

READ = (
    "language", "language_known", "country", "genre", "authority", "published", "published_known", "event",
    "event_known", "place", "speaker_id",
)  # fmt: skip
"""Columns of ``address`` that hold the metadata of one reading, and have their like in ``document``."""

CURRENT = (
    select(
        Address.c.document_id,
        Sighting.c.seen_at,
        AddressKey.c.hash,
        Address.c.stands_for_id,
        Version.c.body_sha256,
        Version.c.title,
        Address.c.published,
        Address.c.characters,
    )
    .join(Address, Address.c.id == Sighting.c.address_id)
    .join(AddressKey, (AddressKey.c.address_id == Address.c.id) & (AddressKey.c.kind == int(Kind.address)))
    .join(Version, Version.c.id == Address.c.stands_for_id)
    .join(Run, Run.c.id == Sighting.c.run_id)
    .where(Sighting.c.outcome != "gone", Run.c.removed_at.is_(None))
)
"""Every sighting of a version by a run that counts, for ``seen_of``."""


def seen_of(row: Any) -> Seen:
    """A row of ``CURRENT`` as ``corpus.ingest.identity.versions.current_version`` takes it."""
    _, at, place, version, body, title, published, characters = row
    return Seen(at, place, version, body != NO_TEXT, rank(published, characters, body, title))


class Knowledge:
    """The captures that the archive holds, as far as they were asked for, and those added since.

    Filled batch by batch. Valid inside one write transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._captures: dict[int, Capture] = {}
        self._by_key: dict[int, list[Capture]] = defaultdict(list)
        self._by_digest: dict[int, Capture] = {}
        self._by_document: dict[int, dict[int, Capture]] = defaultdict(dict)
        self._asked: set[int] = set()
        self._texts: dict[int, Words] = {}
        self.named = {
            row.id: row.code != "generic" for row in connection.execute(select(Outlet.c.id, Outlet.c.code))
        }

    def know(self, capture: Capture) -> None:
        """Take note of a capture, or of its document."""
        if capture.id not in self._captures:
            self._captures[capture.id] = capture
            for key in capture.keys:
                self._by_key[key.hash].append(capture)
            if capture.digest is not None:
                self._by_digest.setdefault(capture.digest, capture)
        if capture.document is not None:
            self._by_document[capture.document][capture.id] = capture

    def moved(self, capture: Capture, document: int) -> None:
        """Note that a capture belongs to another document now."""
        if capture.document is not None:
            self._by_document[capture.document].pop(capture.id, None)
        capture.document = document
        self._by_document[document][capture.id] = capture

    def of_document(self, document: int) -> list[Capture]:
        """The captures of a document, as it stands now."""
        return list(self._by_document[document].values())

    def same(self, digest: int) -> Capture | None:
        """The capture of which just the same was read."""
        return self._by_digest.get(digest)

    def read_so(self, digest: int) -> Capture | None:
        """The stored capture of which just the same was read, wherever it is."""
        number = self._connection.scalar(select(Address.c.id).where(Address.c.digest == digest).limit(1))
        return next(iter(self._fetch({number})), None) if number is not None else None

    def documents(self, numbers: Iterable[int]) -> list[Capture]:
        """The captures of stored documents, by their ids."""
        return self._fetch(self._addresses(numbers))

    def _addresses(self, documents: Iterable[int]) -> set[int]:
        """The ids of the captures of stored documents."""
        query = select(Address.c.id)
        return {
            address
            for some in in_parts(sorted(set(documents)))
            for address in self._connection.scalars(query.where(Address.c.document_id.in_(some)))
        }

    def learn(self, wanted: Sequence[Capture]) -> None:
        """Learn all captures that have a key in common with these, with those, and so on, and with
        documents."""
        near = _Near(wanted)
        keys = {key.hash for one in wanted for key in one.keys} - self._asked
        documents = {one.document for one in wanted if one.document is not None}
        known_documents: set[int] = set()
        while keys or documents - known_documents:
            found: set[int] = set()
            self._asked |= keys
            for some in in_parts(sorted(keys)):
                found |= self._holders(some, near)
            found |= self._addresses(documents - known_documents)
            known_documents |= documents
            new = self._fetch(found - self._captures.keys())
            keys = {key.hash for one in new for key in one.keys} - self._asked
            documents |= {one.document for one in new if one.document is not None}

    def _holders(self, hashes: list[int], near: _Near) -> set[int]:
        """The captures that have one of these keys; of a crowded one those that are near."""
        rows = select(AddressKey.c.address_id).where(AddressKey.c.hash.in_(hashes))
        first = self._connection.scalars(rows.limit(MAX_LISTED + 1)).all()
        if len(first) <= MAX_LISTED:
            return set(first)
        sizes = select(AddressKey.c.hash).where(AddressKey.c.hash.in_(hashes)).group_by(AddressKey.c.hash)
        crowded = self._connection.scalars(sizes.having(func.count() > MAX_LISTED)).all()
        found = set(self._connection.scalars(rows.where(AddressKey.c.hash.not_in(crowded))))
        return found.union(*(near.of(self._connection, key) for key in crowded))

    def _fetch(self, wanted: set[int]) -> list[Capture]:
        found: list[Capture] = []
        for some in in_parts(sorted(wanted)):
            keys: dict[int, list[Key]] = defaultdict(list)
            for held in self._connection.execute(select(AddressKey).where(AddressKey.c.address_id.in_(some))):
                keys[held.address_id].append(Key(Kind(held.kind), held.hash))
            last_run = (
                select(func.max(Sighting.c.run_id))
                .join(Run, Run.c.id == Sighting.c.run_id)
                .where(Sighting.c.address_id == Address.c.id, Run.c.removed_at.is_(None))
                .scalar_subquery()
            )
            query = select(
                Address, Version.c.body_sha256, Version.c.normaliser, last_run.label("run")
            ).outerjoin(Version, Version.c.id == Address.c.version_id)
            for row in self._connection.execute(query.where(Address.c.id.in_(some))).mappings():
                capture = self._capture(row, tuple(sorted(keys[row["id"]])))
                self.know(capture)
                found.append(capture)
        return found

    def _capture(self, row: Any, keys: tuple[Key, ...]) -> Capture:
        body = row["body_sha256"] or NO_TEXT
        return Capture(
            id=row["id"],
            document=row["document_id"],
            outlet=row["outlet_id"],
            named=self.named[row["outlet_id"]],
            keys=keys,
            rules=int((row["normaliser"] or "").rpartition("/")[2] or 0),
            title=row["title"],
            title_given=bool(row["title_given"]),
            body=body,
            has_text=body != NO_TEXT,
            characters=row["characters"],
            raw_hash=row["raw_hash"],
            digest=row["digest"],
            mark=row["mark"] or "",
            first=row["first_seen_at"],
            last=row["last_seen_at"],
            run=row["run"] or 0,
            read={name: row[name] for name in READ},
            version=row["version_id"],
            stands_for=row["stands_for_id"],
            outlet_set=row["outlet_set"],
            live=bool(row["live"]),
            removed=bool(row["removed"]),
            url=row["url"],
            topic=row["topic"],
            doubts=tuple((field, message) for field, message in json.loads(row["doubts"] or "[]")),
        )

    def together(self, wanted: Iterable[Capture]) -> list[list[Capture]]:
        """The known captures that hang together with each of these, in sets that have nothing in common."""
        done: set[int] = set()
        looked_at: set[tuple[str, int]] = set()
        found: list[list[Capture]] = []
        for first in wanted:
            if first.id in done:
                continue
            component: list[Capture] = []
            waiting = [first]
            done.add(first.id)
            while waiting:
                one = waiting.pop()
                component.append(one)
                joining = [("key", key.hash) for key in one.keys]
                if one.document is not None:
                    joining.append(("document", one.document))
                for kind, number in joining:
                    if (kind, number) in looked_at:  # thousands may have it in common
                        continue
                    looked_at.add((kind, number))
                    held = self._by_key[number] if kind == "key" else self._by_document[number].values()
                    for other in held:
                        if other.id not in done:
                            done.add(other.id)
                            waiting.append(other)
            found.append(component)
        return found

    def words_of(self, new: Callable[[Capture], str | None]) -> Callable[[Capture], Words]:
        """The words of a capture's text without headline: ``new`` has those that are not stored yet."""

        def words(capture: Capture) -> Words:
            if capture.id not in self._texts:
                text = new(capture)
                if text is None and capture.version is not None:
                    text = texts_of_versions(self._connection, [capture.version])[capture.version]
                self._texts[capture.id] = Words((text or "").removeprefix(f"{capture.title}\n"))
            return self._texts[capture.id]

        return words

    def sightings(self, captures: Sequence[Capture]) -> list[tuple[str, int]]:
        """When these stored captures were seen by runs that count: time and id of the capture."""
        found: list[tuple[str, int]] = []
        query = (
            select(Sighting.c.seen_at, Sighting.c.address_id)
            .join(Run, Run.c.id == Sighting.c.run_id)
            .where(Sighting.c.outcome != "gone", Run.c.removed_at.is_(None))
        )
        for some in in_parts([one.id for one in captures]):
            found += [
                (row[0], row[1])
                for row in self._connection.execute(query.where(Sighting.c.address_id.in_(some)))
            ]
        return found


class _Near:
    """Which captures of a crowded key matter to a batch: those of its titles, days and texts."""

    def __init__(self, wanted: Sequence[Capture]) -> None:
        self._wanted: dict[int, list[Capture]] = defaultdict(list)
        for one in wanted:
            for key in one.keys:
                self._wanted[key.hash].append(one)

    def of(self, connection: Connection, key: int) -> list[int]:
        found: set[int] = set()
        for some in in_parts(self._wanted.get(key, []), 100):
            query = (
                select(Address.c.id)
                .join(AddressKey, AddressKey.c.address_id == Address.c.id)
                .outerjoin(Version, Version.c.id == Address.c.version_id)
                .where(AddressKey.c.hash == key)
                .where(
                    or_(
                        Address.c.title.in_([one.title for one in some]),
                        Address.c.published.in_([one.published for one in some]),
                        Version.c.body_sha256.in_([one.body for one in some]),
                    )
                )
            )
            found |= set(connection.scalars(query))
        return sorted(found)


def corrected_fields(connection: Connection, documents: Sequence[int]) -> dict[int, set[str]]:
    """The fields that a person has set, by document."""
    found: dict[int, set[str]] = defaultdict(set)
    query = select(Correction.c.document_id, Correction.c.field).where(
        Correction.c.document_id.in_(documents), Correction.c.undone_at.is_(None)
    )
    for document, name in connection.execute(query):
        found[document].add(name)
    return found


def worked_on(connection: Connection, documents: Sequence[int]) -> set[int]:
    """The current texts of documents whose passages a person has worked on: coded lines, set speakers or
    languages."""
    coded = select(Annotation.c.version_id).join(Version, Version.c.id == Annotation.c.version_id)
    spoken = select(Document.c.current_version_id).join(Correction, Correction.c.document_id == Document.c.id)
    return {
        *connection.scalars(coded.where(Version.c.document_id.in_(documents)).distinct()),
        *connection.scalars(
            spoken.where(
                Document.c.id.in_(documents),
                Correction.c.field.in_(("speaker", "language")),
                Correction.c.undone_at.is_(None),
            )
        ),
    }
