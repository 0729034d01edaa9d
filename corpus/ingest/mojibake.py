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


def mend(text: str) -> str:
    """The text with its mojibake mended line by line; the very same object where there is none.

    Nothing but the encoding is changed: quotes stay curled, wide letters wide.
    """
    if text.isascii() or not _suspicious(text):
        return text
    import ftfy

    lines = text.split("\n")
    mended = [ftfy.fix_encoding(line) if _suspicious(line) else line for line in lines]
    return text if mended == lines else "\n".join(mended)


def _suspicious(text: str) -> bool:
    """Whether the text holds what mojibake may be; bytes are searched first, because that is quick."""
    octets = text.encode("utf-8", "surrogatepass")
    # C2 begins the controls and signs, C3 the letters that UTF-8 sequences begin with.
    if b"\xc3" in octets and any(lead in text and found.search(text) for lead, found in _SEQUENCES.items()):
        return True
    if "Р" in text and any(pair in text for pair in _CYRILLIC):
        return True
    return b"\xc2" in octets and any(mark in text for mark in _CONTROLS)
