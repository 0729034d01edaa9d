"""Editor's notes, and a headline that stands in the text: what the outlet file says about head and tail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.pieces import Piece, cut
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import NoteRule, OutletFile


@dataclass(slots=True)
class Found:
    """What notes and headline say: the headline, a title inside a note, the notes at head and tail."""

    headline: str | None = None
    title: str | None = None
    notes: list[str] = field(default_factory=list)


def mark_notes(text: str, pieces: list[Piece], outlet: OutletFile) -> tuple[list[Piece], Found]:
    """Give notes and headline their roles; a rule with ``cut`` parts a piece. The rest keeps role None."""
    found = Found()
    for rule in outlet.notes:
        if rule.begin is not None:
            _mark_run(text, pieces, rule)
        elif rule.cut:
            pieces = _cut_notes(text, pieces, rule, found)
    rules = [rule for rule in outlet.notes if rule.match is not None and not rule.cut]
    if rules:
        anywhere = [rule for rule in rules if rule.where == "anywhere"]
        for piece in pieces if anywhere else ():
            if piece.role is None:
                _mark_note(text, piece, anywhere, found)
        tail = [rule for rule in rules if rule.where == "tail"]
        for piece in reversed(pieces) if tail else ():
            if piece.role is None and not _mark_note(text, piece, tail, found):
                break
    if rules or outlet.text.headline is not None:
        _mark_head(text, pieces, outlet, [rule for rule in rules if rule.where == "head"], found)
    return pieces, found


def _mark_run(text: str, pieces: Sequence[Piece], rule: NoteRule) -> None:
    inside = False
    for piece in pieces:
        paragraph = text[piece.start : piece.end]
        if not inside and piece.role is None and rule.begin is not None:
            inside = rule.begin.search(paragraph) is not None
        if inside:
            piece.role, piece.why = Role.editor_note, "notes"
            if rule.end is not None and rule.end.search(paragraph):
                inside = False


def _cut_notes(text: str, pieces: list[Piece], rule: NoteRule, found: Found) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        match = rule.match.search(text, piece.start, piece.end) if rule.match and piece.role is None else None
        if match is None:
            kept.append(piece)
            continue
        found.notes.append(match[0])
        parts = cut(text, piece, match.start())
        note = parts[-1]
        rest = cut(text, note, match.end())
        rest[0].role, rest[0].why = Role.editor_note, "notes"
        kept += [*parts[:-1], *rest]
    return kept


def _mark_note(text: str, piece: Piece, rules: Sequence[NoteRule], found: Found) -> bool:
    """Whether one of the rules says that the whole paragraph is a note."""
    paragraph = text[piece.start : piece.end]
    for rule in rules:
        if rule.match is not None and rule.match.fullmatch(paragraph):
            piece.role, piece.why = Role.editor_note, "notes"
            found.notes.append(paragraph)
            title = rule.title.search(paragraph) if rule.title else None
            if title is not None and found.title is None:
                found.title = title[1]
            return True
    return False


def _mark_head(
    text: str, pieces: Sequence[Piece], outlet: OutletFile, rules: Sequence[NoteRule], found: Found
) -> None:
    """Notes and the headline at the beginning, until a paragraph is neither."""
    headline: list[str] = []
    closed = False
    for piece in pieces:
        if piece.role is not None:
            closed = closed or bool(headline)
            continue
        paragraph = text[piece.start : piece.end]
        if _mark_note(text, piece, rules, found):
            closed = closed or bool(headline)
            continue
        if outlet.text.headline is None or closed or not outlet.text.headline.fullmatch(paragraph):
            break
        piece.role, piece.why = Role.headline, "text.headline"
        headline.append(paragraph)
    if headline:
        found.headline = " ".join(headline)
