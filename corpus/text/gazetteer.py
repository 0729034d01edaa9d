"""Places under one name, in whatever spelling and script a dateline prints them."""

from __future__ import annotations

import functools
import unicodedata
from typing import NamedTuple

from corpus.late_imports import late_pattern
from corpus.settings import packaged
from corpus.text.countries import country_code

_PARTS = late_pattern(r"\s*[/／]\s*")
"""What stands between several places of a dateline: ``MOSCOW/NEW DELHI``."""
_WITHIN = late_pattern(r",\s.*")
"""The country or region behind a place: ``SEOUL, South Korea``."""
_HAN = late_pattern(r"[\u4e00-\u9fff]{4,12}")
_BESIDE = late_pattern(r"[\s'’ʻʼ`.·-]+")


class Place(NamedTuple):
    """A place: its name in English, ISO 3166-1 alpha-3 of its country, degrees north and east."""

    name: str
    country: str
    latitude: float
    longitude: float


def place_key(words: str) -> str:
    """What spellings of one name share: letters without case, marks, spaces and hyphens."""
    plain = words.casefold()
    if plain.isascii():
        return _BESIDE.sub("", plain)
    plain = unicodedata.normalize("NFKD", plain)
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


def _behind_country(words: str) -> str:
    """The place behind the name of its country, where both are written as one: ``俄罗斯喀山``."""
    if _HAN.fullmatch(words) and country_code(words) is None:
        for end in range(len(words) - 2, 1, -1):
            if country_code(words[:end]) is not None:
                return words[end:]
    return words


def places_of(printed: str) -> tuple[str, ...]:
    """The places that a dateline prints, each under one name; one that is not known keeps its own, whatever
    its letter case."""
    return tuple(_name(part) for part in _PARTS.split(printed.strip()) if part)


def _name(words: str) -> str:
    place = place_named(words)
    if place is None:
        words = _behind_country(words)
        place = place_named(words)
    if place is not None:
        return place.name
    return words.title() if words.isupper() and len(words) > 3 else words
