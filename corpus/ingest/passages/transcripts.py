"""Transcripts: who speaks stands as a label before his words (``Vladimir Putin:``, ``Q``, ``问：``).

Labels are no words of the text. What follows one is its speaker's until the next; a label that nobody can
read ends a speech, and its words are given to nobody. Questions without a name are narration.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from corpus.ingest.paragraphs.head_lines import is_vocative, only_date
from corpus.ingest.paragraphs.pieces import cut
from corpus.ingest.passages.dashed_turns import read_dashed
from corpus.ingest.passages.salutations import fits_any
from corpus.ingest.passages.title_speakers import (
    interviewed,
    is_titled,
    name_in,
    named_twice,
    read_title,
    speaks_of_himself,
)
from corpus.ingest.passages.transcript_labels import (
    Label,
    bare_name,
    fits,
    labels_before,
    lone_names,
    name_before_office,
    tells,
)
from corpus.ingest.passages.transcript_names import name_speakers
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece
    from corpus.ingest.passages.speakers import Speaker

_EARLY = 8
"""Within how many first paragraphs the only label of a speech stands."""
_LONGEST_DAY = 60
_HEADLINE = 300
_OPENS = 120
_SPOKEN = 60
"""Fewest words, in code points, behind the only label of a text."""
_INTERVIEW = re.compile(
    r"(?i:\b(?:interview|entrevista|entretien|intervista|интервью|wawancara|phỏng vấn|mülakat|röportaj|"
    r"söyleşi|suhbat|інтерв.ю|wywiad|interjú|interviu)\w*)|专访|采访|採訪|インタビュー|인터뷰|مقابلة|حوار|گفتگو|مصاحبه"
)
_ASKED = frozenset("?？؟")
_CLOSING = ' \n"”’»)』」）'
_NOBODY = "transcript: no words of a named speaker"
LABEL = "transcript: a label"
"""Why a piece is a label of a speaker."""


@dataclass(slots=True)
class Heard:
    """What a transcript says: its pieces, its speakers, and who answers or invites."""

    pieces: list[Piece]
    speakers: list[Speaker]
    host: str | None
    genre: str
    press: bool = False
    """Whether somebody meets the press, who ask."""


def read_transcript(text: str, pieces: Sequence[Piece], outlet: OutletFile) -> Heard | None:
    """Give the pieces of a transcript their roles and speakers; None where the text is none.

    A text is one with at least two labels, one of them twice; with labels of question and answer; with an
    office in capitals before its first words; or with a label that the outlet file knows.
    """
    labels = labels_before(text, pieces, outlet)
    if not _is_transcript(labels, pieces) and not _is_only_label(text, labels, pieces):
        labels = lone_names(text, pieces)
        if not _is_transcript(labels, pieces):
            return _dashed(text, pieces)
    press = _meets_press(text, pieces, labels[0].piece)
    if press:
        _others_ask(text, labels)
    name_speakers(text, labels, outlet)
    for piece in takewhile(lambda one: one is not labels[0].piece, pieces):
        if piece.role is None and _is_day(text[piece.start : piece.end]):
            piece.role, piece.why = Role.dateline, "transcript: the day above the first label"
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
            words = text[piece.start : piece.end]
            if fits("ends", words):
                role, speaker = Role.narration, None
            elif fits_any(outlet.asides, words):
                piece.role, piece.why = Role.narration, "asides"
            parted.append(piece)
        else:
            parted.append(piece)
        if piece.role is None:
            piece.role, piece.speaker = role, speaker if role is Role.speech else None
            piece.why = "transcript" if spoken else _NOBODY
    named = [label for label in labels if label.speaker is not None and label.kind != "question"]
    turns = Counter(label.speaker.name for label in named if label.speaker is not None)
    known = outlet.transcript.host if outlet.transcript else None
    host = (
        known
        or _in_headline(text, parted, turns)
        or next((name for name in turns if turns[name] > 1), next(iter(turns), None))
    )
    if labels[0].kind in ("question", "unknown"):
        _give_opening(text, parted, labels[0].piece, host)
    speakers: list[Speaker] = []
    for label in named:
        if label.speaker is not None and label.speaker not in speakers:
            speakers.append(label.speaker)
    asked = press and any(label.kind == "question" for label in labels)
    offices = {label.words for label in labels if label.kind == "office" and label.speaker is None}
    genre = "transcript" if len(turns) + len(offices) > 1 or asked else "speech"
    if labels and _tells_of_interview(text, parted):
        genre = "interview"
    return Heard(parted, speakers, host, genre, press=asked)


def _meets_press(text: str, pieces: Sequence[Piece], label: Piece) -> bool:
    """Whether a line above the first label tells that somebody meets the press, and no title of a speech."""
    above = [
        one for one in takewhile(lambda one: one is not label, pieces) if one.role is not Role.editor_note
    ]
    lines = [text[one.start : one.end][:_HEADLINE] for one in above]
    spoken = read_title(lines[:1])
    speech = spoken is not None and spoken.genre == "speech"
    return not speech and any(tells("press", line) for line in lines)


def _others_ask(text: str, labels: Sequence[Label]) -> None:
    """Who has no office in his label asks, where one has one who meets the press."""
    named = [label for label in labels if label.kind == "person"]
    hosts = {bare_name(one.words) for one in named if name_before_office(one.words) or is_titled(one.words)}
    surnames = {host.split()[-1] for host in hosts}
    for label in named if hosts else ():
        if label.words.split()[-1] not in surnames and bare_name(label.words) not in hosts:
            label.kind = "question"


def _tells_of_interview(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether the headline or the paragraph before the first label calls what follows an interview."""
    above = list(takewhile(lambda one: one.why != LABEL, pieces))
    told = [one for one in above if one.role is Role.headline] + [
        one for one in above[-1:] if one.role is Role.narration
    ]
    return any(_INTERVIEW.search(text, one.start, one.end) is not None for one in told)


