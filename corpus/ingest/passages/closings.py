"""Texts that no line introduces: speeches, known by whom they address, and acts, by their signature."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.ingest.dates.finder import find_stamps
from corpus.ingest.dates.printed import dated_line
from corpus.ingest.paragraphs.head_lines import only_date
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.ingest.passages.title_speakers import speaks_of_himself
from corpus.settings import packaged
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece
    from corpus.text.dates import PartialDate

_LONGEST = 320
"""Longest address to the hearers, and longest line of a signature, in code points."""
_LONGEST_LINE = 60
_LONGEST_CALL = 80
_CALLED = 5
"""Of fewer words is a cry that only calls the hearers."""
OCCASION = "on which occasion a speech was held"
"""Why a line between the title of a speech and its first words is no part of it."""
_ABOVE = 2
"""Most lines that tell of the occasion of a speech above its first words, where they end a sentence."""
_ABOVE_LINES = 8
"""Most such lines of any kind."""
_REPORTED = 7
"""Within how many paragraphs of a report the speech begins that it tells of."""
_BELOW = 4
"""Most lines below a signature."""
_LAST = 6
"""A signature without a day below it stands among so many last lines."""
_LAST_LINES = 3
_ENDS = "[!！:：,，،;؛]|[-–—]+"
_LAST_MARKS = frozenset("!！:：,，،;؛-–—")
_ITEM = re.compile(r"[-–—•*·]\s?(?=[^\W\d_])")
"""Before each of those who are greeted, where they stand in a list."""
_NUMBER = re.compile(r"(?:\bN|№|\bNo\.?|\bNr\.?)\s?[\w/-]{1,15}\s*$")
_YEAR_WORDS = re.compile(r"(?:года?|року|г\.|р\.|жылғы|year)(?!\w)", re.IGNORECASE)
_TOWN = re.compile(r"^(?:г|гор|м|с)\.\s?")
_FILE_NAME = re.compile(r"(?:^|[^0-9])(?:1[5-9]|20)[0-9]{2}[-_ ]([A-Z][a-z]+(?:[A-Z][a-z]+)?)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Signature:
    """By whom a text is signed, with which titles; half-open span of the name in code points; and what the
    lines below say: place and day. ``lines``: these."""

    name: str
    titles: str
    start: int
    end: int
    place: str | None
    date: PartialDate | None
    lines: tuple[Piece, ...]


def is_addressed(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether a text begins with words to those who hear it, as speeches do."""
    first = next((piece for piece in pieces if piece.role in (None, Role.narration)), None)
    if first is None:
        return False
    words = text[first.start : min(first.end, first.start + _LONGEST)]
    # alone, or before the first sentence in the same paragraph
    if is_greeting(text[first.start : first.end]) or _address("[!！:：]").match(words) is not None:
        return True
    return _openings().match(words) is not None and speaks_of_himself(text, pieces)


