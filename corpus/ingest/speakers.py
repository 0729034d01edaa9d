"""Who speaks: a name and titles, read from a lead-in or from the sentences before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.ingest.outlet_file import OutletFile, SpeakerRule

REACH = 700
"""How many code points of a paragraph are read for a name."""
_LONGEST_NAME = 200
_ARTICLE = re.compile(r"^(?:[Aa]n?|[Tt]he) (?=\S)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, and where: half-open span in code points of the text."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker under the name that tables show, where he is named, and his titles there."""

    name: str
    start: int
    end: int
    titles: tuple[Title, ...] = ()


def find_speaker(
    text: str, lead_in: tuple[int, int], before: Iterable[tuple[int, int]], outlet: OutletFile
) -> Speaker | None:
    """The speaker named in the lead-in, else in the nearest of the paragraphs before it (last first).

    Spans are half-open, in code points of ``text``. Rules are tried in the order of the outlet file.
    """
    speaker = named_in(text, *lead_in, outlet.speakers, outlet, last=True)
    if speaker is not None:
        return speaker
    for start, end in before:
        speaker = named_in(text, start, end, outlet.speakers, outlet, last=False)
        if speaker is not None:
            return speaker
    return None


def named_in(
    text: str, start: int, end: int, rules: Sequence[SpeakerRule], outlet: OutletFile, *, last: bool
) -> Speaker | None:
    """The speaker that the first matching rule finds between two positions.

    ``last``: of several names without titles the last one, nearest to what follows.
    """
    if last:
        start = max(start, end - REACH)
    else:
        end = min(end, start + REACH)
    window = text[start:end]
    for rule in rules:
        matches = rule.pattern.finditer(window)
        match = next(matches, None)
        if match is None:
            continue
        if last and rule.kind == "person" and not match.groupdict().get("titles"):
            for match in matches:  # noqa: B007
                pass
        name = _ARTICLE.sub("", match["name"]).strip(" ,，")
        if not name or len(name) > _LONGEST_NAME:
            continue
        if rule.kind == "institution":
            name = name[0].upper() + name[1:]
        at = start + match.start("name")
        return Speaker(
            outlet.canonical(name), at, start + match.end("name"), tuple(_titles(match, rule, start))
        )
    return None


def _titles(match: re.Match[str], rule: SpeakerRule, offset: int) -> Iterable[Title]:
    titles = match.groupdict().get("titles")
    if not titles:
        return
    begin = match.start("titles")
    position = 0
    ends = [*(cut.span() for cut in rule.split.finditer(titles))] if rule.split else []
    for cut_start, cut_end in [*ends, (len(titles), len(titles))]:
        words = titles[position:cut_start]
        stripped = words.strip(" ,，、")
        if stripped:
            at = begin + position + words.index(stripped)
            yield Title(stripped, offset + at, offset + at + len(stripped))
        position = cut_end
