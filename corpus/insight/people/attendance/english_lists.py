"""An English list of those present, taken apart: persons with their offices in order, and groups."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.text.names.persons import PARTICLES
from corpus.text.names.romanisation import romanised_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEPARATOR = re.compile(r"(?:, and |, | and |; )")
_SIDE = re.compile(r"^(?:and )?from the [\w' -]{2,40} side (?:were|was) ")
_WORD = re.compile(r"[A-Z][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?")
_TOGETHER = "C\x00C\x00\x00 "
"""Stands for "C.C., " while a list is cut at its commas."""
_CONCURRENTLY = " \x01concurrently "
LONGEST_NAME = 4
MOST_JOINED = 3
"""Pieces between commas and "and" that are tried as one title with a name."""


@dataclass(slots=True)
class Entry:
    """A person (``name``, his ``offices`` as printed) or a group (``name`` None, ``offices`` its words)."""

    name: str | None
    offices: list[str] = field(default_factory=list)

    @property
    def group(self) -> bool:
        return self.name is None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two separators, and the separator before it."""

    text: str
    before: str


class ListParser:
    """``words``: the patterns of ``attendance.toml`` and ``titles.toml`` for English."""

    def __init__(self, words: Mapping[str, str]) -> None:
        office = rf"(?:{words['NATION']} ){{0,2}}{words['MODIFIER']}{{0,4}}{words['CASED_OFFICE']}"
        self._office = re.compile(
            rf"(?:the |an? |also )?{office}\b(?:[ -](?:[Gg]eneral|designate))?(?P<rest>.*)$"
        )
        self._plural = re.compile(
            rf"(?:other )?(?:the )?(?:{words['NATION']} |[A-Z][\w-]+ )?{words['PLURAL']}\b(?P<rest>.*)$"
        )
        self._group = re.compile(rf"(?:as observers )?(?:the )?{words['GROUP']}\b")
        self._no_name = re.compile(rf"{words['NOT_IN_NAMES']}$")
        self._any_office = re.compile(rf"\b{words['CASED_OFFICE']}\b")

    def parse(self, text: str) -> list[Entry]:
        """The entries of a list, in its order."""
        pieces = self._pieces(text)
        found: list[Entry] = []
        nameless: list[Entry] = []  # persons whose office may still come
        waiting: list[str] = []  # offices whose person comes next
        plural: str | None = None  # an office before several names
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            taken, office, name = self._titled(pieces, at)
            if name is not None:
                entry = Entry(name, [*waiting, *self._offices(office)])
                found.append(entry)
                plural = office if self._plural.match(office) else None
                nameless, waiting = [], []
                at += taken
                continue
            at += 1
            if self._is_name(piece.text, self._evidence(pieces, at)):
                entry = Entry(piece.text, [plural] if plural else [])
                found.append(entry)
                if not plural:
                    nameless.append(entry)
                continue
            if self._office.match(piece.text) and piece.text[0].isupper() and self._name_comes(pieces, at):
                waiting.append(self._clean(piece.text))
                continue
            plural = None
            if (
                self._plural.match(piece.text)
                and nameless
                and (piece.before == ", " or piece.text[:6] == "other ")
            ):
                shared = self._plural.match(piece.text)
                office = piece.text.removeprefix("other ")
                text_, at = self._continued(pieces, at, office)
                for entry in nameless:
                    entry.offices += self._offices(text_)
                if shared is not None and piece.text.startswith("other "):
                    found.append(Entry(None, ["other " + text_]))
                nameless = []
                continue
            if (
                self._is_office(piece)
                and found
                and not found[-1].group
                and self._follows(piece, found[-1], nameless)
            ):
                text_, at = self._continued(pieces, at, piece.text)
                found[-1].offices += self._offices(text_)
                nameless = []
                continue
            text_, at = self._continued(pieces, at, piece.text)
            if found and found[-1].group and piece.before == " and " and piece.text[0].islower():
                found[-1].offices[0] += piece.before + self._clean(text_)
            else:
                found.append(Entry(None, [self._clean(text_)]))
            nameless, waiting = [], []
        return found

    def _pieces(self, text: str) -> list[_Piece]:
        text = " ".join(text.split()).rstrip(" .")
        text = text.replace("C.C., ", _TOGETHER)
        text = re.sub(r",? and concurrently ", _CONCURRENTLY, text)
        found: list[_Piece] = []
        before = ""
        position = 0
        for cut in [*_SEPARATOR.finditer(text), None]:
            words = text[position : cut.start() if cut else len(text)]
            words = _SIDE.sub("", words.replace(_TOGETHER, "C.C., ")).strip()
            named = words.removeprefix("including ").removeprefix("led by ")
            words = named if self._is_name(named, False) else words
            if words:
                found.append(_Piece(words, before))
            before = (", " if cut and cut[0] == "; " else cut[0]) if cut else ""
            position = cut.end() if cut else len(text)
        return found

    def _titled(self, pieces: list[_Piece], at: int) -> tuple[int, str, str | None]:
        """How many pieces are an office with the name behind it (Vice-Premier Kim Myong Hun), and both."""
        text = pieces[at].text
        if not (self._office.match(text) or self._plural.match(text)):
            return 1, "", None
        for count in range(1, MOST_JOINED + 1):
            if count > 1:
                if at + count > len(pieces):
                    break
                piece = pieces[at + count - 1]
                if (
                    piece.before != " and "
                    or self._office.match(piece.text)
                    or self._is_name(piece.text, False)
                ):
                    break
                text += piece.before + piece.text
            found = self._split(text)
            if found is not None:
                return count, *found
        return 1, "", None

    def _split(self, text: str) -> tuple[str, str] | None:
        """Office and name of a title that stands before its name, or around it (Chairman X of the Y)."""
        found = self._before_name(text)
        if found is not None:
            return found
        for cut in re.finditer(r" of (?=the |its )", text):
            found = self._before_name(text[: cut.start()])
            if found is not None and romanised_key(found[1]):
                return found[0] + text[cut.start() :], found[1]
        return None

    def _before_name(self, text: str) -> tuple[str, str] | None:
        words = text.split(" ")
        for size in (3, 2, 4):
            if len(words) <= size:
                continue
            office, name = " ".join(words[:-size]), " ".join(words[-size:])
            fits = self._office.fullmatch(office) or self._plural.fullmatch(office)
            if not fits or not self._may_be_name(name) or self._any_office.fullmatch(words[-size]):
                continue
            if romanised_key(name) and size < 4:
                return office, name
        for size in (2, 3, 4):
            if len(words) <= size:
                continue
            office, name = " ".join(words[:-size]), " ".join(words[-size:])
            fits = self._office.fullmatch(office) or self._plural.fullmatch(office)
            # An office that stands before a name is printed with a capital.
            printed = fits is not None and office[0].isupper() and len((fits["rest"] or "").split()) != 1
            if printed and self._may_be_name(name):
                return office, name
        return None

    def _is_name(self, text: str, evidence: bool) -> bool:
        return self._may_be_name(text) and (evidence or bool(romanised_key(text)))

    def _may_be_name(self, text: str) -> bool:
        words = text.split(" ")
        if not 2 <= len(words) <= LONGEST_NAME:
            return False
        if not all(_WORD.fullmatch(word) or word.lower() in PARTICLES for word in words):
            return False
        return not any(self._no_name.match(word) for word in words) and words[0][0].isupper()

    def _evidence(self, pieces: list[_Piece], at: int) -> bool:
        """Whether an office stands behind a piece, so that it may be a foreign name."""
        return at < len(pieces) and pieces[at].before == ", " and self._is_office(pieces[at])

    def _is_office(self, piece: _Piece) -> bool:
        return self._office.match(piece.text) is not None or self._plural.match(piece.text) is not None

    def _follows(self, piece: _Piece, last: Entry, nameless: list[Entry]) -> bool:
        """Whether an office behind a person is his: not a group's name, nor somebody without a name."""
        if piece.text.startswith(("the ", "other ")):
            return False
        if self._plural.match(piece.text):
            return last in nameless and piece.before == ", "
        return piece.before in (", ", " and ", ", and ") and (bool(last.offices) or piece.before == ", ")

    def _name_comes(self, pieces: list[_Piece], at: int) -> bool:
        return at < len(pieces) and self._titled(pieces, at)[2] is not None

    def _continued(self, pieces: list[_Piece], at: int, text: str) -> tuple[str, int]:
        """The text with the pieces that belong to it, as further ministries do."""
        while at < len(pieces):
            piece = pieces[at]
            first = piece.text.split(" ", 1)[0]
            part = re.match(r"the [A-Z]", piece.text) is not None or (
                first[:1].isupper() and not self._is_name(piece.text, self._evidence(pieces, at + 1))
            )
            titled = self._titled(pieces, at)[2] is not None
            office = self._office.match(piece.text) is not None and not piece.text.startswith("the ")
            if not part or titled or office or _SIDE.match(piece.text):
                break
            text += piece.before + piece.text
            at += 1
        return text, at

    def _offices(self, text: str) -> list[str]:
        parts = text.split(_CONCURRENTLY)
        return [self._clean(part) for part in parts if part.strip()]

    def _clean(self, text: str) -> str:
        text = text.replace(_CONCURRENTLY, " and concurrently ")
        return re.sub(r"^(?:an?|also|as observers) ", "", text).strip(" ,")
