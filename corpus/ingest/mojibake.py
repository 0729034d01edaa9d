"""Mending of mojibake: UTF-8 that someone read as Windows-1252 or Windows-1251 (``Ã©``, ``â€™``)."""

from __future__ import annotations

import re

MENDED = "mojibake mended"
"""The note that a mended text carries."""

_CONTROLS = [chr(code) for code in range(0x80, 0xA0) if code != 0x85]
_LEADS = [chr(code) for code in range(0xC2, 0xF5)]
_CYRILLIC = ["Р°", "Рѕ", "Рµ", "РЅ"]
"""The letters а, о, е, н as Windows-1251 shows their UTF-8 bytes: no Russian word holds these pairs."""
_REST = "\x80-\xbf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_SEQUENCE = re.compile(rf"[\xc2-\xf4](?:(?<=[\xc2-\xdf])|(?=[{_REST}]{{2}})|(?<=â)(?=€))[{_REST}]")


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
    """Whether the text holds what mojibake may be; a search for single letters first, because it is quick."""
    if any(lead in text for lead in _LEADS) and _SEQUENCE.search(text):
        return True
    return any(mark in text for mark in _CONTROLS) or any(pair in text for pair in _CYRILLIC)
