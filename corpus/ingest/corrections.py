"""Correcting metadata by hand, with a log of who changed what and when; confirming doubtful values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, select, update

from corpus.errors import UsageError
from corpus.index.facts import pack_facts
from corpus.index.speakers import replace_speakers
from corpus.ingest.actors import Actors
from corpus.ingest.hints import country, genre, language_tag
from corpus.model.dates import PartialDate
from corpus.model.roles import SPOKEN
from corpus.settings import user_name
from corpus.store.archive import LONGEST, Actor, Document, PassageRow, Version
from corpus.store.buffer import RowBuffer
from corpus.store.columns import storable
from corpus.store.ids import Ids
from corpus.store.log import Correction, DoubtRow
from corpus.store.state import mark_changed
from corpus.store.times import now

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE = 500
"""Doubts confirmed in one statement: stays under the parameter limits of both stores."""
FIELDS = ("title", "published", "event", "place", "speaker", "language", "country", "genre", "authority")


def correct(engine: Engine, document_id: int, values: dict[str, str]) -> None:
    """Set fields of a document; an empty value clears the field. Their doubts are resolved.

    Raises UsageError for an unknown field or a value that it cannot take.
    """
    for name, value in values.items():
        if name not in FIELDS:
            raise UsageError(f"There is no field {name!r} to set; there is: {', '.join(FIELDS)}")
        if not value and name in ("title", "language"):
            raise UsageError(f"{name} cannot be empty: give a value.")
        if len(value) > LONGEST.get(name, len(value)):
            raise UsageError(f"{name} can have at most {LONGEST[name]} characters: shorten it.")
    with engine.begin() as connection:
        ids = Ids(connection)
        for name, given in values.items():
            value = storable(given)
            old, changes = _change(connection, ids, document_id, name, value or None)
            connection.execute(update(Document).where(Document.c.id == document_id).values(**changes))
            connection.execute(
                Correction.insert(),
                {
                    "id": ids.next(Correction),
                    "document_id": document_id,
                    "field": name,
                    "old": old,
                    "new": value or None,
                    "who": user_name(),
                    "at": now(),
                },
            )
            _resolve(connection, document_id, name)
        mark_changed(connection)
        pack_facts(connection)


def confirm(engine: Engine, document_id: int, field: str | None = None) -> int:
    """Confirm the doubtful values of a document (or of one field) as they are; how many there were."""
    with engine.begin() as connection:
        mark_changed(connection)
        pack_facts(connection)
        return _resolve(connection, document_id, field)


def confirm_doubts(engine: Engine, ids: Sequence[int]) -> int:
    """Confirm doubts as they are, by id; how many of them were open."""
    confirmed = 0
    with engine.begin() as connection:
        for start in range(0, len(ids), _AT_ONCE):
            some = DoubtRow.c.id.in_(ids[start : start + _AT_ONCE])
            query = update(DoubtRow).where(some, DoubtRow.c.resolved_at.is_(None))
            confirmed += connection.execute(query.values(resolved_at=now())).rowcount
        mark_changed(connection)
        pack_facts(connection)
    return confirmed


def _resolve(connection: Connection, document_id: int, field: str | None) -> int:
    query = update(DoubtRow).where(DoubtRow.c.document_id == document_id, DoubtRow.c.resolved_at.is_(None))
    if field is not None:
        query = query.where(DoubtRow.c.field == field)
    return connection.execute(query.values(resolved_at=now())).rowcount


def _change(
    connection: Connection, ids: Ids, document_id: int, name: str, value: str | None
) -> tuple[str | None, dict[str, Any]]:
    """The old value, and the columns to change."""
    row = connection.execute(select(Document).where(Document.c.id == document_id)).mappings().one()
    if name in ("published", "event"):
        date = None
        if value is not None:
            try:
                date = PartialDate.parse(value)
            except ValueError as error:
                raise UsageError(f"{name}={value}: {error}") from None
        changes: dict[str, Any] = {
            name: str(date) if date else None,
            f"{name}_known": "set" if date else None,
        }
        if name == "published":
            changes["published_precision"] = date.precision if date else None
        return row[name], changes
    if name == "speaker":
        old = connection.scalar(select(Actor.c.name).where(Actor.c.id == row["speaker_id"]))
        rows = RowBuffer()
        actor = Actors(connection, ids, rows).id_of(value)
        rows.flush(connection)
        _replace_speaker(connection, row["current_version_id"], row["speaker_id"], actor)
        return old, {"speaker_id": actor}
    if name == "language":
        tag = language_tag(value or "")
        own = PassageRow.c.version_id.in_(select(Version.c.id).where(Version.c.document_id == document_id))
        connection.execute(update(PassageRow).where(own, PassageRow.c.language == tag).values(language=None))
        return row[name], {name: tag, "language_known": "set"}
    if value is not None and name in ("country", "genre"):
        value = country(value) if name == "country" else genre(value)
    return row[name], {name: value}


def _replace_speaker(connection: Connection, version_id: int, old: int | None, new: int | None) -> None:
    """Give the document's own passages of speech to another speaker, in the table and in the index."""
    whose = PassageRow.c.speaker_id.is_(None) if old is None else PassageRow.c.speaker_id == old
    spoken = PassageRow.c.role.in_([int(role) for role in SPOKEN])
    connection.execute(
        update(PassageRow).where(PassageRow.c.version_id == version_id, whose, spoken).values(speaker_id=new)
    )
    whole = select(PassageRow.c.speaker_id).where(PassageRow.c.version_id == version_id)
    speakers = connection.scalars(whole.order_by(PassageRow.c.number))
    replace_speakers(connection, version_id, [actor or 0 for actor in speakers])
