"""An item as it was found becomes what the database will hold: text, passages, dates, voices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.ingest.dating import Dating, add_notes, event_in, outer_dates
from corpus.ingest.headline import clean_headline
from corpus.ingest.language import detect_language
from corpus.ingest.mend import mend_names
from corpus.ingest.notes import mark_notes
from corpus.ingest.paragraphs import split_paragraphs
from corpus.ingest.pieces import Piece
from corpus.ingest.quotations import find_quotations
from corpus.ingest.voices import Voices, assign_voices
from corpus.model.dates import How, KnownDate, PartialDate
from corpus.model.records import Doubt, Mention, Parsed, Passage, Role
from corpus.model.text import normalise
from corpus.settings import MAX_TEXT_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.ingest.headline import Headline
    from corpus.ingest.notes import Found
    from corpus.ingest.outlet_file import Fact, OutletFile, StatementType, Voice
    from corpus.model.records import Item

NORMALISER = "state-media/1"
"""Name and version; a change that changes passages of texts already loaded makes a new version."""

_TITLE_LENGTH = 80
"""Longest title made from the first words of a text, in code points."""
_PATH_NAME = re.compile(r"[^/\\!#]+$")


def normalise_item(item: Item, outlet: OutletFile, hints: Mapping[str, str]) -> Parsed:
    """What the item says and is. Pure: no database, and the same for the same arguments.

    ``hints`` are given by the user (date, language, genre, speaker, speaker_title, country, place) and
    win over the item's fields, which win over what the text shows. Raises InputError, in a sentence that names the
    item, for a text that is too long and a date that is impossible.
    """
    if len(item.text) > MAX_TEXT_CHARACTERS:
        raise InputError(
            f"{item.source}: the text has {len(item.text):,} characters; at most {MAX_TEXT_CHARACTERS:,} are "
            "taken as one document: split it."
        )
    return _Normalising(item, outlet, hints).parsed()


@dataclass(frozen=True, slots=True)
class _Kind:
    """What headline and facts say about a document."""

    statement: StatementType | None
    facts: tuple[Fact, ...]

    def voice(self, default: Voice) -> Voice:
        if self.statement is not None and self.statement.voice:
            return self.statement.voice
        return next((fact.voice for fact in self.facts if fact.voice), default)


class _Normalising:
    """The steps for one item; each uses what those before it found."""

    def __init__(self, item: Item, outlet: OutletFile, hints: Mapping[str, str]) -> None:
        self.item = item
        self.outlet = outlet
        self.hints = hints
        self.doubts: list[Doubt] = []
        self.path = _path_fields(item.address, outlet)
        raw_title = item.fields.get("title") or ""
        self.headline: Headline | None = clean_headline(raw_title) if raw_title.strip() else None
        if self.headline is not None and not self.headline.text:
            self.headline = None

    def parsed(self) -> Parsed:
        item, outlet = self.item, self.outlet
        text, pieces = self._lay_out()
        dating = outer_dates(item, self.headline, self.hints)
        if not pieces:
            return self._without_text(dating)
        pieces, found = mark_notes(text, pieces, outlet)
        add_notes(dating, found.notes)
        title = self._title(text, pieces, found)
        kind = self._kind(title, found, dating)
        speaker, speaker_known = self._given_speaker(kind, found)
        voices = self._voices(text, pieces, kind, speaker)
        if voices.dateline is not None:
            dating.add_dateline(voices.dateline, text)
        published, event = self._dates(text, voices, kind, dating)
        language, language_known = self._language(text)
        passages = [
            Passage(piece.start, piece.end, piece.role, piece.speaker)
            for piece in voices.pieces
            if piece.role is not None
        ]
        if speaker is None:
            speaker = _most_heard(passages)
        elif speaker_known == "inferred" and not any(p.role is Role.speech for p in passages):
            speaker = None
        elif speaker_known == "inferred":
            self.doubts.append(
                Doubt(
                    "speaker",
                    f"The text does not name its speaker; {speaker} is taken from the outlet's file.",
                )
            )
        return Parsed(
            title=title,
            text=text,
            passages=passages,
            quotations=find_quotations(text, passages, language),
            mentions=self._mentions(passages, voices, speaker, kind),
            language=language,
            language_known=language_known,
            published=published,
            event=event,
            place=self._place(text, voices),
            genre=self._genre(kind, voices),
            authority=self._given("authority") or (kind.statement.authority if kind.statement else None),
            country=self._country(),
            speaker=speaker,
            doubts=self.doubts,
        )

    def _given(self, field: str) -> str | None:
        """What the user or the metadata say; None for nothing or only spaces."""
        value = (self.hints.get(field) or self.item.fields.get(field) or "").strip()
        return " ".join(value.split()) or None

    def _lay_out(self) -> tuple[str, list[Piece]]:
        """The normalised text, headline first where the outlet printed one, and its paragraphs."""
        rules = self.outlet.text
        paragraphs = split_paragraphs(self.item.text, rules.lines, rules.breaks, rules.page_marks)
        body = mend_names(normalise("\n".join([part.text for part in paragraphs])), self.outlet.glued_names)
        lines = body.split("\n")
        if len(lines) == len(paragraphs):
            parts = [(line, part.mark) for line, part in zip(lines, paragraphs, strict=True) if line]
        else:
            parts = [(line, False) for line in lines if line]
        if not parts:
            return "", []
        printed = self._printed_headline()
        if printed and parts[0][0] != printed:
            parts.insert(0, (printed, False))
        pieces: list[Piece] = []
        position = 0
        for line, mark in parts:
            pieces.append(Piece(position, position + len(line), Role.editor_note if mark else None))
            position += len(line) + 1
        if printed:
            pieces[0].role = Role.headline
        return "\n".join([line for line, _ in parts]), pieces

    def _printed_headline(self) -> str | None:
        if self.headline is None or not self.outlet.text.title_is_printed:
            return None
        return mend_names(self.headline.text, self.outlet.glued_names)

    def _without_text(self, dating: Dating) -> Parsed:
        title = self._printed_headline() or (self.headline.text if self.headline else self._made_title(""))
        language = self._given("language") or detect_language(title, self.outlet.languages)
        known: How = self._language_known()
        kind = self._kind(title, None, dating)
        self.doubts += dating.doubts + dating.disagreements()
        statement = kind.statement
        return Parsed(
            title=title,
            text="",
            passages=[],
            quotations=[],
            mentions=[],
            language=language,
            language_known=known,
            published=dating.published(),
            place=self._given("place"),
            genre=self._given("genre") or (statement.genre if statement else None) or self.outlet.text.genre,
            authority=self._given("authority") or (statement.authority if statement else None),
            country=self._country(),
            speaker=self._given("speaker"),
            doubts=self.doubts,
        )

    def _title(self, text: str, pieces: Sequence[Piece], found: Found) -> str:
        given = self._printed_headline() or (self.headline.text if self.headline else None)
        title = given or found.headline or found.title
        if title:
            return title
        first = next((piece for piece in pieces if piece.role is None), pieces[0])
        return self._made_title(text[first.start : first.end])

    def _made_title(self, first: str) -> str:
        """A title where none is printed: by the outlet's rule for its files, else the first words, with a doubt."""
        if "title" in self.path:
            return self.path["title"]
        if len(first) > _TITLE_LENGTH:
            words = first[: _TITLE_LENGTH + 1].rsplit(" ", 1)
            first = (words[0] if len(words) > 1 else first[:_TITLE_LENGTH]).rstrip(" ,;:，、") + "…"
            self.doubts.append(
                Doubt("title", "No headline is printed; the title is made from the first words.")
            )
        elif first:
            self.doubts.append(Doubt("title", "No headline is printed; the title is the first line."))
        else:
            name = _PATH_NAME.search(self.item.address)
            first = name[0] if name else self.item.source
            self.doubts.append(Doubt("title", "No headline is printed; the title is the file's name."))
        return first

    def _kind(self, title: str, found: Found | None, dating: Dating) -> _Kind:
        headings = [title, *(found.notes if found else ())]
        statement = next(
            (one for heading in headings for one in self.outlet.statements if one.match.search(heading)), None
        )
        published = dating.published()
        year = published.date.year if published else None
        facts = tuple(fact for fact in self.outlet.facts if _applies(fact, title, year))
        return _Kind(statement, facts)

    def _given_speaker(self, kind: _Kind, found: Found) -> tuple[str | None, How]:
        """Who speaks according to user, metadata or the outlet's facts; surely only if a note names him."""
        given = self._given("speaker")
        if given:
            return self.outlet.canonical(given), "metadata"
        if kind.voice(self.outlet.text.voice) != "speech":
            return None, "metadata"
        named = next((fact.speaker for fact in kind.facts if fact.speaker), None)
        if named is None:
            return None, "metadata"
        name = self.outlet.canonical(named)
        person = next((one for one in self.outlet.people if one.name == name), None)
        names = {named, name, *(person.names if person else ())}
        said = any(one in note for note in found.notes for one in names)
        return name, "text" if said else "inferred"

    def _voices(self, text: str, pieces: list[Piece], kind: _Kind, speaker: str | None) -> Voices:
        voice = kind.voice(self.outlet.text.voice)
        voices = assign_voices(text, pieces, self.outlet, voice, speaker)
        if voice == "report" and speaker is not None and voices.opened is None:
            # Nothing is reported: the text is the words of the speaker whom the metadata name.
            for piece in voices.pieces:
                if piece.role is Role.narration:
                    piece.role, piece.speaker = Role.speech, speaker
        return voices

    def _dates(
        self, text: str, voices: Voices, kind: _Kind, dating: Dating
    ) -> tuple[KnownDate | None, KnownDate | None]:
        published = dating.published()
        event: KnownDate | None = None
        if voices.opened is not None:
            narration = "\n".join(
                text[piece.start : piece.end]
                for piece in voices.pieces[: voices.opened + 1]
                if piece.role is Role.narration
            )
            event, doubts = event_in(text, narration, published)
            self.doubts += doubts
        self.doubts += dating.doubts + dating.disagreements()
        if published is None and event is not None:
            published = KnownDate(event.date, "inferred")
            self.doubts.append(
                Doubt(
                    "published",
                    f"No date of publication is known; the day of the event, {event.date}, stands for it.",
                )
            )
        if published is None:
            date = next((fact.date for fact in kind.facts if fact.date), None)
            if date is not None:
                published = KnownDate(PartialDate.parse(date), "inferred")
                self.doubts.append(
                    Doubt("published", f"The text has no date; {date} is taken from the outlet's file.")
                )
        if published is None and not any(doubt.field == "published" for doubt in self.doubts):
            self.doubts.append(
                Doubt("published", "Neither metadata nor headline, file name or text have a date.")
            )
        return published, event

    def _language(self, text: str) -> tuple[str, How]:
        given = self._given("language")
        if given:
            return given, self._language_known()
        language = detect_language(text, self.outlet.languages)
        if language == "und" or (self.outlet.languages and language not in self.outlet.languages):
            self.doubts.append(
                Doubt("language", f"No language is given; its letters and words show {language!r}.")
            )
        return language, "inferred"

    def _language_known(self) -> How:
        if self.hints.get("language"):
            return "set"
        return "metadata" if self.item.fields.get("language") else "inferred"

    def _genre(self, kind: _Kind, voices: Voices) -> str | None:
        statement = kind.statement.genre if kind.statement else None
        fact = next((fact.genre for fact in kind.facts if fact.genre), None)
        return self._given("genre") or statement or fact or voices.genre or self.outlet.text.genre

    def _country(self) -> str | None:
        return self._given("country") or self.path.get("country") or self.outlet.country

    def _place(self, text: str, voices: Voices) -> str | None:
        given = self._given("place")
        if given or (voices.dateline and voices.dateline.place):
            return given or (voices.dateline.place if voices.dateline else None)
        if voices.opened is None:
            return None
        for piece in reversed(voices.pieces[: voices.opened + 1]):
            for pattern in self.outlet.places:
                match = pattern.search(text, piece.start, piece.end) if piece.role is Role.narration else None
                if match is not None:
                    self.doubts.append(Doubt("place", f"The place is taken from the words {match[0]!r}."))
                    return match["place"]
        return None

    def _mentions(
        self, passages: Sequence[Passage], voices: Voices, speaker: str | None, kind: _Kind
    ) -> list[Mention]:
        """Speakers as the text names them, with each title; titles that only metadata or facts give have no span."""
        mentions: list[Mention] = []
        seen: set[tuple[str, str | None]] = set()
        for heard in voices.speakers:
            spans = [(title.words, title.start, title.end) for title in heard.titles]
            for words, start, end in spans or [(None, heard.start, heard.end)]:
                number = next(
                    (n for n, one in enumerate(passages) if one.start <= start and end <= one.end), None
                )
                if number is not None and (heard.name, words) not in seen:
                    seen.add((heard.name, words))
                    mentions.append(Mention(heard.name, words, number, start, end, "text"))
        if speaker is not None:
            fact = next((fact.title for fact in kind.facts if fact.title and fact.speaker), None)
            given = self._given("speaker_title")
            title, known = (given, "metadata") if given else (fact, "inferred")
            if title and (speaker, title) not in seen:
                mentions.append(
                    Mention(
                        speaker, title, None, None, None, "metadata" if known == "metadata" else "inferred"
                    )
                )
        return mentions


def _applies(fact: Fact, title: str, year: int | None) -> bool:
    if fact.match is not None and not fact.match.search(title):
        return False
    if fact.since is None and fact.until is None:
        return fact.match is not None
    return year is not None and (fact.since or 0) <= year <= (fact.until or 9999)


def _path_fields(address: str, outlet: OutletFile) -> dict[str, str]:
    """What the outlet's rules read in the address: named groups, and the title made of them."""
    for rule in outlet.paths:
        match = rule.pattern.search(address)
        if match is not None:
            fields = {name: value for name, value in match.groupdict().items() if value}
            if rule.title:
                fields["title"] = rule.title.format_map(fields)
            return fields
    return {}


def _most_heard(passages: Sequence[Passage]) -> str | None:
    """The speaker of most characters of speech."""
    heard: dict[str, int] = {}
    for passage in passages:
        if passage.speaker is not None:
            heard[passage.speaker] = heard.get(passage.speaker, 0) + passage.end - passage.start
    return max(heard, key=lambda name: heard[name]) if heard else None