def lines_above_greeting(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """What tells of the occasion between the title of a speech and its first words to the hearers."""
    above: list[Piece] = []
    sentences = 0
    for piece in (one for one in pieces if one.role is None):
        words = text[piece.start : piece.end]
        if words[-1] in "!！" or is_greeting(words) or _openings().fullmatch(words.rstrip(" .!")):
            return above
        above.append(piece)
        sentences += ends_sentence(words)
        if sentences > _ABOVE or len(above) > _ABOVE_LINES:
            break
        if len(words) > _LONGEST or words.endswith((":", "：")):
            break
    return []


def greeting_below(text: str, pieces: Sequence[Piece]) -> int | None:
    """The number of the first piece with words to the hearers below a report, where a speech follows it."""
    told = [number for number, piece in enumerate(pieces) if piece.role is Role.narration][:_REPORTED]
    for number in told[1:]:
        piece = pieces[number]
        if is_greeting(text[piece.start : piece.end]):
            return number if speaks_of_himself(text, pieces[number + 1 :]) else None
    return None


def is_greeting(paragraph: str) -> bool:
    """Whether a paragraph is nothing but words to those who hear it, also as one of a list of them."""
    if len(paragraph) > _LONGEST:
        return False
    item = _ITEM.match(paragraph)
    if item is None:
        return paragraph[-1] in _LAST_MARKS and _address(_ENDS).fullmatch(paragraph) is not None
    words = paragraph[item.end() :]
    return _address(_ENDS).fullmatch(words if words[-1] in _LAST_MARKS else f"{words},") is not None


def is_call(paragraph: str) -> bool:
    """Whether a paragraph inside a speech does no more than call its hearers: ``Ladies and gentlemen,``."""
    short = len(paragraph) <= _LONGEST_CALL and (paragraph[-1] not in "!！" or paragraph.count(" ") < _CALLED)
    return short and is_greeting(paragraph)


@functools.cache
def _address(ends: str) -> re.Pattern[str]:
    """Words to the hearers without a full stop but in titles, with what ends them."""
    within = r"(?:[^.!?。！？:：]|\b(?:Mr|Mrs|Ms|Dr|St)\.){0,300}?"
    every = "|".join(one.replace(".*", within) for one in _words()["gatherings"])
    return re.compile(rf"(?:{every})\s?(?:{ends})(?=\s|$)", re.IGNORECASE)


@functools.cache
def _openings() -> re.Pattern[str]:
    return re.compile("|".join(_words()["openings"]), re.IGNORECASE)


def _words() -> dict[str, list[str]]:
    return packaged("corpus.ingest.passages", "closings.toml")


@functools.cache
def _signatures() -> re.Pattern[str]:
    return re.compile("|".join(_words()["signatures"]), re.IGNORECASE)


@functools.cache
def _places() -> re.Pattern[str]:
    return re.compile(str(_words()["places"]))


def find_signature(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> Signature | None:
    """The first signature with office and name that has a day below it, or stands at the end."""
    for number, piece in enumerate(pieces):
        if piece.role not in (None, Role.narration) or piece.end - piece.start > _LONGEST:
            continue
        match = _signatures().fullmatch(text, piece.start, piece.end)
        if match is None:
            continue
        place, date, lines = _below(text, pieces[number + 1 : number + 1 + _BELOW])
        if date is not None or number >= len(pieces) - _LAST:
            name = outlet.canonical(match["name"])
            return Signature(name, match["titles"], *match.span("name"), place, date, tuple(lines))
    return None


def _below(text: str, pieces: Sequence[Piece]) -> tuple[str | None, PartialDate | None, list[Piece]]:
    place: str | None = None
    date: PartialDate | None = None
    lines: list[Piece] = []
    for piece in pieces:
        words = text[piece.start : piece.end]
        if len(words) > _LONGEST_LINE:
            break
        rest = _NUMBER.sub("", words)
        for stamp in reversed(find_stamps(rest)):
            rest = f"{rest[: stamp.start]} {rest[stamp.end :]}"
            date = date or (stamp.date if stamp.day is not None else None)
        rest = _YEAR_WORDS.sub("", rest) if rest != words else rest
        rest = rest.strip(" ,.;")
        if rest and (place is not None or not _places().fullmatch(rest)):
            break
        place = place or _TOWN.sub("", rest) or None
        lines.append(piece)
    return (place, date, lines) if date is not None else (None, None, [])


def find_last_day(text: str, pieces: Sequence[Piece]) -> tuple[Piece, PartialDate, str | None] | None:
    """A line with nothing but the day, or place and day, above a speech or at the end of a text, and what
    it says."""
    last = [piece for piece in pieces if piece.role in (Role.narration, Role.speech)][-_LAST_LINES:]
    above = [piece for piece in pieces if piece.why == OCCASION]
    for piece in (*above, *reversed(last)) if len(pieces) > _LAST_LINES else ():
        words = text[piece.start : piece.end]
        said = dated_line(words, None) if len(words) <= _LONGEST_LINE else None
        date = said.stamp.date if said is not None and said.stamp is not None else None
        if said is None or date is None or date.day is None:
            continue
        if said.place or only_date(words.rstrip(".")):
            return piece, date, said.place
    return None


def name_in_file(address: str) -> str | None:
    """The name beside a year in a file's name, as in ``1945-Truman.txt``; None where there is none."""
    match = _FILE_NAME.search(re.split(r"[/\\!]", address)[-1])
    return match[1] if match is not None and match[1] not in _words()["no_names"] else None
