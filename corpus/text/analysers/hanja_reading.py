"""Han characters in Korean text, read in Hangul (hanja.toml)."""

from __future__ import annotations

import re
from functools import cache

from corpus.settings import packaged

_BU, _BEFORE_BU = "부", re.compile("[다-딯자-짛]")
"""How 不 is read before ㄷ and ㅈ: 不當, 부당."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def has_hanja(text: str) -> bool:
    """Whether the text holds a Han character."""
    return not text.isascii() and _HAN.search(text) is not None


def reading(text: str) -> str:
    """The text with each Han character replaced by the syllable that reads it: ``勞動黨은`` is ``로동당은``.

    As long as the text, code point by code point, so that offsets stay valid. Characters are read as the
    DPRK writes them, without the southern change at the beginning of a word (로동, 력사; for 노동, 역사 pass
    the result to ``spelling.southern``): addresses printed with hanja have the same words in Hangul in this
    spelling. A character with several readings has the most usual one, one that the table does
    not know stays.
    """
    if not has_hanja(text):
        return text
    readings = _readings()
    read = _HAN.sub(lambda found: readings.get(found[0], found[0]), text)
    return (
        "".join(
            _BU if han == "不" and _BEFORE_BU.match(read, at + 1) else hangul
            for at, (han, hangul) in enumerate(zip(text, read, strict=True))
        )
        if "不" in text
        else read
    )


@cache
def _readings() -> dict[str, str]:
    listed = packaged("corpus.text.analysers", "hanja.toml")["readings"].items()
    return {character: syllable for syllable, characters in listed for character in characters}
