"""Correcting metadata by hand, and giving back what was read; confirming doubtful values.

A document says what its readings say, and over that the last correction of each field that is not undone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import bindparam, select, update

from corpus.choices import DocumentField
from corpus.curation import asides
from corpus.errors import NotFoundError, UsageError
from corpus.index.read.document_facts import pack_facts
from corpus.ingest.identity.resettle import resettle
from corpus.ingest.load.actors import Actors
from corpus.ingest.load.user_metadata import country, genre, language_tag
from corpus.ingest.outlets.registry import get_outlet
from corpus.store.changes import What, log_change, user_name
from corpus.store.column_limits import storable
from corpus.store.ids import Ids
from corpus.store.inserts import RowBuffer
from corpus.store.lookups import in_parts
from corpus.store.state import mark_changed
from corpus.store.tables.archive import LONGEST, Actor, Address, Document, Outlet
from corpus.store.tables.log import OPEN_DOUBT, Correction, DoubtRow
from corpus.store.times import now
from corpus.text.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Engine

FIELDS: tuple[str, ...] = get_args(DocumentField)
NEVER_EMPTY = ("title", "language", "outlet")


def correct(engine: Engine, document_id: int, values: Mapping[str, str]) -> int:
    """Set fields of a document; an empty value clears the field. Their doubts are resolved.

    The id of the document: another outlet may make it part of one that was there. Raises UsageError for an
    unknown field or a value that it cannot take.
    """
    wanted = {name: _checked(name, value) for name, value in values.items()}
    with engine.begin() as connection:
        ids = Ids(connection)
        told = ", ".join(f"{name}={value or ''}" for name, value in wanted.items())
        change = log_change(connection, ids, What.set, f"{_ref(connection, document_id)}: {told}")
        anchor = anchor_of(connection, document_id)
        for name, value in wanted.items():
            number = ids.next(Correction)
            row = {
                "id": number, "document_id": document_id, "field": name, "new": value,
                "old": _value(connection, document_id, name), "who": user_name(), "at": now(),
                "change_id": change, "address_id": anchor,
            }  # fmt: skip
            connection.execute(Correction.insert(), row)
            _apply(connection, number)
            _settle_doubts(connection, document_id, name)
        if "outlet" in wanted:
            settle_anew(connection, [document_id])
            document_id = _home(connection, anchor, document_id)
        show_corrections(connection, [document_id])
        _finish(connection)
    return document_id


def uncorrect(engine: Engine, document_id: int, names: Sequence[str]) -> int:
    """Give back what was read: undo all corrections of these fields of a document; its id, as of ``correct``.

    Raises UsageError for a field that does not exist or that nobody has set.
    """
    for name in names:
        _check_field(name)
    with engine.begin() as connection:
        undone: list[int] = []
        for name in names:
            some = [row.id for row in _active(connection, document_id, name)]
            if not some:
                raise UsageError(
                    f"{name} of {_ref(connection, document_id)} was never set by hand: it is as it was read."
                )
            undone += some
        about = f"{_ref(connection, document_id)}: {', '.join(names)} as read"
        log_change(connection, Ids(connection), What.unset, about, {"corrections": undone})
        anchor = anchor_of(connection, document_id)
        take_back(connection, undone)
        _finish(connection)
        return _home(connection, anchor, document_id)


def confirm(engine: Engine, document_id: int, field: str | None = None) -> int:
    """Confirm the doubtful values of a document (or of one field) as they are; how many there were."""
    with engine.begin() as connection:
        query = select(DoubtRow.c.id).where(DoubtRow.c.document_id == document_id, OPEN_DOUBT)
        if field is not None:
            query = query.where(DoubtRow.c.field == field)
        doubts = list(connection.scalars(query.order_by(DoubtRow.c.id)))
        if not doubts:
            return 0
        about = f"{_ref(connection, document_id)}: {field or 'all doubts'}"
        _confirm(connection, dict.fromkeys(doubts, document_id), about)
    return len(doubts)


def confirm_listed(engine: Engine, doubts: Sequence[int]) -> int:
    """Confirm these doubts (ids) of any documents as they are; how many of them were open."""
    documents: dict[int, int] = {}
    with engine.begin() as connection:
        for some in in_parts(doubts):
            query = select(DoubtRow.c.id, DoubtRow.c.document_id).where(DoubtRow.c.id.in_(some))
            for row in connection.execute(query.where(OPEN_DOUBT)):
                documents[row.id] = row.document_id
        if documents:
            about = f"{len(documents):,} doubts of {len(set(documents.values())):,} documents"
            _confirm(connection, documents, about)
    return len(documents)


def _confirm(connection: Connection, documents: Mapping[int, int], about: str) -> None:
    """Confirm open doubts, each of a document."""
    log_change(connection, Ids(connection), What.confirm, about, {"doubts": list(documents)})
    confirm_doubts(connection, list(documents), True)
    anchors = {document: anchor_of(connection, document) for document in set(documents.values())}
    anchored = update(DoubtRow).where(DoubtRow.c.id == bindparam("at")).values(address_id=bindparam("anchor"))
    rows = [{"at": doubt, "anchor": anchors[document]} for doubt, document in documents.items()]
    connection.execute(anchored, rows)
    _finish(connection)


def confirm_doubts(connection: Connection, doubts: Sequence[int], confirmed: bool) -> None:
    """Let doubts be confirmed by a person, or open again, in the caller's transaction."""
    values: dict[str, Any] = {"resolved_at": None, "resolved_why": None}
    if confirmed:
        values = {"resolved_at": now(), "resolved_why": "person"}
    documents: set[int] = set()
    for some in in_parts(doubts):
        connection.execute(update(DoubtRow).where(DoubtRow.c.id.in_(some)).values(**values))
        documents |= set(connection.scalars(select(DoubtRow.c.document_id).where(DoubtRow.c.id.in_(some))))
    if not confirmed:  # another reading, or a correction, may have settled them since
        settle_anew(connection, documents)


