"""What an outlet file says: the records that its TOML becomes."""

from __future__ import annotations

import functools
import re
import zoneinfo
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from corpus.choices import OutletKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    import regex


_LAST = re.compile(r"(?:\[([^]\\^-]+)\]|(?<=[\w)>])([:：。]))\$$")
_WORDS_OF_NAME = 5
_REPORTERS = frozenset({"agency", "newspaper", "broadcaster"})
"""Most words that the name of a person has."""
KINDS = get_args(OutletKind)
Voice = Literal["report", "speech", "narration"]
"""``report``: narration that lead-ins turn into speech; ``speech``: the whole text is the words of one
speaker; ``narration``: the outlet's own words throughout."""
Opens = Literal["rest", "next", "one"]
"""What a lead-in opens: the rest of the text; paragraphs until narration resumes; one paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadIn:
    """The end of a paragraph that opens quoted speech.

    Its group ``name``, if any, is the speaker. Else ``speaker`` says where he is named: ``here`` in the
    paragraph or before it, ``before`` it only, or as ``sender`` of the message that it speaks of. With a
    group ``office`` the name found before it must stand beside that office. ``named``: it opens nothing where
    no speaker is found. ``heading``: it stands above the text, where no dateline follows.
    """

    pattern: re.Pattern[str]
    opens: Opens = "rest"
    speaker: Literal["here", "before", "sender"] = "here"
    genre: str | None = None
    named: bool = False
    heading: bool = False

    @property
    def ends(self) -> tuple[str, ...]:
        """With which characters a paragraph must end so that the pattern is worth a try."""
        return _last_characters(self.pattern.pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRule:
    """How a speaker is named. Groups of ``pattern``: ``name``, ``titles``; ``split`` parts the titles.

    ``finds``: a ``speaker``, the ``sender`` of a message, the ``issuer`` of a text that follows in its own
    paragraphs, or the ``office`` of somebody without a name.
    """

    pattern: re.Pattern[str]
    split: re.Pattern[str] | None = None
    kind: Literal["person", "institution"] = "person"
    finds: Literal["speaker", "sender", "issuer", "office"] = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRule:
    """Text that the outlet did not publish.

    ``match``: paragraphs that are a note as a whole, or the part of one that matches, if ``cut``.
    ``begin`` and ``end``: a run of paragraphs, both included; without ``end`` to the end of the text.
    ``where``: only before the first, or after the last, paragraph of another kind.
    ``title``: finds the title (group 1) inside the note.
    """

    match: re.Pattern[str] | None = None
    begin: re.Pattern[str] | None = None
    end: re.Pattern[str] | None = None
    where: Literal["anywhere", "head", "tail"] = "anywhere"
    cut: bool = False
    title: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementType:
    """What a headline says about its text. ``rank``: 1 is the highest authority; ``reason``: why.

    ``match``: searched in the headline; ``opening``: in the first paragraphs, where no headline matches.
    With neither it holds for texts of its ``genre`` that nothing else gives a kind.
    """

    match: re.Pattern[str] | None = None
    opening: re.Pattern[str] | None = None
    genre: str | None = None
    authority: str | None = None
    rank: int | None = None
    reason: str | None = None
    voice: Voice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is known of documents from elsewhere: used where a text is silent, and marked as inferred."""

    match: re.Pattern[str] | None = None
    since: int | None = None
    until: int | None = None
    speaker: str | None = None
    title: str | None = None
    date: str | None = None
    genre: str | None = None
    voice: Voice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRules:
    """How a text is laid out. ``breaks`` parts paragraphs, ``splits`` parts passages inside a paragraph."""

    lines: Lines = "auto"
    breaks: re.Pattern[str] | None = None
    page_marks: re.Pattern[str] | None = None
    title_is_printed: bool = True
    headline: re.Pattern[str] | None = None
    voice: Voice = "report"
    genre: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """How an outlet prints transcripts, beside the labels that every one has.

    ``labels`` match at the beginning of a paragraph (group ``name``: the label without what ends it),
    ``questions`` the labels of those who only ask. ``names``: whom a label means (``THE PRESIDENT``);
    ``host``: whose document a transcript is.
    """

    labels: tuple[re.Pattern[str], ...] = ()
    questions: tuple[re.Pattern[str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    host: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRule:
    """Metadata in an item's address: groups ``country`` and others, which ``title`` may name in braces."""

    pattern: re.Pattern[str]
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Calendars beside the Gregorian one."""

    juche: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """CSS selectors of one layout of an outlet's web pages; it is known by ``text``, the article's body.

    ``remove``: what in the body is no text of the article.
    """

    text: str
    title: str | None = None
    date: str | None = None
    place: str | None = None
    remove: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone the outlet writes about, under all names; ``name`` is the one that tables show, ``country``
    (ISO 3166-1 alpha-3) his own."""

    name: str
    names: tuple[str, ...] = ()
    kind: Literal["person", "institution"] = "person"
    match: re.Pattern[str] | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFile:
    """One outlet. Patterns of included files follow its own.

    ``hosts``: where its pages lie; ``signs``: what it prints at the head of its texts, and nobody else does
    of his own: by both its texts are known when they are loaded without an outlet.
    """

    code: str
    name: str
    kind: OutletKind
    languages: tuple[str, ...]
    country: str | None = None
    timezone: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    signs: tuple[re.Pattern[str], ...] = ()
    text: TextRules = field(default_factory=TextRules)
    calendar: Calendar = field(default_factory=Calendar)
    datelines: tuple[regex.Pattern[str], ...] = ()
    end_marks: tuple[str, ...] = ()
    splits: tuple[re.Pattern[str], ...] = ()
    lead_ins: tuple[LeadIn, ...] = ()
    reports: tuple[re.Pattern[str], ...] = ()
    own_words: tuple[re.Pattern[str], ...] = ()
    first_person: tuple[re.Pattern[str], ...] = ()
    retold: tuple[re.Pattern[str], ...] = ()
    resumes: tuple[re.Pattern[str], ...] = ()
    closes: tuple[re.Pattern[str], ...] = ()
    asides: tuple[re.Pattern[str], ...] = ()
    speakers: tuple[SpeakerRule, ...] = ()
    places: tuple[re.Pattern[str], ...] = ()
    salutations: tuple[re.Pattern[str], ...] = ()
    slogans: tuple[re.Pattern[str], ...] = ()
    notes: tuple[NoteRule, ...] = ()
    glued_names: tuple[str, ...] = ()
    statements: tuple[StatementType, ...] = ()
    facts: tuple[Fact, ...] = ()
    transcript: Transcript | None = None
    paths: tuple[PathRule, ...] = ()
    people: tuple[Person, ...] = ()
    honorifics: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def zone(self) -> zoneinfo.ZoneInfo | None:
        """The time zone in which a moment becomes a day; None where the file names none."""
        return zoneinfo.ZoneInfo(self.timezone) if self.timezone else None

    def canonical(self, name: str) -> str:
        """The name under which a person or institution is listed, whatever form of it a text has."""
        name = " ".join(name.split())
        shouted = name.isupper()  # as a heading prints it
        for person in self.people:
            if shouted and any(name == one.upper() for one in (person.name, *person.names)):
                return person.name
            if name == person.name or name in person.names or (person.match and person.match.search(name)):
                return person.name
        return name

    @property
    def is_reporter(self) -> bool:
        """Whether it tells what others say and do, as agencies, newspapers and broadcasters do."""
        return self.kind in _REPORTERS

    def country_of(self, name: str) -> str | None:
        """The country of a person or institution that the file knows."""
        return next((person.country for person in self.people if person.name == name), None)

    def named(self, name: str) -> re.Pattern[str] | None:
        """What finds a person by any name, but not what is named after him; None for institutions."""
        known = next((one for one in self.people if one.name == name), None)
        if known is None:
            words = name.split()
            return _name_pattern((name,)) if 1 < len(words) <= _WORDS_OF_NAME and name.istitle() else None
        return _name_pattern((known.name, *known.names)) if known.kind == "person" else None


@functools.lru_cache(maxsize=4096)
def _last_characters(pattern: str) -> tuple[str, ...]:
    """The characters one of which must stand before the end of the text; one empty text where any may."""
    match = _LAST.search(pattern)
    if match is None or pattern.count("$") > 1:
        return ("",)
    return tuple(match[1] or match[2])


@functools.lru_cache(maxsize=1024)
def _name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    # Before a capital it is part of another name: Kim Il Sung Square.
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?![A-Za-z]|[ -][A-Z])")


Lines = Literal["auto", "paragraphs", "fragments"]
"""``paragraphs``: each line is one, unless they are wrapped at a width; ``fragments``: blank lines part them,
and line ends inside are accidents of markup; ``auto``: decided by the lines."""
