"""Roles of paragraphs: what the outlet narrates, what a named speaker says, and the forms around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.ingest.outlets.records import LeadIn
from corpus.ingest.paragraphs.line_ends import ends_sentence
from corpus.ingest.paragraphs.pieces import Piece, cut
from corpus.ingest.passages.closings import OCCASION, greeting_below, is_addressed, lines_above_greeting
from corpus.ingest.passages.framing_lines import cut_dateline, cut_end_mark
from corpus.ingest.passages.letters import read_letter
from corpus.ingest.passages.salutations import WHOLE, fits_any, mark_forms
from corpus.ingest.passages.speakers import Speaker, find_speaker, tells_of_issue
from corpus.ingest.passages.title_speakers import read_title, speaks_of_himself
from corpus.ingest.passages.told_speakers import told_speaker
from corpus.ingest.passages.transcripts import read_transcript
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.dates.dateline import Dateline
    from corpus.ingest.outlets.records import Opens, OutletFile, Voice
    from corpus.ingest.passages.title_speakers import SpokenTitle

_MOST_OUTLETS = 64
_TAIL = 600
"""How much of the end of a paragraph is read for a lead-in, in code points."""
_STOPS = (".", "!", "?", '."', ".”", "。")
"""What ends a sentence, which a signature is not."""
_BACK = 40
"""How many paragraphs before a lead-in may name its speaker."""


@dataclass(slots=True)
class Voices:
    """What the voices of a text are: its pieces in order, each with a role, and what was read on the way."""

    pieces: list[Piece]
    dateline: Dateline | None = None
    speakers: list[Speaker] = field(default_factory=list)
    genre: str | None = None
    opened: int | None = None
    """Where the first lead-in stands: number of its piece."""
    senders: set[str] = field(default_factory=set)
    """Speakers who are heard through a message of theirs that the outlet prints."""
    host: str | None = None
    """Whose document a transcript is."""
    transcript: str | None = None
    """The genre of a transcript; None for a text that is none."""
    addressed: bool = False
    """Whether it is a speech by the words to its hearers that it begins with, and nothing else says so."""
    spoken: bool = False
    """Whether it is one by its title and by its words."""


def assign_voices(
    text: str,
    pieces: list[Piece],
    outlet: OutletFile,
    voice: Voice,
    speaker: str | None = None,
    title: SpokenTitle | None = None,
    author: str | None = None,
) -> Voices:
    """Give every piece its role, and speech its speaker.

    ``pieces`` are paragraphs in order; those that have a role keep it. ``speaker`` is whom metadata or the
    outlet file name: he speaks where the whole text is one speech, and where nothing in it is reported.
    ``title``: what the headline says of a speech; ``author``: whose writings the text is of.
    """
    pieces, dateline = cut_dateline(text, pieces, outlet)
    pieces = cut_end_mark(text, pieces, outlet)
    voices = Voices(pieces, dateline)
    heard = read_transcript(text, pieces, outlet) if voice == "report" else None
    if heard is not None:
        voices.pieces, voices.speakers, voices.host = heard.pieces, heard.speakers, heard.host
        voices.transcript = heard.genre
        if heard.host is None:
            _name_answers(text, voices, outlet)
            if title is not None and title.name is not None:
                _give_answers(voices, outlet.canonical(title.name))
            if title is not None and not (heard.press and title.genre == "interview"):
                voices.genre = voices.genre or title.genre
    elif voice == "report":
        spoken = title is not None and title.genre in ("speech", "interview")
        letter = read_letter(text, pieces, outlet) if dateline is None and not spoken else None
        if letter is not None:
            voices.genre, speaker = "message", speaker or letter.name
            for one in letter.to:
                one.role, one.speaker, one.why = Role.salutation, speaker, "whom a letter is sent to"
        agency = dateline is not None and dateline.agency is not None
        named = title is not None and title.name is not None
        occasion = lines_above_greeting(text, pieces) if not agency else []
        if not named and occasion:
            lines = [text[one.start : one.end] for one in occasion]
            opens = (_lead_in(text, one, outlet, headings=dateline is None) for one in occasion)
            if any(map(ends_sentence, lines)) or any(opens):  # a report of it
                occasion = []
            else:
                title = read_title(lines) or title
                named_there = told_speaker(text, [(one.start, one.end) for one in occasion], outlet)
                author = author or (named_there.name if named_there is not None else None)
        voices.addressed = letter is not None or (
            not agency and is_addressed(text, [one for one in pieces if one not in occasion])
        )
        for one in occasion if voices.addressed else ():
            one.role, one.why = Role.narration, OCCASION
        if voices.addressed:  # a lead-in inside a speech is the speaker's, who quotes
            _narrate(voices.pieces)
        else:
            voices.pieces = _split(text, pieces, outlet)
            _follow_lead_ins(text, voices, outlet)
            if voices.opened is None:
                _open_at_greeting(text, voices, outlet)
        if voices.opened is not None and title is not None and title.name is not None:
            _give_answers(voices, outlet.canonical(title.name))
        if voices.opened is None and (
            voices.dateline is None or voices.addressed or _framed(text, voices, title)
        ):
            speaker = _follow_headline(text, voices, outlet) or speaker
            if voices.addressed or (title is not None and speaks_of_himself(text, pieces)):
                speaker = _follow_title(text, voices, title, author, outlet, speaker)
    whose = speaker is not None or voices.addressed or voices.spoken
    alone = voice == "report" and heard is None and whose and voices.opened is None
    if voice == "speech" or alone:
        for piece in voices.pieces:
            told = piece.role not in (None, Role.narration) or piece.why == OCCASION
            words = text[piece.start : piece.end]
            if not told and title is not None and words == title.line:
                piece.role, piece.why = Role.editor_note, "the name of who speaks"
            elif not told and not fits_any(outlet.asides, words):
                piece.role, piece.speaker = Role.speech, speaker
                piece.why = "text.voice" if voice == "speech" else WHOLE[speaker is not None]
    _narrate(voices.pieces)
    mark_forms(
        text, voices.pieces, outlet, only_speech=voice != "narration", addressed=voices.addressed and alone
    )
    return voices


def _framed(text: str, voices: Voices, title: SpokenTitle | None) -> bool:
    """Whether a dateline stands alone between the title of a speech or statement and its words."""
    line = next((one for one in voices.pieces if one.why == "datelines"), None)
    return (
        title is not None
        and title.genre in ("speech", "statement")
        and line is not None
        and (line.start == 0 or text[line.start - 1] == "\n")
        and text[line.end : line.end + 1] == "\n"
    )


def _narrate(pieces: Sequence[Piece]) -> None:
    """What nothing else claims is narration."""
    for piece in pieces:
        if piece.role is None:
            piece.role = Role.narration


def _split(text: str, pieces: list[Piece], outlet: OutletFile) -> list[Piece]:
    """Part paragraphs where two voices stand in one, such as a caption and the words after it."""
    for pattern in outlet.splits:
        parted: list[Piece] = []
        for piece in pieces:
            # ``^`` is the beginning of the paragraph
            while piece.role is None and (match := pattern.search(text[piece.start : piece.end])):
                parts = cut(text, piece, piece.start + match.end())
                if len(parts) == 1:
                    break
                parted.append(parts[0])
                piece = parts[1]
            parted.append(piece)
        pieces = parted
    return pieces


_ENCLOSED = re.compile(r"《[^《》]+》?|“[^“”]+”?|«[^«»]+»?|「[^「」]+」?|『[^『』]+』?")
"""A paragraph in quotation marks; where words stand so, those without them are the reporter's again."""


