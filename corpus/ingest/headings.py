"""What headline, heading and address say of a document: its kind, its title, the facts that apply to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.ingest.outlet_file import Fact, OutletFile, StatementType, Voice

TITLE_LENGTH = 80
"""Longest title made from the first words of a text, in code points."""
_READ = 500
"""How much of a heading is read, in code points."""
_NAME = re.compile(r"[^/\\!#]+$")


@dataclass(frozen=True, slots=True)
class Kind:
    """The statement type that a heading shows, and the facts that the outlet file has for the document."""

    statement: StatementType | None
    facts: tuple[Fact, ...]

    def voice(self, default: Voice) -> Voice:
        if self.statement is not None and self.statement.voice:
            return self.statement.voice
        return next((fact.voice for fact in self.facts if fact.voice), default)

    @property
    def genre(self) -> str | None:
        said = self.statement.genre if self.statement else None
        return said or next((fact.genre for fact in self.facts if fact.genre), None)

    @property
    def authority(self) -> str | None:
        return self.statement.authority if self.statement else None

    @property
    def speaker(self) -> str | None:
        return next((fact.speaker for fact in self.facts if fact.speaker), None)

    @property
    def speaker_title(self) -> str | None:
        return next((fact.title for fact in self.facts if fact.speaker), None)

    @property
    def date(self) -> str | None:
        return next((fact.date for fact in self.facts if fact.date), None)


def kind_of(title: str, notes: Iterable[str], year: int | None, outlet: OutletFile) -> Kind:
    """The first statement type that the title shows, else the notes; the facts for title and year."""
    title = title[:_READ]
    statement = None
    for heading in (title, *notes):
        for one in outlet.statements:
            if one.match.search(heading[:_READ]):
                statement = one
                break
        if statement is not None:
            break
    return Kind(statement, tuple(fact for fact in outlet.facts if _applies(fact, title, year)))


def _applies(fact: Fact, title: str, year: int | None) -> bool:
    if fact.match is not None and not fact.match.search(title):
        return False
    if fact.since is None and fact.until is None:
        return fact.match is not None
    return year is not None and (fact.since or 0) <= year <= (fact.until or 9999)


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


def made_title(first: str, address: str) -> tuple[str, str]:
    """A title where none is printed, from the first paragraph or the file's name, and from which of them."""
    if len(first) > TITLE_LENGTH:
        words = first[: TITLE_LENGTH + 1].rsplit(" ", 1)
        return (words[0] if len(words) > 1 else first[:TITLE_LENGTH]).rstrip(
            " ,;:，、"
        ) + "…", "the first words"
    if first:
        return first, "the first line"
    name = _NAME.search(address)
    return (name[0] if name else address), "the file's name"
