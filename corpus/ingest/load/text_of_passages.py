"""From the text as it is printed to the text that the archive holds: its passages, joined by line feeds."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.text.records import Parsed

_SURROGATE = re.compile("[\ud800-\udfff]")
LINE_FEED = "\n"


def join_passages(parsed: Parsed) -> list[str]:
    """Make the text its passages in order, joined by one line feed, and move every span with them.

    Returns what each passage says. One that continues a paragraph keeps as ``glue`` what stands before it.
    """
    if not parsed.text.isascii():
        parsed.text = _SURROGATE.sub("\ufffd", parsed.text)  # no store holds them, and they are in no word
    text, end, at = parsed.text, 0, 0
    words: list[str] = []
    shifts: list[int] = []
    for number, one in enumerate(parsed.passages):
        gap = text[end : one.start]
        glue = None if not number or LINE_FEED in gap else " " if gap else ""
        said = text[one.start : one.end]
        words.append(said)
        shifts.append(at - one.start)
        end = one.end
        if glue is not None or shifts[-1]:
            parsed.passages[number] = replace(one, start=at, end=at + len(said), glue=glue)
        at += len(said) + 1
    parsed.text = LINE_FEED.join(words)
    if any(shifts):
        parsed.quotations = [
            replace(one, start=one.start + shifts[one.passage], end=one.end + shifts[one.passage])
            for one in parsed.quotations
        ]
        parsed.mentions = [
            one
            if one.passage is None or one.start is None or one.end is None
            else replace(one, start=one.start + shifts[one.passage], end=one.end + shifts[one.passage])
            for one in parsed.mentions
        ]
    return words
