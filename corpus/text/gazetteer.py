"""Places under one name, in whatever spelling and script a dateline prints them."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from corpus.settings import packaged

_PARTS = re.compile(r"\s*[/／]\s*")
"""What stands between several places of a dateline: ``MOSCOW/NEW DELHI``."""
_WITHIN = re.compile(r",\s.*")
"""The country or region behind a place: ``SEOUL, South Korea``."""
_BESIDE = re.compile(r"[\s'’ʻʼ`.·-]+")


class Place(NamedTuple):
    """A place: its name in English, ISO 3166-1 alpha-3 of its country, degrees north and east."""

    name: str
    country: str
    latitude: float
    longitude: float


def place_key(words: str) -> str:
    """What spellings of one name share: letters without case, marks, spaces and hyphens."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return _BESIDE.sub("", "".join(one for one in plain if not unicodedata.combining(one)))


@functools.cache
def _spellings() -> dict[str, Place]:
    known: dict[str, Place] = {}
    for name, (country, latitude, longitude, others) in packaged("corpus.data", "places.toml").items():
        place = Place(name, country, latitude, longitude)
        for spelling in (name, *others.split("|")):
            known.setdefault(place_key(spelling), place)
    return known


def place_named(words: str) -> Place | None:
    """The place of this name; None where the gazetteer has none (``corpus/data/places.toml``)."""
    known = _spellings()
    return known.get(place_key(words)) or known.get(place_key(_WITHIN.sub("", words)))


def places_of(printed: str) -> tuple[str, ...]:
    """The places that a dateline prints, each under one name; one that is not known keeps its own, whatever
    its letter case."""
    return tuple(_name(part) for part in _PARTS.split(printed.strip()) if part)


def _name(words: str) -> str:
    place = place_named(words)
    if place is not None:
        return place.name
    return words.title() if words.isupper() and len(words) > 3 else words
