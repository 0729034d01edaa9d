"""The state that a title names: "president of the Russian Federation" is an office of Russia."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from corpus.settings import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def country_of(titles: Iterable[str]) -> str | None:
    """The code (ISO 3166-1 alpha-3) of the one state that the titles name; None where none or several.

    Of a title that names two ("ambassador of Russia to the DPRK") the first counts.
    """
    pattern, codes = _names()
    found = {
        codes[match[0].lower()] for title in titles if (match := pattern.search(title.replace("’", "'")))
    }
    return found.pop() if len(found) == 1 else None


@functools.cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """One pattern for all names, the longest first, and the code of each in small letters."""
    names: dict[str, list[str]] = packaged("corpus.ingest", "countries.toml")["names"]
    codes = {name.lower(): code for code, some in names.items() for name in some}
    longest = sorted((name for some in names.values() for name in some), key=len, reverse=True)
    # An abbreviation needs its capitals: "us" and "uk" are words too.
    return re.compile("|".join(map(_bounded, longest))), codes


def _bounded(name: str) -> str:
    if not name[0].isascii():
        return re.escape(name)
    return rf"(?<![\w-])(?<!\bin ){re.escape(name)}(?![\w-])"  # "Koreans in Japan" are none of Japan