_QUOTES = {"《": "》", "«": "»", "「": "」", "『": "』"}


def _goes_on(paragraph: str) -> bool:
    """Whether the quotation that a paragraph begins with goes on in the next, as in French and Russian."""
    return paragraph[:1] in _QUOTES and _QUOTES[paragraph[:1]] not in paragraph


def _follow_lead_ins(text: str, voices: Voices, outlet: OutletFile) -> None:
    """Turn the paragraphs that a lead-in opens into speech, until narration resumes."""
    opens: Opens | None = None
    current: Speaker | None = None
    indirect = enclosed = False
    opened, previous = 0, ""
    for number, piece in enumerate(voices.pieces):
        if piece.why == "datelines" and piece.role is Role.dateline:
            opens, voices.opened = None, None  # what stands above the dateline is not of the text
        if piece.role is not None:
            continue
        piece.role = Role.narration
        paragraph = text[piece.start : piece.end]
        if fits_any(outlet.asides, paragraph):
            piece.why = "asides"
            continue
        if opens is not None and _begins(outlet.closes, paragraph):
            opens, piece.why = None, "closes"
        if opens is not None and enclosed and not (_ENCLOSED.match(paragraph) or _goes_on(previous)):
            opens = None
        if opens is None or opens == "next":
            lead_in = _lead_in(text, piece, outlet, headings=voices.dateline is None)
            speaker = _speaker(text, voices, number, lead_in, current, outlet) if lead_in else None
            if lead_in is not None and (speaker is not None or not lead_in.named):
                current = speaker
                piece.why, opened = "lead_ins", number
                # Words of somebody without a name end sooner than they would seem to.
                known = current is not None and not current.nameless
                opens = lead_in.opens if known or lead_in.opens != "next" else "one"
                indirect = enclosed = False
                if current is not None and lead_in.speaker == "sender":
                    voices.senders.add(current.name)
                voices.genre = voices.genre or lead_in.genre
                voices.opened = number if voices.opened is None else voices.opened
                continue
        if opens == "next":
            if _begins(outlet.reports, paragraph) or (current and _tells_of(paragraph, current, outlet)):
                indirect, piece.why = True, "reports"
                continue
            if _begins(outlet.resumes, paragraph):
                opens, piece.why = None, "resumes"
            elif indirect:
                if not any(pattern.search(paragraph) for pattern in outlet.own_words):
                    continue
                indirect = False  # the speaker has the word again
        if opens is not None:
            first = number == opened + 1
            goes_on = not first and _goes_on(previous)
            enclosed = (first or enclosed) and (goes_on or _ENCLOSED.fullmatch(paragraph) is not None)
            previous = paragraph if not goes_on or paragraph[-1] in _QUOTES.values() else previous
            piece.role, piece.speaker = Role.speech, current.name if current else None
            piece.why = f"lead_ins@{opened}"
        if opens == "one":
            opens = None


