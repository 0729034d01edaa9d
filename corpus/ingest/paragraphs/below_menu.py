"""The headline below lines of a menu, which a browser copies above a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.head_lines import is_vocative
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.ingest.paragraphs.names_above import shared_stems
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_MENU = 5
"""So many short lines above a text are a menu with the headline below."""
_LAST = 3
"""Among so many last ones stands the headline."""
_SHORTEST = 12
"""Shortest headline below a menu, in code points."""
_SHARED = 2
_CONTRAST = 1.5
"""How much longer than the headline the text's first paragraph is."""


def take_below_menu(
    text: str, lines: Sequence[Piece], after: str, apart: Sequence[int], notes: Sequence[int]
) -> Piece | None:
    """The longest of the last lines above day, writer and body; None where no menu stands above it.

    ``after``: the first paragraph of the body; ``apart``: where the lines with day or writer begin;
    ``notes``: where notes do, which may be of the menu. The lines of the menu become notes.
    """
    if (
        len(lines) + len(notes) < _MENU
        or len(lines) < 2
        or not after
        or not (ends_sentence(after) or is_vocative(after))
    ):
        return None
    above = [one for one in lines if not apart or one.start < max(apart)] or lines
    title = max(above[-_LAST:], key=lambda one: one.end - one.start)
    length = title.end - title.start
    above_it = lines.index(title) + sum(start < title.start for start in notes)
    if notes and not _tells(text, title, lines[0], after):
        return None
    if above_it < _MENU - 1 or lines[0] is title or len(after) < _CONTRAST * length or length < _SHORTEST:
        return None
    for piece in lines:
        if piece.start < title.start:
            piece.role, piece.why = Role.editor_note, "a menu above the headline"
    title.role, title.why = Role.headline, "below a menu"
    return title


def _tells(text: str, title: Piece, first: Piece, after: str) -> bool:
    """Whether the text says words of a line, and not those of the first, which may be the headline."""
    shared = [shared_stems(text[one.start : one.end], after) for one in (title, first)]
    return shared[0] > shared[1] < _SHARED
