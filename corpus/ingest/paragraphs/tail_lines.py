"""What a page prints below its text: forms for comments, lists of other texts, buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.ingest.paragraphs.link_lines import line_patterns
from corpus.text.page_words import closes_text, is_label, is_page_name, is_row, is_several
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_LAST = 60
"""Within how many last lines the part of the page below a text begins."""
_LONGEST = 700
"""Longest line that says whose a page is, in code points."""
_LINE, _FEW = 120, 6
"""Longest such line above the last few ones, and how many these are."""
_SHORT = 60
"""Longest line of a run of short ones at the end, in code points."""
_LONG = 80
"""From how many code points on a line above is one of a text."""
_SHARE = 0.5
"""The part below is no longer than this, measured by the text above it."""
_SENTENCES = 0.3
"""Which part of a list of other texts may end sentences: leads do."""
WHY = "below the end of the text"


def set_aside_tail(text: str, pieces: Sequence[Piece]) -> None:
    """Make notes of the lines from the first heading on that closes a text, and of a run of short lines at
    the end from the first one that belongs to pages."""
    lines = [piece for piece in pieces if piece.role is None]
    if len(lines) < 2:
        return
    first = _closing(text, lines)
    below = lines[first:] if first is not None else _short_run(text, pieces)
    for piece in below if len(below) < len(lines) else ():
        piece.role, piece.why = Role.editor_note, WHY


def _closing(text: str, lines: Sequence[Piece]) -> int | None:
    """The number of the first line that closes a text above it."""
    above = 0
    for number, piece in enumerate(lines):
        length = piece.end - piece.start
        last = len(lines) - number
        if number and above and last <= _LAST and length <= (_LONGEST if last <= _FEW else _LINE):
            words = text[piece.start : piece.end]
            sure = is_several(words)
            closes = closes_text(words) or (sure and line_patterns("ends").fullmatch(words) is not None)
            if closes and _is_end(text, lines, number, above, sure=sure):
                return number
        above += length if length >= _LONG else 0
    return None


def _is_end(text: str, lines: Sequence[Piece], number: int, above: int, *, sure: bool) -> bool:
    below = lines[number + 1 :]
    length = sum(piece.end - piece.start for piece in below)
    if not above or (not sure and length > _SHARE * above):
        return False
    ended = sum(ends_sentence(text[piece.start : piece.end]) for piece in below)
    return ended <= _SENTENCES * len(below) or (sure and length <= _SHARE * above)


def _short_run(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The run of short lines at the end, from its first line of pages on."""
    run: list[Piece] = []
    found = 0
    for piece in reversed(pieces[1:]):
        words = text[piece.start : piece.end]
        if len(words) > _SHORT or piece.role not in (None, Role.editor_note):
            break
        of_page = piece.role is not None or is_label(words) or is_row(words)
        if not of_page and ends_sentence(words):
            break
        run.append(piece)
        if of_page or (found == len(run) - 1 and found and is_page_name(words)):
            found = len(run)
    return [piece for piece in run[:found] if piece.role is None]
