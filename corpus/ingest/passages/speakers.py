"""Who speaks: a name and titles, read from a lead-in or from the sentences before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.ingest.outlets.records import LeadIn, OutletFile, SpeakerRule

REACH = 700
"""How many code points of a paragraph are read for a name."""
_LONGEST_NAME = 200
_BESIDE = 40
"""Within how many code points before a name an office stands that belongs to it."""
_ARTICLE = re.compile(r"^(?:[Aa]n?|[Tt]he) (?=\S)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, and where: half-open span in code points of the text."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker under the name that tables show, where he is named, and his titles there.

    ``nameless``: only his office is told. ``institution``: no person.
    """

    name: str
    start: int
    end: int
    titles: tuple[Title, ...] = ()
    nameless: bool = False
    institution: bool = False


def find_speaker(
    text: str,
    lead_in: LeadIn,
    paragraph: tuple[int, int],
    before: Sequence[tuple[int, int]],
    outlet: OutletFile,
) -> Speaker | None:
    """The speaker whom a lead-in introduces, named in its paragraph or in those before it (nearest first).

    Spans are half-open, in code points of ``text``.
    """
    at = max(paragraph[0], paragraph[1] - REACH)
    match = lead_in.pattern.search(text[at : paragraph[1]])
    groups = match.groupdict() if match is not None else {}
    rules = [rule for rule in outlet.speakers if rule.finds == "speaker"]
    persons = [rule for rule in rules if rule.kind == "person"]
    if match is not None and groups.get("name"):
        name = outlet.canonical(match["name"])
        for rule in persons:
            speaker = _named_in(text, *paragraph, rule, outlet)
            if speaker is not None and speaker.name == name and speaker.titles:
                return speaker
        titles = tuple(_titles(match, None, at))
        if not titles and (speaker := _full_name(text, name, before, outlet)) is not None:
            return speaker
        return Speaker(name, at + match.start("name"), at + match.end("name"), titles)
    office = (groups.get("office") or "").lower()
    if lead_in.speaker == "sender":
        spans = (paragraph, *before)
        return _first(text, spans, "sender", outlet) or _first(text, spans, "issuer", outlet)
    if lead_in.speaker == "here":
        for rule in rules if lead_in.opens == "rest" else persons:
            if (speaker := _named_in(text, *paragraph, rule, outlet)) is not None:
                return speaker
    for span in before:
        for rule in persons:
            speaker = _named_in(text, *span, rule, outlet)
            if speaker is not None and office in _around(text, span, speaker):
                return speaker
        for rule in outlet.speakers if office else ():
            speaker = _named_in(text, *span, rule, outlet) if rule.finds == "office" else None
            if speaker is not None and office in speaker.name.lower():
                return replace(speaker, nameless=True)
    if lead_in.speaker == "here" and lead_in.opens == "rest":
        return _first(text, before, "issuer", outlet)
    return None


def tells_of_issue(text: str, span: tuple[int, int], outlet: OutletFile) -> bool:
    """Whether a paragraph says that somebody issued or sent a text."""
    return any(_first(text, (span,), finds, outlet) is not None for finds in ("issuer", "sender"))


def _full_name(text: str, name: str, spans: Sequence[tuple[int, int]], outlet: OutletFile) -> Speaker | None:
    """Whom a surname alone means: somebody of that name whom the paragraphs before introduce."""
    if " " in name or not name.isalpha() or not name.isascii():
        return None
    rules = [rule for rule in outlet.speakers if rule.kind == "person"]
    for span in spans:
        for rule in rules:
            speaker = _named_in(text, *span, rule, outlet)
            if speaker is not None and name in speaker.name.split():
                return speaker
    return None


def _first(text: str, spans: Sequence[tuple[int, int]], finds: str, outlet: OutletFile) -> Speaker | None:
    """Whom the first rule of a kind finds, in the first of the spans in which it finds somebody."""
    for rule in outlet.speakers:
        for span in spans if rule.finds == finds else ():
            if (speaker := _named_in(text, *span, rule, outlet)) is not None:
                return speaker
    return None


def _around(text: str, span: tuple[int, int], speaker: Speaker) -> str:
    """What stands beside a name: his titles, and the words just before it."""
    end = speaker.titles[-1].end if speaker.titles else speaker.end
    return text[max(span[0], speaker.start - _BESIDE) : end].lower()


def _named_in(text: str, start: int, end: int, rule: SpeakerRule, outlet: OutletFile) -> Speaker | None:
    """The speaker that a rule finds between two positions."""
    match = rule.pattern.search(text[start : min(end, start + REACH)])
    if match is None:
        return None
    name = _ARTICLE.sub("", match["name"]).strip(" ,，")
    if not name or len(name) > _LONGEST_NAME:
        return None
    if rule.kind == "institution":
        name = name[0].upper() + name[1:]
    titles = tuple(_titles(match, rule.split, start))
    at, body = (start + match.start("name"), start + match.end("name")), rule.kind == "institution"
    return Speaker(outlet.canonical(name), *at, titles, institution=body)


def _titles(match: re.Match[str], split: re.Pattern[str] | None, offset: int) -> Iterable[Title]:
    titles = match.groupdict().get("titles")
    if not titles:
        return
    begin = match.start("titles")
    position = 0
    ends = [*(cut.span() for cut in split.finditer(titles))] if split else []
    for cut_start, cut_end in [*ends, (len(titles), len(titles))]:
        words = titles[position:cut_start]
        stripped = words.strip(" ,，、")
        if stripped:
            at = begin + position + words.index(stripped)
            yield Title(stripped, offset + at, offset + at + len(stripped))
        position = cut_end
