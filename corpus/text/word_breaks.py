"""Hyphens at the ends of lines: whether the line broke a word there, or the word is written so.

Typesetters break words; who wraps a text at a width does not, so that a hyphen ends a line only where a
compound has one. Of 10,761 speeches that were wrapped none has as many such lines as ``_OFTEN`` says.
"""

from __future__ import annotations

from functools import cache

from corpus.late_imports import late_pattern
from corpus.settings import packaged

SEARCHED = 1_000_000
"""Longest text in which words parted at line ends are looked up, in code points."""
_OFTEN = 1 / 25
"""Share of the lines of a text that end inside a word, at least, where a typesetter broke them."""
_BROKEN = late_pattern(r"[^\W\d_]{2}[-\u2010]\n[^\S\n]*(?=[^\W\d_])")
_MARKED = late_pattern("(?<=[^\\W\\d_])[\u00ad¬][^\\S\n]*\n[^\\S\n]*(?=[^\\W\\d_])")


def without_marked_breaks(text: str) -> str:
    """The text with words whole that soft hyphens, or the ``¬`` of text recognition, part at line ends."""
    if "\u00ad" not in text and "¬" not in text:
        return text
    return _MARKED.sub(lambda match: "" if text[match.end()].islower() else match[0], text)


def is_typeset(text: str) -> bool:
    """Whether the lines of a text are those of a typesetter, who breaks words."""
    if "-\n" not in text and "\u2010\n" not in text:
        return False
    lower = sum(text[match.end()].islower() for match in _BROKEN.finditer(text))
    return lower > _OFTEN * text.count("\n")


def is_broken(first: str, second: str, text: str, *, typeset: bool) -> bool:
    """Whether two letter sequences are one word that the end of a line broke.

    ``text``: the whole of it. That it has the word with the hyphen, or without it, decides; else, in a text
    that was ``typeset``, that the parts are not those of a compound.
    """
    if len(text) <= SEARCHED:
        if f"{first}-{second}" in text:
            return False
        if first.lower() + second in text:
            return True
    first, second = first.lower(), second.lower()
    if not typeset or first == second:
        return False
    listed = _compounds()
    return first not in listed["first"] and second not in listed["second"]


@cache
def _compounds() -> dict[str, frozenset[str]]:
    return {name: frozenset(parts) for name, parts in packaged("corpus.text", "word_breaks.toml").items()}