_REPORT = LeadIn(pattern=re.compile(""))
"""Any paragraph of a report, where the greeting below it opens a speech."""


def _open_at_greeting(text: str, voices: Voices, outlet: OutletFile) -> None:
    """Turn what stands below words to the hearers, inside a report, into the speech that it tells of."""
    at = greeting_below(text, voices.pieces)
    if at is None:
        return
    above = max(number for number, one in enumerate(voices.pieces[:at]) if one.role is Role.narration)
    speaker = _speaker(text, voices, above, _REPORT, None, outlet)
    voices.opened, voices.genre = above, voices.genre or "speech"
    voices.pieces[above].why = "lead_ins"
    for piece in voices.pieces[at:]:
        if piece.role is Role.narration and not fits_any(outlet.asides, text[piece.start : piece.end]):
            piece.role, piece.speaker = Role.speech, speaker.name if speaker is not None else None
            piece.why = f"lead_ins@{above}"


def _name_answers(text: str, voices: Voices, outlet: OutletFile) -> None:
    """Give answers without a name to whom the lead-in before the first question names."""
    for number, piece in enumerate(voices.pieces):
        if piece.role is Role.editor_note and piece.why.startswith("transcript"):
            return
        lead_in = _lead_in(text, piece, outlet, headings=False) if piece.role is Role.narration else None
        if lead_in is not None:
            speaker = _speaker(text, voices, number, lead_in, None, outlet)
            voices.genre, voices.opened, piece.why = lead_in.genre, number, "lead_ins"
            for answer in voices.pieces[number:]:
                if answer.role is Role.speech and speaker is not None:
                    answer.speaker = speaker.name
            return


def _give_answers(voices: Voices, name: str) -> None:
    """Give answers that nobody's name stands before to whom the headline names."""
    answers = [one for one in voices.pieces if one.role is Role.speech and one.speaker is None]
    for one in answers:
        one.speaker = name
    voices.host = voices.host or (name if answers else None)