def _is_day(words: str) -> bool:
    return len(words) <= _LONGEST_DAY and words[-1].isalnum() and only_date(words)


def _dashed(text: str, pieces: Sequence[Piece]) -> Heard | None:
    """An interview without labels."""
    if not read_dashed(text, pieces, _NOBODY):
        return None
    above = list(takewhile(lambda one: one.role is not Role.speech, pieces))
    lines = [text[one.start : one.end] for one in above if one.role in (Role.headline, Role.narration)]
    told = (name_in(line, titled=True) for line in lines)
    name = interviewed(lines) or named_twice(lines) or next(filter(None, told), None)
    for one in pieces if name is not None else ():
        if one.role is Role.speech:
            one.speaker = name
    return Heard(list(pieces), [], name, "interview")


def _in_headline(text: str, pieces: Sequence[Piece], turns: Counter[str]) -> str | None:
    """The speaker whom the headline names, where who speaks first asks: the guest of an interview.

    Of a meeting the headline names whom the host received.
    """
    if not _asks(text, pieces):
        return None
    headline = " ".join(text[one.start : one.end] for one in pieces if one.role is Role.headline).casefold()
    words = {*re.split(r"[^\w-]+", headline)}
    for name, _ in turns.most_common() if headline else ():
        last = name.casefold().split()[-1]
        if last in words or (not last.isascii() and last in headline):
            return name
    return None


def _asks(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether a turn of who speaks first ends in a question."""
    first = next((number for number, one in enumerate(pieces) if one.why == LABEL), len(pieces)) + 1
    who = pieces[first].speaker if first < len(pieces) else None
    ends = pairwise((*pieces[first:], None))
    last = (one for one, after in ends if one is not None and (after is None or after.why == LABEL))
    return any(
        one.speaker == who and text[one.start : one.end].rstrip(_CLOSING)[-1:] in _ASKED for one in last
    )


def _give_opening(text: str, pieces: Sequence[Piece], label: Piece, host: str | None) -> None:
    """Words before the first question are the host's, where they address those who hear them or a line
    says that they open a meeting with the press."""
    before = list(takewhile(lambda one: one is not label and one.why != LABEL, pieces))
    told = [one for one in before if one.role is Role.narration]
    lines = [text[one.start : one.end] for one in told]
    at = next(
        (number for number, line in enumerate(lines, 1) if len(line) < _OPENS and fits("opens", line)), None
    )
    if at is None and host is not None and lines and is_vocative(lines[0]):
        at = 0
    for one in told[at:] if at is not None else ():
        one.role, one.speaker, one.why = Role.speech, host, "transcript: before the first question"


def _is_transcript(labels: Sequence[Label], pieces: Sequence[Piece]) -> bool:
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


def _is_only_label(text: str, labels: Sequence[Label], pieces: Sequence[Piece]) -> bool:
    """Whether the only label of a text, office and name, stands before a speech."""
    if len(labels) != 1 or labels[0].end is None or labels[0].kind != "person":
        return False
    piece, end = labels[0].piece, labels[0].end
    after = pieces[pieces.index(piece) :]
    return piece.end - end > _SPOKEN and is_titled(labels[0].words) and speaks_of_himself(text, after)


def _key(label: Label) -> str:
    return label.kind if label.kind in ("question", "answer") else label.words.split()[-1].casefold()
