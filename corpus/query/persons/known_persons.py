"""Who is known: people of the starter list, of outlet files and of the archive, each under all names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from corpus.argument_checks import nearest, shown
from corpus.errors import FilterError, NotFoundError, UsageError
from corpus.query.persons.outlet_person_words import outlet_words
from corpus.settings import packaged
from corpus.store.column_limits import name_key as stored_key
from corpus.store.tables.archive import Actor, ActorName, Outlet
from corpus.text.analysers.chinese_variants import simplified
from corpus.text.analysers.hanja_reading import has_hanja, reading
from corpus.text.names.persons import bare, is_person_name, name_words, variant_key
from corpus.text.names.romanisation import romanised_key
from corpus.text.normalisation import fold, without_diacritics
from corpus.text.tokens import has_cjk
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.query.session.moment import Moment

HYPHENATED = frozenset({"PRK", "KOR"})
"""Countries whose names of three words are also written with a hyphen: Kim Jong-un."""
SURNAME_FIRST = HYPHENATED | {"CHN", "TWN", "HKG", "MAC", "VNM", "KHM", "HUN"}
"""Countries whose names begin with the surname."""
MOST_LISTED = 8
"""Names in one message."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can be named. ``name``: as tables show it; ``names``: that and all others, in any script.

    ``actors``: ids in the archive, none where it has no row of this person.
    """

    name: str
    names: tuple[str, ...]
    country: str | None = None
    actors: tuple[int, ...] = ()


@cache
def starter() -> tuple[Person, ...]:
    """The people of the list that comes with the program."""
    listed = packaged("corpus.insight.people", "people.toml")["people"]
    return tuple(
        Person(
            each["name"], tuple(_spellings((each["name"], *each["names"]), each["country"])), each["country"]
        )
        for each in listed
    )


def _spellings(names: Iterable[str], country: str | None) -> dict[str, None]:
    """The names, and those of Korean people in three words also with a hyphen."""
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        parts = name.split()
        if country in HYPHENATED and len(parts) == 3 and all(part.isascii() for part in parts):
            found[f"{parts[0]} {parts[1]}-{parts[2].lower()}"] = None
    return found


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """What two ways to write one name in one script have in common: its words, folded, without accents.

    An archive finds both: ``Kim Jong-Un`` and ``kim jong-un``, not ``Kim Jong Un``.
    """
    if has_cjk(name):
        return "".join(fold(name).split())
    return " ".join(without_diacritics(fold(word)) for word in name_words(name))


def everybody(moment: Moment) -> tuple[Person, ...]:
    """All people: of the starter list, of the archive's outlets, and persons among its actors; remembered.

    Rows that share a name are one person, under the name of the first list that has him. An actor counts as
    a person if his name looks like one (``corpus.text.names.persons``).
    """
    return moment.remember("people", lambda: _joined(starter(), moment, None))


def _joined(listed: Sequence[Person], moment: Moment, near: frozenset[str] | None) -> tuple[Person, ...]:
    """The listed people and those of the archive. ``near``: only actors with one of these words in a name."""
    people = list(listed)
    at = {name_key(name): number for number, person in enumerate(people) for name in person.names}
    for person in (*_of_outlets(moment), *_of_archive(moment, near)):
        numbers = [at[key] for name in person.names if (key := name_key(name)) in at]
        if numbers:
            number = numbers[0]
            known = people[number]
            names = tuple(dict.fromkeys((*known.names, *_free(person.names, at, number))))
            country = known.country or person.country
            people[number] = replace(
                known, names=names, country=country, actors=(*known.actors, *person.actors)
            )
        else:
            number = len(people)
            people.append(person)
        for name in people[number].names:
            at.setdefault(name_key(name), number)
    return tuple(people)


def _free(names: Iterable[str], at: dict[str, int], number: int) -> list[str]:
    """The names that no other person has: a shared alias would count twice."""
    return [name for name in names if at.get(name_key(name), number) == number]


def _of_outlets(moment: Moment) -> Iterable[Person]:
    """People of the files of those outlets that the archive holds."""
    moment.verify("outlet")
    codes = moment.connection.scalars(select(Outlet.c.code).order_by(Outlet.c.code)).all()
    for name, names in outlet_words(codes).people:
        yield Person(name, tuple(dict.fromkeys((name, *names))))


def _of_archive(moment: Moment, near: frozenset[str] | None = None) -> Iterable[Person]:
    """Persons among the actors. Spellings that are surely one name are one person.

    A name that was given by hand counts whatever it looks like.
    """
    moment.verify("actor", "actor_name")
    query = select(
        Actor.c.id, Actor.c.name, Actor.c.country, ActorName.c.name.label("alias"), ActorName.c.known
    )
    query = query.outerjoin(ActorName, ActorName.c.actor_id == Actor.c.id)
    query = query.where(Actor.c.kind == "person").order_by(Actor.c.id, ActorName.c.id)
    found: dict[object, Person] = {}
    if near is not None:
        alike = [ActorName.c.fold.contains(word, autoescape=True) for word in sorted(near)]
        query = query.where(Actor.c.id.in_(select(ActorName.c.actor_id).where(or_(*alike)).scalar_subquery()))
    for identifier, name, country, alias, by_hand in moment.connection.execute(query):
        key = variant_key(name)
        if not (key and is_person_name(name)) and not has_cjk(name) and by_hand is None:
            continue
        held = found.get(key or name)
        names = (bare(name), *([alias if by_hand else bare(alias)] if alias else []))
        if held is None:
            found[key or name] = Person(names[0], tuple(dict.fromkeys(names)), country, (identifier,))
            continue
        actors = held.actors if identifier in held.actors else (*held.actors, identifier)
        every = tuple(dict.fromkeys((*held.names, *names)))
        found[key or name] = replace(held, names=every, actors=actors, country=held.country or country)
    return found.values()


def resolve(moment: Moment, name: str) -> tuple[Person, list[str]]:
    """The person whom a name means, and a note where it is another spelling.

    See ``meant`` for how it is found. Raises FilterError where it may be several people (they are listed),
    NotFoundError where it is nobody (the nearest names).
    """
    wanted = bare(name)
    if not any(map(str.isalnum, wanted)):
        raise UsageError('The name of a person is empty: give a name, as in "Kim Jong Un".')
    listed_person = _listed(moment, wanted)
    if listed_person is not None:
        return listed_person, []
    people = everybody(moment)
    person = meant(people, name)
    if person is None:
        raise NotFoundError(_unknown(people, wanted))
    same = name_key(wanted) in map(name_key, person.names)
    return person, [] if same else [f"{shown(name)}: taken as {person.name}."]


def meant(people: Sequence[Person], name: str) -> Person | None:
    """Who of some people is meant by a name as it is typed, None for nobody.

    In this order: a name as it is known; a spelling that is surely the same (accents, hyphens, forms of
    address); another romanisation, or other characters, of a Korean or Chinese name; a surname; some words of
    one name. Raises FilterError where it may be several (they are listed).
    """
    wanted = bare(name)
    for matching in (_by_name, _by_variant, _by_romanisation, _by_surname, _by_words):
        found = matching(people, wanted)
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(person.name for person in found[:MOST_LISTED])
            more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
            raise FilterError(f"{shown(name)} may be one of several: {listed}{more}; give that name.")
    return None


def _listed(moment: Moment, wanted: str) -> Person | None:
    """Somebody of the starter list, with what the archive knows of him: found without reading all actors."""
    found = _by_name(starter(), wanted)
    if len(found) != 1:
        return None
    return _near(moment, found[0].names)[starter().index(found[0])]


def _near(moment: Moment, names: Iterable[str]) -> tuple[Person, ...]:
    """Everybody; of the archive only those who share a word of three letters or more with a name."""
    parts = (part for name in names for part in (*name_key(name).split(), *fold(name).split()))
    near = frozenset(part for part in parts if len(part) > 2)
    if not near:
        return everybody(moment)
    return moment.remember(("people near", near), lambda: _joined(starter(), moment, near))


def rivals(moment: Moment, people: Sequence[Person]) -> list[Person]:
    """Others with a name that holds or overlaps one of these people's, and counts in its place: Kim Song
    Nam for Kim Song. Each with those names only.
    """
    every = _near(moment, people[0].names) if len(people) == 1 else everybody(moment)
    own = {name_key(name) for person in people for name in person.names}
    sought = [_units(key) for key in own]
    found: list[Person] = []
    for person in every:
        names = [name for name in person.names if name_key(name) not in own]
        names = [name for name in names if any(_overlaps(_units(name_key(name)), one) for one in sought)]
        if names:
            found.append(replace(person, names=tuple(names)))
    return found


def _units(key: str) -> tuple[str, ...]:
    """What a name consists of, as the index has it: characters of Han and Hangul, else words."""
    return tuple(key) if has_cjk(key) else tuple(key.split())


def _overlaps(longer: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether one name, where it stands, may cover another, or its beginning."""
    if name[:1] and name[0] not in longer:
        return False
    return any(
        longer[at : at + len(name)] == name[: len(longer) - at]
        for at in range(len(longer))
        if at or len(longer) > len(name)
    )


