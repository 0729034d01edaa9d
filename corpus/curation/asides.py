"""What corrections change beside a document's own row, and how that is given back.

An aside is JSON that says what was there: passages that changed hands, readings that had another outlet.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, select, update

from corpus.curation.persons import BY_HAND, NAMING
from corpus.index.renewal.changed_speakers import index_speakers
from corpus.ingest.identity.item_keys import Kind, keys_of
from corpus.store.column_limits import name_key
from corpus.store.lookups import in_parts
from corpus.store.tables.archive import (
    NO_TEXT,
    Actor,
    ActorName,
    Address,
    AddressKey,
    Document,
    Outlet,
    PassageRow,
    Version,
)
from corpus.text.roles import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

Aside = dict[str, Any]


def written(aside: Aside) -> str:
    return json.dumps(aside)


# -- speakers --------------------------------------------------------------------------------------------


def give_speech(
    connection: Connection, document_id: int, old: int | None, new: int | None, before: str | None
) -> Aside:
    """Give the document's own passages of speech to another speaker, in the table and in the index.

    Of its current version; of the version that an aside ``before`` names when it is made again.
    """
    version: int | None
    if before is None:
        version = connection.scalar(select(Document.c.current_version_id).where(Document.c.id == document_id))
    else:
        version = json.loads(before)["version"]
    whose = PassageRow.c.speaker_id.is_(None) if old is None else PassageRow.c.speaker_id == old
    spoken = PassageRow.c.role.in_([int(role) for role in SPOKEN])
    own = select(PassageRow.c.number).where(PassageRow.c.version_id == version, whose, spoken)
    numbers = list(connection.scalars(own.order_by(PassageRow.c.number)))
    _speak(connection, version, numbers, new)
    return {"version": version, "passages": numbers}


def give_speech_back(connection: Connection, aside: str, old: int | None) -> None:
    """Give passages back to the speaker that they had."""
    held = json.loads(aside)
    _speak(connection, held["version"], held["passages"], old)


def _speak(connection: Connection, version: int | None, numbers: Sequence[int], actor: int | None) -> None:
    if version is None or not numbers:
        return
    for some in in_parts(numbers):
        own = update(PassageRow).where(PassageRow.c.version_id == version, PassageRow.c.number.in_(some))
        connection.execute(own.values(speaker_id=actor))
    index_speakers(connection, [version])


def forget_speaker(connection: Connection, name: str) -> None:
    """Delete the actor of a name, where nothing names him any more, and nobody made him known."""
    actor = connection.scalar(select(ActorName.c.actor_id).where(ActorName.c.fold == name_key(name)))
    by_hand = ActorName.c.known == BY_HAND, ActorName.c.actor_id == actor
    if actor is None or connection.scalar(select(exists().where(*by_hand))):
        return
    if not any(connection.scalar(select(exists().where(column == actor))) for column, *_ in NAMING):
        connection.execute(delete(ActorName).where(ActorName.c.actor_id == actor))
        connection.execute(delete(Actor).where(Actor.c.id == actor))


# -- language --------------------------------------------------------------------------------------------


def own_language(connection: Connection, document_id: int, tag: str) -> Aside:
    """Passages that are in the document's language are in no other."""
    own = (
        select(PassageRow.c.version_id, PassageRow.c.number)
        .join(Version, Version.c.id == PassageRow.c.version_id)
        .where(Version.c.document_id == document_id, PassageRow.c.language == tag)
    )
    passages = [list(row) for row in connection.execute(own)]
    _speak_in(connection, passages, None)
    return {"language": tag, "passages": passages}


def give_language_back(connection: Connection, aside: str) -> None:
    """Let passages be in their language again."""
    held = json.loads(aside)
    _speak_in(connection, held["passages"], held["language"])


def _speak_in(connection: Connection, passages: Sequence[Sequence[int]], tag: str | None) -> None:
    for version, number in passages:
        own = update(PassageRow).where(PassageRow.c.version_id == version, PassageRow.c.number == number)
        connection.execute(own.values(language=tag))


# -- outlet ----------------------------------------------------------------------------------------------


def move(connection: Connection, document_id: int, outlet_id: int) -> Aside:
    """Let all that was read of a document be the outlet's, and of its country where it was of the other's."""
    countries = {row.id: row.country for row in connection.execute(select(Outlet.c.id, Outlet.c.country))}
    own = select(Address.c.id, Address.c.outlet_set, Address.c.country, Address.c.outlet_id)
    own = own.where(Address.c.document_id == document_id).order_by(Address.c.id)
    readings, moved = [], []
    for address, outlet, country, read_as in connection.execute(own):
        readings.append([address, outlet, country])
        of_outlet = country in (None, countries[outlet or read_as])
        moved.append((address, outlet_id, countries[outlet_id] if of_outlet else country))
    _set_outlets(connection, moved)
    return {"readings": readings}


def move_back(connection: Connection, aside: str) -> None:
    """Let readings be the outlet's whose they were."""
    _set_outlets(connection, json.loads(aside)["readings"])


def _set_outlets(connection: Connection, outlets: Sequence[Sequence[Any]]) -> None:
    """Set the outlets of readings (id, outlet, country), and make anew those of their keys in which it has
    a part."""
    codes = {row.id: row.code for row in connection.execute(select(Outlet.c.id, Outlet.c.code))}
    for address, outlet, country in outlets:
        query = (
            select(
                Address.c.outlet_id, Address.c.outlet_set, Address.c.title, Address.c.title_given,
                Address.c.published, Address.c.url, Version.c.body_sha256,
            )
            .outerjoin(Version, Version.c.id == Address.c.version_id)
            .where(Address.c.id == address)
        )  # fmt: skip
        row = connection.execute(query).one_or_none()
        if row is None:
            continue
        changed = update(Address).where(Address.c.id == address)
        connection.execute(changed.values(outlet_set=outlet, country=country))
        before, after = codes[row.outlet_set or row.outlet_id], codes[outlet or row.outlet_id]
        held = set(connection.scalars(select(AddressKey.c.hash).where(AddressKey.c.address_id == address)))
        kept = held.copy()
        for old, new in zip(_outlet_keys(before, row), _outlet_keys(after, row), strict=True):
            if old in held and new not in kept:
                kept.add(new)
                key = update(AddressKey).where(AddressKey.c.address_id == address, AddressKey.c.hash == old)
                connection.execute(key.values(hash=new))


def _outlet_keys(code: str, row: Any) -> list[int]:
    """The keys in which an outlet may have a part: its texts, as tiny ones and as others, titles and ids."""
    found: list[int] = []
    _, _, identifier = row.url.rpartition("#")
    title = row.title if row.title_given else None
    for words in (0, None):
        keys = keys_of(
            code, row.url, file=None, row=True, identifier=None, title=title, published=row.published,
            body=row.body_sha256 if row.body_sha256 not in (None, NO_TEXT) else None, words=words,
        )  # fmt: skip
        found += [key.hash for key in keys if key.kind in (Kind.text, Kind.title)]
    keys = keys_of(
        code, row.url, file=None, row=True, identifier=identifier, title=None, published=None, body=None,
        words=None,
    )  # fmt: skip
    return found + [key.hash for key in keys if key.kind is Kind.id]