# -- in the caller's transaction -------------------------------------------------------------------------


def take_back(connection: Connection, corrections: Sequence[int]) -> None:
    """Let corrections count no more."""
    _switch(connection, corrections, now())


def repeat(connection: Connection, corrections: Sequence[int]) -> None:
    """Let corrections that were taken back count again."""
    _switch(connection, corrections, None)


def settle_anew(connection: Connection, documents: Iterable[int]) -> None:
    """Settle documents whose readings, or corrections, count no more or again; see ``resettle``.

    Corrections and confirmed doubts go with the reading that they were made of.
    """
    asked = sorted(set(documents))
    anchors = [
        address
        for some in in_parts(asked)
        for address in connection.scalars(select(Address.c.id).where(Address.c.document_id.in_(some)))
    ]
    resettle(connection, asked)
    touched = set(asked) | _homes(connection, anchors)
    moved: set[int] = set()
    for table in (Correction, DoubtRow):
        home = select(Address.c.document_id).where(Address.c.id == table.c.address_id).scalar_subquery()
        for some in in_parts(sorted(touched)):
            query = select(table.c.document_id, home).where(
                table.c.document_id.in_(some), table.c.address_id.is_not(None), table.c.document_id != home
            )
            pairs = connection.execute(query).all()
            if pairs:
                moved |= {number for pair in pairs for number in pair}
                strayed = update(table).where(
                    table.c.document_id.in_(some),
                    table.c.address_id.is_not(None),
                    table.c.document_id != home,
                )
                connection.execute(strayed.values(document_id=home))
    if moved:
        resettle(connection, moved)
    show_corrections(connection, touched | moved)