def _by_name(people: Sequence[Person], wanted: str) -> list[Person]:
    key = name_key(wanted)
    if not key:
        return []
    if people is starter():
        return _starter_names().get(key, [])
    return [person for person in people if key in map(name_key, person.names)]


@cache
def _starter_names() -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in starter():
        for key in dict.fromkeys(map(name_key, person.names)):
            found.setdefault(key, []).append(person)
    return found


def _by_variant(people: Sequence[Person], wanted: str) -> list[Person]:
    key = variant_key(wanted)
    return [person for person in people if key in map(variant_key, person.names)] if key else []


def _by_romanisation(people: Sequence[Person], wanted: str) -> list[Person]:
    """By how a Korean or Chinese name may be written in Latin letters, and by its characters in their
    simplified and traditional forms (OpenCC, where it is installed) and by their Korean reading."""
    keys, characters = romanised_key(wanted), None
    if has_hanja(wanted):
        characters = simplified("".join(wanted.split()))
        read = "".join(reading(wanted).split())
        keys |= romanised_key(read) | romanised_key(re.sub("^금", "김", read))  # 金, as a surname
    if not keys and characters is None:
        return []
    return [
        person
        for person in people
        if any(
            keys & romanised_key(name)
            or (has_hanja(name) and simplified("".join(name.split())) == characters)
            for name in person.names
        )
    ]


