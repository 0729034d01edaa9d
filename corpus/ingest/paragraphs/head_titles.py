"""Titles of documents among the lines of a head: where the kind stands, and how far a title goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.head_lines import kind_of_document
from corpus.ingest.paragraphs.line_ends import open_words
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_ISSUERS = 5
"""Within how many first lines the kind of a document stands below who issues it."""


def from_kind(text: str, blocks: list[list[Piece]]) -> list[list[Piece]]:
    """The blocks of lines from the one in capitals on that names a kind of document.

    Above it stand names of a page, which become notes, or of who issues it, which are part of the headline.
    """
    lines = [piece for block in blocks for piece in block]
    for number, piece in enumerate(lines[:_ISSUERS]):
        words = text[piece.start : piece.end]
        if not number or not words.isupper() or kind_of_document(words) is None:
            continue
        for one in lines[:number]:
            issues = text[one.start : one.end].isupper()
            one.role = Role.headline if issues else Role.editor_note
            one.why = "who issues the document" if issues else "above the kind of document"
        kept = [[one for one in block if one.role is None] for block in blocks]
        return [block for block in kept if block]
    return blocks


def in_capitals(text: str, lines: Sequence[Piece], used: list[Piece]) -> tuple[list[Piece], str]:
    """The title of an act with the lines in capitals that go on with it; and its words."""
    words = text[used[-1].start : used[-1].end]
    for piece in lines[len(used) :] if words.isupper() else ():
        more = text[piece.start : piece.end]
        if not more.isupper() or piece.gap:
            break
        used, words = [*used, piece], f"{words} {more}"
    return used, words


def first_title(text: str, block: Sequence[Piece]) -> str:
    """The first line, with those that go on with it."""
    words = text[block[0].start : block[0].end]
    for piece in block[1:]:
        more = text[piece.start : piece.end]
        if words.split()[-1] not in open_words() and not more[0].islower():
            break
        words = f"{words} {more}"
    return words
