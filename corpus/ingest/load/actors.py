"""Who can speak or be named: an actor for each person or institution, found by any of its names.

Spellings that are surely one name (letter case, accents, hyphens, Mr.) are one person; others are left apart,
and proposed by ``corpus people variants``. A surname alone is one person of each country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from corpus.store.column_limits import name_key
from corpus.store.tables.archive import Actor, ActorName
from corpus.text.names.persons import of_country, variant_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.store.ids import Ids
    from corpus.store.inserts import RowBuffer


class Actors:
    """The actors that the archive knows. Valid inside one write transaction; new ones go to ``rows``."""

    def __init__(self, connection: Connection, ids: Ids, rows: RowBuffer) -> None:
        self._ids = ids
        self._rows = rows
        self._actors: dict[str, int] = {}
        self._names: set[tuple[int, str]] = set()
        self._aliases: dict[str, tuple[str, ...]] = {}
        self._variants: dict[str, int] = {}
        self._without_key: list[tuple[str, int]] = []
        self._institutions: set[str] = set()
        self._unread: Connection | None = connection

    def _read(self) -> None:
        """Learn the names that the archive has, once one is asked for: many texts name nobody."""
        if self._unread is None:
            return
        connection, self._unread = self._unread, None
        names = select(ActorName.c.actor_id, ActorName.c.name, Actor.c.country, Actor.c.name.label("listed"))
        names = names.join(Actor, Actor.c.id == ActorName.c.actor_id).order_by(ActorName.c.id)
        for row in connection.execute(names):
            shared = row.name != row.listed == of_country(row.name, row.country)
            self._learn(row.actor_id, row.name, shared=shared)

    def learn_aliases(self, outlet: OutletFile) -> None:
        """Give the people of an outlet's file, as far as they are known, their names of that file."""
        self._aliases.update({person.name: person.names for person in outlet.people})
        self._institutions.update(one.name for one in outlet.people if one.kind == "institution")
        if outlet.people:
            self._read()
        for person in outlet.people:
            actor = self._known((person.name, *person.names))
            if actor is not None:
                self._name(actor, (person.name, *person.names))

    def id_of(self, name: str | None, country: str | None = None, institution: bool = False) -> int | None:
        """The actor with this name, made where there is none; None for no name.

        ``country``: whose words or document it is, by which surnames alone are told apart.
        """
        if name is None:
            return None
        self._read()
        institution = institution or name in self._institutions
        alone = name if institution or name in self._aliases else of_country(name, country)
        found = self._actors.get(name_key(alone))
        if found is not None:
            return found
        names = (alone, *self._aliases.get(name, ()), *([name] if alone != name else []))
        if alone != name:
            return self._made(names, "person", country)
        found = self._known(names)
        if found is None:
            found = self._spelled_otherwise(name)
        if found is None:
            return self._made(names, "institution" if institution else "person", None)
        self._name(found, names)
        return found

    def _made(self, names: tuple[str, ...], kind: str, country: str | None) -> int:
        """A new actor, listed under the first of the names."""
        found = self._ids.next(Actor)
        self._rows.add(Actor, id=found, name=names[0], kind=kind, country=country)
        self._name(found, names, alone=country is not None)
        return found

    def _known(self, names: Iterable[str]) -> int | None:
        return next((self._actors[key] for name in names if (key := name_key(name)) in self._actors), None)

    def _spelled_otherwise(self, name: str) -> int | None:
        """The actor with a name that differs in its spelling alone."""
        for known, actor in self._without_key:  # most loads have no name to compare them with
            if (key := variant_key(known)) is not None:
                self._variants.setdefault(key, actor)
        self._without_key.clear()
        key = variant_key(name)
        return self._variants.get(key) if key is not None else None

    def _name(self, actor: int, names: Sequence[str], *, alone: bool = False) -> None:
        """Give an actor the names that it does not have yet; ``alone``: only the first is no other's."""
        for at, name in enumerate(names):
            if (actor, name) in self._names:
                continue
            self._learn(actor, name, shared=alone and at > 0)
            alias = self._ids.next(ActorName)
            self._rows.add(ActorName, id=alias, actor_id=actor, name=name, fold=name_key(name))

    def _learn(self, actor: int, name: str, *, shared: bool) -> None:
        """Know an actor by a name that no other has, and by what its spellings have in common."""
        self._names.add((actor, name))
        if shared:
            return
        self._actors.setdefault(name_key(name), actor)
        self._without_key.append((name, actor))
