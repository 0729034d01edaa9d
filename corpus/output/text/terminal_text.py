"""Text for a terminal: how wide it is, how to cut and pad it, and nothing in it that commands a terminal."""

from __future__ import annotations

import os
import re
import shutil
from functools import lru_cache
from typing import Literal, TextIO

# Scripts whose characters all take one column, or all take two, so that most text needs no look-up.
# Patterns are left as strings: compiling them takes 9 ms, which a table in ASCII need not wait for.
_ONE_WIDE = " -~¡-¬®-ʯͰ-ͷΑ-ҁҊ-ԯ‐-‧‰-⁞←-⇿─-▟"
_TWO_WIDE = "가-힣一-鿿〆-〩ぁ-ゖァ-ヿ！-｠、。〈-】"
_KNOWN = f"[{_ONE_WIDE}{_TWO_WIDE}]*"
_TWO = f"[^{_ONE_WIDE}]"  # of what is known; a class of the wide ranges would take as long as a table

# Commands: CSI (colours, cursor) and OSC (titles, links, clipboard) sequences; then every other control
# character, lone surrogates, and the marks that reorder text.
_COMMANDS = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
)
_BLANKS = r"[\t\n\v\f\r\x85\u2028\u2029]+"
_CONTROLS = r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_SURROGATES = r"[\ud800-\udfff]"

Side = Literal["left", "right"]

LEAST_WIDTH = 20
"""Columns that a text gets, however narrow the terminal."""


def harmless(text: str) -> str:
    """``text`` on one line, without escape sequences, control characters or reordering marks."""
    if text.isprintable():
        return text
    text = re.sub(_BLANKS, " ", re.sub(_COMMANDS, "", text))
    return re.sub(_SURROGATES, "\ufffd", re.sub(_CONTROLS, "", text))


def width(text: str) -> int:
    """Columns that ``text`` takes in a terminal: 2 for a wide character, 0 for a combining mark."""
    if text.isascii() and text.isprintable():
        return len(text)
    if re.fullmatch(_KNOWN, text):
        return len(text) + len(re.findall(_TWO, text))
    # Costs 50 ms to import: only for what the two classes above do not hold.
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


_character_width = lru_cache(maxsize=8192)(width)


def cut(text: str, columns: int, side: Side = "right") -> str:
    """``text`` in at most ``columns`` columns; what is cut off at ``side`` is marked with ``…``."""
    if width(text) <= columns:
        return text
    room = columns - 1
    kept = 0
    for character in text if side == "right" else reversed(text):
        room -= _character_width(character)
        if room < 0:
            break
        kept += 1
    if columns < 1:
        return ""
    while side == "left" and kept and not _character_width(text[-kept]):
        kept -= 1  # a mark has lost its letter
    return text[:kept].rstrip(" \u200d") + "…" if side == "right" else "…" + text[len(text) - kept :].lstrip()


def pad(text: str, columns: int, align: Side = "left") -> str:
    """``text`` filled with spaces to ``columns`` columns, aligned to the left or to the right."""
    spaces = " " * (columns - width(text))
    return text + spaces if align == "left" else spaces + text


def wrapped(text: str, columns: int | None) -> list[str]:
    """``text`` in lines of at most ``columns``; what has no spaces, as Chinese, is broken anywhere."""
    if columns is None:
        return [text]
    columns = max(columns, LEAST_WIDTH)
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = width(word)
        if line and used + 1 + size <= columns:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line and size <= columns:
            lines.append(line)
            line, used = word, size
            continue
        # Longer than a line: it begins on the line that is open, and is broken where each is full.
        rest = f"{line} {word}" if line else word
        while size := _too_wide(rest, columns):
            kept = _fitting(rest[:size], columns)
            lines.append(rest[:kept])
            rest = rest[kept:]
        line, used = rest, width(rest)
    return [*lines, line]


def _too_wide(text: str, columns: int) -> int:
    """How many characters from the beginning are wider than ``columns``; 0 when all of them fit."""
    size = columns + 1
    while width(text[:size]) <= columns:
        if size >= len(text):
            return 0
        size *= 2  # marks take no room
    return size


def _fitting(text: str, columns: int) -> int:
    """How many characters of ``text`` fit; at least one."""
    kept = len(text)
    while kept > 1 and width(text[:kept]) > columns:
        kept -= max(1, (width(text[:kept]) - columns) // 2)
    return kept


def terminal_size(stream: TextIO) -> tuple[int, int] | None:
    """Columns and lines of the terminal behind ``stream``; None when it is a file or a pipe."""
    if not stream.isatty():
        return None
    size = shutil.get_terminal_size((80, 24))
    return size.columns, size.lines


def colours(stream: TextIO) -> bool:
    """Whether ``stream`` may get colours: a terminal, not a dumb one, and NO_COLOR not set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def unicode(stream: TextIO) -> bool:
    """Whether ``stream`` can hold line-drawing characters."""
    encoding = (stream.encoding or "ascii").lower().replace("-", "").replace("_", "")
    return encoding.startswith("utf")
