"""What stands above a headline and is none: buttons, names of sections and of whose writings follow."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.head_lines import (
    author_of_works,
    fits,
    is_heading,
    is_section,
    is_vocative,
    kind_of_document,
    only_date,
)
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece

_LEAST = 3
"""So many very short lines are buttons."""
_BUTTON = 20
"""Longest line that is a button among others, in code points."""
_LONGEST_NAME = 40
_INITIALS = re.compile(
    r"(?:[A-ZÀ-ÞА-ЯЁ]\.\s{0,3}){1,3}[A-ZÀ-ÞА-ЯЁ][\w’'-]+|[A-ZÀ-Þ]\w+ (?:[A-ZÀ-Þ]\. ){1,2}[A-ZÀ-Þ][\w’'-]+"
)
_TRAIL = re.compile(r"[>›»]")
"""What parts the names on the way through a site."""
_WORKS = "the name of a collection"


def set_aside_buttons(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> None:
    """Make notes of very short lines above a line that is much longer, as buttons are above a headline."""
    lines = [piece for piece in pieces if piece.role is None]
    short = [*takewhile(lambda one: one.end - one.start <= _BUTTON, lines)]
    after = lines[len(short)] if len(short) < len(lines) - 1 else None
    if after is None or len(short) < _LEAST or after.end - after.start < 2 * _BUTTON:
        return
    words = [text[one.start : one.end] for one in short]
    if kind_of_document(words[0]) or not is_heading(text[after.start : after.end], outlet):
        return
    if any(ends_sentence(one) or only_date(one) or is_vocative(one) for one in words):
        return
    for one in short:
        one.role, one.why = Role.editor_note, "buttons above the headline"


def set_aside_trail(text: str, pieces: Sequence[Piece]) -> None:
    """Make notes of names of a site's parts that the way through the site, a line below them, names too."""
    for number, piece in enumerate(pieces):
        words = text[piece.start : piece.end]
        if piece.role is Role.editor_note and _TRAIL.search(words):
            parts = {part.strip() for part in _TRAIL.split(words)}
            for one in pieces[:number]:
                if one.role is None and text[one.start : one.end] in parts:
                    one.role, one.why = Role.editor_note, "the name of a section"


def set_aside_names(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> str | None:
    """Make notes of the names of a section, and of whose writings follow, above a headline; that person."""
    author: str | None = None
    lines = [piece for piece in pieces if piece.role is None]
    for piece, after in pairwise(lines):
        words = text[piece.start : piece.end]
        below = author is not None and fits("offices", words)
        named = author_of_works(words) or (None if author else _person(words, outlet))
        if named is None and not below and not is_section(words):
            break
        if not is_heading(text[after.start : after.end], outlet) or after is lines[-1]:
            break
        piece.role, piece.why = Role.editor_note, "the name of a section" if named is None else _WORKS
        author = named or author
    return author


def _person(words: str, outlet: OutletFile) -> str | None:
    """Whose name a line is, alone, above the title of what he said or wrote."""
    if len(words) > _LONGEST_NAME:
        return None
    for person in outlet.people if not words.endswith((".", "!", "?", "。")) else ():
        if person.kind == "person" and words in (person.name, *person.names):
            return person.name
    return words if _INITIALS.fullmatch(words) else None
