"""What frames a text on its own lines or in its first and last: the dateline and the end mark."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from corpus.ingest.dates.dateline import Dateline, find_end_mark, parse_dateline
from corpus.ingest.dates.opening_datelines import find_dateline
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.ingest.paragraphs.pieces import Piece, cut
from corpus.settings import packaged
from corpus.text.roles import Role

if TYPE_CHECKING:
    from corpus.ingest.outlets.records import OutletFile

_SHORT = 200
"""Longest line that may be no sentence, and longest last line with a dateline, in code points."""
_DATELINE_PARAGRAPHS = 3
"""After how many sentences only a dateline in brackets is looked for."""
_BRACKETS = tuple("（(【[［")
_CUT_OFF = ("...", "…")
"""With what a headline ends that a page prints again, cut short."""
_SIGNED = 40
"""Longest signature of an agency behind the last sentence, in code points."""
_DATELINE_LINES = 16
"""After how many lines of any kind."""


def cut_dateline(text: str, pieces: list[Piece], outlet: OutletFile) -> tuple[list[Piece], Dateline | None]:
    """The pieces with the dateline as one of its own, and what it says."""
    if not outlet.datelines:
        return pieces, None
    tried = lines = 0
    for number, piece in enumerate(pieces):
        if piece.role is not None:
            continue
        words = text[piece.start : piece.end]
        dateline = None
        if tried < _DATELINE_PARAGRAPHS:
            dateline = find_dateline(words, outlet.datelines, first=not tried)
        elif words[0] in _BRACKETS:
            dateline = parse_dateline(words, outlet.datelines)
        if dateline is not None:
            start, end = piece.start + dateline.start, piece.start + dateline.end
            parts = cut(text, piece, start) if dateline.start else [piece]
            rest = cut(text, parts[-1], end)
            rest[0].role, rest[0].why = Role.dateline, "datelines"
            return [*pieces[:number], *parts[:-1], *rest, *pieces[number + 1 :]], dateline
        lines += 1
        tried += len(words) > _SHORT or (ends_sentence(words) and not words.endswith(_CUT_OFF))
        if lines == _DATELINE_LINES:
            break
    return pieces, _last_line(text, pieces, outlet)


def _last_line(text: str, pieces: list[Piece], outlet: OutletFile) -> Dateline | None:
    """A dateline that stands in brackets as the last line, as below documents."""
    last = next((piece for piece in reversed(pieces) if piece.role is None), None)
    words = text[last.start : last.end] if last is not None else ""
    if last is None or words[:1] not in _BRACKETS or len(words) > _SHORT:
        return None
    dateline = parse_dateline(words, outlet.datelines)
    if dateline is None or dateline.start or dateline.end < len(words):
        return None
    last.role, last.why = Role.dateline, "datelines"
    return dateline


def _sign_off(text: str, piece: Piece) -> int | None:
    """Where an agency signs behind the last sentence of a text, in code points of the paragraph."""
    tail = max(piece.start, piece.end - _SIGNED)
    match = _signs().search(text, tail, piece.end)
    return match.start() - piece.start if match is not None and match.start() > piece.start else None


@functools.cache
def _signs() -> re.Pattern[str]:
    signs = packaged("corpus.ingest.passages", "closings.toml")["sign_offs"]
    return re.compile(rf"(?<=[.!?”\"»)…])\s?(?:{signs})\.?\Z")


def cut_end_mark(text: str, pieces: list[Piece], outlet: OutletFile) -> list[Piece]:
    """The pieces with the end mark as one of its own."""
    for number in range(len(pieces) - 1, -1, -1) if outlet.end_marks else ():
        piece = pieces[number]
        if piece.role is not None:
            continue
        at = find_end_mark(text[piece.start : piece.end], outlet.end_marks)
        if at is None:
            at = _sign_off(text, piece) if outlet.is_reporter else None
            if at is None:
                break
        if at == 0:
            piece.role, piece.why = Role.end_mark, "end_marks"
            break
        parts = cut(text, piece, piece.start + at)
        parts[-1].role, parts[-1].why = Role.end_mark, "end_marks"
        return [*pieces[:number], *parts, *pieces[number + 1 :]]
    return pieces
