"""Making people known by hand: adding a person or a name, and joining two rows of one person; all logged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import case, func, insert, select, update

from corpus.errors import NotFoundError, UsageError
from corpus.index.encoding import codec
from corpus.index.encoding.block_manifests import replace_arrays
from corpus.index.read.document_facts import pack_facts
from corpus.store.changes import What, log_change, user_name
from corpus.store.column_limits import name_key
from corpus.store.ids import Ids
from corpus.store.journal import Journal
from corpus.store.lookups import in_parts
from corpus.store.state import mark_changed
from corpus.store.tables.archive import (
    Actor,
    ActorName,
    Address,
    Document,
    MentionRow,
    PassageRow,
    QuotationRow,
    Version,
)
from corpus.store.tables.index import Block
from corpus.store.tables.log import PersonChange
from corpus.store.times import now
from corpus.text.normalisation import normalise
from corpus.text.tokens import has_cjk, words
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Engine

LONGEST = 300
"""Longest name, in code points."""
_TOGETHER = 250
"""Actors joined in one statement: stays under the parameter limits of both stores."""
NAMING = (
    (PassageRow.c.speaker_id, PassageRow.c.version_id, PassageRow.c.number),
    (QuotationRow.c.speaker_id, QuotationRow.c.version_id, QuotationRow.c.number),
    (MentionRow.c.actor_id, MentionRow.c.id),
    (Address.c.speaker_id, Address.c.id),
    (Document.c.speaker_id, Document.c.id),
)
"""Columns that name an actor, each with the key of its table."""
BY_HAND = "set"
"""How a name is known that a person gave; see ``ActorName``."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a person: whether it is ``new``; names ``added``, and those ``held`` already."""

    name: str
    new: bool
    added: tuple[str, ...]
    held: tuple[str, ...]


def add_person(
    engine: Engine,
    name: str,
    aliases: Iterable[str] = (),
    country: str | None = None,
    known: Iterable[str] = (),
) -> Added:
    """Make a person, or give one further names. ``known``: names that he has anyway (of the starter list).

    Names given so count as they are, also of one word. Raises UsageError for what is no name, or for a name
    that another person of the archive has.
    """
    wanted = list(dict.fromkeys(_checked(one) for one in (name, *aliases)))
    if country is not None and not re.fullmatch("[A-Z]{2,4}", country):
        raise UsageError.about("country", "write the letters of ISO 3166-1, as PRK.", country[:20])
    with engine.begin() as connection:
        ids, journal = Ids(connection), Journal(connection)
        identifier = _actor_of(connection, (wanted[0], *known))
        new = identifier is None
        _refuse_taken(connection, wanted, identifier)
        if identifier is None:
            identifier = ids.next(Actor)
            journal.insert(Actor, id=identifier, name=wanted[0], kind="person", country=country)
        elif country is not None:
            journal.update(Actor, identifier, country=country)
        query = select(ActorName.c.id, ActorName.c.name, ActorName.c.known)
        rows = connection.execute(query.where(ActorName.c.actor_id == identifier)).all()
        by_name = {row.name: row for row in rows}
        added, held = [], []
        for one in wanted:
            if one in by_name and by_name[one].known == BY_HAND:
                held.append(one)
                continue
            added.append(one)
            if one in by_name:
                journal.update(ActorName, by_name[one].id, known=BY_HAND)
                continue
            alias = {"id": ids.next(ActorName), "actor_id": identifier, "name": one, "fold": name_key(one)}
            journal.insert(ActorName, **alias, known=BY_HAND)
        if journal.images:
            given = "".join(f", {one}" for one in added if one != wanted[0])
            about = f"{'add' if new else 'names of'} {wanted[0]}{given}"
            log_people(connection, ids, about)
            log_change(connection, ids, What.people, about, {"rows": journal.images})
            _changed(connection)
    return Added(wanted[0], new, tuple(added), tuple(held))


def merge_people(engine: Engine, groups: Sequence[Sequence[int]]) -> list[str]:
    """Make one actor of each group: all that names the others names its first; the names that were joined.

    All in one transaction, which is one change of the archive.
    """
    joined: list[str] = []
    with engine.begin() as connection:
        journal = Journal(connection)
        into: dict[int, int] = {}
        told: list[str] = []
        for keep, *rest in groups:
            others = [other for other in dict.fromkeys(rest) if other != keep]
            query = select(Actor.c.id, Actor.c.name).where(Actor.c.id.in_([keep, *others]))
            rows = {row.id: row.name for row in connection.execute(query)}
            if {keep, *others} - rows.keys():
                raise NotFoundError("One of the people is not in the archive any more: ask again.")
            if not others:
                continue
            _join_names(connection, journal, keep, others)
            into.update(dict.fromkeys(others, keep))
            names = [rows[other] for other in others]
            joined += names
            told.append(f"merge into {rows[keep]}: {', '.join(names)}")
        if into:
            detail: dict[str, Any] = {"into": list(into.items()), "named": named_by(connection, list(into))}
            detail["last"] = connection.scalar(select(func.max(Address.c.id)))
            detail["text"] = connection.scalar(select(func.max(Version.c.id)))
            _join_rows(connection, into)
            _join_speakers(connection, into)
            for other in into:
                journal.delete(Actor, other)
            detail["rows"] = journal.images
            ids = Ids(connection)
            for one in told:
                log_people(connection, ids, one)
            log_change(connection, ids, What.people, "; ".join(told), detail)
            _changed(connection)
    return joined


