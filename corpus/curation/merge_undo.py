"""Parting people again whom a person had joined: each has what named him before."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, select, tuple_, update

from corpus.curation.corrections import settle_anew
from corpus.curation.persons import NAMING
from corpus.curation.row_undo import give_rows_back, later_load, later_speaker, refuse
from corpus.index.renewal.changed_speakers import index_speakers
from corpus.store.changes import What
from corpus.store.column_limits import name_key
from corpus.store.lookups import in_parts
from corpus.store.tables.archive import Actor, ActorName, Address, Document, PassageRow
from corpus.store.tables.log import Change, Correction

if TYPE_CHECKING:
    from sqlalchemy import Connection


def part_people(connection: Connection, change: Any) -> None:
    """Take a merge of people back. Raises UsageError where a later load or correction builds on it."""
    detail = json.loads(change.detail)
    into: dict[int, int] = dict(detail["into"])
    named: dict[str, list[list[int]]] = detail["named"]
    keys = _names(connection, into.values())
    documents = _documents(connection, named)
    later = later_load(connection, sorted(set(into.values())), detail["last"] or 0)
    later = later or later_speaker(connection, keys, change.id, documents)
    if later is not None or _copied(connection, set(into.values()), detail["text"] or 0):
        refuse(change, later)
    give_rows_back(connection, change)
    for column, *key in NAMING:
        by_actor: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for actor, *at in named[column.table.name]:
            by_actor[actor].append(tuple(at))
        for actor, rows in by_actor.items():
            for some in in_parts(rows):
                theirs = tuple_(*key).in_(some) if len(key) > 1 else key[0].in_([at for (at,) in some])
                own = update(column.table).where(theirs, column == into[actor])
                connection.execute(own.values({column.name: actor}))
    versions = {version for _, version, _ in named["passage"]}
    versions |= _corrected(connection, change, into)
    index_speakers(connection, sorted(versions))
    settle_anew(connection, documents)


def _copied(connection: Connection, actors: set[int], last: int) -> bool:
    """Whether a text after ``last``, of a reading that counts, has one of these as a speaker."""
    live = select(Address.c.id).where(Address.c.version_id == PassageRow.c.version_id, Address.c.live == 1)
    spoken = PassageRow.c.version_id > last, PassageRow.c.speaker_id.in_(actors), live.exists()
    return bool(connection.scalar(select(exists().where(*spoken))))


def _names(connection: Connection, actors: Any) -> set[str]:
    query = select(ActorName.c.fold).where(ActorName.c.actor_id.in_(set(actors)))
    return set(connection.scalars(query))


def _documents(connection: Connection, named: dict[str, list[list[int]]]) -> set[int]:
    """Documents that a merge touched: of their own, or through a reading."""
    found = {number for _, number in named["document"]}
    for some in in_parts([number for _, number in named["address"]]):
        found |= set(connection.scalars(select(Address.c.document_id).where(Address.c.id.in_(some))))
    held: set[int] = set()
    for some in in_parts(sorted(found)):
        held |= set(connection.scalars(select(Document.c.id).where(Document.c.id.in_(some))))
    return held


def _corrected(connection: Connection, change: Any, into: dict[int, int]) -> set[int]:
    """Let passages be whose they were before corrections that were taken back after the merge; the versions
    of these. Such a correction gave them to whom the one it had found had become."""
    parted = {
        name_key(row.name): row.id
        for some in in_parts(list(into))
        for row in connection.execute(select(Actor.c.id, Actor.c.name).where(Actor.c.id.in_(some)))
    }
    speakers = select(Correction).where(Correction.c.field == "speaker").order_by(Correction.c.id.desc())
    rows = connection.execute(speakers).all()
    still = {row.document_id for row in rows if row.undone_at is None}
    changes, numbers = _taken_back_after(connection, change)
    found: set[int] = set()
    for row in rows:
        if row.document_id in still or not (row.change_id in changes or row.id in numbers):
            continue
        aside = json.loads(row.aside or "{}")
        actor = parted.get(name_key(aside["old"])) if aside.get("old") else None
        for some in in_parts(aside.get("passages", ()) if actor is not None else ()):
            own = and_(PassageRow.c.version_id == aside["version"], PassageRow.c.number.in_(some))
            connection.execute(update(PassageRow).where(own).values(speaker_id=actor))
            found.add(aside["version"])
    return found


def _taken_back_after(connection: Connection, change: Any) -> tuple[set[int], set[int]]:
    """What was taken back since a change: changes, and corrections (ids)."""
    changes: set[int] = set()
    numbers: set[int] = set()
    later = select(Change.c.detail).where(
        Change.c.id > change.id,
        Change.c.what.in_((What.undo.value, What.unset.value)),
        Change.c.undone_at.is_(None),
    )
    for text in connection.scalars(later):
        detail = json.loads(text or "{}")
        changes |= {detail["change"]} if "change" in detail else set()
        numbers |= set(detail.get("corrections", ()))
    return changes, numbers
