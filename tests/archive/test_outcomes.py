"""What became of readings, told from sets, equals what is told reading by reading, the slow way."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

from corpus.ingest.identity.item_keys import Kind
from corpus.ingest.load.outcomes import Outcomes

PLACES = (Kind.address, Kind.file, Kind.id)


def one_place(one: Any, other: Any) -> bool:
    return not set(one.hashes(*PLACES)).isdisjoint(other.hashes(*PLACES))


def slow(one: Any, captures: list[Any], place: dict[int, int]) -> str:
    others = [other for other in captures if other.live and place.get(other.id, -1) < place[one.id]]
    if one.replaced:
        return "reread"
    replaced = [other for other in others if other.replaced]
    others = [other for other in others if not other.replaced]
    if not others:
        return "reread" if replaced else "document"
    if one.stands_for is None:
        return "misplaced"
    here = [other for other in others if one_place(other, one)]
    if one.named and any(other.outlet != one.outlet for other in here):
        return "moved"
    if not one.has_text and any(other.has_text for other in others):
        return "textless"
    known = any(other.stands_for == one.stands_for for other in others)
    if not here:
        return "address" if known else "version"
    if any(other.version == one.version for other in others):
        return "same"
    if any(other.raw_hash == one.raw_hash for other in here):
        return "reread"
    return "same" if known else "version"


def capture(chance: random.Random, number: int) -> Any:
    keys = [(chance.choice(list(Kind)), chance.randrange(6)) for _ in range(chance.randrange(4))]
    return SimpleNamespace(
        id=number,
        document=1,
        live=True,
        replaced=chance.random() < 0.2,
        stands_for=chance.choice([None, 1, 2, 3]),
        version=chance.randrange(4),
        outlet=chance.choice([1, 1, 1, 2]),
        named=chance.random() < 0.8,
        has_text=chance.random() < 0.8,
        raw_hash=chance.choice([None, 1, 2]),
        hashes=lambda *kinds: (number for kind, number in keys if kind in kinds),
    )


def test_outcomes_are_those_of_the_slow_way() -> None:
    chance = random.Random(1)
    found = set()
    for _ in range(2000):
        captures = [capture(chance, number) for number in range(chance.randint(1, 7))]
        new = [one for one in captures if chance.random() < 0.7]
        for one in captures:
            one.live = one in new or chance.random() < 0.7
        chance.shuffle(new)
        place = {one.id: at for at, one in enumerate(new)}
        known: Any = SimpleNamespace(of_document=lambda _, held=captures: held)
        outcomes = Outcomes(known, new)
        for one in new:
            expected = slow(one, captures, place)
            assert outcomes.next(one) == expected
            found.add(expected)
    assert len(found) == 8
