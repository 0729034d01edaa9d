"""Transcripts: who speaks stands as a label before his words (``Vladimir Putin:``, ``Q``, ``问：``).

Labels are no words of the text. What follows one is its speaker's until the next; a label that nobody can
read ends a speech, and its words are given to nobody. Questions without a name are narration.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Literal

from corpus.ingest.paragraphs.head_lines import is_vocative
from corpus.ingest.paragraphs.pieces import cut
from corpus.ingest.passages.speakers import Speaker, Title
from corpus.settings import packaged
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece

_LONGEST = 110
"""Longest label, in code points."""
_NAME_WORDS = 5
_LONE_NAME = 60
"""Longest line that is only a name, in code points."""
_EARLY = 8
"""Within how many first paragraphs the only label of a speech stands."""

_CLOCK = r"[(\[]\d{1,2}:\d{2}(?::\d{2})?[)\]]"
"""When words are heard in a recording: ``Jen Psaki: (00:22)``."""
_COLON = re.compile(
    rf"(?P<label>[^:：.?!。？！\n](?:[^:：?!。？！\n]{{0,{_LONGEST}}}?[^:：?!。？！\n\s.])?)"
    r"(?P<aside>\s?\((?:[^()]{3,60})\))?\s?(?::|：|\.\s?[-–—])"
    rf"(?:\s*{_CLOCK}(?:\s*$|\s+)|\s*$|\s+|(?<=：)|(?<=[-–—])|(?=[^\W\d_]))"
)
_QUESTION = re.compile(r"(?P<label>[QA])(?P<aside>)(?: {1,6}|\. )(?=[A-Z“\"(])")
_BRACKETS = re.compile(
    r"(?:\[(?:[Bb]egin|[Ee]nd) [^\[\]]{1,40}\]\s*)?\[(?P<label>[^\[\]:：]{2,70})\](?P<aside>)\s+(?=\S)"
)
"""As monitoring services print them: ``[Castro] Where are you from?``"""
_RETOLD = re.compile(r"\s?\([^()]{3,60}\)$")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁ][A-ZÀ-ÖØ-ÞА-ЯЁ.'’ -]*[A-ZÀ-ÖØ-ÞА-ЯЁ]")
_NAME = (
    r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w'’-]*(?:\.\s?[A-ZÀ-ÖØ-ÞА-ЯЁ][\w'’-]*)*\.?"
    r"(?:\s(?:(?:de|del|la|von|van|der|bin|ibn|al|el|da|dos|di)\s)*[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w.'’-]*)*"
)
_PERSON = re.compile(_NAME)
_TITLED = re.compile(rf"(?P<titles>.{{3,90}}?\b(?:of|de|del|von|und|and|for)\b.{{2,60}}?)\s(?P<name>{_NAME})")
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁ]\.\s?)+")
_MISTER = re.compile(r"(?:Mr|Mrs|Ms|Dr)\b\.? [A-Z]")
_STYLE = re.compile(
    r"(?:THE |MR\.?|MRS\.?|MS\.?|DR\.?|SEN(?:ATOR|\.)|GEN(?:ERAL|\.)|SECRETARY|PRESIDENT|PRIME MINISTER|"
    r"CHANCELLOR|CHAIRMAN|MINISTER|VICE PRESIDENT|GOVERNOR|AMBASSADOR|KING|QUEEN|DIRECTOR|ADMIRAL|JUDGE|"
    r"PREMIER|SPEAKER)\s+"
)
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,5}")
_HAN_TITLED = re.compile(
    r"(?P<titles>[\u4e00-\u9fff]{0,14}(?:发言人|主席|总理|部长|书记|主任|司长|外相|首相|大臣|長官))(?P<name>[\u4e00-\u9fff·]{2,4})"
)
_HAN_OFFICE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,3})(?P<titles>外相|首相|大臣|総書記|委員長|大統領|報道官|局長)"
)
_HANGUL = re.compile(r"[가-힣]{2,4}(?: [가-힣]{2,10}){0,2}")

_FORMS = (_QUESTION, _COLON, _BRACKETS)
Kind = Literal["question", "answer", "office", "person", "unknown"]
LABEL = "transcript: a label"
"""Why a piece is a label of a speaker."""


@dataclass(slots=True)
class _Label:
    """A label: its piece, where the words begin (None: on the lines below), who is meant."""

    piece: Piece
    end: int | None
    words: str
    kind: Kind
    speaker: Speaker | None = None
    strong: bool = False


@dataclass(slots=True)
class Heard:
    """What a transcript says: its pieces, its speakers, and who answers or invites."""

    pieces: list[Piece]
    speakers: list[Speaker]
    host: str | None
    genre: str


def read_transcript(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> Heard | None:
    """Give the pieces of a transcript their roles and speakers; None where the text is none.

    A text is one with at least two labels, one of them twice; with labels of question and answer; with an
    office in capitals before its first words; or with a label that the outlet file knows.
    """
    labels = _labels(text, pieces, outlet)
    if not _is_transcript(labels, pieces):
        return None
    _name_speakers(text, labels, outlet)
    by_piece = {id(label.piece): label for label in labels}
    parted: list[Piece] = []
    role, speaker = Role.narration, None
    spoken = False
    for piece in pieces:
        label = by_piece.get(id(piece))
        if label is not None:
            spoken = label.kind not in ("question", "unknown")
            role = Role.speech if spoken else Role.narration
            speaker = label.speaker.name if label.speaker and spoken else None
            parts = [piece] if label.end is None else cut(text, piece, label.end)
            parts[0].role, parts[0].why = Role.editor_note, LABEL
            parted += parts
            piece = parts[-1]
        elif piece.role is None:
            if fits("ends", text[piece.start : piece.end]):
                role, speaker = Role.narration, None
            parted.append(piece)
        else:
            parted.append(piece)
        if piece.role is None:
            piece.role, piece.speaker = role, speaker if role is Role.speech else None
            piece.why = "transcript" if spoken else "transcript: no words of a named speaker"
    named = [label for label in labels if label.speaker is not None and label.kind != "question"]
    turns = Counter(label.speaker.name for label in named if label.speaker is not None)
    known = outlet.transcript.host if outlet.transcript else None
    host = known or next((name for name in turns if turns[name] > 1), next(iter(turns), None))
    if host is not None and labels[0].kind in ("question", "unknown"):
        _give_opening(text, parted, labels[0].piece, host)
    speakers: list[Speaker] = []
    for label in named:
        if label.speaker is not None and label.speaker not in speakers:
            speakers.append(label.speaker)
    return Heard(parted, speakers, host, "transcript" if len(turns) > 1 else "speech")


def _give_opening(text: str, pieces: Sequence[Piece], label: Piece, host: str) -> None:
    """Words to those who hear them, before the first question, are the host's."""
    before = list(takewhile(lambda one: one is not label and one.why != LABEL, pieces))
    opening = [one for one in before if one.role is Role.narration]
    if opening and is_vocative(text[opening[0].start : opening[0].end]):
        for one in opening:
            one.role, one.speaker, one.why = Role.speech, host, "transcript: before the first question"


