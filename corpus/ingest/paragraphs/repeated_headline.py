"""A headline that a page prints twice: in a menu, a list or the way through a site, then above its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.dates.printed import dated_line
from corpus.ingest.paragraphs.head_lines import is_vocative, kind_of_document
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.text.page_words import is_label, is_page_name
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_READ = 80
"""Among how many first lines it stands."""
_SHORTEST, _LONGEST = 8, 240
"""Length of such a headline, in code points."""
_SENTENCE = 6
"""From how many code points on a line that ends a sentence is one of a text."""
_NAME_WORDS = 3
"""Most words of a name."""
_LINE, _TEXT = 241, 80
"""From how many code points on any line is one, with spaces between words and without."""
_GLUED = 30
"""From how many code points on the end of another line is a copy."""
_BULLETS = "·•▶■◆○●※▲*-–— "
WHY = "above the headline that stands twice"


def set_aside_above_repeated(text: str, pieces: Sequence[Piece]) -> None:
    """Make notes of all lines above the last copy of such a headline, but for those with a date."""
    seen: dict[str, int] = {}
    first = 0
    second: int | None = None
    for number, piece in enumerate(pieces[:_READ]):
        words = text[piece.start : piece.end]
        if len(words) >= (_LINE if words[0] < "\u2e80" else _TEXT) or (
            len(words) >= _SENTENCE and ends_sentence(words) and words[-1] not in ":：;；"
        ):
            break
        if piece.role is None and _SHORTEST <= len(words) <= _LONGEST:
            line = words.strip(_BULLETS)
            copy = seen.get(line)
            if copy is None and len(line) >= _GLUED:  # behind the way through the site
                copy = next((at for other, at in seen.items() if other.endswith(line)), None)
            if copy is not None and not ends_sentence(line) and _may_be(line):
                first, second = copy, number
            seen.setdefault(line, number)
    if second is None or second >= len(pieces) - 1:
        return
    if _are_names(text, pieces, first, second):
        return
    above = [piece for piece in pieces[:second] if piece.role is None]
    if any(kind_of_document(text[piece.start : piece.end]) for piece in above):
        return
    for piece in above:
        if dated_line(text[piece.start : piece.end], None) is None:
            piece.role, piece.why = Role.editor_note, WHY


def _may_be(line: str) -> bool:
    return line[-1] not in ",，" and dated_line(line, None) is None and not is_vocative(line)


def _are_names(text: str, pieces: Sequence[Piece], first: int, second: int) -> bool:
    """Whether the line and those between its copies may be names of those who speak."""
    lines = [text[piece.start : piece.end] for piece in pieces[first:second]]
    if len(lines) < 2 or any(len(line.split()) > _NAME_WORDS or is_label(line) for line in lines):
        return False
    return not any(is_page_name(line) or dated_line(line, None) for line in lines)
