"""Pieces of a text on their way to becoming passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.text.roles import Role


@dataclass(slots=True)
class Piece:
    """A half-open span of the text, in code points; its role is None until something decides it.

    ``gap``: whether an empty line stands before it. ``why``: which key of the outlet file decided the role,
    or in words what did; after ``@`` the number of the piece in which its rule was found.
    """

    start: int
    end: int
    role: Role | None = None
    speaker: str | None = None
    gap: bool = False
    why: str = ""


def cut(text: str, piece: Piece, at: int) -> list[Piece]:
    """The piece parted at a position, spaces at the cut left out; one piece if a part were empty."""
    before = piece.start + len(text[piece.start : at].rstrip())
    after = piece.end - len(text[at : piece.end].lstrip())
    if before <= piece.start or after >= piece.end:
        return [piece]
    return [
        Piece(piece.start, before, piece.role, piece.speaker, piece.gap, piece.why),
        Piece(after, piece.end, piece.role, piece.speaker, why=piece.why),
    ]
