"""What two spellings of a name have in common: ``Côte d'Ivoire`` and ``COTE D’IVOIRE`` are one key."""

from __future__ import annotations

import unicodedata
from itertools import filterfalse
from typing import TYPE_CHECKING

from corpus.late_imports import late_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_NAME = 100
"""Longest value that is taken for a name, in code points."""
_FLAG_A = ord("\U0001f1e6")  # regional indicators spell the two letters of a country
_FLAGS = {_FLAG_A + number: letter for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
WHOLE_WORDS = {
    "st": "saint",
    "ste": "sainte",
    "rep": "republic",
    "dem": "democratic",
    "fed": "federated",
    "sts": "states",
}
_WORD = late_pattern(r"[^\W_]+")
_NO_WORD = str.maketrans("", "", "'’‘ʼʻ`´.·")


def plain_letters(name: str) -> str:
    """The same with flags as their two letters, and full-width letters as plain ones."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name.translate(_FLAGS))


def spelled_once(names: Mapping[str, str]) -> dict[str, str]:
    """Key of each spelling to its code; ``names``: by code the spellings, parted by ``|``. The first wins."""
    found: dict[str, str] = {}
    for code, spellings in names.items():
        for spelling in spellings.split(" | "):
            found.setdefault(spelling_key(spelling), code)
    return found


def spelling_key(name: str) -> str:
    """The letters and digits of a name without marks, case, spaces and punctuation; "" where it has none.

    ``&`` is "and"; St., Rep. and Dem. are the words that they shorten; a flag is its two letters.
    """
    text = name.casefold()
    if not name.isascii():
        text = unicodedata.normalize("NFKD", name.translate(_FLAGS)).casefold()
        text = "".join(filterfalse(unicodedata.combining, text))
    words = _WORD.findall(text.translate(_NO_WORD).replace("&", " and "))
    return "".join(WHOLE_WORDS.get(word, word) for word in words)
