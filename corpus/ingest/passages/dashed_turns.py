"""Interviews without labels: dashes stand before the answers, or before questions and answers alike."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_ASKED = frozenset("?？؟")
_CLOSING = ' \n"”’»)』」）'
_DASH = re.compile(r"[-–—]\s?(?=[^\W\d_]|[\"“«¿¡„])")
_MOST = 0.6
"""Which part of the turns of who asks ends in a question at least."""
_FEW = 0.34
"""And which of the other's at most."""
_LEAST = 4
"""So many turns are an interview."""
_LIST = 30
"""Half as many turns as are shorter than this, in code points, are a list."""
_ANSWER = "transcript: an answer with a dash"


def read_dashed(text: str, pieces: Sequence[Piece], nobody: str) -> bool:
    """Give the pieces of an interview with dashes their roles; False where the text is none.

    ``nobody``: why a piece is in nobody's words.
    """
    body = [one for one in pieces if one.role is None]
    begins = [_DASH.match(text, one.start, one.end) is not None for one in body]
    if sum(begins) < 2:
        return False
    asked = [text[one.start : one.end].rstrip(_CLOSING)[-1:] in _ASKED for one in body]
    spoken = _alternating(body, begins, asked) or _answers(begins, asked)
    if spoken is None:
        return False
    for one, speaks in zip(body, spoken, strict=True):
        one.role, one.why = (Role.speech, _ANSWER) if speaks else (Role.narration, nobody)
    return True


def _answers(begins: Sequence[bool], asked: Sequence[bool]) -> list[bool] | None:
    """Which paragraphs are answers, where they have dashes and the questions above them have none."""
    turns = [n for n in range(1, len(begins)) if asked[n - 1] and begins[n] and not begins[n - 1]]
    if len(turns) < 2 or sum(begins) > 2 * len(turns):
        return None
    spoken, speaks = [], False
    for number in range(len(begins)):
        if number in turns:
            speaks = True
        elif asked[number] and number + 1 in turns:
            speaks = False
        spoken.append(speaks)
    return spoken


def _alternating(body: Sequence[Piece], begins: Sequence[bool], asked: Sequence[bool]) -> list[bool] | None:
    """Which paragraphs are answers, where each turn begins with a dash and one of two asks."""
    starts = [number for number, dash in enumerate(begins) if dash]
    above = len([*takewhile(lambda dash: not dash, begins)])
    if len(starts) < _LEAST or above > len(starts):
        return None
    turns = list(zip(starts, [*starts[1:], len(begins)], strict=True))
    if sum(body[last - 1].end - body[first].start < _LIST for first, last in turns) > len(turns) / 2:
        return None
    ends = [any(asked[first:last]) and asked[last - 1] for first, last in turns]
    shares = [sum(ends[side::2]) / max(1, len(ends[side::2])) for side in (0, 1)]
    asks = 0 if shares[0] >= shares[1] else 1
    if shares[asks] < _MOST or shares[1 - asks] > _FEW:
        return None
    spoken = [False] * len(begins)
    for number, (first, last) in enumerate(turns):
        spoken[first:last] = [number % 2 != asks] * (last - first)
    return spoken
