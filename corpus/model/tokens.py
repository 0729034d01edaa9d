"""Tokens: what a word is, and what a character is, in every count of the program.

Layer ``word``: a token is a maximal match of letters, marks and digits, joined inside by an
apostrophe, hyphen, ``·``, ``×``, ``&`` or ``.`` between letters or digits, or by ``,`` between digits
(``20×10``, ``self-reliance``, ``U.S``, ``1,000``, ``don't``). A final ``'s`` is a token of its own.
A Han or Kana character is a token by itself. Longer than ``LONGEST`` code points is cut.

Layer ``char``: one token for each code point of a passage that holds Han, Kana or Hangul, spaces and
punctuation included, so that every string is found exactly where it stands.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

LONGEST = 255
"""Longest word token, in code points."""


class Layer(IntEnum):
    """Numbers are stored; never renumber."""

    word = 0
    char = 1


_JOIN = r"(?:['’\-\u2010\u2011·×&.]|(?<=[0-9]),(?=[0-9]))"
_PLAIN = re.compile(rf"[^\W_]+(?:{_JOIN}[^\W_]+)*")
_HAN_KANA = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U000323af"
)
_HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa0-\uffdc"
_POSSESSIVE = re.compile(r"(?<=.)['’][sS]$")


# The patterns of large sets of characters take 20 ms to compile: most queries need none of them.
@cache
def _marked() -> regex.Pattern[str]:
    """Marks (combining vowels, accents without a composed form) are no \\w to re: the slower engine knows."""
    import regex

    letter = r"[\p{L}\p{M}\p{N}\u200c\u200d]"
    return regex.compile(rf"{letter}+(?:{_JOIN}{letter}+)*")


@cache
def _may_be_mark() -> re.Pattern[str]:
    """Letters with accents, dashes and quotation marks are none; the marks themselves are many ranges."""
    return re.compile("[\u0300-\u200f\u2028-\U0010ffff]")


@cache
def _mark() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"[\p{M}\u200c\u200d]")


@cache
def _han_kana() -> re.Pattern[str]:
    return re.compile(f"[{_HAN_KANA}]")


@cache
def _han_kana_or_rest() -> re.Pattern[str]:
    return re.compile(f"[{_HAN_KANA}]|[^{_HAN_KANA}]+")


@cache
def _cjk() -> re.Pattern[str]:
    return re.compile(f"[{_HAN_KANA}{_HANGUL}]")


def has_cjk(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether the text (from ``start`` to ``end``) holds a Han, Kana or Hangul character."""
    if text.isascii():
        return False
    return _cjk().search(text, start, len(text) if end is None else end) is not None


@cache
def _hangul() -> re.Pattern[str]:
    return re.compile(f"[{_HANGUL}]")


def has_hangul(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether the text (from ``start`` to ``end``) holds a Hangul letter."""
    if text.isascii():
        return False
    return _hangul().search(text, start, len(text) if end is None else end) is not None


def has_marks(text: str) -> bool:
    """Whether the text holds combining marks, so that ``matches`` needs its slow way."""
    return not text.isascii() and _may_be_mark().search(text) is not None and _mark().search(text) is not None


def matches(text: str, start: int, end: int) -> list[str]:
    """Maximal matches in a passage, before ``pieces`` splits them."""
    if has_marks(text[start:end]):
        return [str(match) for match in _marked().findall(text, start, end)]
    return _PLAIN.findall(text, start, end)


def _is_one(match: str) -> bool:
    """Whether a maximal match is plainly one token; most are."""
    return match.isascii() and len(match) <= LONGEST and match[-2:] not in ("'s", "'S")


def pieces(match: str) -> list[tuple[int, int]]:
    """Half-open spans of the tokens inside one maximal match."""
    if _is_one(match):
        return [(0, len(match))]
    if _han_kana().search(match):
        spans: list[tuple[int, int]] = []
        for part in _han_kana_or_rest().finditer(match):
            if _han_kana().match(part[0]):
                spans.append(part.span())
            else:
                spans.extend(word_spans(match, *part.span()))
        return spans
    cut = _POSSESSIVE.search(match)
    head = cut.start() if cut else len(match)
    spans = [(start, min(start + LONGEST, head)) for start in range(0, head, LONGEST)]
    if cut:
        spans.append(cut.span())
    return spans


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Half-open spans, in code points of ``text``, of the word tokens between ``start`` and ``end``."""
    stop = len(text) if end is None else end
    found = (_marked() if has_marks(text[start:stop]) else _PLAIN).finditer(text, start, stop)
    spans: list[tuple[int, int]] = []
    for match in found:
        word, span = match[0], match.span()
        if _is_one(word):
            spans.append(span)
        else:
            spans.extend((span[0] + a, span[0] + b) for a, b in pieces(word))
    return spans


def words(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The word tokens between ``start`` and ``end``, as they stand in the text."""
    return [text[a:b] for a, b in word_spans(text, start, end)]
