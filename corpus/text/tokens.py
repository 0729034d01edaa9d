"""Tokens: what a word is, and what a character is, in every count of the program.

Layer ``word``: a token is a maximal match of letters, marks and digits, joined inside by an
apostrophe, hyphen, ``·``, ``×`` or ``&`` between letters or digits, or by ``,`` between digits
(``20×10``, ``self-reliance``, ``1,000``, ``don't``); ``corpus.text.word_joins`` says where ``.`` joins
(``U.S``, ``3.14``, ``kcna.kp``) and what parts from a word that it is only glued to (``Party's``,
``L’Europe``). It begins with a letter or a digit; raised digits (notes: ``treaty¹``) and the marks of emoji
are no part of it. A Han or Kana character is a token by itself, and so is a letter of Thai, Lao, Khmer and
Burmese with its marks. Longer than ``LONGEST`` code points is cut.

Layer ``char``: one token for each code point of a passage that holds letters of scripts without spaces
between
words (Han, Kana, Thai, Lao, Khmer, Burmese) or Hangul, spaces and punctuation included, so that every string
is found exactly where it stands.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

from corpus.late_imports import late_pattern
from corpus.text.word_joins import parted

if TYPE_CHECKING:
    import regex

LONGEST = 255
"""Longest word token, in code points."""


class Layer(IntEnum):
    """Numbers are stored; never renumber."""

    word = 0
    char = 1


HAN_KANA = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U000323af"
)
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa0-\uffdc"
_SOUTHEAST = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"
"""Blocks of Thai and Lao, Burmese, Khmer, with their extensions."""

_JOIN = r"(?:['’＇\-‐‑－·×&＆.．]|(?<=[0-9０-９])[,，](?=[0-9０-９]))"
_NO_LETTER = "¹²³⁰⁴-⁹\u115f\u1160\u3164\uffa0"
"""Raised digits, and the fillers of Hangul, which are letters to Unicode."""
_RAISED_UNIT = r"[0-9]*(?:[kcdmhnµμ]?m|ft|yd|mi|in|s|[кдсм]?м|с)[²³]"
_PLAIN_LETTER = rf"[^\W_{_NO_LETTER}]"
_PLAIN = late_pattern(rf"{_RAISED_UNIT}(?!{_PLAIN_LETTER})|{_PLAIN_LETTER}+(?:{_JOIN}{_PLAIN_LETTER}+)*")


# The patterns of large sets of characters take 20 ms to compile: most queries need none of them.
@cache
def _marked() -> regex.Pattern[str]:
    """Marks (combining vowels, accents without a composed form) are no \\w to re: the slower engine knows.

    The marks that choose a picture, and digits and letters that are pictures with them, are left out.
    """
    import regex

    letter = rf"[[\p{{L}}\p{{N}}]--[{_NO_LETTER}]]"
    mark = r"[\p{M}--[\ufe00-\ufe0f\u20e3\U000e0100-\U000e01ef]]"
    run = rf"{letter}(?:{letter}|{mark}|[\u200c\u200d]+(?={letter}|{mark}))*+"
    picture = r"(?![0-9]\ufe0f?\u20e3|[\u2139\u24c2\u3297\u3299]\ufe0f)"
    return regex.compile(rf"(?V1){picture}(?:{_RAISED_UNIT}(?!{letter})|{run}(?:{_JOIN}{run})*+)")


@cache
def _may_be_mark() -> re.Pattern[str]:
    """Letters with accents, dashes and quotation marks are none; the marks themselves are many ranges."""
    return re.compile("[^\x00-\u02ff\u2010-\u2027]")  # re is slow to compile a wide range


@cache
def _mark() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"[\p{M}\u200c\u200d]")


_UNSPACED_BLOCKS = late_pattern("[^\x00-\u0dff\u2000-\u2e7f]")
"""Where the letters of scripts without spaces stand, among others: seen without the slower engine."""


@cache
def _unspaced() -> regex.Pattern[str]:
    import regex

    return regex.compile(rf"(?V1)[{HAN_KANA}]|[\p{{L}}&&[{_SOUTHEAST}]]")


@cache
def _southeast() -> re.Pattern[str]:
    return re.compile(f"[{_SOUTHEAST}]")


@cache
def _unspaced_or_rest() -> regex.Pattern[str]:
    import regex

    alone = rf"[{HAN_KANA}]|[\p{{L}}&&[{_SOUTHEAST}]]\p{{M}}*+"
    rest = rf"[^{HAN_KANA}[\p{{L}}&&[{_SOUTHEAST}]]]+"
    return regex.compile(rf"(?V1)(?P<alone>{alone})|{rest}")


@cache
def _cjk() -> re.Pattern[str]:
    return re.compile(f"[{HAN_KANA}{HANGUL}{_SOUTHEAST}]")


def has_cjk(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether the text (from ``start`` to ``end``) holds a letter that the layer ``char`` is for: of Han,
    Kana, Hangul, Thai, Lao, Khmer or Burmese."""
    if text.isascii():
        return False
    end = len(text) if end is None else end
    return (
        _UNSPACED_BLOCKS.search(text, start, end) is not None and _cjk().search(text, start, end) is not None
    )


