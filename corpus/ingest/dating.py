"""When an item was published and what it tells of happened: every source that says so, the surest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.ingest.stamps import (
    Stamp,
    date_from_path,
    find_stamps,
    lunar_dates,
    nearest_year,
    parse_date,
    year_from_text,
)
from corpus.model.dates import How, KnownDate, PartialDate
from corpus.model.records import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.ingest.dateline import Dateline
    from corpus.ingest.headline import Headline
    from corpus.model.records import Item

HEAD, TAIL = 4, 3
"""First and last lines of a text in which a date may stand alone."""
LONGEST_LINE = 60
"""Longest line, in code points, that is little but a headline or a date."""
OPENING = 80
"""Code points of a paragraph in which an agency names place and date."""
TOLERANCE = 2
"""Days by which two sources may differ: an agency prints the day before its page appears."""


@dataclass(frozen=True, slots=True)
class Source:
    """A date, how it is known, and the source as the subject of a sentence."""

    date: PartialDate
    known: How
    says: str


@dataclass(slots=True)
class Dating:
    """Dates of one item as they are found; sources are added in the order in which they are believed."""

    sources: list[Source] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, date: PartialDate, known: How, says: str) -> None:
        self.sources.append(Source(date, known, says))

    def add_stamp(self, stamp: Stamp, known: How, says: str) -> None:
        """Add a printed date. Without a year it is completed from the sources before it, as inferred."""
        if stamp.conflict:
            self._doubt(f"{says}: {stamp.conflict}")
        if stamp.date is not None:
            self.add(stamp.date, known, says)
        elif stamp.month is not None and self.sources:
            self.add(self._completed(stamp.month, stamp.day, self.sources[0].date), "inferred", says)

    def add_dateline(self, dateline: Dateline, text: str) -> None:
        """Add a dateline; one without a year is completed from the other sources, else from the text."""
        says = "the dateline"
        if dateline.month is None:
            return
        if dateline.year is not None:
            self.add(PartialDate(dateline.year, dateline.month, dateline.day), "dateline", says)
        elif self.sources:
            anchor = self.sources[0].date
            self.add(self._completed(dateline.month, dateline.day, anchor), "inferred", says)
        else:
            self._add_year_of_text(dateline.month, dateline.day, text, says)

    def _completed(self, month: int, day: int | None, anchor: PartialDate) -> PartialDate:
        return PartialDate(nearest_year(month, day, anchor), month, day)

    def _add_year_of_text(self, month: int, day: int | None, text: str, says: str) -> None:
        found = year_from_text(text)
        shown = f"{month}-{day}" if day else str(month)
        if found is None:
            self._doubt(f"{says} has month and day ({shown}), but nothing says which year")
            return
        year, words = found
        try:
            self.add(PartialDate(year, month, day), "inferred", says)
        except ValueError:
            return
        self._doubt(f"{says} has no year; {year} is taken from the words {words!r}")

    def _doubt(self, message: str) -> None:
        self.doubts.append(Doubt("published", f"{message[0].upper()}{message[1:].rstrip('.')}."))

    def published(self) -> KnownDate | None:
        """The date of the first source; of a later one inside it, if that is more precise."""
        chosen = self._chosen()
        return KnownDate(chosen.date, chosen.known) if chosen else None

    def _chosen(self) -> Source | None:
        if not self.sources:
            return None
        chosen = self.sources[0]
        if chosen.known != "set":
            for source in self.sources[1:]:
                if _inside(source.date, chosen.date):
                    chosen = source
        return chosen

    def all_doubts(self) -> list[Doubt]:
        """The doubts met so far; one where sources disagree, and one where a year was completed."""
        first, chosen = (self.sources[0], self._chosen()) if self.sources else (None, None)
        for source in self.sources[1:]:
            if first is not None and _differ(source.date, first.date):
                self._doubt(f"{first.says} says {first.date}, but {source.says} says {source.date}")
                break
        if first is not None and chosen is not None and chosen.known == "inferred" and not self.doubts:
            self._doubt(f"{chosen.says} has no year; {chosen.date.year} is completed from {first.says}")
        return self.doubts


def outer_dates(item: Item, headline: Headline, hints: Mapping[str, str]) -> Dating:
    """What user, metadata, headline and file name say. Raises InputError for an impossible date."""
    dating = Dating()
    given: tuple[tuple[str | None, How, str], ...] = (
        (hints.get("date"), "set", "--date"),
        (item.fields.get("date"), "metadata", "the date given with the item"),
    )
    for value, known, says in given:
        if value and value.strip():
            try:
                dating.add_stamp(parse_date(value), known, says)
            except ValueError as error:
                raise InputError(f"{item.source}: {error}") from error
    dating.doubts += lunar_doubts("published", headline.text)
    for stamp in headline.stamps:
        dating.add_stamp(stamp, "text", "the headline")
    if not dating.sources:
        date = date_from_path(item.address)
        if date is not None:
            dating.add(date, "filename", "the file's name")
    return dating


def add_notes(dating: Dating, notes: Iterable[str]) -> None:
    """Add full dates that stand in an editor's note at the head or tail; they refine what is known."""
    for note in notes:
        dating.doubts += lunar_doubts("published", note)
        for stamp in find_stamps(note):
            if stamp.date is not None and stamp.day is not None:
                dating.add(stamp.date, "text", "the heading")
                return


