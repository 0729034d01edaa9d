"""Raised characters: the sign of a note, which is no text, or an exponent, which is."""

from __future__ import annotations

import re

_MARK = re.compile(r"\s*(?:[\[(]\s*(?:note\s*)?[0-9a-z]{1,3}\s*[\])]|\d{1,3}|[*†‡§]{1,3})\s*", re.IGNORECASE)
"""The sign of a note: ``1``, ``[2]``, ``*``."""
_LETTERS = re.compile(r"\s*(?:[ivx]{1,4}|[a-z])\s*")
"""It may be a letter too, where a word stands before it and no number: ``2e``, ``no`` are ordinals."""
_LONG_WORD = re.compile(r"(?:[^\W\d_]{3,}|[.,;:!?”\"»)\]…。，])\s*\Z")
_POWER = re.compile(r"\s*[-−–+]?\d{1,3}\s*")
_WORD = re.compile(r"[^\W_]+\Z")
_NUMBER = re.compile(r"\d[\d.,]*\Z")
_MOST_DIGITS = 3
"""A number with more digits is a year or a count, and what is raised after it a note: ``in 1953³``."""
_UNITS = frozenset(["m", "km", "cm", "mm", "dm", "ft", "mi", "yd", "nm", "м", "км", "см", "мм", "дм", "фут"])
"""What a raised digit is a power of, and no note to."""
_FORMULAS = frozenset(("co",))
"""What a digit belongs to that some raise where it should be lowered."""
_RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")


def is_mark(written: str) -> bool:
    """Whether these characters look like the number or sign of a note."""
    return _MARK.fullmatch(written) is not None


def raised(before: str, written: str, *, linked: bool = False) -> str:
    """What raised characters after a text say: nothing where they are the sign of a note.

    An exponent of a number, a measure or a variable comes as raised characters (``10⁶``), so that it does
    not join the number. ``linked``: whether they lead somewhere, as notes do.
    """
    before = before[-60:].rstrip()
    if not _POWER.fullmatch(written):
        if linked and is_mark(written):
            return ""
        sign = _MARK.fullmatch(written) or (_LETTERS.fullmatch(written) and _LONG_WORD.search(before))
        return "" if sign else written
    base = "" if linked and is_mark(written) else _base(before)
    if base in _FORMULAS:
        return written
    if base:
        return written.strip().translate(_RAISED)
    return "" if is_mark(written) else written


def _base(before: str) -> str:
    """What a digit raised after a text is a power of, or belongs to; "" where it is a note."""
    number = _NUMBER.search(before)
    if number is not None:
        return number[0] if sum(map(str.isdigit, number[0])) <= _MOST_DIGITS else ""
    word = _WORD.search(before)
    base = "" if word is None else word[0].lower()
    return base if base in _UNITS or base in _FORMULAS or (len(base) == 1 and base.isascii()) else ""
