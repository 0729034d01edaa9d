"""The text of an item as it is kept: a printed headline first, then its paragraphs, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.decode.glued_names import mend_names
from corpus.ingest.paragraphs.paragraphs import split_paragraphs
from corpus.ingest.paragraphs.pieces import Piece
from corpus.text.normalisation import normalise
from corpus.text.roles import SPOKEN, Role

if TYPE_CHECKING:
    from corpus.ingest.outlets.records import OutletFile
    from corpus.text.records import Item


GIVEN_TITLE = "the title given with the item"
MARKED = "the file itself marks it"


def lay_out(item: Item, outlet: OutletFile, title: str | None, freed: list[str]) -> tuple[str, list[Piece]]:
    """The normalised text and its paragraphs; "" for an item without text.

    ``title``: the one that metadata give, which stands before the text where the outlet prints it; one that
    whoever compiled a file gave is a headline only where the text begins with it.
    ``freed`` takes the words, as printed, around which spaces were put
    (``corpus.ingest.decode.glued_names``).
    """
    printed = title if outlet.text.title_is_printed and _is_printed(item, title) else None
    return (_lay_out_blocks if item.blocks else _lay_out_text)(item, outlet, printed, freed)


def _is_printed(item: Item, title: str | None) -> bool:
    return item.title_printed or (
        title is not None and bool(item.blocks) and " ".join(item.blocks[0].text.split()) == title
    )


def _lay_out_text(
    item: Item, outlet: OutletFile, printed: str | None, freed: list[str]
) -> tuple[str, list[Piece]]:
    rules = outlet.text
    paragraphs = split_paragraphs(item.text, rules.lines, rules.breaks, rules.page_marks)
    body = mend_names(normalise("\n".join([part.text for part in paragraphs])), outlet.glued_names, freed)
    lines = body.split("\n")
    if len(lines) == len(paragraphs):
        parts = [(line, part.mark, part.gap) for line, part in zip(lines, paragraphs, strict=True) if line]
    else:
        parts = [(line, False, False) for line in lines if line]
    if not parts:
        return "", []
    if printed and parts[0][0] != printed:
        parts.insert(0, (printed, False, False))
    pieces: list[Piece] = []
    position = 0
    for line, mark, gap in parts:
        role = Role.editor_note if mark else None
        pieces.append(
            Piece(position, position + len(line), role, gap=gap, why="text.page_marks" if mark else "")
        )
        position += len(line) + 1
    if printed:
        pieces[0].role, pieces[0].why = Role.headline, GIVEN_TITLE
    return "\n".join([part[0] for part in parts]), pieces


def _lay_out_blocks(
    item: Item, outlet: OutletFile, printed: str | None, freed: list[str]
) -> tuple[str, list[Piece]]:
    """The same for an item whose file marks its paragraphs; headings before all else are the headline."""
    lines: list[str] = []
    pieces: list[Piece] = []
    position = 0
    leading = True
    for block in item.blocks:
        line = mend_names(normalise(" ".join(block.text.split())), outlet.glued_names, freed)
        if not line:
            continue
        leading = leading and block.heading
        role = Role.headline if leading and block.role is None else block.role
        speaker = outlet.canonical(block.speaker) if block.speaker and role in SPOKEN else None
        lines.append(line)
        why = "" if role is None else block.why or MARKED
        pieces.append(Piece(position, position + len(line), role, speaker, True, why))
        position += len(line) + 1
    if pieces and printed and pieces[0].role is not Role.headline:
        if lines[0] == printed and pieces[0].role is None:
            pieces[0].role, pieces[0].why = Role.headline, GIVEN_TITLE
        else:
            lines.insert(0, printed)
            for piece in pieces:
                piece.start += len(printed) + 1
                piece.end += len(printed) + 1
            pieces.insert(0, Piece(0, len(printed), Role.headline, why=GIVEN_TITLE))
    return "\n".join(lines), pieces