def _by_surname(people: Sequence[Person], wanted: str) -> list[Person]:
    """By the word that is the surname: the first one where surnames stand first, else the last."""
    key = name_key(wanted)
    if not key or " " in key or has_cjk(wanted):
        return []
    return [person for person in people if any(key == _surname(name, person) for name in person.names)]


def _surname(name: str, person: Person) -> str | None:
    if has_cjk(name):
        return None
    words = name_key(name).split()
    first = person.country in SURNAME_FIRST or bool(romanised_key(name))
    return (words[0] if first else words[-1]) if len(words) > 1 else None


def _by_words(people: Sequence[Person], wanted: str) -> list[Person]:
    parts = set(name_key(wanted).split())
    if not parts or has_cjk(wanted):
        return []
    return [person for person in people if any(parts <= set(name_key(name).split()) for name in person.names)]


def _unknown(people: Sequence[Person], wanted: str) -> str:
    key = name_key(wanted)
    by_key = {name_key(name): person.name for person in reversed(people) for name in person.names}
    near = [by_key[each] for each in nearest(key, by_key, 8, 0.6)]
    some = ", ".join(list(dict.fromkeys(near))[:4])
    hint = f"the nearest: {some}" if some else f"{action('people')} lists those who are named"
    return (
        f"There is no person {shown(wanted)!r}; {hint}. Somebody whom the texts name and no list knows yet is"
        f" added with: {action('add_person', shown(wanted))}"
    )


def actor_of(moment: Moment, name: str) -> int:
    """The id of the actor with this name, as the archive has it. Raises NotFoundError, with the nearest."""
    moment.verify("actor_name")
    query = select(ActorName.c.actor_id).where(ActorName.c.fold == stored_key(name.strip()))
    found = moment.connection.scalar(query.order_by(ActorName.c.id).limit(1))
    if found is not None:
        return int(found)
    names = sorted(set(moment.connection.scalars(select(ActorName.c.name))))
    near = nearest(name, names, 4, 0.6)
    hint = f"; the nearest: {', '.join(near)}" if near else ""
    raise NotFoundError(f"The archive has no speaker {shown(name)!r}{hint}.")
