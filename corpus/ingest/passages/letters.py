"""Letters: to one person, whose name stands above, and signed below with name and office."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.ingest.dates.printed import dated_line
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.settings import packaged
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece

_READ = 10
"""Within how many first lines somebody is addressed."""
_SIGNED = 5
"""How many last lines may hold a signature."""
_LONGEST = 160
_NAME = re.compile(
    r"(?:\(?(?:signed|sgd|firmado|signé|подпись)[.:)]*\s*)?"
    r"(?:(?:H\. ?E\.|(?:Mr|Mrs|Ms|Dr|Sr|Lic|M|Hon)\b\.?)\s+)*"
    r"(?P<name>[A-ZÀ-ÞĀ-ŽА-ЯЁІЇЄЎҚҒҲ][\w.’'-]*(?:[ -](?:(?:de|del|la|da|dos|van|von|bin|ibn|al|el)[ -])*"
    r"[A-ZÀ-ÞĀ-ŽА-ЯЁІЇЄЎҚҒҲ][\w.’'-]*){1,4})"
    r"(?:,\s(?P<office>.{4,120}))?"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """Who signs a letter, as his name stands there (None: nobody does); ``to``: to whom it is sent."""

    name: str | None
    to: tuple[Piece, ...]


def read_letter(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> Letter | None:
    """The letter that a text is: it addresses one person, and name and office stand above that or below all.

    None for other texts; speeches, which address many, are none.
    """
    body = [piece for piece in pieces if piece.role in (None, Role.narration)]
    number = next((n for n, one in enumerate(body[:_READ]) if _fits("addressed", text, one)), None)
    if number is None or number + 1 >= len(body):
        return None
    to = body[:number]
    if any(one.end - one.start > _LONGEST or ends_sentence(text[one.start : one.end]) for one in to):
        return None
    name = _signature(text, body[number + 1 :])
    if name is None and not to:
        return None
    return Letter(outlet.canonical(name) if name is not None else None, (*to, body[number]))


def _signature(text: str, pieces: Sequence[Piece]) -> str | None:
    """The name on one of the last lines with an office beside, above or below it."""
    last = [piece for piece in pieces if dated_line(text[piece.start : piece.end], None) is None][-_SIGNED:]
    for number, piece in enumerate(last):
        match = _NAME.fullmatch(text, piece.start, piece.end) if piece.end - piece.start <= _LONGEST else None
        if match is None or _fits("offices", text, piece):
            continue
        beside = [*last[max(0, number - 1) : number], *last[number + 1 : number + 2]]
        own = match["office"]
        if (own and _words("offices").fullmatch(own)) or any(_fits("offices", text, one) for one in beside):
            return match["name"]
    return None


def _fits(key: str, text: str, piece: Piece) -> bool:
    short = piece.end - piece.start <= _LONGEST
    return short and _words(key).fullmatch(text, piece.start, piece.end) is not None


@functools.cache
def _words(key: str) -> re.Pattern[str]:
    every = packaged("corpus.ingest.passages", "letters.toml")[key]
    return re.compile("|".join(f"(?:{one})" for one in every), re.IGNORECASE)
