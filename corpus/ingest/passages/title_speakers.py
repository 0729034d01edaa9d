"""Titles of speeches: that a text is one, and whose, read from the headline, in many languages."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import regex

from corpus.ingest.dates.month_names import fold
from corpus.ingest.outlets.late_patterns import ScriptPattern
from corpus.ingest.paragraphs.head_lines import reported_in
from corpus.ingest.passages.inflected_names import nominative
from corpus.settings import packaged
from corpus.text.countries import country_code
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.ingest.paragraphs.pieces import Piece

_READ = 300
"""How much of a title is read, in code points."""
_LABEL = 24
"""Longest label before a title, in code points."""
_COLONS = frozenset(":：|–—")
_PARAGRAPHS = 30
"""In how many first paragraphs a speaker speaks of himself."""
_OWN = 0.2
"""In which part of them at least: a report has such words in quotation marks."""
_MOST_WORDS = 5
_TOKEN = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}\p{Nd}.'’ʼ-]*|\S")
_QUOTED = regex.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|『[^『』]*』|《[^《》]*》")


@dataclass(frozen=True, slots=True)
class SpokenTitle:
    """A title that says of its text that somebody speaks in it; ``name``: None where it says not who."""

    genre: str
    name: str | None


def read_title(titles: Iterable[str]) -> SpokenTitle | None:
    """What the first title that names a speech says; None where none does, or where it reports one."""
    nameless: SpokenTitle | None = None
    for title in titles:
        if reported_in(title) is not None:
            return None
        read = _without_label(title[:_READ].rstrip(" ."))
        for genre, pattern in _kinds():
            match = pattern.search(read, _READ)
            if match is None:
                continue
            groups = match.groupdict()
            name = groups.get("name") or (_name_in(groups["who"]) if groups.get("who") else None)
            if name is not None:
                return SpokenTitle(genre, name)
            nameless = nameless or SpokenTitle(genre, None)
    return nameless


def _without_label(title: str) -> str:
    """The title without what stands before it: ``FULL TEXT: ...``."""
    labelled = not _COLONS.isdisjoint(title[:_LABEL])
    return _labels().sub("", title) if labelled else title


@functools.cache
def _labels() -> regex.Pattern[str]:
    return regex.compile(_data()["labels"])


def speaks_of_himself(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether the paragraphs say "I" or "we" outside quotation marks, as those of a speech do."""
    body = [one for one in pieces if one.role in (None, Role.narration)][:_PARAGRAPHS]
    own = sum(_first_person().search(_QUOTED.sub(" ", text[one.start : one.end])) is not None for one in body)
    return own >= max(1, _OWN * len(body))


def _name_in(who: str) -> str | None:
    """The name among the words behind "speech by": neither an office nor its country, up to a preposition."""
    offices, bodies = _words("offices"), _words("bodies")
    run: list[str] = []
    beside: list[str] = []
    office = behind = False
    tokens = _TOKEN.findall(who)
    for number, token in enumerate(tokens):
        word = fold(token.rstrip("."))
        after = tokens[number + 1] if number + 1 < len(tokens) else ""
        if not token[0].isalpha():
            if _is_name(run, office=office):
                break
            run, behind = [], False
            if token not in ",.()":
                break
        elif run and word in _words("particles") and after[:1].isupper() and not token.isupper():
            run.append(token)
        elif word in _words("of") and not run and token.islower() | token.isupper():
            behind = behind or office
        elif word in offices:
            if _is_name(run, office=False):
                break
            run, office, behind = [], True, False
        elif word in _words("ends") and (token.islower() or who.isupper()):
            if run or not behind:
                break
        elif word in _words("links") or not token[0].isupper():
            if run or not (office or word in _words("links")):
                break
        elif word in bodies:
            run = []
        elif behind:
            beside.append(token)
        else:
            run.append(token)
    if not _is_name(run, office=office):
        run = _behind_country(beside)
    if not _is_name(run, office=office):
        return None
    name = " ".join(run)
    return nominative(name.title() if name.isupper() and name.lower() != name else name)


def _is_name(run: Sequence[str], *, office: bool) -> bool:
    return (1 if office else 2) <= len(run) <= _MOST_WORDS


def _behind_country(words: Sequence[str]) -> list[str]:
    """The words without the country that they begin with: President of MALI NAME."""
    for number in range(len(words) - 1, 0, -1):
        if country_code(" ".join(words[:number])) is not None:
            return [*words[number:]]
    return []


@functools.cache
def _data() -> dict[str, Any]:
    return packaged("corpus.ingest.passages", "title_speakers.toml")


@functools.cache
def _kinds() -> tuple[tuple[str, ScriptPattern], ...]:
    return tuple(
        (kind["genre"], ScriptPattern(pattern, latin=True))
        for kind in _data()["kinds"]
        for pattern in kind["patterns"]
    )


@functools.cache
def _words(key: str) -> frozenset[str]:
    return frozenset(fold(word.rstrip(".")) for word in _data()["words"][key].split())


@functools.cache
def _first_person() -> regex.Pattern[str]:
    return regex.compile(_data()["first_person"])
