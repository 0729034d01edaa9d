"""Salutations and slogans among the words of a speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.ingest.passages.closings import is_call, is_greeting
from corpus.text.roles import Role

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece

SHORT = 200
"""Longest salutation or slogan, in code points."""
_CALLS = frozenset(",،؛:：!！")
"""With what words to the hearers inside a speech end."""
WHOLE = {True: "the speaker of the whole text", False: "the words to the hearers that it begins with"}


def mark_forms(
    text: str, pieces: Sequence[Piece], outlet: OutletFile, *, only_speech: bool, addressed: bool
) -> None:
    """Salutations, and the slogans that close a text or a speech; both keep their speaker.

    ``addressed``: it begins with a salutation, also one that no rule of the outlet knows.
    """
    closing = True
    for piece in reversed(pieces):
        spoken = piece.role is Role.speech or (not only_speech and piece.role is Role.narration)
        if not spoken:
            closing = closing or piece.role is Role.narration
            continue
        if piece.end - piece.start > SHORT:
            closing = False
            continue
        paragraph = text[piece.start : piece.end]
        if closing and fits_any(outlet.slogans, paragraph):
            piece.role, piece.why = Role.slogan, "slogans"
            continue
        closing = False
        if piece.role is Role.speech and fits_any(outlet.salutations, paragraph):
            piece.role, piece.why = Role.salutation, "salutations"
        elif piece.role is Role.speech and paragraph[-1] in _CALLS and is_call(paragraph):
            piece.role, piece.why = Role.salutation, WHOLE[False]
    for piece in (one for one in pieces if one.role is Role.speech) if addressed else ():
        if not is_greeting(text[piece.start : piece.end]):
            break
        piece.role, piece.why = Role.salutation, WHOLE[False]
    opened = False
    for piece in pieces:  # those who are greeted right below a lead-in
        greets = opened and piece.role is Role.speech and is_greeting(text[piece.start : piece.end])
        if greets:
            piece.role = Role.salutation
        opened = greets or piece.why == "lead_ins" or (opened and piece.role is Role.salutation)


def fits_any(patterns: Sequence[re.Pattern[str]], paragraph: str) -> bool:
    return any(pattern.fullmatch(paragraph) for pattern in patterns)
