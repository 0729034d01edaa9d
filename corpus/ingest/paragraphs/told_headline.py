"""The headline among lines that nothing else tells apart: the one whose words the text below says again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.dates.opening_datelines import find_dateline
from corpus.ingest.dates.printed import dated_line
from corpus.ingest.paragraphs.head_lines import is_heading, is_vocative, kind_of_document
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.ingest.paragraphs.names_above import shared_stems
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece

_READ = 40
"""Among how many first lines it is sought."""
_TEXT = 80
"""From how many code points on a line that ends a sentence is one of a text; half as many where letters are
written without spaces."""
_SHORTEST, _LONGEST = 12, 150
"""Length of such a headline, in code points; what stands above it is no longer either."""
_SENTENCE = 60
"""From how many code points on a line with a full stop is a sentence of a text."""
_MENU = 40
"""Longest line of a menu right above it, in code points."""
_CONTRAST = 1.3
"""How much longer the text right below it is."""
_FOLLOWING = 1500
"""How much of the text is asked for the words of a line, in code points."""
_SHARED = 2
_UNSPACED = "\u2e80"
WHY = "the text below says its words again"


def take_told_headline(
    text: str, pieces: Sequence[Piece], outlet: OutletFile
) -> tuple[Piece, list[Piece]] | None:
    """That line and those with a date above it; None where there is none. What else stands above it becomes
    a note."""
    lines = [piece for piece in pieces[:_READ] if piece.role is None]
    body = next((number for number, one in enumerate(lines) if _is_text(text[one.start : one.end])), 0)
    above = [text[one.start : one.end] for one in lines[:body]]
    if not above or any(kind_of_document(words) or is_vocative(words) for words in above):
        return None
    start = lines[body].start
    said = text[start : start + _FOLLOWING]
    later = {text[one.start : one.end] for one in pieces if one.start > start}  # as names of speakers stand
    shared = [
        shared_stems(words, said) if words not in later and _may_be(words, outlet) else 0 for words in above
    ]
    best = max(shared)
    if best < _SHARED:
        return None
    number = shared.index(best)
    if any(len(words) > _longest(words, _LONGEST) or _is_sentence(words) for words in above[: number + 1]):
        return None
    if number and not lines[number].gap and len(above[number - 1]) > _longest(above[number - 1], _MENU):
        return None
    if not _is_whole(text, lines[number], lines[number + 1]):
        return None
    days: list[Piece] = []
    for piece, words in zip(lines[:number], above, strict=False):
        if dated_line(words, None) is not None:
            days.append(piece)
        else:
            piece.role, piece.why = Role.editor_note, "above the headline"
    lines[number].role, lines[number].why = Role.headline, WHY
    return lines[number], days


def _is_whole(text: str, line: Piece, after: Piece) -> bool:
    """Whether a line is not the first part of a sentence that is broken over lines."""
    first = text[after.start]
    longer = after.end - after.start >= _CONTRAST * (line.end - line.start)
    return not first.islower() and (after.gap or longer or after.start > line.end + 1)


def _is_sentence(words: str) -> bool:
    if words[-1] in "!！":
        return True
    return words[-1] in ".。?？" and len(words) >= _longest(words, _SENTENCE)


def _longest(words: str, length: int) -> int:
    """A length in code points, half as long where letters are written without spaces."""
    return length if words[0] < _UNSPACED else length // 2


def _is_text(words: str) -> bool:
    return len(words) >= _longest(words, _TEXT) and ends_sentence(words)


def _may_be(words: str, outlet: OutletFile) -> bool:
    if (
        len(words) < _longest(words, _SHORTEST)
        or not is_heading(words, outlet)
        or dated_line(words, None) is not None
    ):
        return False
    return find_dateline(words, outlet.datelines, first=True) is None