# -- labels


def _labels(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> list[_Label]:
    labels: list[_Label] = []
    for piece in pieces:
        if piece.role is None:
            label = _label(text, piece, outlet)
            if label is not None:
                labels.append(label)
    return labels or _lone_names(text, pieces)


def _label(text: str, piece: Piece, outlet: OutletFile) -> _Label | None:
    rules = outlet.transcript
    for pattern in rules.labels if rules else ():
        own = pattern.match(text[piece.start : piece.end])
        if own is not None:
            words = own.groupdict().get("name") or own[0].strip(" :：.-–—")
            asks = any(one.fullmatch(words) for one in rules.questions) if rules else False
            kind: Kind = "question" if asks or fits("questions", words) else "person"
            end = piece.start + own.end()
            return _Label(piece, end if end < piece.end else None, words, kind, None, strong=True)
    match = next((one for form in _FORMS if (one := form.match(text, piece.start, piece.end))), None)
    if match is None:
        return None
    words = " ".join(_RETOLD.sub("", match["label"]).split())
    kind = _kind(words)
    if fits("others", words) or _is_address(words, outlet):
        return None
    if kind == "unknown" and not _may_be_label(words, match.end() < piece.end):
        return None
    strong = kind == "office" and words.isupper() and " " in words
    return _Label(piece, match.end() if match.end() < piece.end else None, words, kind, None, strong)


def _is_address(words: str, outlet: OutletFile) -> bool:
    """Whether the words address those who hear: ``Comrades:``."""
    if words.isupper() or _MISTER.match(words):
        return False
    address = f"{words}:"
    return is_vocative(address) or any(one.fullmatch(address) for one in outlet.salutations)


def _kind(words: str) -> Kind:
    for key, kind in (("questions", "question"), ("answers", "answer"), ("offices", "office")):
        if fits(key, words):
            return kind  # type: ignore[return-value]
    if len(words) > _LONGEST or fits("others", words):
        return "unknown"
    if _CAPITALS.fullmatch(words) or _PERSON.fullmatch(words) or _HAN.fullmatch(words):
        return "person" if len(words.split()) <= _NAME_WORDS else "unknown"
    east = _HAN_TITLED.fullmatch(words) or _HAN_OFFICE.fullmatch(words) or _HANGUL.fullmatch(words)
    return "person" if east or _titled(words) else "unknown"


def _may_be_label(words: str, leads: bool) -> bool:
    """Whether words that name nobody are a label before other words, not the beginning of a sentence."""
    long = [word for word in words.split() if len(word) > 3]
    capitals = sum(not word[0].islower() for word in long)
    return leads and bool(long) and (fits("unread", words) or (len(long) > 1 and capitals > 0.6 * len(long)))


def _titled(words: str) -> re.Match[str] | None:
    match = _TITLED.fullmatch(words)
    return match if match is not None and len(match["name"].split()) > 1 else None


def _lone_names(text: str, pieces: Sequence[Piece]) -> list[_Label]:
    """Names that stand on lines of their own, before paragraphs, and come again."""
    lines = [(piece, text[piece.start : piece.end]) for piece in pieces]
    candidates: list[_Label] = []
    for (piece, words), (_, following) in pairwise(lines):
        short = piece.role is None and len(words) <= _LONE_NAME and len(following) > len(words)
        if short and len(words.split()) > 1 and _PERSON.fullmatch(words) and words[-1] != ".":
            candidates.append(_Label(piece, None, words, "person"))
    times = Counter(label.words for label in candidates)
    return [label for label in candidates if times[label.words] > 1]


def _is_transcript(labels: Sequence[_Label], pieces: Sequence[Piece]) -> bool:
    read = [label for label in labels if label.kind != "unknown"]
    if not read:
        return False
    head = [piece for piece in pieces if piece.role is None][:_EARLY]
    if any(label.strong and any(label.piece is piece for piece in head) for label in read):
        return True
    kinds = {label.kind for label in read}
    if {"question", "answer"} <= kinds:
        return True
    times = Counter(_key(label) for label in read)
    people = {"person", "office", "answer"} & kinds
    if 2 * len(read) < len(labels):  # a text with many colons
        return False
    return bool(people) and len(times) > 1 and max(times.values()) > 1 and len(read) > 2


def _key(label: _Label) -> str:
    return label.kind if label.kind in ("question", "answer") else label.words.split()[-1].casefold()


# -- whom they mean


def _name_speakers(text: str, labels: Sequence[_Label], outlet: OutletFile) -> None:
    """Whom each label means: by its name, or by the one person of that surname or office in the text."""
    plain = [label.words for label in labels if label.kind == "person" and not _titled(label.words)]
    names = outlet.transcript.names if outlet.transcript else {}
    known: dict[str, str] = {}
    for label in labels:
        if label.kind not in ("person", "office"):
            continue
        start = label.piece.start + text[label.piece.start : label.piece.end].find(label.words.split()[0])
        words = label.words
        titles: tuple[Title, ...] = ()
        if words in names:
            name: str | None = names[words]
        elif label.kind == "office":
            name = _office_holder(text, words)
        else:
            bare = next((one for one in plain if one != words and words.endswith(f" {one}")), None)
            name = bare or _bare_name(words)
            if name != words and words.endswith(name):
                title = words[: -len(name)].strip()
                titles = (Title(title, start, start + len(title)),) if title in text else ()
            name = _full_name(text, name, outlet)
        if name is None:
            name = words if label.kind == "person" else None
        if name is not None:
            name = known.setdefault(label.words, outlet.canonical(name))
            label.speaker = Speaker(name, start, start + len(words), titles)


def _bare_name(words: str) -> str:
    """The name in a label without the titles before it."""
    east = _HAN_TITLED.fullmatch(words) or _HAN_OFFICE.fullmatch(words)
    if east is not None:
        return east["name"]
    if words.isupper():
        return _STYLE.sub("", words).strip() or words
    if _titled(words) is not None:
        return " ".join(words.split()[-2:])
    return words


def _full_name(text: str, name: str, outlet: OutletFile) -> str:
    """A surname, alone, in capitals or with initials, as the full name that outlet or text know."""
    surname = _INITIALS.sub("", name).strip() if not name.isupper() else name.split()[-1]
    if surname == name and " " in name:
        return name
    folded = surname.casefold()
    bearers = {
        person.name: any(one in text for one in (person.name, *person.names))
        for person in outlet.people
        if any(one.casefold().split()[-1:] == [folded] and " " in one for one in (person.name, *person.names))
    }
    said = [bearer for bearer, named in bearers.items() if named] or [*bearers]
    if len(said) == 1:  # of several with the surname, the one whom the text names
        return said[0]
    if not surname.isascii() and not _INITIALS.match(name):
        return name
    shown = surname.title() if name.isupper() else surname
    full = re.search(rf"(?<![.\w])((?:[A-ZА-ЯЁ][a-zа-яё'’-]+ ){{1,2}}){re.escape(shown)}\b", text)
    if full is None:
        return shown if name.isupper() else name
    before = [word for word in full[1].split() if not fits("offices", word) and word not in _NO_NAMES]
    return " ".join([*before[-2:], shown])


_NO_NAMES = frozenset(
    {
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Vice",
        "Prime",
        "The",
        "By",
        "Secretary",
        "Press",
        "And",
        "With",
        "General",
        "Chief",
        "Commander",
    }
)


def _office_holder(text: str, words: str) -> str | None:
    """Who holds an office, where the text names one person with it: ``Remarks by President Biden``."""
    office = words.casefold().removeprefix("the ").title()
    match = re.search(rf"\b{re.escape(office)} ((?:[A-Z][\w.'’-]+ ?){{1,3}})", text)
    if match is None:
        return None
    found = [word for word in match[1].split() if not word.isupper() or len(word) < 3]
    kept = []
    for word in found:
        if word in (
            "On",
            "At",
            "In",
            "And",
            "Before",
            "To",
            "Of",
            "The",
            "After",
            "During",
            "Delivers",
            "For",
        ):
            break
        kept.append(word)
    return " ".join(kept) or None


def fits(key: str, words: str) -> bool:
    """Whether the words are of the kind that ``transcripts.toml`` lists under that key."""
    return _patterns(key).fullmatch(words) is not None


@functools.cache
def _patterns(key: str) -> re.Pattern[str]:
    every = "|".join(f"(?:{one})" for one in packaged("corpus.ingest.passages", "transcripts.toml")[key])
    return re.compile(every, re.IGNORECASE)
