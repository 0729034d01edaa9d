"""Speakers as people type their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from corpus.argument_checks import shown, unknown
from corpus.errors import FilterError
from corpus.query.persons.name_hints import MOST_NAMED
from corpus.store.column_limits import name_key
from corpus.store.tables.archive import Actor, ActorName
from corpus.text.normalisation import fold

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
    found: set[int] = set()
    moment.verify("actor", "actor_name")
    for name in names:
        parts = fold(name).split()
        if not parts:
            raise FilterError("--speaker is empty: give a name, or leave it out.")
        actors = set(
            moment.connection.scalars(
                select(ActorName.c.actor_id).where(ActorName.c.fold == name_key(name.strip()))
            )
        )
        if not actors:
            actors = _otherwise_spelled(moment, name.strip(), notes)
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


def _otherwise_spelled(moment: Moment, name: str, notes: list[str]) -> set[int]:
    """The actor one of whose names is another spelling of this one, in Korean or Chinese; a note says so.

    Characters match in their simplified and traditional forms (OpenCC, where it is installed) and by their
    Korean reading.

    Raises FilterError where it may be several.
    """
    from corpus.text.analysers.chinese_variants import simplified
    from corpus.text.analysers.hanja_reading import has_hanja, reading
    from corpus.text.names.romanisation import romanised_key

    han = simplified("".join(name.split())) if has_hanja(name) else None
    keys = romanised_key(name)
    if han is not None:
        read = "".join(reading(name).split())
        keys |= romanised_key(read) | romanised_key(re.sub("^금", "김", read))  # 金, as a surname
    if not keys and han is None:
        return set()
    names = moment.connection.execute(select(ActorName.c.actor_id, ActorName.c.name)).all()
    found = {row.actor_id for row in names if keys & romanised_key(row.name)}
    if han is not None:
        found |= {row.actor_id for row in names if simplified("".join(row.name.split())) == han}
    if not found:
        return found
    persons = sorted(moment.connection.scalars(select(Actor.c.name).where(Actor.c.id.in_(found))))
    # Kim Jong Un and Kim Jong-un, of two outlets, are one
    if len({"".join(filter(str.isalpha, fold(person))) for person in persons}) > 1:
        some = ", ".join(persons[:MOST_PARTS]) + (" ..." if len(persons) > MOST_PARTS else "")
        raise FilterError(f"--speaker {shown(name)} may be one of several: {some}; give that name.")
    notes.append(f"--speaker {shown(name)}: taken as {' and '.join(persons)}.")
    return found
