"""The state that a title names: "president of the Russian Federation" is an office of Russia."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from corpus.text.countries import names_in_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PARTS_WORDS = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter of a script that parts words by spaces and bends no name; Korean adds endings to it."""


def country_of(titles: Iterable[str]) -> str | None:
    """The code (ISO 3166-1 alpha-3) of the one state that the titles name; None where none or several.

    Of a title that names two ("ambassador of Russia to the DPRK") the first counts.
    """
    pattern, codes = _names()
    found = {codes[match[0]] for title in titles if (match := pattern.search(title.replace("’", "'")))}
    return found.pop() if len(found) == 1 else None


@functools.cache
def _names() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """One pattern for all names, the longest first, and the code of each."""
    codes = names_in_titles()
    longest = sorted(codes, key=len, reverse=True)
    # An abbreviation needs its capitals: "us" and "uk" are words too.
    return re.compile("|".join(map(_bounded, longest))), codes


def _bounded(name: str) -> str:
    if not _PARTS_WORDS.match(name):
        return re.escape(name)
    return rf"(?<![\w-])(?<!\bin ){re.escape(name)}(?![\w-])"  # "Koreans in Japan" are none of Japan
