"""Text as it is stored (``normalise``) and text as it is compared (``fold``)."""

from __future__ import annotations

import unicodedata
from functools import cache

from corpus.late_imports import late_pattern

_LINE_ENDS = late_pattern("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = late_pattern(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f"
    "\ufeff\ud800-\udfff]"
)
# Between letters of scripts that have no other shape beside them; emoji and other scripts need them.
_IDLE_JOINERS = late_pattern(
    "(?<=[0-9A-Za-z\u00c0-\u058f\u1e00-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f])"
    "[\u200c\u200d]+"
)
_HALF_WIDTH_KANA = late_pattern("[\uff61-\uff9f]+")
_HAN_VARIANTS = late_pattern(
    "(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af])[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
_OTHER_SPACES = (
    "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u3164\uffa0"
)
"""The last two: the fillers of Hangul, which show as nothing."""

_TIMES = late_pattern("(?<=[0-9])×(?=[0-9])")
_MARKS = str.maketrans(
    {
        "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
        "\u2010": "-", "\u2011": "-",
    }
)  # fmt: skip


def normalise(text: str) -> str:
    """The text as the archive stores it.

    NFC; line ends to ``\\n``; tabs, no-break, ideographic and other spaces to single spaces; control,
    zero-width and direction characters and soft hyphens dropped; half-width kana to kana, with the marks that
    follow them; variants of Han characters to these; no space at the ends of lines.
    """
    ascii_only = text.isascii()
    for space in "\t" if ascii_only else _OTHER_SPACES:
        if space in text:
            text = text.replace(space, " ")
    if not text.replace("\n", "").isprintable():
        text = _LINE_ENDS.sub("\n", text)
        text = _CONTROLS.sub("", text)
        if "\u200c" in text or "\u200d" in text:
            text = _IDLE_JOINERS.sub("", _HAN_VARIANTS.sub("", unicodedata.normalize("NFC", text)))
    if not ascii_only:
        text = _of_common_width(text)
    # After what stood between a letter and its mark is gone.
    if not ascii_only and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    while "  " in text:  # twice as fast as an expression
        text = text.replace("  ", " ")
    return text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")


def _of_common_width(text: str) -> str:
    octets = text.encode("utf-8", "surrogatepass")  # searched, because that is quick
    if b"\xef" not in octets and b"\xf3" not in octets:
        return text
    if b"\xef\xbd" in octets or b"\xef\xbe" in octets:
        text = _HALF_WIDTH_KANA.sub(lambda kana: unicodedata.normalize("NFKC", kana[0]), text)
    if b"\xef\xb8" in octets or b"\xf3\xa0" in octets:
        text = _HAN_VARIANTS.sub("", text)
    return text


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
    """Folded text as it is compared where what readers ignore does not matter: ``nacion`` for ``nación``.

    Of Latin and Greek letters marks are dropped, and combining marks that no letter took in, as those of
    stress; ``ё`` becomes ``е``, ``ı`` ``i``. Vowel marks and tatweel of Arabic are dropped, points of
    Hebrew, and
    what joins or parts letters without being one; Persian and Arabic forms of a letter are one, and so are
    alef with and without hamza. Cyrillic letters as ``й``, and marks of other scripts, make other letters.
    """
    return folded if folded.isascii() else folded.translate(_diacritics())


_IGNORED = (
    (0x300, 0x36F), (0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2), (0x5C4, 0x5C5), (0x5C7, 0x5C7),
    (0x610, 0x61A), (0x640, 0x640), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6DC), (0x6DF, 0x6E4),
    (0x6E7, 0x6E8), (0x6EA, 0x6ED), (0x8D3, 0x8E1), (0x8E3, 0x8FF), (0x180B, 0x180D), (0x200C, 0x200D),
    (0xFE00, 0xFE0F),
)  # fmt: skip
"""First and last code points of marks, those that no letter took in, and of joiners."""
_ALIKE = {"ё": "е", "ı": "i", "ی": "ي", "ى": "ي", "ک": "ك", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ۀ": "ه"}
"""Letters that are one for a reader."""


@cache
def _diacritics() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for low, high in _IGNORED:
        table |= dict.fromkeys(range(low, high + 1))
    for low, high in ((0xC0, 0x250), (0x370, 0x400), (0x1E00, 0x2000)):
        for point in range(low, high):
            whole = unicodedata.normalize("NFD", chr(point))
            base = "".join(char for char in whole if not unicodedata.combining(char))
            if base and base != chr(point):
                table[point] = base
    return table | {ord(letter): other for letter, other in _ALIKE.items()}