def _follow_headline(text: str, voices: Voices, outlet: OutletFile) -> str | None:
    """Whose words a text without lead-ins and dateline is, where its headline is one: "Speech by ...".

    Not if its first paragraph tells who issued something: that reports it.
    """
    first = next((one for one in voices.pieces if one.role is Role.narration), None)
    if first is None or tells_of_issue(text, (first.start, first.end), outlet):
        return None
    for piece in voices.pieces:
        lead_in = _lead_in(text, piece, outlet, headings=True) if piece.role is Role.headline else None
        if lead_in is not None and lead_in.heading:
            speaker = find_speaker(text, lead_in, (piece.start, piece.end), (), outlet)
            if speaker is not None:
                voices.speakers.append(speaker)
                voices.genre = lead_in.genre
                return speaker.name
    return None


def _follow_title(
    text: str,
    voices: Voices,
    title: SpokenTitle | None,
    author: str | None,
    outlet: OutletFile,
    speaker: str | None,
) -> str | None:
    """Whose words a text is whose title says that it is a speech; so is a briefing at which nobody asks."""
    name = speaker or (title.name if title is not None else None) or author
    if title is not None:
        asked = any(text[one.end - 1] in "?？؟" for one in voices.pieces if one.role is not Role.headline)
        genre = (
            "speech" if title.genre in ("interview", "answer", "transcript") and not asked else title.genre
        )
        voices.genre = voices.genre or genre
        voices.spoken = True
    return outlet.canonical(name) if name is not None else None


def _lead_in(text: str, piece: Piece, outlet: OutletFile, *, headings: bool) -> LeadIn | None:
    """The lead-in that the end of the paragraph is, if any; ``headings``: it may be one above a text."""
    window = text[max(piece.start, piece.end - _TAIL) : piece.end]
    for lead_in in _ending_with(window[-1:], outlet.lead_ins):
        if lead_in.heading <= headings and lead_in.pattern.search(window):
            return lead_in
    return None


_by_end: dict[int, tuple[tuple[LeadIn, ...], dict[str, list[LeadIn]]]] = {}
"""By identity of the lead-ins of an outlet these, and by last character of a paragraph those worth a try."""


def _ending_with(last: str, lead_ins: tuple[LeadIn, ...]) -> list[LeadIn]:
    """The lead-ins that a paragraph with this last character may be; it may be one of a hundred."""
    held = _by_end.get(id(lead_ins))
    if held is None or held[0] is not lead_ins:
        if len(_by_end) >= _MOST_OUTLETS:
            _by_end.clear()
        held = _by_end[id(lead_ins)] = (lead_ins, {})
    found = held[1].get(last)
    if found is None:
        found = held[1][last] = [one for one in lead_ins if last.endswith(one.ends)]
    return found


def _speaker(
    text: str, voices: Voices, number: int, lead_in: LeadIn, previous: Speaker | None, outlet: OutletFile
) -> Speaker | None:
    """Who speaks after the lead-in at ``number``. "He continued" means whoever spoke before."""
    if previous is not None and lead_in.speaker != "here":
        if lead_in.speaker == "before" or previous.name in voices.senders:
            return previous
        previous = None  # a message without a sender is not theirs who spoke before
    piece = voices.pieces[number]
    before = [
        (one.start, one.end)
        for one in reversed(voices.pieces[max(0, number - _BACK) : number])
        if one.role is Role.narration
    ]
    span = (piece.start, piece.end)
    speaker = find_speaker(text, lead_in, span, before, outlet)
    if speaker is None and lead_in.opens == "rest" and lead_in.genre != "message":
        speaker = told_speaker(text, (span, *before), outlet)
    if speaker is not None and all(speaker != known for known in voices.speakers):
        voices.speakers.append(speaker)
    return speaker or previous


def _tells_of(paragraph: str, speaker: Speaker, outlet: OutletFile) -> bool:
    """Whether a sentence names its speaker: then it is the reporter's, for nobody speaks of himself by name.

    A name that stands alone is a signature, and part of what is signed.
    """
    if not paragraph.endswith(_STOPS):
        return False
    pattern = outlet.named(speaker.name)
    return pattern is not None and pattern.search(paragraph) is not None


def _begins(patterns: Sequence[re.Pattern[str]], paragraph: str) -> bool:
    return any(pattern.match(paragraph) for pattern in patterns)
