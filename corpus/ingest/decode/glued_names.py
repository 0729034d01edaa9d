"""Spaces that a page lost around names: ``The respected ComradeKim Jong Unreceived``."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = r"(?:ism|isms|ist|ists|ian|ians|ia)\b"
"""Letters after a name that make one word with it."""
_SHOWN, _MOST_SHOWN = 30, 5


@functools.lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    before = re.compile(rf"(?<=[\w,;:.)])(?={either})|(?<=--)(?={either})")
    after = re.compile(rf"({either})(?=[^\W_])(?!{_SUFFIXES})")
    return before, after


def mend_names(text: str, names: tuple[str, ...], printed: list[str] | None = None) -> str:
    """The text with a space wherever one of the names touches a word before or after it.

    ``printed`` takes the words as they stood in print, each once. A name takes no letter from its
    neighbours: only what begins and ends exactly as the name is parted.
    ``Kim Il Sung-Kim Jong Il`` and words made from a name (``Kim Il Sungism``) stay.
    """
    if not any(name in text for name in names):
        return text
    before, after = _patterns(names)
    mended = after.sub(r"\1 ", before.sub(" ", text))
    if printed is not None and mended != text:
        printed += (words for words in _glued(text, names) if words not in printed)
    return mended


def _glued(text: str, names: tuple[str, ...]) -> Iterator[str]:
    """Names with what they touch, where a space is put between."""
    before, after = _patterns(names)
    either = "|".join(map(re.escape, names))
    for found in re.finditer(rf"\S{{0,{_SHOWN}}}(?:{either})\S{{0,{_SHOWN}}}", text):
        if before.search(text, *found.span()) or after.search(text, *found.span()):
            yield found[0]


def said_of(printed: list[str]) -> str:
    """The sentence that says what stood in print."""
    shown = ", ".join(repr(words) for words in printed[:_MOST_SHOWN])
    more = len(printed) - _MOST_SHOWN
    return f"No space parts these: {shown}" + (f", and {more:,} more." if more > 0 else ".")
