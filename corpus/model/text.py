"""Text as it is stored (``normalise``) and text as it is compared (``fold``)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_OTHER_SPACES = (
    "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)

_TIMES = re.compile("(?<=[0-9])×(?=[0-9])")
_MARKS = str.maketrans(
    {
        "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
        "\u2010": "-", "\u2011": "-",
    }
)  # fmt: skip


def normalise(text: str) -> str:
    """The text as the archive stores it.

    NFC; line ends to ``\\n``; tabs, no-break, ideographic and other spaces to single spaces; control,
    zero-width and direction characters and soft hyphens dropped; no space at the ends of lines.
    """
    ascii_only = text.isascii()
    for space in "\t" if ascii_only else _OTHER_SPACES:
        if space in text:
            text = text.replace(space, " ")
    if not text.replace("\n", "").isprintable():
        text = _LINE_ENDS.sub("\n", text)
        text = _CONTROLS.sub("", text)
    # After what stood between a letter and its mark is gone.
    if not ascii_only and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    while "  " in text:  # twice as fast as an expression
        text = text.replace("  ", " ")
    return text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")


def fold(text: str) -> str:
    """The text as it is compared: the same for every spelling that a search takes as one.

    NFKC and case folding; curly quotes to straight ones, U+2010 and U+2011 to ``-``, ``×`` between
    digits to ``x``. Folding twice gives the same as folding once.
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _TIMES.sub("x", folded.translate(_MARKS))


def without_diacritics(folded: str) -> str:
    """Folded text as it is compared where accents do not matter: ``nacion`` for ``nación``.

    Of Latin and Greek letters marks are dropped, and combining marks that no letter took in, as those of
    stress; ``ё`` becomes ``е``. Cyrillic letters as ``й``, and marks of other scripts, make other letters.
    """
    return folded if folded.isascii() else folded.translate(_diacritics())


@cache
def _diacritics() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370))
    for low, high in ((0xC0, 0x250), (0x370, 0x400), (0x1E00, 0x2000)):
        for point in range(low, high):
            whole = unicodedata.normalize("NFD", chr(point))
            base = "".join(char for char in whole if not unicodedata.combining(char))
            if base and base != chr(point):
                table[point] = base
    return table | {ord("ё"): "е"}
