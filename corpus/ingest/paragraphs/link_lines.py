"""Lines of a page that a browser copies with its text and that lead to other texts: "Read also", lists of
headlines at the end, buttons and advertisements."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from corpus.ingest.dates.printed import dated_line
from corpus.ingest.paragraphs.head_lines import fits
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.settings import packaged
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_LONGEST = 200
"""Longest line that may lead to another text, in code points."""
_LONGEST_NAME = 80
"""Longest name of a list of other texts, in code points."""
_HEAD = 12
"""In how many first lines, before the first sentence, a day is that of the text."""
_LAST = 24
"""Within how many last lines such a list stands."""
_TAIL = 5
_LONGEST_BYLINE = 50
_LONGEST_NOTE = 600
_SENTENCES = 0.3
"""Which part of a list may end sentences: leads of other texts do."""
WHY = "a line that leads to other texts"


def set_aside_links(text: str, pieces: Sequence[Piece]) -> None:
    """Give lines that lead to other texts, and the lists of them at the end, the role of a note; never all
    that there is."""
    short = [one for one in pieces if one.role is None and one.end - one.start <= _LONGEST]
    if not short or len(pieces) < 2:
        return
    ends = (number for number, one in enumerate(pieces) if ends_sentence(text[one.start : one.end]))
    head = {*map(id, pieces[: min(_HEAD, next(ends, _HEAD))])}
    lines = [
        one
        for one in short
        if _leads(text[one.start : one.end])
        and not (id(one) in head and dated_line(text[one.start : one.end], None))
    ]
    tail = [one for one in pieces[-_TAIL:] if one.role is None and one.end - one.start <= _LONGEST_NOTE]
    lines += [one for one in tail if _is_closing(text[one.start : one.end]) and one not in lines]
    last = short[-1]
    if last is pieces[-1] and line_patterns("last").fullmatch(text, last.start, last.end):
        lines.append(last)
    spoken = sum(one.role is None for one in pieces)
    lines += [one for one in _list_at_the_end(text, pieces) if one not in lines]
    if len(lines) < spoken:
        for one in lines:
            one.role, one.why = Role.editor_note, WHY


def _is_closing(words: str) -> bool:
    """Whether one of the last lines says who wrote the text, where it is from, or who answers for it."""
    if line_patterns("archives").fullmatch(words) or fits("labelled", words):
        return True
    if ends_sentence(words):
        return False
    return line_patterns("credits").fullmatch(words) is not None or (
        len(words) <= _LONGEST_BYLINE and fits("bylines", words)
    )


def _leads(words: str) -> bool:
    if len(words) <= _LONGEST_NAME and line_patterns("buttons").fullmatch(words):
        return True
    return line_patterns("leads").match(words) is not None


def _list_at_the_end(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The name of a list of other texts, and all below it; nothing where sentences of a text follow."""
    last = [one for one in pieces if one.role is None][1:][-_LAST:]
    for number, piece in enumerate(last):
        words = text[piece.start : piece.end].strip(" :：»›>•*-–—")
        if len(words) > _LONGEST_NAME or not line_patterns("lists").fullmatch(words):
            continue
        below = last[number + 1 :]
        ended = sum(ends_sentence(text[one.start : one.end]) for one in below)
        if ended <= _SENTENCES * len(below) and all(one.end - one.start <= _LONGEST for one in below):
            return last[number:]
    return []


@functools.cache
def line_patterns(key: str) -> re.Pattern[str]:
    """The lines of pages that ``link_lines.toml`` lists under a key, as one pattern."""
    every = "|".join(f"(?:{one})" for one in packaged("corpus.ingest.paragraphs", "link_lines.toml")[key])
    return re.compile(every, re.IGNORECASE)
