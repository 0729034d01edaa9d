"""Traditional and simplified characters, one by one (OpenCC), so that each offset stays what it was."""

from __future__ import annotations

from functools import cache

_PLANES = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400))
"""Where Han characters stand in Unicode, half-open."""


def simplified(text: str) -> str:
    """The text in simplified characters, character by character, as long as it was.

    Fit for matching, not for reading: a character that is simplified in some words only is simplified
    in all (``乾隆`` becomes ``干隆``), on both sides of a comparison. Without OpenCC the text as it is.
    """
    return text if text.isascii() else text.translate(_table())


def variants_of_character(character: str) -> frozenset[str]:
    """All characters that are simplified to the same as this one, itself among them.

    ``发``: 发, 發, 髮. A query that may match any of them finds traditional and simplified text alike.
    """
    return _variants().get(simplified(character), frozenset()) | {character}


def available() -> bool:
    """Whether OpenCC is installed."""
    return bool(_table())


@cache
def _table() -> dict[int, str]:
    try:
        from opencc import OpenCC
    except ImportError:
        return {}
    characters = [chr(code) for first, last in _PLANES for code in range(first, last)]
    # One a line, so that no character is read as part of a word.
    converted = str(OpenCC("t2s").convert("\n".join(characters))).split("\n")
    return {
        ord(one): other
        for one, other in zip(characters, converted, strict=True)
        if one != other and len(other) == 1
    }


@cache
def _variants() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for code, other in _table().items():
        groups.setdefault(other, {other}).add(chr(code))
    return {other: frozenset(group) for other, group in groups.items()}
