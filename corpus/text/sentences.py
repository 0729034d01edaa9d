"""Sentences: where one begins and ends, in every script the archive holds.

A sentence ends at ``. ! ? …`` (``؟ ۔ । ։ ።``) with closing marks, a space, and then a capital, a letter
without case (Hangul, Han, Kana) or an opening mark; and at ``。！？`` without more. A full stop after an
abbreviation of the language (``Mr.``, ``тов.``, ``U.S.``) or an initial ends none. A passage always ends one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus.late_imports import late_pattern
from corpus.settings import packaged

_MARKS = ".!?…؟۔।॥։።"
"""Of Arabic, Urdu, Hindi, Armenian and Amharic too."""
_CLOSING = "\"'”’»)]」』》）】"
_OPENING = "\"'“‘«([「『《（【¿¡"
_CLOSED = f"[{re.escape(_CLOSING)}]*"
# It begins with one set of characters, so that the engine skips to the next of them.
_END = late_pattern(
    rf"[{_MARKS}。！？](?:(?<=[。！？])[。！？…]*{_CLOSED}[ \n]*"
    rf"|(?P<more>[{_MARKS}]*){_CLOSED}[ \n]+(?=(?P<next>.)))"
)
_END_OF_CHUNK = late_pattern(rf"(?P<marks>[{_MARKS}]+){_CLOSED}\Z")
_WORD = late_pattern(r"[^\W_](?:[^\W_]|\.(?=[^\W_]))*\Z")
_LONGEST_WORD = 40
_LONGEST_PART = 2
"""Letters between the stops of an abbreviation: U.S, Ph.D, EE.UU."""
_LONGEST_ORDINAL = 2
"""Digits of a number that a full stop makes an ordinal."""
_PRONOUNS = frozenset("IЯ")
"""Capital letters that are words, and may end a sentence."""


class _Abbreviations(NamedTuple):
    words: frozenset[str]
    ordinals: bool


def boundaries(text: str, start: int = 0, end: int | None = None, language: str = "") -> list[int]:
    """Where the second and each further sentence of a passage begins, ascending, in code points of ``text``.

    ``language``: the tag of that of the passage, whose abbreviations are known.

    The passage reaches from ``start`` to ``end``. The last of them is ``end`` itself where the last sentence
    is closed whatever follows, as by ``。``.
    """
    stop = len(text) if end is None else end
    return [found.end() for found in _END.finditer(text, start, stop) if _ends(text, start, found, language)]


def may_begin(chunk: str) -> bool:
    """Whether a sentence may begin with what stands between two spaces (and is not empty)."""
    first = chunk[0]
    return first in _OPENING or (first.isalpha() and not first.islower())


def may_end(chunk: str, language: str = "") -> bool:
    """Whether a sentence ends with what stands between two spaces where the next one ``may_begin``."""
    last = chunk[-1]
    if last.isalnum() or (last not in _MARKS and last not in _CLOSING):
        return False
    found = _END_OF_CHUNK.search(chunk)
    return found is not None and (
        found["marks"] != "." or not _abbreviated(chunk, 0, found.start(), language)
    )


def _ends(text: str, start: int, found: re.Match[str], language: str) -> bool:
    following = found["next"]
    if following is None:
        return True
    if not may_begin(following):
        return False
    at = found.start()
    return text[at] != "." or found["more"] != "" or not _abbreviated(text, start, at, language)


def _abbreviated(text: str, start: int, stop: int, language: str) -> bool:
    """Whether the word that ends before the full stop at ``stop`` is one that a full stop only shortens."""
    low = max(start, stop - _LONGEST_WORD)
    before = _WORD.search(text, max(low, text.rfind(" ", low, stop) + 1), stop)
    if before is None:
        return False
    word = before[0]
    known = _of_language(language.partition("-")[0].lower())
    if word.isdecimal():
        return known.ordinals and len(word) <= _LONGEST_ORDINAL
    parts = word.split(".")
    if len(parts) > 1 and all(part.isalpha() and len(part) <= _LONGEST_PART for part in parts):
        return True
    initial = len(word) == 1 and word.isupper() and word not in _PRONOUNS
    return initial or word.casefold() in known.words


@cache
def _of_language(language: str) -> _Abbreviations:
    table = packaged("corpus.text", "abbreviations.toml")
    own = table["languages"].get(language, table["languages"]["en"])
    return _Abbreviations(
        frozenset([*table["common"].split(), *own.split()]), language in table["ordinals"].split()
    )
