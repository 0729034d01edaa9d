"""Names of months and weekdays, and the words around dates, in the languages that dates are read in.

The names stand in ``calendar_names.toml``. They are compared folded: ``AOÛT`` and ``aout`` are one name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DATA: Final[dict[str, Any]] = packaged("corpus.ingest.dates", "calendar_names.toml")
_LANGUAGES: Final[Mapping[str, Mapping[str, list[str]]]] = _DATA["languages"]
_BARE = str.maketrans("ıđłø", "idlo")
"""Letters that Unicode does not take apart into a letter and a mark."""


def fold(text: str) -> str:
    """A text as names are compared: letter case and marks above or below the letters make no difference."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join([char for char in parts if not unicodedata.combining(char)])
    return unicodedata.normalize("NFC", kept).translate(_BARE)


def _numbered(names: Iterable[str], first: int) -> dict[str, int]:
    return {
        spelling: number
        for number, spellings in enumerate(names, first)
        for spelling in spellings.split("|")
        if spelling
    }


def _of(languages: Iterable[str], key: str) -> dict[str, int]:
    return {
        name: month
        for language in languages
        for name, month in _numbered(_LANGUAGES[language].get(key, ()), 1).items()
    }


_FOREIGN: Final = tuple(language for language in _LANGUAGES if language != "en")
_ALSO_WORDS: Final = frozenset(_DATA["words"]["also_words"])

ENGLISH: Final = _of(["en"], "months") | _of(["en"], "short")
"""English names and abbreviations in lower case, and their months."""
FULL: Final = frozenset(map(fold, _of(_FOREIGN, "months"))) - _ALSO_WORDS
"""Names of months in other languages, folded, but those that are words of some language (may)."""
SHORT: Final = frozenset(map(fold, _of(_FOREIGN, "short"))) - _ALSO_WORDS
"""Their abbreviations, but those that are words of some language (set, out)."""

MONTHS: Final[dict[str, int]] = {
    fold(name): month for name, month in (_of(_LANGUAGES, "months") | _of(_LANGUAGES, "short")).items()
}
"""Every Gregorian month's name, folded, and its number from 1 to 12."""
THAI_AND_LAO: Final = _of(["th", "lo"], "months") | _of(["th"], "short")
"""Months as Thai and Lao print them, after which a year of the Buddhist era may stand."""
MONGOLIAN: Final = _of(["mn"], "months")
SOLAR_MONTHS: Final = {
    fold(name): month for name, month in _numbered(_DATA["solar_hijri"]["months"], 1).items()
}
"""Months of the Solar Hijri calendar, folded; Farvardin is 1."""


def _weekdays() -> dict[str, frozenset[int]]:
    days: dict[str, set[int]] = {}
    for names in _LANGUAGES.values():
        for name, day in _numbered(names["weekdays"], 0).items():
            days.setdefault(fold(name), set()).add(day)
    return {name: frozenset(numbers) for name, numbers in days.items()}


WEEKDAYS: Final = _weekdays()
"""Names of weekdays, folded, and what they mean (Monday is 0): several days where languages differ."""
PUBLISHED: Final = frozenset(map(fold, _DATA["labels"]["published"]))
"""What is printed before a date of publication, folded."""
CHANGED: Final = frozenset(map(fold, _DATA["labels"]["changed"]))
"""What is printed before the date of a later change, folded."""
FILLERS: Final = frozenset(map(fold, _DATA["fillers"]["words"]))
"""Words around a date and its time that say nothing of the day, folded."""
ZONES: Final[dict[str, int]] = {fold(name): minutes for name, minutes in _DATA["zones"]["minutes"].items()}
"""Abbreviations of time zones, folded, in minutes east of Greenwich."""


def alternatives(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first; words that begin alike share their beginning, so
    that hundreds of them are tried as fast as a few."""
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for char in word:
            branch = branch.setdefault(char, {})
        branch[""] = {}
    return _branches(tree)


def _branches(tree: Mapping[str, Any]) -> str:
    parts = [re.escape(char) + _branches(rest) for char, rest in sorted(tree.items()) if char]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and "" not in tree else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if "" in tree else joined
