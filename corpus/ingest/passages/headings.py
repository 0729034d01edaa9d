"""What headline, heading and address say of a document: its kind, its title, the facts that apply to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.head_lines import genres_reported, reported_in
from corpus.text.gazetteer import place_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.ingest.outlets.records import Fact, OutletFile, StatementType, Voice

TITLE_LENGTH = 80
"""Longest title made from the first words of a text, in code points."""
_READ = 500
"""How much of a heading is read, in code points."""
_OPENING = 600
"""How much of an opening paragraph is read, in code points."""
NEWS = "news"
"""The genre of a report."""
_PLACE_READ = 90
_PLACE_AND_DAY = re.compile(
    r"[,(] ?(?P<place>[^\W\d_][^,()\d]{2,30}), (?:(?:le |el |den )?\d{1,2}\.? (?:de )?[^\W\d_]{3,10}\.?|"
    r"[^\W\d_]{3,10}\.? \d{1,2}),? (?:del? )?\d{4}\b[^,]{0,12}$"
)
_NAME = re.compile(r"[^/\\!#]+$")


@dataclass(frozen=True, slots=True)
class Kind:
    """The statement type that a heading shows, and the facts that the outlet file has for the document.

    ``reported``: words of the title that tell what became of a statement, which is then no kind of the text.
    """

    statement: StatementType | None
    facts: tuple[Fact, ...]
    defaults: tuple[StatementType, ...] = ()
    reported: str | None = None

    def voice(self, default: Voice) -> Voice:
        if self.statement is not None and self.statement.voice:
            return self.statement.voice
        return next((fact.voice for fact in self.facts if fact.voice), default)

    @property
    def genre(self) -> str | None:
        said = self.statement.genre if self.statement else None
        said = said or next((fact.genre for fact in self.facts if fact.genre), None)
        return said or (NEWS if self.reported else None)

    def authority(self, genre: str | None) -> str | None:
        """The authority of a text of that genre: what heading or opening say, else the outlet's default."""
        if self.statement is not None and self.statement.authority:
            return self.statement.authority
        return next((one.authority for one in self.defaults if one.genre == genre), None)

    @property
    def speaker(self) -> str | None:
        return next((fact.speaker for fact in self.facts if fact.speaker), None)

    @property
    def speaker_title(self) -> str | None:
        return next((fact.title for fact in self.facts if fact.speaker), None)

    @property
    def date(self) -> str | None:
        return next((fact.date for fact in self.facts if fact.date), None)


def kind_of(
    title: str, notes: Iterable[str], opening: Sequence[str], year: int | None, outlet: OutletFile
) -> Kind:
    """The first statement type that the title shows, else the notes, else the opening paragraphs; the facts.

    Rules for headlines are asked before those for openings: a headline is made to say what a text is.
    """
    title = title[:_READ]
    facts = tuple(fact for fact in outlet.facts if _applies(fact, title, year))
    defaults = tuple(one for one in outlet.statements if one.match is None and one.opening is None)
    for heading in (title, *notes):
        reported = reported_in(heading[:_READ])
        for one in outlet.statements:
            if reported and one.genre in genres_reported():
                continue
            if one.match is not None and one.match.search(heading[:_READ]):
                return Kind(one, facts, defaults)
    for paragraph in opening:
        for one in outlet.statements:
            if one.opening is not None and one.opening.search(paragraph[:_OPENING]):
                return Kind(one, facts, defaults)
    return Kind(None, facts, defaults, reported_in(title))


def _applies(fact: Fact, title: str, year: int | None) -> bool:
    if fact.match is not None and not fact.match.search(title):
        return False
    if fact.since is None and fact.until is None:
        return fact.match is not None
    return year is not None and (fact.since or 0) <= year <= (fact.until or 9999)


def place_in_title(title: str) -> str | None:
    """The place with a day at the end of a title: ``Briefing by ..., Moscow, October 12, 2017``."""
    match = _PLACE_AND_DAY.search(title[-_PLACE_READ:])
    return match["place"] if match is not None and place_named(match["place"]) is not None else None


def read_address(address: str, outlet: OutletFile) -> dict[str, str]:
    """What the outlet's rules read in an item's address: named groups, and the title made of them."""
    for rule in outlet.paths:
        match = rule.pattern.search(address)
        if match is not None:
            fields = {name: value for name, value in match.groupdict().items() if value}
            if rule.title:
                fields["title"] = rule.title.format_map(fields)
            return fields
    return {}


def made_title(first: str, address: str) -> str:
    """A title where none is printed: the first paragraph or its beginning, else the file's name."""
    if len(first) > TITLE_LENGTH:
        words = first[: TITLE_LENGTH + 1].rsplit(" ", 1)
        return (words[0] if len(words) > 1 else first[:TITLE_LENGTH]).rstrip(" ,;:，、") + "…"
    if first:
        return first
    name = _NAME.search(address)
    return name[0] if name else address
