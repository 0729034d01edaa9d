"""What to look at in the voices of a text: words without a speaker, or words that may be somebody's."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from corpus.text.records import Doubt
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.passages.voices import Voices

_SHOWN = 80
_COLONS = (":", "：")
_SET_OUT = frozenset({"statement", "answer"})
"""Kinds of text that hold the words of somebody, or are none."""
_MARKED = frozenset({Role.dateline, Role.end_mark, Role.editor_note, Role.headline})


def voice_doubts(text: str, voices: Voices, outlet: OutletFile, genre: str | None) -> Iterator[Doubt]:
    """The doubts about a report's speakers, at most one of each kind. ``genre``: what its headline says."""
    spoken = [piece for piece in voices.pieces if piece.role is Role.speech]
    nameless = next((piece for piece in spoken if piece.speaker is None), None)
    if nameless is not None:
        said = _shown(text[nameless.start : nameless.end])
        yield Doubt("speaker", f"Somebody whom the text does not name says {said}")
    elif not spoken and genre in _SET_OUT and sum(one.role is Role.narration for one in voices.pieces) > 1:
        yield Doubt("speaker", f"By its headline it is a {genre}, but no line opens anybody's words.")
    if (opening := _unknown_opening(text, voices, outlet)) is not None:
        message = "Words in the first person follow a line that no rule knows, and count as the outlet's: "
        yield Doubt("speaker", message + _shown(opening))


def _unknown_opening(text: str, voices: Voices, outlet: OutletFile) -> str | None:
    """A line of narration that ends in a colon, if what follows it, narration too, is in the first person."""
    pieces = [piece for piece in voices.pieces if piece.role not in _MARKED]
    for one, following in itertools.pairwise(pieces):
        line = text[one.start : one.end].rstrip()
        if (
            one.role is following.role is Role.narration
            and line.endswith(_COLONS)
            and any(pattern.search(text, following.start, following.end) for pattern in outlet.first_person)
            and not any(pattern.search(line) for pattern in outlet.retold)
        ):
            return line
    return None


def _shown(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else f"{words[: _SHOWN // 2]} … {words[-_SHOWN // 2 :]}")
