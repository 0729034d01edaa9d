"""Countries: codes and names, in whatever spelling, as one code of ISO 3166-1 (alpha-3).

Codes of states that are gone (``YUG``, ``CSK``, ``DDR``) stay; a state that only changed its name has today's
code. The tables: ``country_codes.toml`` and ``country_names.toml`` are the CLDR's, ``countries.toml`` and
``former_countries.toml`` have what it lacks.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from corpus.late_imports import late_pattern
from corpus.settings import packaged
from corpus.text.spelling_keys import MAX_NAME, WHOLE_WORDS, plain_letters, spelled_once, spelling_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWN_USE = late_pattern(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")
"""Codes that ISO 3166-1 leaves to its users, except ``ZZZ``."""
_TURNED = late_pattern(r"([^,(]+?)\s*[,(]\s*([^)]+?)\s*\)?")
_SEVERAL = late_pattern(r"\s*[,;/|(){}\[\]]\s*|\s+-\s+")
_SHORT = late_pattern(rf"\b({'|'.join(WHOLE_WORDS)})\b\.?", re.IGNORECASE)
_LATIN = late_pattern(r"[A-Za-zÀ-ɏḀ-ỿ]")
_NUMBER = late_pattern(r"[0-9]{1,3}")
_MISSING = "NA"
"""Namibia, or what a table writes for a value that is missing: not read."""


@lru_cache(maxsize=4096)
def country_code(value: str) -> str | None:
    """The code of the country that a value names; None where it names none, or several.

    Read are codes of three and two letters and numbers of ISO 3166-1, flags, and names, official or not, in
    the languages of the tables; letter case, accents and punctuation do not count. ``Korea, Republic of``
    and ``Korea (Republic of)`` are the Republic of Korea. Codes that ISO leaves to its users stay.
    """
    text = " ".join(value.split())
    if not text or len(text) > MAX_NAME or text.upper() == _MISSING:
        return None
    code = plain_letters(text).upper()
    found = _codes().get(code)
    if found is None and _NUMBER.fullmatch(text):
        found = _codes().get(text.zfill(3))
    if found is None and code != "ZZZ" and _OWN_USE.fullmatch(code):
        found = code
    return found or _by_name(text) or _turned(text) or _by_parts(text)


@cache
def names_in_titles() -> Mapping[str, str]:
    """The names by which titles of officers name states, as they are written, each with its code."""
    own = packaged("corpus.text", "countries.toml")
    common: dict[str, str] = packaged("corpus.text", "country_names.toml")["names"]
    told = own["in_titles"]
    never, no_states = set(told["no_names"].split(" | ")), set(told["no_states"].split())
    found: dict[str, str] = {}
    for code, names in (
        *told["also"].items(),
        *told["adjectives"].items(),
        *own["names"].items(),
        *common.items(),
    ):
        spelled = names.split(" | ")
        if common.get(code) == names:
            spelled = [name for at, name in enumerate(spelled) if at == 0 or not _LATIN.match(name)]
        if code not in no_states:
            for name in spelled:
                plain = name.replace("’", "'").replace(" & ", " and ").replace("St. ", "Saint ")
                if plain not in never and not _SEVERAL.search(plain):
                    found.setdefault(plain, code)
    return found


def two_letters(code: str) -> str | None:
    """The code of two letters (ISO 3166-1 alpha-2) of a code of three; None where there is none."""
    return _pairs().get(code)


def _turned(text: str) -> str | None:
    """``Korea, Republic of`` is read as ``Republic of Korea``."""
    match = _TURNED.fullmatch(text)
    if match is None:
        return None
    first, rest = match[1], match[2]
    return _by_name(f"{rest} {first}") or _by_name(f"{_SHORT.sub(_whole, rest)} of {first}")


def _whole(match: re.Match[str]) -> str:
    return WHOLE_WORDS[match[1].casefold()]


def _by_parts(text: str) -> str | None:
    """What all parts of ``DPRK / North Korea`` say alike."""
    parts = [part for part in _SEVERAL.split(text) if part]
    codes = {country_code(part) for part in parts} if len(parts) > 1 else set()
    return codes.pop() if len(codes) == 1 else None


def _by_name(text: str) -> str | None:
    key = spelling_key(text)
    if not key:
        return None
    own = _own_names()
    if key in own:
        return own[key]
    common = _common_names()
    keys = (key, key.removeprefix("the"), *map(spelling_key, _without_form(text)))
    return next((found for one in keys if (found := own.get(one) or common.get(one))), None)


def _without_form(text: str) -> list[str]:
    """The name without ``Republic of`` and the like."""
    lowered = text.casefold().replace("’", "'")
    found = (re.match(form, lowered) for form in packaged("corpus.text", "countries.toml")["forms"].values())
    return [lowered[match.end() :] for match in found if match]


@cache
def _codes() -> Mapping[str, str]:
    """Every code, in capitals, to the one that is kept."""
    own = packaged("corpus.text", "former_countries.toml")
    codes: dict[str, str] = {}
    for line in packaged("corpus.text", "country_codes.toml")["codes"].split("\n"):
        if line:
            three, *others = line.split()
            codes[three] = three
            codes |= {other: three for other in others if other != "-"}
    codes |= {code: code for code in own["kept"].split()}
    return {**codes, **own["other_codes"]}


@cache
def _own_names() -> Mapping[str, str]:
    return spelled_once(packaged("corpus.text", "countries.toml")["names"])


@cache
def _common_names() -> Mapping[str, str]:
    return spelled_once(packaged("corpus.text", "country_names.toml")["names"])


@cache
def _pairs() -> Mapping[str, str]:
    lines = packaged("corpus.text", "country_codes.toml")["codes"].split("\n")
    return {three: two for three, two, _ in (line.split() for line in lines if line)}
