"""Correcting metadata by hand, with a log of who changed what and when; confirming doubtful values."""

from __future__ import annotations

import getpass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, select, update

from corpus.errors import UsageError
from corpus.index import codec
from corpus.index.block import ARRAY_NAMES, unpack_arrays
from corpus.index.writer import table
from corpus.ingest.loader import now
from corpus.model.dates import PartialDate
from corpus.store.archive import Actor, ActorName, Correction, Document, DoubtRow, PassageRow
from corpus.store.columns import name_key, storable
from corpus.store.ids import Ids
from corpus.store.indexed import Block

FIELDS = ("title", "published", "event", "place", "speaker", "language", "country", "genre", "authority")

LONGEST = {"place": 200, "speaker": 300, "language": 35, "country": 8, "genre": 40, "authority": 40}
"""Longest value of a field, in characters."""


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
            connection.execute(update(table(Document)).where(Document.id == document_id).values(**changes))
            connection.execute(
                table(Correction).insert(),
                {
                    "id": ids.next(table(Correction)),
                    "document_id": document_id,
                    "field": name,
                    "old": old,
                    "new": value or None,
                    "who": _who(),
                    "at": now(),
                },
            )
            _resolve(connection, document_id, name)


def confirm(engine: Engine, document_id: int, field: str | None = None) -> int:
    """Confirm the doubtful values of a document (or of one field) as they are; how many there were."""
    with engine.begin() as connection:
        return _resolve(connection, document_id, field)


def _resolve(connection: Connection, document_id: int, field: str | None) -> int:
    query = update(table(DoubtRow)).where(DoubtRow.document_id == document_id, DoubtRow.resolved_at.is_(None))
    if field is not None:
        query = query.where(DoubtRow.field == field)
    return connection.execute(query.values(resolved_at=now())).rowcount


def _who() -> str:
    try:
        return getpass.getuser()[:100]
    except (OSError, KeyError, ImportError):
        return "unknown"


def _change(
    connection: Connection, ids: Ids, document_id: int, name: str, value: str | None
) -> tuple[str | None, dict[str, Any]]:
    """The old value, and the columns to change."""
    row = connection.execute(select(Document).where(Document.id == document_id)).mappings().one()
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
        old = connection.scalar(select(Actor.name).where(Actor.id == row["speaker_id"]))
        actor = _actor(connection, ids, value)
        _replace_speaker(connection, row["current_version_id"], row["speaker_id"], actor)
        return old, {"speaker_id": actor}
    if name == "language":
        return row[name], {name: value, "language_known": "set"}
    return row[name], {name: value}


def _actor(connection: Connection, ids: Ids, name: str | None) -> int | None:
    if name is None:
        return None
    found = connection.scalar(
        select(ActorName.actor_id).where(ActorName.fold == name_key(name)).order_by(ActorName.id)
    )
    if found is not None:
        return found
    actor = ids.next(table(Actor))
    connection.execute(table(Actor).insert(), {"id": actor, "name": name, "kind": "person"})
    connection.execute(
        table(ActorName).insert(),
        {"id": ids.next(table(ActorName)), "actor_id": actor, "name": name, "fold": name_key(name)},
    )
    return actor


def _replace_speaker(connection: Connection, version_id: int, old: int | None, new: int | None) -> None:
    """Give the document's own passages of speech to another speaker, in the table and in the index."""
    whose = PassageRow.speaker_id.is_(None) if old is None else PassageRow.speaker_id == old
    spoken = PassageRow.role.in_((3, 4, 5))
    connection.execute(
        update(table(PassageRow))
        .where(PassageRow.version_id == version_id, whose, spoken)
        .values(speaker_id=new)
    )
    speakers = np.array(
        [
            actor or 0
            for actor in connection.scalars(
                select(PassageRow.speaker_id)
                .where(PassageRow.version_id == version_id)
                .order_by(PassageRow.number)
            )
        ],
        dtype=np.uint32,
    )
    columns = [getattr(Block, name) for name in ARRAY_NAMES]
    for block_id, *row in connection.execute(select(Block.id, *columns)).all():
        arrays = unpack_arrays(dict(zip(ARRAY_NAMES, row, strict=True)))
        for at in np.flatnonzero(arrays.versions == version_id).tolist():
            first, last = arrays.document_passages[at : at + 2].tolist()
            arrays.speakers[first:last] = speakers
            connection.execute(
                update(table(Block)).where(Block.id == block_id).values(speakers=codec.pack(arrays.speakers))
            )
