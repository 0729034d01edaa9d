"""Speakers as people type their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from corpus.argument_checks import shown, unknown
from corpus.errors import FilterError
from corpus.query import persons
from corpus.query.persons.name_hints import MOST_NAMED
from corpus.store.column_limits import name_key
from corpus.store.tables.archive import Actor, ActorName
from corpus.text.normalisation import fold
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Collection

    from corpus.query.session.moment import Moment


def namesakes(moment: Moment, name: str, actors: Collection[int]) -> list[str]:
    """A sentence where a speaker's name is that of several: all of them count."""
    if len(actors) < 2:
        return []
    moment.verify("actor")
    names = sorted(moment.connection.scalars(select(Actor.c.name).where(Actor.c.id.in_(actors))))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return [f"{shown(name)} is the name of several, who all count: {', '.join(names[:MOST_NAMED])}{more}."]


MOST_PARTS = 20
"""Words of an unknown name by which similar ones are looked for."""


def speakers_named(moment: Moment, names: tuple[str, ...], notes: list[str]) -> frozenset[int]:
    """The actors whom names mean, as the archive writes them or in another spelling, which a note says.

    Raises FilterError for a name of no speaker (with the nearest), and for one that may be several.
    """
    found: set[int] = set()
    moment.verify("actor", "actor_name")
    for name in names:
        parts = fold(name).split()
        if not parts:
            raise FilterError.about("speaker", "is empty: give a name, or leave it out.")
        exact = select(ActorName.c.actor_id).where(ActorName.c.fold == name_key(name.strip()))
        actors = set(moment.connection.scalars(exact)) or _otherwise_named(moment, name.strip(), notes)
        if not actors:
            alike = (ActorName.c.fold.contains(part, autoescape=True) for part in parts[:MOST_PARTS])
            known = (
                moment.connection.scalars(select(ActorName.c.name).where(or_(*alike))).all()
                or moment.connection.scalars(select(ActorName.c.name)).all()
            )
            raise unknown("speaker", name, known)
        notes += namesakes(moment, name, actors)
        found |= actors
    return frozenset(found)


def _otherwise_named(moment: Moment, name: str, notes: list[str]) -> set[int]:
    """The actors of the person who is meant (``known_persons.meant``), of those whom the archive has."""
    every = persons.known_persons.everybody(moment)
    try:
        person = persons.known_persons.meant([one for one in every if one.actors], name)
        silent = persons.known_persons.meant(every, name) if person is None else None
    except FilterError as error:
        raise FilterError.about("speaker", str(error)) from None
    if silent is not None:
        raise FilterError.about("speaker", f"{silent.name} speaks in no text of the archive.", shown(name))
    if person is None:
        return set()
    stored = moment.connection.scalars(select(Actor.c.name).where(Actor.c.id.in_(person.actors)))
    notes.append(f"{argument('speaker', shown(name))}: taken as {' and '.join(sorted(stored))}.")
    return set(person.actors)
