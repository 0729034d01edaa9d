"""Giving back rows that a change added, changed or deleted (``corpus.store.journal``).

Rows of people, concepts and codes. Nothing is given back over what came later: that is refused, naming it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import and_, delete, exists, insert, or_, select, update

from corpus.curation.persons import BY_HAND, NAMING
from corpus.errors import UsageError
from corpus.store.changes import What
from corpus.store.column_limits import name_key
from corpus.store.ids import Ids
from corpus.store.tables.archive import Actor, ActorName, Address, Version
from corpus.store.tables.coding import Annotation, Code, Coder
from corpus.store.tables.concepts import Concept, ConceptTerm
from corpus.store.tables.log import Change, Correction, Run, Sighting
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Column, Connection, Table
    from sqlalchemy.sql.elements import ColumnElement

    Row = dict[str, Any]
    Images = Sequence[tuple[str, Row | None, Row | None]]

ROWS = frozenset((What.people, What.concept, What.code))
"""Kinds of changes of which the rows are kept."""
TABLES = {table.name: table for table in (Actor, ActorName, Concept, ConceptTerm, Code, Coder, Annotation)}
UNIQUE = {
    "actor_name": ("actor_id", "name"),
    "concept": ("name",),
    "concept_term": ("concept_id", "language", "query"),
    "code": ("name",),
    "coder": ("name",),
    "annotation": ("version_id", "start_char", "end_char", "coder_id", "code_id"),
}
"""Columns that no two rows share."""
CHILDREN: dict[str, Column[Any]] = {
    "concept": ConceptTerm.c.concept_id,
    "code": Annotation.c.code_id,
    "coder": Annotation.c.coder_id,
}
"""Columns of these tables that refer to one."""


def give_rows_back(connection: Connection, change: Any) -> None:
    """Let rows be as they were before a change. Raises UsageError where a later one touched them."""
    images: Images = json.loads(change.detail)["rows"]
    for name, before, after in reversed(images):
        table = TABLES[name]
        number = (before or after or {})["id"]
        current = connection.execute(select(table).where(table.c.id == number)).mappings().one_or_none()
        if (dict(current) if current is not None else None) != after:
            refuse(change, later_rows(connection, change, name, number))
        if before is None:
            _delete(connection, change, table, number)
        elif after is None:
            _insert(connection, change, table, before)
        else:
            connection.execute(update(table).where(table.c.id == number).values(**before))


def _delete(connection: Connection, change: Any, table: Table, number: int) -> None:
    """Delete a row; a coder who gave other codes stays."""
    if table is Actor:
        _forget(connection, change, number)
        return
    child = CHILDREN.get(table.name)
    if child is not None and connection.scalar(select(exists().where(child == number))):
        if table is Coder:
            return
        refuse(change, later_rows(connection, change, child.table.name, number, child.name))
    connection.execute(delete(table).where(table.c.id == number))


def _forget(connection: Connection, change: Any, actor: int) -> None:
    """Delete somebody whom a person made known; whom loads name that were taken back, he stays as they read
    him, under his first name."""
    names = select(ActorName).where(ActorName.c.actor_id == actor)
    if any(name.known == BY_HAND for name in connection.execute(names)):
        refuse(change, later_rows(connection, change, "actor_name", actor, "actor_id"))
    row = connection.execute(select(Actor).where(Actor.c.id == actor)).one()
    later = later_speaker(connection, {name_key(row.name)}) or later_load(connection, [actor])
    if later is not None:
        refuse(change, later)
    connection.execute(delete(ActorName).where(ActorName.c.actor_id == actor))
    if any(connection.scalar(select(exists().where(column == actor))) for column, *_ in NAMING):
        connection.execute(update(Actor).where(Actor.c.id == actor).values(country=None))
        name = {"id": Ids(connection).next(ActorName), "name": row.name, "fold": name_key(row.name)}
        connection.execute(insert(ActorName).values(**name, actor_id=actor))
        return
    connection.execute(delete(Actor).where(Actor.c.id == actor))


def _insert(connection: Connection, change: Any, table: Table, row: Row) -> None:
    keys = UNIQUE.get(table.name)
    if keys:
        same = and_(*(table.c[key] == row[key] for key in keys))
        other = connection.scalar(select(table.c.id).where(same))
        if other is not None:
            refuse(change, later_rows(connection, change, table.name, other))
    if table is Annotation:
        held = exists().where(Version.c.id == row["version_id"])
        if not connection.scalar(select(held)):
            purge = and_(Change.c.what == What.purge.value, Change.c.id > change.id)
            refuse(change, connection.execute(select(Change).where(purge)).first())
    connection.execute(insert(table).values(**row))


def later_rows(connection: Connection, change: Any, name: str, number: int, column: str = "id") -> Any:
    """The first change after this one, not taken back, of a row of a table; None where none is known."""
    later = select(Change).where(
        Change.c.id > change.id, Change.c.undone_at.is_(None), Change.c.what == change.what
    )
    for row in connection.execute(later.order_by(Change.c.id)):
        for table, before, after in json.loads(row.detail or "{}").get("rows", ()):
            if table == name and number in ((before or {}).get(column), (after or {}).get(column)):
                return row
    return None


def later_load(connection: Connection, actors: Sequence[int], last: int = 0) -> Any:
    """The load, not taken back, that brought the first reading after ``last`` that names one of these."""
    column, key, *_ = NAMING[0]
    speaks = select(key).where(column.in_(actors), key == Address.c.version_id)
    named: ColumnElement[bool] = or_(Address.c.speaker_id.in_(actors), speaks.exists())
    reading = select(Address.c.id).where(Address.c.id > last, Address.c.live == 1, named)
    found = connection.scalar(reading.order_by(Address.c.id).limit(1))
    if found is None:
        return None
    seen = select(Sighting.c.run_id).join(Run, Run.c.id == Sighting.c.run_id)
    seen = seen.where(Sighting.c.address_id == found, Run.c.removed_at.is_(None))
    run = connection.scalar(seen.order_by(Sighting.c.run_id.desc()).limit(1))
    loads = select(Change).where(Change.c.what == What.load.value).order_by(Change.c.id)
    return next(
        (row for row in connection.execute(loads) if json.loads(row.detail or "{}").get("run") == run), None
    )


def later_speaker(
    connection: Connection, names: Collection[str], after: int = 0, documents: Collection[int] = ()
) -> Any:
    """The first correction after a change that still counts, and sets one of these (keys of) names as a
    speaker, or the speaker of one of these documents."""
    query = (
        select(Correction.c.document_id, Correction.c.new, Correction.c.change_id)
        .where(Correction.c.field == "speaker", Correction.c.undone_at.is_(None))
        .where(Correction.c.change_id > after)
        .order_by(Correction.c.id)
    )
    for row in connection.execute(query):
        if row.document_id in documents or (row.new is not None and name_key(row.new) in names):
            return connection.execute(select(Change).where(Change.c.id == row.change_id)).one()
    return None


def refuse(change: Any, later: Any) -> NoReturn:
    """Raise the UsageError that names what came after a change."""
    what = f"Change {change.id} cannot be taken back ({change.what}: {change.about[:100]})"
    if later is None:
        raise UsageError(
            f"{what}: what it changed has been changed since; {action('log')} shows what was done."
        )
    about = f"change {later.id}, {later.what} of {later.at} ({later.about[:100]}), builds on it"
    if later.what == What.purge:
        raise UsageError(f"{what}: {about}; what is deleted for good does not come back.")
    raise UsageError(f"{what}: {about}. Take that back first: {action('undo', later.id)}")
