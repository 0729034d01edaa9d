"""Storing which captures are one document, and what it says: documents are made, joined, parted, described
anew.

What a person has set stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from corpus.ingest.identity.address_rows import UPDATE_ADDRESS, add_address, changed_address
from corpus.ingest.identity.captures import Seen, rank
from corpus.ingest.identity.description import FIELDS, described
from corpus.ingest.identity.grouping import group_captures
from corpus.ingest.identity.joined import join_documents, remember
from corpus.ingest.identity.known_documents import corrected_fields, worked_on
from corpus.ingest.identity.references import References
from corpus.ingest.identity.settled_doubts import settle_doubts
from corpus.ingest.identity.versions import current_version
from corpus.store.lookups import in_parts
from corpus.store.tables.archive import Document, Outlet, Version
from corpus.store.tables.log import DoubtRow
from corpus.store.times import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from corpus.ingest.identity.captures import Capture, Group
    from corpus.ingest.identity.known_documents import Knowledge
    from corpus.store.ids import Ids
    from corpus.store.inserts import RowBuffer

Row = dict[str, Any]

_TOLD = frozenset(
    ["published", "event", "place", "speaker_id", "country", "genre", "authority", "language", "outlet_id"]
)


class Settling:
    """Decides and stores, in the caller's transaction, which documents captures make.

    ``make_version(capture, row)`` stores the text of a new capture; ``copy_version(version, row)`` stores a
    text once more, for a document that is parted. ``row``: id, document_id, number and retrieved_at of
    ``version``. ``texts``: the text of a capture that is not stored yet, else None.
    """

    def __init__(
        self,
        connection: Connection,
        ids: Ids,
        rows: RowBuffer,
        knowledge: Knowledge,
        *,
        make_version: Callable[[Capture, Row], None],
        copy_version: Callable[[int, Row], None],
        texts: Callable[[Capture], str | None] = lambda _: None,
    ) -> None:
        self._connection = connection
        self._ids = ids
        self._rows = rows
        self._known = knowledge
        self._make_version = make_version
        self._copy_version = copy_version
        self._words = knowledge.words_of(texts)
        self._codes = {row.id: row.code for row in connection.execute(select(Outlet.c.id, Outlet.c.code))}
        self._made: set[int] = set()
        self.described: set[int] = set()
        """Documents that were there before, and of which other metadata are known now, of the same text."""
        self.reverted: set[int] = set()
        """Documents that were there before, and of which an earlier text is current again."""
        self.doubted: set[int] = set()
        """Documents that were there before, and have a new doubt."""
        self._clear()

    def _clear(self) -> None:
        self._states: dict[int, Row] = {}
        self._fixed: dict[int, set[str]] = defaultdict(set)
        self._doubts: dict[int, list[Row]] = defaultdict(list)
        self._owners: dict[int, int] = {}
        self._texts: dict[int, set[int]] = defaultdict(set)
        self._numbers: dict[int, int] = {}
        self._retrieved: dict[int, str] = {}
        self._stored: dict[int, Row] = {}
        self._new: set[int] = set()
        self._changes: dict[int, Row] = defaultdict(dict)
        self._heirs: dict[int, int] = {}
        self._makers: dict[int, Capture] = {}
        self._copies: dict[int, int] = {}
        self._touched: dict[int, Capture] = {}
        self._kept: set[int] = set()

    def outlet(self, outlet_id: int, code: str) -> None:
        """Take note of an outlet that was made since."""
        self._codes[outlet_id] = code

    def settle(self, captures: Sequence[Capture], seen: Sequence[tuple[str, Capture]] = ()) -> None:
        """Settle all documents that these captures, which the knowledge holds, may belong to.

        ``seen``: sightings that are not stored yet.
        """
        self._clear()
        fresh: dict[int, list[str]] = defaultdict(list)
        for at, capture in seen:
            fresh[capture.id].append(at)
        components = self._known.together(captures)
        self._fetch({one.document for some in components for one in some if one.document is not None})
        for component in components:
            self._settle(component, fresh)
        self._flush(captures)

    def _fetch(self, documents: set[int]) -> None:
        """What is stored of documents: their rows, texts, corrections and doubts."""
        for some in in_parts(sorted(documents)):
            for row in self._connection.execute(select(Document).where(Document.c.id.in_(some))).mappings():
                self._states[row["id"]] = dict(row)
            texts = select(Version.c.id, Version.c.document_id, Version.c.number, Version.c.retrieved_at)
            for version, document, number, retrieved in self._connection.execute(
                texts.where(Version.c.document_id.in_(some))
            ):
                self._own(version, document)
                self._numbers[version] = number
                self._retrieved[version] = retrieved
                self._stored[version] = self._version_row(version)
            self._fixed |= corrected_fields(self._connection, some)
            self._kept |= worked_on(self._connection, some)
            for row in self._connection.execute(
                select(DoubtRow).where(DoubtRow.c.document_id.in_(some))
            ).mappings():
                self._doubts[row["document_id"]].append(dict(row))

    # -- one component

    def _settle(self, component: list[Capture], fresh: Mapping[int, list[str]]) -> None:
        before = {one.document for one in component if one.document is not None}
        free = set(before)
        for group in group_captures(component, self._words):
            held = {one.document for one in group.captures if one.document is not None} & free
            document = (
                min(held, key=lambda one: (self._states[one]["first_seen_at"] or "~", one)) if held else None
            )
            if document is None:
                document = self._ids.next(Document)
                self._new.add(document)
                self._states[document] = {"id": document, "removed_at": None, "removed_why": None}
            free.discard(document)
            self._store(group, component, document, fresh)
        for document in sorted(free):
            self._leave(document)

    def _leave(self, document: int) -> None:
        """Of a document whose live captures, if it had any, belong to others now."""
        if dead := self._known.of_document(document):  # runs that were taken back saw it
            self._changes[document] |= self._removal(dead, self._states[document], "run")
            return
        heir = self._heirs[document]
        for version in sorted(self._texts[document]):
            self._own(version, heir)
            self._numbers[version] = -version
        state = self._states[document]
        for name in self._fixed[document] - self._fixed[heir]:
            self._changes[heir] |= {column: state[column] for column in FIELDS.get(name, (name,))}
        for doubt in self._doubts[document]:  # what the heir's own values leave in doubt is asked already
            self._doubts[heir].append(doubt if doubt["resolved_at"] else {**doubt, "settled": True})

    def _store(
        self, group: Group, component: list[Capture], document: int, fresh: Mapping[int, list[str]]
    ) -> None:
        for one in group.captures:
            self._touched[one.id] = one
            if one.document is not None and one.document != document:
                self._heirs.setdefault(one.document, document)
            self._known.moved(one, document)
        self._give_texts(group, component, document)
        numbers: dict[int, int] = {}
        for version in group.versions:
            version.kept = next((one for one in version.captures if one.version in self._kept), None)
        for number, version in enumerate(group.versions, 1):
            text = version.text_of.version
            assert text is not None
            numbers[text] = number
            for one in version.captures:
                one.stands_for = text
            self._retrieved[text] = min(one.first for one in version.captures)
        replaced = set(map(id, group.replaced))
        for one in group.captures:
            one.replaced = id(one) in replaced
        for one in (*group.misplaced, *group.replaced):
            one.stands_for = None
        for one in group.textless:  # a text stands before none
            one.stands_for = one.version
        for version_id in self._texts[document]:
            self._numbers[version_id] = numbers.get(version_id, -version_id)
        current = self._current(group, fresh)
        values, doubts = described(group, current, self._codes[group.outlet])
        state = self._states[document]
        values |= self._removal(_deciding(group), state, None)
        for name in self._fixed[document]:
            for column in FIELDS.get(name, (name,)):
                values.pop(column, None)
        self._changes[document] |= {
            name: value for name, value in values.items() if state.get(name, ...) != value
        }
        for row in settle_doubts(self._doubts[document], doubts, self._fixed[document]):
            if document not in self._made | self._new:
                self.doubted.add(document)
            new = {"id": self._ids.next(DoubtRow), "document_id": document, **row}
            self._doubts[document].append(new)
            self._rows.add(DoubtRow, **new)

    def _removal(self, captures: Iterable[Capture], state: Row, otherwise: str | None) -> Row:
        """Whether a document is removed: where a person removed all that was read of it, and what is read
        anew goes with that, else ``otherwise``."""
        captures = list(captures)
        known = [one.removed for one in captures if not one.new]
        removed = bool(known) and all(known)
        if removed:
            for one in captures:
                one.removed = True
        why = "person" if removed else otherwise
        if why == state["removed_why"]:
            return {}
        return {"removed_at": (state["removed_at"] or now()) if why else None, "removed_why": why}

    def _own(self, version: int, document: int) -> None:
        """Let a text be one of the document's."""
        if version in self._owners:
            self._texts[self._owners[version]].discard(version)
        self._owners[version] = document
        self._texts[document].add(version)

    def _give_texts(self, group: Group, component: list[Capture], document: int) -> None:
        """Let each capture have its text among those of the document."""
        held: dict[tuple[int, str, bytes, int], int] = {}
        for one in group.captures:
            if one.version is not None and self._owners[one.version] == document:
                held.setdefault((one.outlet, one.title, one.body, one.rules), one.version)
        inside = set(map(id, group.captures))
        for one in group.captures:
            key = (one.outlet, one.title, one.body, one.rules)
            if one.version is None:
                if key not in held:
                    held[key] = self._ids.next(Version)
                    self._makers[held[key]] = one
                    self._retrieved[held[key]] = one.first
                    self._own(held[key], document)
            elif self._owners[one.version] != document and key not in held:
                used = any(other.version == one.version and id(other) not in inside for other in component)
                held[key] = one.version
                if used:
                    held[key] = self._ids.next(Version)
                    self._copies[held[key]] = one.version
                    self._retrieved[held[key]] = one.first
                self._own(held[key], document)
            one.version = held.get(key, one.version)

    def _current(self, group: Group, fresh: Mapping[int, list[str]]) -> int:
        if len(group.versions) == 1:
            only = group.versions[0].text_of.version
            assert only is not None
            return only
        by_id = {one.id: one for version in group.versions for one in version.captures if one.live}
        times = self._known.sightings(list(by_id.values()))
        times += [(at, number) for number in by_id for at in fresh.get(number, ())]
        seen = []
        for at, number in times:
            one = by_id[number]
            assert one.stands_for is not None
            ranked = rank(one.published, one.characters, one.body, one.title)
            seen.append(Seen(at, one.place, one.stands_for, one.has_text, ranked))
        current = current_version(seen)
        assert current is not None
        return current

    # -- storing

    def _flush(self, captures: Sequence[Capture]) -> None:
        gone = {document for document in self._heirs if not self._known.of_document(document)}
        moved = {
            version: row
            for version, stored in self._stored.items()
            if (row := self._version_row(version)) != stored
        }
        self._run(
            update(Version).where(Version.c.id == bindparam("at")).values(number=-Version.c.id),
            [{"at": version} for version in moved],
        )
        references = References(self._connection)
        references.assign(self._states, self._changes, self._new, gone)
        renamed = sorted({*references.changed, *gone} - self._new)
        references.free(renamed)
        current: list[Row] = []  # known when their texts are
        self._made |= self._new
        for document in sorted(self._new):
            values = self._changes.pop(document)
            current.append({"at": document, "text": values.pop("current_version_id")})
            self._rows.add(Document, id=document, ref=references.changed[document], **values)
        for version, one in self._makers.items():
            self._make_version(one, self._version_row(version))
        for version, original in self._copies.items():
            self._copy_version(original, self._version_row(version))
        stored = {one.id for one in self._touched.values()} - {one.id for one in captures if one.new}
        for one in captures:
            if one.new and one.id in self._touched:
                add_address(self._rows, one)
        self._rows.flush(self._connection)
        self._run(
            update(Document)
            .where(Document.c.id == bindparam("at"))
            .values(current_version_id=bindparam("text")),
            current,
        )
        names = ("document_id", "number", "retrieved_at")
        self._run(
            update(Version)
            .where(Version.c.id == bindparam("at"))
            .values({name: bindparam(f"new_{name}") for name in names}),
            [{"at": at, **{f"new_{name}": row[name] for name in names}} for at, row in moved.items()],
        )
        self._run(UPDATE_ADDRESS, [changed_address(self._touched[number]) for number in sorted(stored)])
        for document, values in self._changes.items():
            if document in gone:
                continue
            if document in references.changed:
                values["ref"] = references.changed.pop(document)
            if values:
                self._connection.execute(update(Document).where(Document.c.id == document).values(values))
            if document in self._made:
                continue
            if "current_version_id" in values and values["current_version_id"] in self._stored:
                self.reverted.add(document)
            elif values.keys() & _TOLD and "current_version_id" not in values:
                self.described.add(document)
        for document, ref in references.changed.items():
            if document not in self._new and document not in gone:
                self._connection.execute(update(Document).where(Document.c.id == document).values(ref=ref))
        settled = [row for rows in self._doubts.values() for row in rows if "settled" in row]
        self._run(
            update(DoubtRow).where(DoubtRow.c.id == bindparam("at")).values(resolved_at=bindparam("time")),
            [{"at": row["id"], "time": now() if row["settled"] else None} for row in settled],
        )
        join_documents(self._connection, {one: self._heir(one) for one in sorted(gone)})
        olds = ((one, self._states.get(one, {}).get("ref") or references.old(one)) for one in renamed)
        remember(self._connection, [(old, self._heir(one)) for one, old in olds if old])

    def _version_row(self, version: int) -> Row:
        return {
            "id": version,
            "document_id": self._owners[version],
            "number": self._numbers[version],
            "retrieved_at": self._retrieved[version],
        }

    def _heir(self, document: int) -> int:
        while document in self._heirs and not self._known.of_document(document):
            document = self._heirs[document]
        return document

    def _run(self, statement: Any, values: list[Row]) -> None:
        if values:
            self._connection.execute(statement, values)


def _deciding(group: Group) -> list[Capture]:
    """Those whose removal by a person is that of the document: what was one text before, where all is new."""
    known = any(not one.new for one in group.captures)
    return group.captures if known else [*group.captures, *group.replaced]
