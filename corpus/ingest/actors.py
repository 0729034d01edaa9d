"""Who can speak or be named: an actor for each person, found by any of his names.

Spellings that are surely one name (letter case, accents, hyphens, Mr.) are one person; others are left apart,
and proposed by ``corpus people variants``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from corpus.model.person_names import variant_key
from corpus.store.archive import Actor, ActorName
from corpus.store.columns import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.ingest.outlet_file import OutletFile
    from corpus.store.buffer import RowBuffer
    from corpus.store.ids import Ids


class Actors:
    """The actors that the archive knows. Valid inside one write transaction; new ones go to ``rows``."""

    def __init__(self, connection: Connection, ids: Ids, rows: RowBuffer) -> None:
        self._ids = ids
        self._rows = rows
        self._actors: dict[str, int] = {}
        self._names: set[tuple[int, str]] = set()
        self._aliases: dict[str, tuple[str, ...]] = {}
        self._variants: dict[str, int] = {}
        names = select(ActorName.c.fold, ActorName.c.actor_id, ActorName.c.name)
        for row in connection.execute(names.order_by(ActorName.c.id)):
            self._actors.setdefault(row.fold, row.actor_id)
            self._names.add((row.actor_id, row.name))
            self._vary(row.name, row.actor_id)

    def learn_aliases(self, outlet: OutletFile) -> None:
        """Give the people of an outlet's file, as far as they are known, their names of that file."""
        self._aliases.update({person.name: person.names for person in outlet.people})
        for person in outlet.people:
            actor = self._known((person.name, *person.names))
            if actor is not None:
                self._name(actor, (person.name, *person.names))

    def id_of(self, name: str | None) -> int | None:
        """The actor with this name, made where there is none; None for no name."""
        if name is None:
            return None
        found = self._actors.get(name_key(name))
        if found is not None:
            return found
        names = (name, *self._aliases.get(name, ()))
        found = self._known(names)
        if found is None and (key := variant_key(name)) is not None:
            found = self._variants.get(key)
        if found is None:
            found = self._ids.next(Actor)
            self._rows.add(Actor, id=found, name=name, kind="person")
        self._name(found, names)
        return found

    def _known(self, names: Iterable[str]) -> int | None:
        return next((self._actors[key] for name in names if (key := name_key(name)) in self._actors), None)

    def _name(self, actor: int, names: Iterable[str]) -> None:
        """Give an actor the names that it does not have yet."""
        for name in names:
            if (actor, name) in self._names:
                continue
            self._names.add((actor, name))
            self._actors.setdefault(name_key(name), actor)
            self._vary(name, actor)
            alias = self._ids.next(ActorName)
            self._rows.add(ActorName, id=alias, actor_id=actor, name=name, fold=name_key(name))

    def _vary(self, name: str, actor: int) -> None:
        """Know an actor by what the spellings of a name have in common."""
        key = variant_key(name)
        if key is not None:
            self._variants.setdefault(key, actor)
