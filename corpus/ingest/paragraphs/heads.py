"""The head of a text that comes without a title: its printed headline, what stands around it, and the kind of
document that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from corpus.ingest.dates.headline_stamps import clean_headline
from corpus.ingest.dates.opening_datelines import find_dateline
from corpus.ingest.dates.printed import dated_line
from corpus.ingest.paragraphs.above_headline import set_aside_buttons, set_aside_names, set_aside_trail
from corpus.ingest.paragraphs.below_menu import take_below_menu
from corpus.ingest.paragraphs.head import Head
from corpus.ingest.paragraphs.head_lines import (
    LONGEST_ACT,
    NUMBERED,
    fits,
    han_name,
    is_bare_kind,
    is_furniture,
    is_heading,
    is_of_page,
    is_section,
    is_stamp,
    is_vocative,
    kind_of_act,
    kind_of_document,
    place_and_agency,
)
from corpus.ingest.paragraphs.head_titles import first_title, from_kind, in_capitals
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.ingest.paragraphs.names_above import below_names, shared_stems
from corpus.ingest.paragraphs.repeated_headline import set_aside_above_repeated
from corpus.ingest.paragraphs.told_headline import take_told_headline
from corpus.text.gazetteer import place_named
from corpus.text.page_words import is_page_name
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece

_READ = 24
"""How many paragraphs at the head are read."""
_TAIL = 6
"""How many paragraphs at the end may be furniture of a page."""
_LINES = 4
"""Most lines of a headline in one block; more are a list."""
_BELOW = 8
"""How many paragraphs below a given title may be lines of its head."""
_SENTENCE = 25
"""From how many code points on a sentence is one of the text."""
_LAST = 3
_BULLETS = "·•▶■◆○●※▲ "
_SECTIONS = 3
"""So many names of sections one below the other are a menu."""
_LONGEST_DATE = 80
_ADDRESSED = 8
"""Within how many first paragraphs a speech addresses those who hear it."""
_OFFICE_WORDS = 7
_LONGEST = 240
_CONTRAST = 1.5
"""How much longer than a headline its body is, where that ends no sentence either."""
_SHARED = 2
"""So many words of a headline stand in the first sentences below it."""
_NOTE = re.compile(r"\[[^\[\]]{12,600}\]\.?|\([^()]{12,200}\)\.?|（[^（）]{6,120}）")
_SPOKEN = ("speech", "statement", "message", "announcement", "commentary", "editorial")
_LABEL = re.compile(r"([^\s:：.][^:：.]{0,39})[:：]\s*\S")

Line = Literal["furniture", "note", "date", "dateline", "byline", "name", "heading", "body"]


def read_head(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> Head:
    """Find the headline of a text that prints one; it and what stands around it get their roles.

    A headline is the first line or lines that end no sentence, before a dateline, a line with the date or an
    empty line. Furniture of pages and notes in square brackets are set aside.
    """
    return _Reading(text, pieces, outlet).head()


def read_below_title(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> Head:
    """What stands between a given title and the text: day, place, writer and notes get their roles."""
    return _Reading(text, pieces, outlet).below_title()


class _Reading:
    def __init__(self, text: str, pieces: Sequence[Piece], outlet: OutletFile) -> None:
        self.text = text
        self.pieces = pieces
        self.outlet = outlet
        self.blocks: list[list[Piece]] = []
        self.dates: list[Piece] = []
        self.first: list[Piece] = []
        """Lines with the date above all others."""
        self.place: str | None = None
        self.speaker: str | None = None
        self.author: str | None = None
        self.bylines: list[Piece] = []
        first = [self._words(piece) for piece in pieces if piece.role is None][:_ADDRESSED]
        self.addressed = any(map(is_vocative, first[1:]))
        self.end: Literal["dateline", "gap", "line", "nothing"] = "nothing"
        self.dated = False
        """Whether a line with the date, or with who wrote the text, stands right below the first block."""

    def head(self) -> Head:
        self._set_aside()
        body = self._read()
        head = Head()
        start = self.pieces[body].start if body < len(self.pieces) else len(self.text)
        if not self._in_act() and self.author is None:
            self.blocks = below_names(self.text, self.blocks, start)
        below = self._below_menu(body) if self.blocks and self._is_menu(body) else None
        if below is None and self.blocks and self._is_headline(body):
            head = self._take()
        elif (below := below or self._below_menu(body)) is not None:
            words = self._words(below)
            head = Head(clean_headline(words), [words], kind_of_document(words))
        elif not self.addressed and (told := take_told_headline(self.text, self.pieces, self.outlet)):
            words = self._words(told[0])
            self.dates = [*told[1], *self.dates]
            head = Head(clean_headline(words), [words])
        everywhere = head.headline is not None or self.end == "dateline"
        for piece in self.dates if everywhere else self.first:
            piece.role, piece.why = Role.dateline, "a line with the date"
        for piece in self.bylines if everywhere else ():
            piece.role, piece.why = Role.editor_note, "who wrote or sent it"
        head.place, head.speaker, head.author = self.place, self.speaker, self.author
        if head.headline is not None:
            head.days = [self._words(piece) for piece in (*self.dates, *self.bylines)]
        return head

    def below_title(self) -> Head:
        self._set_aside()
        for piece in self.pieces[:_BELOW]:
            if piece.role is not None:
                continue
            line = self._kind(self._words(piece))
            if line == "note":
                piece.role, piece.why = Role.editor_note, "a note, or the name of a section"
            elif line == "date":
                piece.role, piece.why = Role.dateline, "a line with the date"
            elif line == "byline":
                piece.role, piece.why = Role.editor_note, "who wrote or sent it"
            elif line != "heading":
                break
        return Head(place=self.place)

    def _words(self, piece: Piece) -> str:
        return self.text[piece.start : piece.end]

    # -- furniture

    def _set_aside(self) -> None:
        """Furniture at the head and at the end becomes a note; never all that there is."""
        set_aside_above_repeated(self.text, self.pieces)
        begin = next((number for number, one in enumerate(self.pieces) if one.role is None), 0)
        head = [piece for piece in self.pieces[begin : begin + _READ] if piece.role is None]
        above = True
        for piece in head:
            words = self._words(piece)
            above = above and not (ends_sentence(words) and len(words) >= _SENTENCE)
            if is_of_page(words, above=above):
                piece.role, piece.why = Role.editor_note, "furniture of pages"
        for piece in (*head, *self.pieces[-_TAIL:]):
            caption = piece is not self.pieces[0] or self._above_heading(piece)
            if piece.role is None and is_furniture(self._words(piece), caption=caption):
                piece.role, piece.why = Role.editor_note, "furniture of pages"
        run: list[Piece] = []
        for piece in head:
            words = self._words(piece)
            if piece.role is Role.editor_note or is_section(words):
                run.append(piece)
            else:
                break
        if _SECTIONS <= len(run) < len(self.pieces):
            for piece in run:
                piece.role, piece.why = Role.editor_note, "a menu of sections"
        elif len(run) == 1 and len(head) > _LAST and self._above_all(run[0]):
            run[0].role, run[0].why = Role.editor_note, "the name of a section"
        set_aside_trail(self.text, head)
        set_aside_buttons(self.text, head, self.outlet)
        self.author = set_aside_names(self.text, head, self.outlet) or self.author

    def _above_heading(self, piece: Piece) -> bool:
        """Whether a headline with a text below it may follow the first line."""
        after = next((one for one in self.pieces if one.start > piece.start), None)
        words = self._words(after) if after is not None and len(self.pieces) >= _LAST else ""
        return bool(words) and is_heading(words, self.outlet) and self._kind(words) in ("heading", "date")

    def _above_all(self, piece: Piece) -> bool:
        """Whether the name of a section, not of a kind of document, stands above other lines of a head."""
        words = self._words(piece)
        after = next((one for one in self.pieces if one.start > piece.start and one.role is None), None)
        if piece.role is not None or after is None or kind_of_document(words) is not None:
            return False
        line = self._words(after)
        return is_heading(line, self.outlet) or dated_line(line, None) is not None

    # -- the lines of the head

    def _read(self) -> int:
        """Read lines until the body begins; the number of its first piece."""
        apart = False
        for number, piece in enumerate(self.pieces[:_READ]):
            apart = apart or piece.gap
            if piece.role is not None:
                apart = apart or bool(self.blocks)
                continue
            line = self._kind(self._words(piece))
            if line == "note":
                piece.role, piece.why = Role.editor_note, "a note, or the name of a section"
            elif line == "date":
                self.dates.append(piece)
                if not self.blocks:
                    self.first.append(piece)
                self.dated = self.dated or len(self.blocks) == 1
                apart = True
            elif line == "name":
                piece.role, piece.why = Role.editor_note, "the name of who speaks"
                apart = apart or bool(self.blocks)
            elif line == "byline":
                self.bylines.append(piece)
                self.dated = self.dated or len(self.blocks) == 1
                apart = True
            elif line == "heading" or (self._in_act() and NUMBERED.match(self._words(piece))):
                if not self.blocks or apart:
                    self.blocks.append([])
                self.blocks[-1].append(piece)
                apart = False
            elif line == "dateline" and not self.blocks and self._alone(self._words(piece)):
                apart = True
            else:
                self.end = "dateline" if line == "dateline" else "gap" if apart else "line"
                return number
        return len(self.pieces)

    def _kind(self, words: str) -> Line:
        if (
            len(words) <= LONGEST_ACT
            and self._in_act()
            and fits("about", words)
            and is_heading(words, self.outlet)
        ):
            return "heading"
        if self.addressed and not self.blocks and len(words) <= LONGEST_ACT and fits("spoken", words):
            return "heading"  # with a full stop as well
        if self.addressed and self.speaker is None and (name := self._name(words)) is not None:
            self.speaker = name
            return "name"
        if find_dateline(words, self.outlet.datelines) is not None:
            return "dateline"
        if len(words) <= LONGEST_ACT and fits("labelled", words.lstrip(_BULLETS)):
            return "byline"
        if (_NOTE.fullmatch(words) and not clean_headline(words).stamps) or (
            self.blocks and is_section(words)
        ):
            return "note"
        if len(words) <= _LONGEST_DATE:
            if fits("bylines", words):
                return "date" if dated_line(words, None) else "byline"
            dated = dated_line(words, None)
            if dated is not None and (self.blocks or dated.place or is_stamp(words)):
                self.place = self.place or dated.place
                return "date"
            alone = words.rstrip(" ,")
            place = alone if place_named(alone) is not None else place_and_agency(words)
            if place is not None and self.place is None:
                self.place = place
                return "date"
        return "heading" if is_heading(words, self.outlet) else "body"

    def _alone(self, words: str) -> bool:
        """Whether a dateline stands on a line of its own, as above the headlines of monitoring services."""
        dateline = find_dateline(words, self.outlet.datelines)
        return dateline is not None and dateline.end == len(words)

    def _name(self, words: str) -> str | None:
        """Whose name a line is, with or without his office."""
        if len(words) > _LONGEST_DATE:
            return None
        if han_name(words):
            return self.outlet.canonical("".join(words.split()))
        for person in self.outlet.people:
            for name in (person.name, *person.names):
                alone = words.casefold() == name.casefold()
                if alone or (words.endswith(f" {name}") and len(words.split()) <= _OFFICE_WORDS):
                    return person.name
        return None

    def _in_act(self) -> bool:
        """Whether what was read so far names a kind of document."""
        return bool(self.blocks) and self._kind_of(self.blocks[0][0]) is not None

    def _kind_of(self, piece: Piece) -> str | None:
        below = next((self._words(one) for one in self.pieces if one.start > piece.start), "")
        return kind_of_document(self._words(piece)) or kind_of_act(self._words(piece), below)

    # -- whether it is one

    def _is_headline(self, body: int) -> bool:
        first = self.blocks[0]
        after = [self._words(one) for one in self.pieces[body:] if one.role is not Role.editor_note]
        if len(first) > _LINES or self._is_label(self._words(first[0])):
            return False
        if len(lines := [one for block in self.blocks for one in block]) == 1 and self._is_page(lines[0]):
            lines[0].role, lines[0].why = Role.editor_note, "the name of a section"
            return False
        if self.end == "dateline":
            return True
        if not after:
            return False
        if self.end == "gap" or len(self.blocks) > 1 or self.dated:
            longer = len(after[0]) >= _CONTRAST * len(self._words(first[0]))
            spoken = is_vocative(after[0]) or self._is_label(after[0])
            return spoken or longer or ends_sentence(after[0])
        # without an empty line: one line that ends no sentence before lines that all end one
        if len(first) > 1 or len(after) < 2:
            return False
        headline = self._words(first[0])
        longer = ends_sentence(after[0]) and len(after[0]) >= _CONTRAST * len(headline) <= _LONGEST
        told = longer and shared_stems(headline, after[0]) >= _SHARED
        return told or sum(map(ends_sentence, after)) >= 0.8 * len(after)

    def _is_page(self, piece: Piece) -> bool:
        words = self._words(piece)
        return is_page_name(words) and kind_of_document(words) is None

    def _is_label(self, words: str) -> bool:
        """Whether the line begins with the name of a speaker who speaks again below, or asks one who does."""
        label = _LABEL.match(words)
        if label is None:
            return False
        spoken = [self._words(one) for one in self.pieces if one.role is not Role.editor_note]
        others = [other[1] for one in spoken if (other := _LABEL.match(one)) is not None]
        asks = words.endswith(("?", "？")) and len(others) > len({*others})
        return asks or others.count(label[1]) > 1

    def _is_menu(self, body: int) -> bool:
        """Whether lines of the page stand between the lines that may be the headline."""
        first = self.blocks[0][0].start
        return any(one.role is Role.editor_note and one.start > first for one in self.pieces[:body])

    def _below_menu(self, body: int) -> Piece | None:
        """The headline below the lines of a menu, which become notes."""
        lines = [one for block in self.blocks for one in block]
        after = next((self._words(one) for one in self.pieces[body:] if one.role is None), "")
        apart = [one.start for one in (*self.dates, *self.bylines)]
        notes = [one.start for one in self.pieces[:body] if one.role is Role.editor_note]
        return take_below_menu(self.text, lines, after, apart, notes)

    # -- what it says

    def _take(self) -> Head:
        self.blocks = from_kind(self.text, self.blocks)
        lines = [piece for block in self.blocks for piece in block]
        kind = self._kind_of(lines[0])
        title = self._title_below(lines) if kind is not None else None
        if (
            title is None
            and kind in _SPOKEN
            and len(self.blocks[0]) > 1
            and is_bare_kind(self._words(lines[0]))
        ):
            title = lines[1]
        if title is None:
            used, words = self.blocks[0], first_title(self.text, self.blocks[0])
        else:
            used = lines[: lines.index(title) + 1]
            used, words = in_capitals(self.text, lines, used)
        before = {"dateline": "a dateline", "gap": "an empty line"}.get(self.end, "the first sentences")
        why = "below the kind of document" if title is not None else f"before {before}, and no sentence"
        for piece in used:
            piece.role, piece.why = Role.headline, why
        more = [piece for piece in lines if piece not in used]
        for piece in more if self.author else ():
            piece.role, piece.why = Role.headline, "below the title of what somebody wrote"
        below = [self._words(piece) for piece in more]
        words = words.lstrip(_BULLETS)
        return Head(clean_headline(words), [self._words(piece) for piece in used], kind, below=below)

    def _title_below(self, lines: list[Piece]) -> Piece | None:
        """The title below the kind of a document and whoever issued it; None where the kind is the title."""
        for piece in lines[1:]:
            if fits("about", self._words(piece)):
                return piece
        blocks = self.blocks[1:]
        if not is_bare_kind(self._words(lines[0])) or not blocks:
            return None
        named = [block for block in blocks if not self._words(block[0]).isupper()] or blocks
        return named[0][0]