def seen_in(text: str) -> tuple[KnownDate, Doubt] | None:
    """The day of an item that nothing else dates: with its year, in one of the first or last lines that hold
    little else, or among the first words of the first lines. Inferred; the doubt names the words.
    """
    lines = [line for line in text.split("\n") if line]
    short = [line for line in (*lines[:HEAD], *lines[-TAIL:]) if len(line) <= LONGEST_LINE]
    for line in (*short, *(line[:OPENING] for line in lines[:2])):
        for stamp in find_stamps(line):
            if stamp.date is not None and stamp.day is not None:
                message = f"Nothing but the text dates it: {stamp.date} is taken from {line[:60]!r}."
                return KnownDate(stamp.date, "inferred"), Doubt("published", message)
    return None


def lunar_doubts(field: str, text: str) -> list[Doubt]:
    """A doubt that names the dates of the lunar calendar in a text, which are left alone."""
    found = lunar_dates(text)
    if not found:
        return []
    return [
        Doubt(field, f"{', '.join(found[:3])}: the lunar calendar is not converted, and no date is taken.")
    ]


def event_in(text: str, narration: str, published: KnownDate | None) -> tuple[KnownDate | None, list[Doubt]]:
    """The day that the report of a speech gives for it, and the doubts about it.

    A day that is printed with its year is taken as it is. One without is completed from what the whole
    text says, as inferred, and only where no date of publication is known.
    """
    days = [stamp for stamp in find_stamps(narration) if stamp.day is not None]
    for stamp in days:
        if stamp.date is not None:
            return KnownDate(stamp.date, "text"), []
    if published is not None or not days:
        return None, [] if published is not None else lunar_doubts("event", narration)
    month, day = days[-1].month, days[-1].day
    found = year_from_text(text)
    if found is None or month is None or day is None:
        return None, [
            Doubt("event", f"The report names day {day} of month {month}, but nothing says which year.")
        ]
    year, words = found
    try:
        date = PartialDate(year, month, day)
    except ValueError as error:
        return None, [Doubt("event", f"The report and its year do not agree: {error}")]
    message = f"The year of {date} is inferred from the words {words!r}; the report has only month and day."
    return KnownDate(date, "inferred"), [Doubt("event", message)]


def _inside(date: PartialDate, wider: PartialDate) -> bool:
    return wider.first <= date.first and date.last <= wider.last and date != wider


def _differ(one: PartialDate, other: PartialDate) -> bool:
    if one.month is None or other.month is None:
        return one.year != other.year
    return max((one.first - other.last).days, (other.first - one.last).days) > TOLERANCE
