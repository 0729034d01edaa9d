"""An item as it was found becomes what the database will hold: text, passages, dates, voices."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.ingest.dates.headline_stamps import clean_headline
from corpus.ingest.dates.opening_datelines import find_dateline
from corpus.ingest.dates.publication_date import (
    HEADLINE,
    Calendar,
    event_in,
    outer_dates,
    seen_in,
)
from corpus.ingest.dates.text_dates import add_head, add_notes, read_printed
from corpus.ingest.decode.glued_names import mend_names, said_of
from corpus.ingest.load.item_values import (
    first_heading,
    language_doubts,
    most_heard,
    nobodys,
    quoted,
    says_nothing,
    speaker_of_cell,
    usual_order,
)
from corpus.ingest.load.text_size import check_size
from corpus.ingest.load.user_metadata import genre as genre_named
from corpus.ingest.paragraphs.head import Head
from corpus.ingest.paragraphs.heads import read_below_title, read_head
from corpus.ingest.paragraphs.link_lines import set_aside_links
from corpus.ingest.paragraphs.tail_lines import set_aside_tail
from corpus.ingest.paragraphs.text_layout import lay_out
from corpus.ingest.passages.closings import Signature, find_last_day, find_signature, name_in_file
from corpus.ingest.passages.editor_notes import Found, mark_notes
from corpus.ingest.passages.headings import NEWS, Kind, kind_of, made_title, place_in_title, read_address
from corpus.ingest.passages.language_detection import detected, passage_languages
from corpus.ingest.passages.news_words import is_news
from corpus.ingest.passages.quotations import find_quotations
from corpus.ingest.passages.title_countries import country_of
from corpus.ingest.passages.title_speakers import read_title
from corpus.ingest.passages.voice_doubts import voice_doubts
from corpus.ingest.passages.voices import Voices, assign_voices
from corpus.store.tables.log import PRINTED
from corpus.text.countries import country_code
from corpus.text.dates import How, KnownDate, PartialDate
from corpus.text.languages import language_tag, language_tags
from corpus.text.records import Doubt, Mention, Parsed, Passage
from corpus.text.roles import Role
from corpus.text.stage_directions import has_directions, whole, with_directions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.ingest.paragraphs.pieces import Piece
    from corpus.ingest.passages.speakers import Speaker
    from corpus.text.records import Item

_DECK = 240
"""Longest line below a headline that may say whose speech a text is, in code points."""
_OPENING = 2
"""How many paragraphs may say what kind of statement follows."""


def normalise_item(item: Item, outlet: OutletFile, hints: Mapping[str, str]) -> Parsed:
    """What the item says and is. Pure: no database, and the same for the same arguments.

    ``hints`` are given by the user (title, date, language, genre, speaker, country, place, ...) and win over
    the item's fields, which win over what the text shows; ``dates`` says whether day or month stands first in
    numbers, ``retrieved`` and ``loaded`` are moments (ISO, UTC). Raises InputError, in a sentence that names
    the item, for a text that is too long and for an impossible date that the user gave.
    """
    check_size(item)
    return Normalising(item, outlet, hints).parsed()


class Normalising:
    """The steps for one item; each uses what those before it found.

    ``found``, ``head``, ``kind`` and ``voices`` are what the steps of ``parsed`` found.
    """

    found: Found
    head: Head
    kind: Kind
    voices: Voices
    text: str
    office: str | None = None

    def __init__(self, item: Item, outlet: OutletFile, hints: Mapping[str, str]) -> None:
        self.item = item
        self.outlet = outlet
        self.hints = hints
        self.doubts: list[Doubt] = []
        self.address = read_address(item.address, outlet)
        given = hints.get("title") or item.fields.get("title")
        headline = clean_headline(given or first_heading(item.blocks))
        self.headline = headline if headline.text else None
        self.freed: list[str] = []
        self.given_title = mend_names(headline.text, outlet.glued_names, self.freed) or None
        calendar = Calendar.of(item, hints, outlet.zone, outlet.calendar.juche)
        self.dating = outer_dates(item, headline, hints, calendar, self.address.get("year"))
        read_printed(self.dating, item, self.given_title)

    def parsed(self) -> Parsed:
        text, pieces = lay_out(self.item, self.outlet, self.given_title, self.freed)
        if self.freed:
            self.doubts.append(Doubt(PRINTED, said_of(self.freed)))
        pieces, found = mark_notes(text, pieces, self.outlet)
        add_notes(self.dating, found.notes)
        heading = self.given_title or found.headline or found.title or self.address.get("title") or ""
        set_aside_links(text, pieces)
        set_aside_tail(text, pieces)
        head = self._head(text, pieces, heading)
        if head.headline is not None:
            heading = head.headline.text
            add_head(self.dating, head.headline, head.days)
        title = heading or self._made_title(text, pieces)
        known = self.dating.published()
        opening = [text[piece.start : piece.end] for piece in pieces if piece.role is None][:_OPENING]
        year = known.date.year if known else None
        kind = kind_of(heading, (*head.lines, *found.notes), opening, year, self.outlet)
        speaker, sure = self._given_speaker(kind, found)
        self.text, self.found, self.head, self.kind = text, found, head, kind
        decks = [one for one in opening if len(one) < _DECK]
        spoken = read_title((heading, *head.lines, *head.below, *decks))
        voice = kind.voice(self.outlet.text.voice)
        self.voices = voices = assign_voices(text, pieces, self.outlet, voice, speaker, spoken, head.author)
        signed = find_signature(text, voices.pieces, self.outlet) if voices.opened is None else None
        if signed is not None:
            self._add_signed(signed)
        place = self._last_day(text, voices.pieces) if signed is None else signed.place
        speaker = speaker or self._named_above(voices) or self._named_by_file(voices)
        published, event = self._dates(text, heading, voices, kind)
        language, language_known = self._language(text or title)
        parted = with_directions if has_directions(text) else whole
        passages = [
            Passage(start, end, role, None if role is Role.stage_direction else piece.speaker)
            for piece in voices.pieces
            if piece.role is not None
            for start, end, role in parted(text, piece.start, piece.end, piece.role)
        ]
        if speaker is None:
            speaker = voices.host or most_heard(passages) or (signed.name if signed else None)
        elif not sure:
            speaker = self._inferred_speaker(speaker, passages)
        if voice == "report":
            self.doubts += voice_doubts(text, voices, self.outlet, kind.genre)
        passages = self._in_their_languages(text, passages, language)
        country = self._given_country() or self.outlet.country
        passages = self._of_their_countries(passages, voices, country)
        genre = (
            genre_named(self.given("genre") or "")
            or kind.genre
            or head.genre
            or voices.genre
            or voices.transcript
            or ("speech" if voices.addressed else None)
            or (spoken.genre if spoken is not None and spoken.genre == "statement" else None)
            or self.outlet.text.genre
            or (NEWS if is_news(text, voices, self.outlet, titled=bool(heading)) else None)
        )
        return Parsed(
            title=title,
            title_given=bool(heading),
            text=text,
            passages=passages,
            quotations=find_quotations(text, passages, language),
            mentions=self._mentions(passages, voices, speaker, kind),
            language=language,
            language_known=language_known,
            published=published,
            event=event,
            place=self._place(text, voices) or head.place or place or place_in_title(heading),
            genre=genre,
            authority=self.given("authority") or kind.authority(genre),
            country=country,
            speaker=speaker,
            institutions=frozenset(one.name for one in voices.speakers if one.institution),
            doubts=self.doubts,
        )

    def _head(self, text: str, pieces: Sequence[Piece], heading: str) -> Head:
        """What stands above the text: its headline, or what lies between that and the text."""
        if self.outlet.text.headline or (heading and self.outlet.text.voice == "speech"):
            return Head()
        if heading:
            return read_below_title(text, pieces, self.outlet)
        return read_head(text, pieces, self.outlet)

    def _add_signed(self, signed: Signature) -> None:
        """Take the day below a signature; its lines are no words of the text."""
        if signed.date is not None:
            self.dating.add(signed.date, "dateline", "the line below the signature", HEADLINE)
        for piece in signed.lines:
            piece.role, piece.speaker, piece.why = Role.dateline, None, "the lines below the signature"

    def _last_day(self, text: str, pieces: Sequence[Piece]) -> str | None:
        """Take the day that stands alone below a text, where nothing else says it; the place beside it."""
        found = find_last_day(text, pieces)
        if found is None:
            return None
        piece, date, place = found
        piece.role, piece.speaker, piece.why = Role.dateline, None, "the day below the text"
        if self.dating.published() is None:
            self.dating.add(date, "dateline", "the line below the text", HEADLINE)
        return place

    def _named_above(self, voices: Voices) -> str | None:
        """The speaker of a speech that names none, by the name that stands alone above it."""
        spoken = nobodys(voices) if self.head.speaker else []
        for one in spoken:
            one.speaker = self.head.speaker
        return self.head.speaker if spoken else None

    def _named_by_file(self, voices: Voices) -> str | None:
        """The speaker of a speech that names none, by the name of its file: a doubt says so."""
        spoken = nobodys(voices)
        if not spoken:
            return None
        name = name_in_file(self.item.file or self.item.address)
        if name is not None:
            message = f"The text does not name its speaker; {name} is taken from the file's name."
            self.doubts.append(Doubt("speaker", message))
            for one in spoken:
                one.speaker = name
        return name

    def given(self, field: str) -> str | None:
        """What the user or the metadata say; None for nothing, only spaces, or what stands for nothing."""
        value = self.hints.get(field) or self.item.fields.get(field) or ""
        return None if says_nothing(value) else " ".join(value.split())

    def _given_country(self) -> str | None:
        """The country that user, metadata or address say; what cannot be read is a doubt."""
        for said in (self.given("country"), self.address.get("country")):
            if said:
                code = country_code(said)
                if code is not None:
                    return code
                self.doubts.append(Doubt("country", f"{quoted(said)} is the name or code of no country."))
        return None

    def _made_title(self, text: str, pieces: Sequence[Piece]) -> str:
        """The beginning of the first paragraph, without its dateline."""
        for piece in pieces:
            words = text[piece.start : piece.end] if piece.role is None else ""
            dateline = find_dateline(words, self.outlet.datelines, first=True)
            words = words[dateline.end :] if dateline is not None and dateline.start == 0 else words
            if words:
                return made_title(words, self.item.address)
        return made_title("", self.item.address)

    def _given_speaker(self, kind: Kind, found: Found) -> tuple[str | None, bool]:
        """Who speaks according to user, metadata or outlet file, and whether more than the file says so."""
        given = self.given("speaker")
        if given:
            other = None if self.hints.get("speaker") else self.item.fields.get("other_speaker")
            name, self.office, doubts = speaker_of_cell(given, other)
            self.doubts += doubts
            return self.outlet.canonical(name), True
        if kind.speaker is None or kind.voice(self.outlet.text.voice) != "speech":
            return None, True
        name = self.outlet.canonical(kind.speaker)
        names = {kind.speaker, name}
        names.update(*(person.names for person in self.outlet.people if person.name == name))
        return name, any(one in note for note in found.notes for one in names)

    def _inferred_speaker(self, speaker: str, passages: Sequence[Passage]) -> str | None:
        if not any(passage.speaker == speaker for passage in passages):
            return None
        message = f"The text does not name its speaker; {speaker} is taken from the outlet's file."
        self.doubts.append(Doubt("speaker", message))
        return speaker

    def _dates(
        self, text: str, title: str, voices: Voices, kind: Kind
    ) -> tuple[KnownDate | None, KnownDate | None]:
        """When it was published, and the day of the event that a report of a speech is about."""
        dating = self.dating
        if voices.dateline is not None:
            dating.add_dateline(voices.dateline)
        dating.settle(text, lambda: usual_order(text, self.outlet.languages))
        published = dating.published()
        event: KnownDate | None = None
        if voices.opened is not None:
            told = [p for p in voices.pieces[: voices.opened + 1] if p.role is Role.narration]
            narration = "\n".join(text[piece.start : piece.end] for piece in told)
            event, doubts = event_in(text, narration, published)
            self.doubts += doubts
        self.doubts += dating.all_doubts()
        message = None
        # a day of the past that a text of news recalls is not that of its dateline
        undated = voices.dateline is not None and voices.dateline.month is not None
        if published is not None and published.date.month is None and published.known != "set":
            seen = seen_in(self.item, title, dating.calendar.today)
            if seen is not None and seen[0].date.year == published.date.year:
                published = seen[0]
                self.doubts.append(seen[1])
        if published is None and event is not None and not (undated and event.known == "text"):
            published = KnownDate(event.date, "inferred")
            message = f"No date of publication is known; the day of the event, {event.date}, stands for it."
        elif published is None and kind.date is not None:
            published = KnownDate(PartialDate.parse(kind.date), "inferred")
            message = f"The text has no date; {kind.date} is taken from the outlet's file."
        elif published is None and (seen := seen_in(self.item, title, dating.calendar.today)) is not None:
            published, doubt = seen
            self.doubts.append(doubt)
        elif published is None and all(doubt.field != "published" for doubt in self.doubts):
            message = "Neither metadata nor headline, file name or text have a date."
        if message:
            self.doubts.append(Doubt("published", message))
        return published, event

    def _in_their_languages(self, text: str, passages: list[Passage], language: str) -> list[Passage]:
        """The passages, with its language where one is in another than the document's: a doubt says so."""
        spans = [(one.start, one.end) for one in passages]
        found = passage_languages(text, spans, language, self.outlet.languages)
        others = Counter(one for one in found if one)
        if not others:
            return passages
        some = ", ".join(f"{held:,} in {tag}" for tag, held in sorted(others.items()))
        if all(found) and any(doubt.field == "language" for doubt in self.doubts):
            return [replace(one, language=tag) for one, tag in zip(passages, found, strict=True)]
        message = (
            f"Of {len(found):,} passages {some}, by their letters: they count as such, not as {language}."
        )
        self.doubts.append(Doubt("language", message))
        return [replace(one, language=tag) if tag else one for one, tag in zip(passages, found, strict=True)]

    def _of_their_countries(
        self, passages: list[Passage], voices: Voices, country: str | None
    ) -> list[Passage]:
        """The passages; the words of speakers of another state than the document's with its country."""
        states = {one.name: self._country_of(one) for one in voices.speakers}
        abroad = {name: state for name, state in states.items() if state not in (None, country)}
        return [
            replace(one, country=abroad[one.speaker]) if one.speaker in abroad else one for one in passages
        ]

    def _country_of(self, speaker: Speaker) -> str | None:
        """The state that his titles name, or his name, or the outlet's file."""
        titles = [title.words for title in speaker.titles]
        return country_of(titles or [speaker.name]) or self.outlet.country_of(speaker.name)

    def _language(self, text: str) -> tuple[str, How]:
        given = self.given("language")
        languages = self.outlet.languages
        if given:
            tag = language_tag(given)
            if tag is not None:
                self.doubts += language_doubts(text, tag)
                return tag, "set" if self.hints.get("language") else "metadata"
            several = language_tags(given)
            said = "names several languages" if several else "is the name or tag of no language"
            self.doubts.append(Doubt("language", f"{quoted(given)} {said}: the text decides."))
            languages = several or languages
        found = detected(text, languages)
        language = found.language
        if language == "und" or found.instead is not None or (languages and language not in languages):
            other = f" (or {found.instead!r})" if found.instead else ""
            shown = f"No language is given; letters and words show {language!r}{other}."
            if all(doubt.field != "language" for doubt in self.doubts):
                self.doubts.append(Doubt("language", shown))
        return language, "inferred"

    def _place(self, text: str, voices: Voices) -> str | None:
        given = self.given("place")
        if given or voices.opened is None or (voices.dateline and voices.dateline.place):
            return given or (voices.dateline.place if voices.dateline else None)
        for piece in reversed(voices.pieces[: voices.opened + 1]):
            for pattern in self.outlet.places if piece.role is Role.narration else ():
                match = pattern.search(text, piece.start, piece.end)
                if match is not None:
                    self.doubts.append(Doubt("place", f"The place is taken from the words {match[0]!r}."))
                    return match["place"]
        return None

    def _mentions(
        self, passages: Sequence[Passage], voices: Voices, speaker: str | None, kind: Kind
    ) -> list[Mention]:
        """Speakers as the text names them, one for each title; without span what the text does not say."""
        mentions: dict[tuple[str, str | None], Mention] = {}
        for heard in voices.speakers:
            named: list[tuple[str | None, int, int]] = [(t.words, t.start, t.end) for t in heard.titles]
            for words, start, end in named or [(None, heard.start, heard.end)]:
                number = next((n for n, one in enumerate(passages) if one.start <= start < one.end), None)
                if number is not None and end <= passages[number].end:
                    mention = Mention(heard.name, words, number, start, end, "text")
                    mentions.setdefault((heard.name, words), mention)
        given = self.given("speaker_title") or self.office
        title = given or kind.speaker_title
        if speaker is not None and title:
            mention = Mention(speaker, title, None, None, None, "metadata" if given else "inferred")
            mentions.setdefault((speaker, title), mention)
        return list(mentions.values())