def show_corrections(connection: Connection, documents: Iterable[int]) -> None:
    """Let documents say what persons have set, over what was read."""
    for some in in_parts(sorted(set(documents))):
        query = select(Correction.c.document_id, Correction.c.field, Correction.c.new).where(
            Correction.c.document_id.in_(some), Correction.c.undone_at.is_(None)
        )
        values: dict[int, dict[str, str | None]] = {}
        for document, name, value in connection.execute(query.order_by(Correction.c.id)):
            values.setdefault(document, {})[name] = value
        for document, fields in values.items():
            columns: dict[str, Any] = {}
            for name, value in fields.items():
                columns |= _columns(connection, name, value)
            if columns:
                connection.execute(update(Document).where(Document.c.id == document).values(**columns))


def anchor_of(connection: Connection, document_id: int) -> int | None:
    """The reading of a document that was first seen, of those that count."""
    query = select(Address.c.id).where(Address.c.document_id == document_id)
    query = query.order_by(Address.c.live.desc(), Address.c.first_seen_at, Address.c.mark, Address.c.id)
    return connection.scalar(query.limit(1))


def _home(connection: Connection, anchor: int | None, document_id: int) -> int:
    """The document that has a reading now."""
    found = connection.scalar(select(Address.c.document_id).where(Address.c.id == (anchor or 0)))
    return document_id if found is None else int(found)


def _homes(connection: Connection, addresses: Sequence[int]) -> set[int]:
    return {
        document
        for some in in_parts(addresses)
        for document in connection.scalars(select(Address.c.document_id).where(Address.c.id.in_(some)))
    }


def _switch(connection: Connection, corrections: Sequence[int], undone_at: str | None) -> None:
    """What corrections changed beside the document is given back newest first, then made again, oldest first,
    as far as it still counts."""
    rows = [
        row
        for some in in_parts(corrections)
        for row in connection.execute(select(Correction).where(Correction.c.id.in_(some))).all()
    ]
    documents = {row.document_id for row in rows}
    for document, name in sorted({(row.document_id, row.field) for row in rows}):
        active = _active(connection, document, name)
        for row in reversed(active):
            _give_back(connection, row)
        mine = [row.id for row in rows if (row.document_id, row.field) == (document, name)]
        connection.execute(update(Correction).where(Correction.c.id.in_(mine)).values(undone_at=undone_at))
        for row in _active(connection, document, name):
            _apply(connection, row.id)
    settle_anew(connection, documents)
    for row in rows if undone_at is not None else ():
        if row.field == "speaker" and row.new is not None:
            asides.forget_speaker(connection, row.new)


def _active(connection: Connection, document_id: int, name: str) -> Sequence[Any]:
    query = select(Correction).where(
        Correction.c.document_id == document_id, Correction.c.field == name, Correction.c.undone_at.is_(None)
    )
    return connection.execute(query.order_by(Correction.c.id)).all()


def _apply(connection: Connection, correction_id: int) -> None:
    """Make what a correction changes beside the document's own row, and note what was there."""
    row = connection.execute(select(Correction).where(Correction.c.id == correction_id)).one()
    aside: asides.Aside | None = None
    if row.field == "speaker":
        name = _value(connection, row.document_id, "speaker")
        old, new = _actor(connection, name), _actor(connection, row.new)
        aside = {"old": name} | asides.give_speech(connection, row.document_id, old, new, row.aside)
    elif row.field == "language":
        aside = asides.own_language(connection, row.document_id, row.new)
    elif row.field == "outlet":
        aside = asides.move(connection, row.document_id, _outlet(connection, row.new))
    columns = _columns(connection, row.field, row.new)
    if columns:
        connection.execute(update(Document).where(Document.c.id == row.document_id).values(**columns))
    if aside is not None:
        own = update(Correction).where(Correction.c.id == correction_id)
        connection.execute(own.values(aside=asides.written(aside)))