def named_by(connection: Connection, actors: Sequence[int]) -> dict[str, list[tuple[int, ...]]]:
    """By table, which of its rows name actors: the actor, and the row's key."""
    found: dict[str, list[tuple[int, ...]]] = {}
    for column, *key in NAMING:
        rows: list[tuple[int, ...]] = []
        for some in in_parts(actors):
            query = select(column, *key).where(column.in_(some)).order_by(*key)
            rows += [tuple(row) for row in connection.execute(query)]
        found[column.table.name] = rows
    return found


def changes(connection: Connection) -> list[tuple[str, str, str]]:
    """The log, latest first: when, who, what."""
    query = select(PersonChange.c.at, PersonChange.c.who, PersonChange.c.what)
    rows = connection.execute(query.order_by(PersonChange.c.id.desc()))
    return [(at, who, what) for at, who, what in rows]


def log_people(connection: Connection, ids: Ids, what: str) -> None:
    """Write what was done to people into their log."""
    row = {"id": ids.next(PersonChange), "what": what, "who": user_name(), "at": now()}
    connection.execute(insert(PersonChange).values(**row))


def _checked(name: str) -> str:
    name = " ".join(normalise(name).split())
    if not name or not (words(name) or has_cjk(name)):
        raise UsageError(f"{name[:60]!r} is no name: give letters.")
    if len(name) > LONGEST:
        raise UsageError(f"A name can have at most {LONGEST} characters: shorten {name[:40]!r}.")
    return name


def _actor_of(connection: Connection, names: Iterable[str]) -> int | None:
    """The actor who has one of these names, the first that has one."""
    for name in names:
        query = select(ActorName.c.actor_id).where(ActorName.c.fold == name_key(name))
        found = connection.scalar(query.order_by(ActorName.c.id).limit(1))
        if found is not None:
            return int(found)
    return None


def _refuse_taken(connection: Connection, names: list[str], identifier: int | None) -> None:
    for name in names:
        query = select(Actor.c.name).join(ActorName, ActorName.c.actor_id == Actor.c.id)
        query = query.where(ActorName.c.fold == name_key(name))
        if identifier is not None:
            query = query.where(Actor.c.id != identifier)
        other = connection.scalar(query.limit(1))
        if other is not None:
            raise UsageError(
                f"{name} is a name of {other} already: {action('merge_people')} joins two rows of one person."
            )


def _join_names(connection: Connection, journal: Journal, keep: int, others: Sequence[int]) -> None:
    held = set(connection.scalars(select(ActorName.c.name).where(ActorName.c.actor_id == keep)))
    query = select(ActorName.c.id, ActorName.c.name).where(ActorName.c.actor_id.in_(others))
    for identifier, name in connection.execute(query.order_by(ActorName.c.id)).all():
        if name in held:
            journal.delete(ActorName, identifier)
        else:
            held.add(name)
            journal.update(ActorName, identifier, actor_id=keep)


def _join_rows(connection: Connection, into: dict[int, int]) -> None:
    """Name the actors that stay wherever a row names one that goes; hundreds in one pass over a table."""
    listed = list(into)
    for begin in range(0, len(listed), _TOGETHER):
        some = {other: into[other] for other in listed[begin : begin + _TOGETHER]}
        for column, *_ in NAMING:
            changed = update(column.table).where(column.in_(list(some)))
            connection.execute(changed.values({column.name: case(some, value=column)}))


def _join_speakers(connection: Connection, into: dict[int, int]) -> None:
    """Let the index hold one speaker for all of a group."""
    others = np.array(sorted(into), dtype=np.int64)
    keep = np.array([into[other] for other in others.tolist()], dtype=np.int64)
    for block_id, packed in connection.execute(select(Block.c.id, Block.c.speakers)).all():
        speakers = codec.unpack(packed).astype(np.int64)
        at = np.minimum(np.searchsorted(others, speakers), len(others) - 1)
        mask = others[at] == speakers
        if mask.any():
            joined = codec.pack(np.where(mask, keep[at], speakers))
            replace_arrays(connection, block_id, {"speakers": joined})


def _changed(connection: Connection) -> None:
    mark_changed(connection)
    pack_facts(connection)
