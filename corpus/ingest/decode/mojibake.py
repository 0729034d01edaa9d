"""Mending of mojibake: UTF-8 that someone read as Windows-1252 or Windows-1251 (``Ã©``, ``â€™``)."""

from __future__ import annotations

import re

MENDED = "mojibake mended"
"""The note that a mended text carries."""

_CONTROLS = [chr(code) for code in range(0x80, 0xA0) if code != 0x85]
_CYRILLIC = ["Р°", "Рѕ", "Рµ", "РЅ"]
"""The letters а, о, е, н as Windows-1251 shows their UTF-8 bytes: no Russian word holds these pairs."""
_REST = "\x80-\xbf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_SEQUENCES = {
    chr(lead): re.compile(f"{chr(lead)}[{_REST}]{{{1 if lead < 0xE0 else 2 if lead < 0xF0 else 3}}}")
    for lead in range(0xC2, 0xF5)
} | {"â": re.compile(f"â(?:€|[{_REST}]{{2}})")}
"""Letters that UTF-8 sequences begin with, and such sequences as Windows-1252 shows them."""


_CLOSING = frozenset("”“’‘»«›‹„‚—–…")
"""What may stand behind a capital letter in a sound text: ``“AMANHÃ”``."""
_OPENING = frozenset("\"'“‘«„‹")
_ENOUGH = 2


def mend(text: str, beside: int = 0) -> str:
    """The text with its mojibake mended line by line; the very same object where there is none.

    One sign of it is no evidence: a document must have two, or one that no sound text has. ``beside``: the
    signs (``signs``) in other texts of the document. Nothing but the encoding is changed: quotes stay curled,
    wide letters wide.
    """
    if text.isascii() or not _suspicious(text) or beside + signs(text) < _ENOUGH:
        return text
    import ftfy

    lines = text.split("\n")
    mended = [ftfy.fix_encoding(line) if _suspicious(line) else line for line in lines]
    return text if mended == lines else "\n".join(mended)


def signs(text: str) -> int:
    """How much in a text is evidence of mojibake: 2 for what no sound text has, as ``â€™`` and ``niÃ±o``, 1
    for what few have, 0 for letters before a closing mark. No more than is enough is counted."""
    if text.isascii() or not _suspicious(text):
        return 0
    if any(mark in text for mark in _CONTROLS):
        return _ENOUGH
    total = sum(text.count(pair) for pair in _CYRILLIC) if "Р" in text else 0
    for lead, sequence in _SEQUENCES.items():
        for found in sequence.finditer(text) if lead in text and total < _ENOUGH else ():
            total += _weight(text, found)
            if total >= _ENOUGH:
                break
    return min(total, _ENOUGH)


def _weight(text: str, found: re.Match[str]) -> int:
    start, end = found.span()
    if end - start > 2 or found[0].startswith("â"):  # three bytes and more, one behind the other
        return _ENOUGH
    before, behind = text[start - 1 : start], text[end : end + 1]
    inside = [bool(one) and (one.islower() or one.isdigit()) for one in (before, behind)]
    if found[0][1] in _CLOSING:
        alone = not before.isalnum() and before not in _OPENING
        return _ENOUGH if all(inside) else int(alone)
    return _ENOUGH if any(inside) else 1


def _suspicious(text: str) -> bool:
    """Whether the text holds what mojibake may be; bytes are searched first, because that is quick."""
    octets = text.encode("utf-8", "surrogatepass")
    # C2 begins the controls and signs, C3 the letters that UTF-8 sequences begin with.
    if b"\xc3" in octets and any(lead in text and found.search(text) for lead, found in _SEQUENCES.items()):
        return True
    if "Р" in text and any(pair in text for pair in _CYRILLIC):
        return True
    return b"\xc2" in octets and any(mark in text for mark in _CONTROLS)
