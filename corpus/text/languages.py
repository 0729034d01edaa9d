"""Languages: codes and names, in whatever spelling, as tags of BCP 47; which tags a range takes in.

The tables: ``language_codes.toml`` and ``language_names.toml`` are those of BCP 47 and the CLDR,
``languages.toml`` has what they lack.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from corpus.late_imports import late_pattern
from corpus.settings import packaged
from corpus.text.countries import country_code, two_letters
from corpus.text.spelling_keys import MAX_NAME, plain_letters, spelled_once, spelling_key

if TYPE_CHECKING:
    from collections.abc import Mapping

ANY_LANGUAGE = "*"
"""The range of every tag."""

_TAG = (
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
_POSIX = late_pattern(r"(?:\.[\w-]+)?(?:@(?P<modifier>\w+))?\Z")
_QUALIFIED = late_pattern(r"(?P<name>[^,(/]+?)\s*(?:[,(/]|\s-\s)\s*(?P<rest>[^)]+?)\s*\)?")
_LAST_WORD = late_pattern(r"(?P<name>\S.*)\s(?P<rest>\S+)")
_SEVERAL = late_pattern(r"\s*(?:[,;/|&+、，]|\band\b|\bund\b|\by\b|\bи\b)\s*", re.IGNORECASE)
MOST_LANGUAGES = 20
"""So many are read at most of a value that names several."""


@lru_cache(maxsize=4096)
def language_tag(value: str) -> str | None:
    """The tag of the language that a value names; None where it names none, or several.

    Read are tags in any letter case, with ``_`` for ``-`` and the codes of ISO 639-2 (``EN``, ``en_US``,
    ``eng``: ``en``, ``en-US``, ``en``), locales (``sr_RS.UTF-8@latin``), and names in the languages of the
    tables, with a script or a country where one is said (``Serbian (Latin)``, ``English - US``).
    """
    text = " ".join(plain_letters(value).split())
    if not text or len(text) > MAX_NAME:
        return None
    return _by_tag(text) or _names().get(spelling_key(text)) or _common(text) or _qualified(text)


def language_tags(value: str) -> tuple[str, ...]:
    """The tags of all languages that a value names (``en, ko``); empty where a part of it names none."""
    one = language_tag(value)
    if one is not None:
        return (one,)
    parts = [part for part in _SEVERAL.split(value[: MAX_NAME * 2]) if part]
    if len(parts) > MOST_LANGUAGES:
        return ()
    tags = [language_tag(part) for part in parts]
    return tuple(dict.fromkeys(tag for tag in tags if tag)) if all(tags) else ()


def _by_tag(text: str) -> str | None:
    posix = _POSIX.search(text)
    modifier = posix["modifier"] if posix else None
    tag = language_range((text[: posix.start()] if posix else text).replace("_", "-").replace(" - ", "-"))
    if tag is None or tag == ANY_LANGUAGE:
        return None
    language, _, rest = tag.partition("-")
    codes, aliases = _codes()
    if language in aliases:  # sh is sr-Latn; a script of its own wins
        language, _, more = aliases[language].partition("-")
        rest = rest if not more or re.match("[A-Z][a-z]{3}", rest) else "-".join(filter(None, (more, rest)))
    elif language not in codes:
        return None
    if modifier and not re.match("[A-Z][a-z]{3}", rest):
        script = _scripts().get(spelling_key(modifier))
        rest = "-".join(filter(None, (script, rest)))
    parts = [_region(part) for part in rest.split("-") if part]
    return "-".join([language, *parts])


def _region(part: str) -> str:
    """A region as BCP 47 has it: GB for UK."""
    if len(part) != 2 or not part.isupper():
        return part
    return two_letters(country_code(part) or "") or part


def _common(text: str) -> str | None:
    key = spelling_key(text)
    names = _common_names()
    return names.get(key) or names.get(key.removesuffix("language")) if key else None


def _qualified(text: str) -> str | None:
    """A language with its script or its country: ``Serbian (Latin)``, ``English, US``."""
    match = _QUALIFIED.fullmatch(text) or _LAST_WORD.fullmatch(text)
    if match is None:
        return None
    language, rest = _named(match["name"]), match["rest"]
    if language is None:
        return None
    other = _named(rest)
    if language == other:  # Korean / 조선어
        return language
    code_of_region = len(rest) == 2 and rest.isupper() and "/" not in text  # CO: Corsican, or of Colombia
    if other is not None and spelling_key(rest) not in _scripts() and not code_of_region:
        return None
    script = _scripts().get(spelling_key(rest))
    if script:
        return "-".join([language.partition("-")[0], script])
    country = two_letters(country_code(rest) or "")
    return f"{language}-{country}" if country and "-" not in language else None


def _named(text: str) -> str | None:
    return _by_tag(text) or _names().get(spelling_key(text)) or _common(text)


@cache
def _codes() -> tuple[frozenset[str], Mapping[str, str]]:
    """The languages of BCP 47, and codes that are written otherwise."""
    table = packaged("corpus.text", "language_codes.toml")
    pairs = (pair.partition("=") for pair in table["aliases"].split())
    return frozenset(table["codes"].split()), {old: new for old, _, new in pairs}


@cache
def _scripts() -> Mapping[str, str]:
    scripts = packaged("corpus.text", "languages.toml")["scripts"]
    return spelled_once({code: f"{code} | {names}" for code, names in scripts.items()})


@cache
def _names() -> Mapping[str, str]:
    return spelled_once(packaged("corpus.text", "languages.toml")["names"])


@cache
def _common_names() -> Mapping[str, str]:
    return spelled_once(packaged("corpus.text", "language_names.toml")["names"])


def language_range(text: str) -> str | None:
    """The tag as it is written by custom (``zh-hant`` as ``zh-Hant``); None where it is no tag.

    A tag as RFC 5646 has it: a language of two or three letters, then script, region, variants, extensions
    and private parts where there are any. ``*`` and ``und`` are ``ANY_LANGUAGE``.
    """
    if text == ANY_LANGUAGE or text.lower() == "und":
        return ANY_LANGUAGE
    found = re.fullmatch(_TAG, text, re.IGNORECASE)
    if not found:
        return None
    script, region = found["script"], found["region"]
    parts = [found["language"].lower(), script and script.title(), region and region.upper()]
    return "-".join(filter(None, parts)) + found["rest"].lower()


def primary(tag: str) -> str:
    """The language alone, in lower case: ``zh`` of ``zh-Hant``."""
    return tag.partition("-")[0].lower()


def written(tag: str) -> str:
    """Language and script, without region: ``en`` of ``en-GB``, ``zh-Hant`` of ``zh-Hant-TW``."""
    language, _, rest = tag.partition("-")
    script = rest.partition("-")[0]
    return f"{language.lower()}-{script.title()}" if len(script) == 4 else language.lower()


def within(tag: str, asked: str) -> bool:
    """Whether a range takes a tag in: the same, or its beginning up to a hyphen (RFC 4647, basic filtering).

    ``ANY_LANGUAGE`` and "" take in every tag.
    """
    if asked in ("", ANY_LANGUAGE):
        return True
    tag, asked = tag.lower(), asked.lower()
    return tag == asked or tag.startswith(f"{asked}-")


def may_overlap(one: str, other: str) -> bool:
    """Whether some tag lies within both ranges."""
    return within(one, other) or within(other, one)