def _give_back(connection: Connection, row: Any) -> None:
    if row.aside is None:
        return
    if row.field == "speaker":
        actor = _actor(connection, json.loads(row.aside)["old"])
        asides.give_speech_back(connection, row.aside, actor)
        own = update(Document).where(Document.c.id == row.document_id)
        connection.execute(own.values(speaker_id=actor))
    elif row.field == "language":
        asides.give_language_back(connection, row.aside)
    elif row.field == "outlet":
        asides.move_back(connection, row.aside)


# -- fields and their columns ----------------------------------------------------------------------------


def _check_field(name: str) -> None:
    if name not in FIELDS:
        raise UsageError(f"There is no field {name!r} to set; there is: {', '.join(FIELDS)}")


def _checked(name: str, given: str) -> str | None:
    """The value as it is stored; UsageError for one that the field cannot take."""
    _check_field(name)
    if not given and name in NEVER_EMPTY:
        raise UsageError(f"{name} cannot be empty: give a value.")
    if len(given) > LONGEST.get(name, len(given)):
        raise UsageError(f"{name} can have at most {LONGEST[name]} characters: shorten it.")
    value: str | None = storable(given) or None
    if value is None:
        return None
    if name in ("published", "event"):
        try:
            return str(PartialDate.parse(value))
        except ValueError as error:
            raise UsageError(f"{name}={value}: {error}") from None
    if name == "language":
        return language_tag(value)
    if name == "outlet":
        return get_outlet(value).code
    if name == "country":
        return country(value)
    return genre(value) if name == "genre" else value


def _columns(connection: Connection, name: str, value: str | None) -> dict[str, Any]:
    """The columns of a document in which a value that a person set stands."""
    if name in ("published", "event"):
        columns: dict[str, Any] = {name: value, f"{name}_known": "set" if value else None}
        if name == "published":
            columns["published_precision"] = PartialDate.parse(value).precision if value else None
        return columns
    if name == "speaker":
        return {"speaker_id": _actor(connection, value)}
    if name == "language":
        return {"language": value, "language_known": "set"}
    return {} if name == "outlet" else {name: value}  # whose it is follows from its readings


def _value(connection: Connection, document_id: int, name: str) -> str | None:
    named = {"speaker": Actor.c.name, "outlet": Outlet.c.code}
    query = (
        select(named[name] if name in named else Document.c[name])
        .select_from(Document)
        .join(Outlet, Outlet.c.id == Document.c.outlet_id)
        .outerjoin(Actor, Actor.c.id == Document.c.speaker_id)
    )
    value: str | None = connection.scalar(query.where(Document.c.id == document_id))
    return value


def _actor(connection: Connection, name: str | None) -> int | None:
    if name is None:
        return None
    rows = RowBuffer()
    found = Actors(connection, Ids(connection), rows).id_of(name)
    rows.flush(connection)
    return found


def _outlet(connection: Connection, code: str) -> int:
    """The id of an outlet, whose row is made where there is none."""
    found = connection.scalar(select(Outlet.c.id).where(Outlet.c.code == code))
    if found is None:
        outlet = get_outlet(code)
        found = Ids(connection).next(Outlet)
        row = {
            "id": found, "code": outlet.code, "name": outlet.name, "country": outlet.country,
            "kind": outlet.kind, "languages": " ".join(outlet.languages),
        }  # fmt: skip
        connection.execute(Outlet.insert(), row)
    return found


def _ref(connection: Connection, document_id: int) -> str:
    found = connection.scalar(select(Document.c.ref).where(Document.c.id == document_id))
    if found is None:
        raise NotFoundError("The document is not in the archive any more: ask again.")
    return str(found)


def _settle_doubts(connection: Connection, document_id: int, name: str) -> None:
    own = update(DoubtRow).where(
        DoubtRow.c.document_id == document_id, DoubtRow.c.field == name, DoubtRow.c.resolved_at.is_(None)
    )
    connection.execute(own.values(resolved_at=now()))


def _finish(connection: Connection) -> None:
    mark_changed(connection)
    pack_facts(connection)