@cache
def _hangul() -> re.Pattern[str]:
    return re.compile(f"[{HANGUL}]")


def has_hangul(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether the text (from ``start`` to ``end``) holds a Hangul letter."""
    if text.isascii():
        return False
    end = len(text) if end is None else end
    return (
        _UNSPACED_BLOCKS.search(text, start, end) is not None
        and _hangul().search(text, start, end) is not None
    )


def has_southeast(text: str) -> bool:
    """Whether the text holds a letter of Thai, Lao, Khmer or Burmese, whose words no analyser cuts."""
    return not text.isascii() and _southeast().search(text) is not None


def has_marks(text: str) -> bool:
    """Whether the text holds combining marks, so that ``matches`` needs its slow way."""
    return not text.isascii() and _may_be_mark().search(text) is not None and _mark().search(text) is not None


def matches(text: str, start: int, end: int) -> list[str]:
    """Maximal matches in a passage, before ``pieces`` splits them."""
    if has_marks(text[start:end]):
        return [str(match[0]) for match in _marked().finditer(text, start, end)]
    return _PLAIN.findall(text, start, end)


def _is_one(match: str) -> bool:
    """Whether a maximal match is plainly one token; most are."""
    return match.isascii() and "." not in match and "'" not in match and len(match) <= LONGEST


def pieces(match: str, language: str = "") -> list[tuple[int, int]]:
    """Half-open spans of the tokens inside one maximal match. ``language``: its tag, for what is elided."""
    if _is_one(match):
        return [(0, len(match))]
    if not match.isascii() and _UNSPACED_BLOCKS.search(match) and _unspaced().search(match):
        spans: list[tuple[int, int]] = []
        for part in _unspaced_or_rest().finditer(match):
            if part["alone"]:
                spans.append(part.span())
            else:
                spans.extend(word_spans(match, *part.span(), language))
        return spans
    return [
        (at, min(at + LONGEST, end))
        for start, end in parted(match, language)
        for at in range(start, end, LONGEST)
    ]


def word_spans(
    text: str, start: int = 0, end: int | None = None, language: str = ""
) -> list[tuple[int, int]]:
    """Half-open spans, in code points of ``text``, of the word tokens between ``start`` and ``end``.

    ``language``: the tag of that of the words, for what is elided there.
    """
    stop = len(text) if end is None else end
    found = (_marked() if has_marks(text[start:stop]) else _PLAIN).finditer(text, start, stop)
    spans: list[tuple[int, int]] = []
    for match in found:
        word, span = match[0], match.span()
        if _is_one(word):
            spans.append(span)
        else:
            spans.extend((span[0] + a, span[0] + b) for a, b in pieces(word, language))
    return spans


def words(text: str, start: int = 0, end: int | None = None, language: str = "") -> list[str]:
    """The word tokens between ``start`` and ``end``, as they stand in the text."""
    return [text[a:b] for a, b in word_spans(text, start, end, language)]
