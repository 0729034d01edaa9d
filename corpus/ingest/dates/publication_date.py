"""When an item was published and what it tells of happened: every source that says so, the surest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.ingest.dates.metadata import ORDERS, AmbiguousDateError, Order
from corpus.ingest.dates.paths import path_dates
from corpus.ingest.dates.printed import (
    Printed,
    headline_day,
    latest_day,
    opening_day,
    signed_day,
)
from corpus.ingest.dates.stamps import (
    Stamp,
    find_stamps,
    latest_year,
    lunar_dates,
    nearest_year,
    parse_date,
    year_from_text,
    year_of_news,
)
from corpus.ingest.decode.columns import guesses
from corpus.text.dates import How, KnownDate, PartialDate
from corpus.text.records import Doubt

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping

    from corpus.ingest.dates.dateline import Dateline
    from corpus.ingest.dates.headline_stamps import Headline
    from corpus.text.records import Item

TOLERANCE = 2
"""Days by which two sources may differ: an agency prints the day before its page appears."""
READ = 4_000
"""Code points at each end of a text in which its first and last lines are looked for."""

_DATE_COLUMNS = tuple(
    form
    for name in ("date_column", *guesses()["date"])
    if name != "date"
    for form in (name, name.capitalize())
)
"""Columns that may date an item whose first column for dates has no day."""

# How far a source is trusted, the most first.
GIVEN, METADATA, HEADLINE, PRINTED, FOLDERS, NAMED, YEAR_NAMED, COMPLETED = range(8)


@dataclass(frozen=True, slots=True)
class Source:
    """A date, how it is known, the source as the subject of a sentence, and how far it is trusted (0:
    most)."""

    date: PartialDate
    known: How
    says: str
    trust: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of days before an item is read: the outlet's zone, when the items were retrieved (None
    where nobody says), the day of loading there (None: no date is too late), and the order of day and
    month."""

    zone: datetime.tzinfo | None = None
    retrieved: datetime.date | None = None
    today: datetime.date | None = None
    order: Order | None = None
    juche: bool = False

    @classmethod
    def of(
        cls, item: Item, hints: Mapping[str, str], zone: datetime.tzinfo | None, juche: bool = False
    ) -> Calendar:
        """From the hints ``retrieved`` and ``loaded`` (ISO, UTC) and ``dates``, and what the item's file
        shows."""
        given = hints.get("dates") or item.date_order
        order = next((one for one in ORDERS if one == given), None)
        retrieved = item.retrieved or hints.get("retrieved")
        return cls(zone, latest_day(retrieved, zone), latest_day(hints.get("loaded"), zone), order, juche)

    @property
    def latest(self) -> int | None:
        return self.today.year if self.today else None


@dataclass(slots=True)
class Dating:
    """Dates of one item as they are found, in any order: the most trusted counts, of equals the first."""

    calendar: Calendar = field(default_factory=Calendar)
    sources: list[Source] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _ambiguous: list[tuple[AmbiguousDateError, str]] = field(default_factory=list)
    _yearless: list[tuple[int, int | None, str]] = field(default_factory=list)

    def add(self, date: PartialDate, known: How, says: str, trust: int) -> None:
        """Add a date. What only a name or the text says of a day after that of loading is doubted, and
        left."""
        today = self.calendar.today
        if today is not None and trust > METADATA and date.first > today and known != "dateline":
            self.doubt(f"{says} says {date}, which is after the day of loading, and is not taken")
            return
        self.sources.append(Source(date, known, says, trust))

    def add_stamp(self, stamp: Stamp, known: How, says: str, trust: int) -> None:
        """Add a printed date. Without a year it is completed, as inferred, when all sources are known."""
        if stamp.conflict:
            self.doubt(f"{says}: {stamp.conflict}")
        if stamp.remark:
            self.doubt(f"{says}: {stamp.remark}")
        if stamp.date is not None:
            self.add(stamp.date, known, says, trust)
        elif stamp.month is not None:
            self._yearless.append((stamp.month, stamp.day, says))

    def add_value(self, value: str, known: How, says: str, trust: int, *, optional: bool = False) -> None:
        """Add a value of metadata. One that cannot be read is doubted, in its words, unless it is
        optional."""
        calendar = self.calendar
        try:
            stamp = parse_date(value, calendar.order, calendar.zone, calendar.latest)
        except AmbiguousDateError as error:
            self._ambiguous.append((error, says))
        except ValueError as error:
            if not optional:
                self.doubt(f"{says}: {error}")
        else:
            self.add_stamp(stamp, known, says, trust)

    def add_dateline(self, dateline: Dateline) -> None:
        """Add a dateline; one without a year is completed when all sources are known."""
        if dateline.month is None:
            return
        if dateline.year is not None:
            date = PartialDate(dateline.year, dateline.month, dateline.day)
            self.add(date, "dateline", "the dateline", PRINTED)
        else:
            self._yearless.append((dateline.month, dateline.day, "the dateline"))

    def add_printed(self, printed: Printed | None, says: str) -> None:
        """Add the day that a line of the text prints."""
        if printed is None:
            return
        if printed.ambiguous is not None:
            self._ambiguous.append((printed.ambiguous, says))
        elif printed.stamp is not None:
            self.add_stamp(printed.stamp, "text", says, PRINTED)

    def settle(self, text: str, order: Callable[[], Order | None] = lambda: None) -> None:
        """Complete what the sources leave open: order of day and month, years that are not printed.

        ``order``: asked where no source says which of day and month is written first.
        """
        for error, says in self._ambiguous:
            self._settle_order(error, says, order)
        for month, day, says in self._yearless:
            self._complete(month, day, says, text)
        self._ambiguous.clear()
        self._yearless.clear()

    def _settle_order(self, error: AmbiguousDateError, says: str, order: Callable[[], Order | None]) -> None:
        """Of two readings the one that another source confirms; else what they have in common."""
        fitting = [date for date in error.readings if any(self._confirms(date))]
        if len(fitting) == 1:
            self.add(fitting[0], "metadata", says, METADATA)
            return
        usual = order()
        if usual is not None and len(error.readings) == len(ORDERS):
            self.add(error.readings[ORDERS.index(usual)], "text", says, PRINTED)
            self.doubt(f"{says}: {error} As the language of the text has it, {usual} is taken")
            return
        years = {date.year for date in error.readings}
        if len(years) == 1:
            self.add(PartialDate(years.pop()), "metadata", says, METADATA)
        self.doubt(f"{says}: {error}")

    def _confirms(self, date: PartialDate) -> Iterator[bool]:
        for source in self.sources:
            if source.date.day is not None and source.trust <= NAMED:
                yield abs((source.date.first - date.first).days) <= TOLERANCE
        for month, day, _ in self._yearless:
            if day is not None:
                near = PartialDate(nearest_year(month, day, date), month, day)
                yield abs((near.first - date.first).days) <= TOLERANCE

    def _complete(self, month: int, day: int | None, says: str, text: str) -> None:
        """Give a day without a year that of the surest source, of the text, or of the retrieval."""
        anchor = self._best()
        if anchor is not None and anchor.trust < YEAR_NAMED:
            self._completed(month, day, nearest_year(month, day, anchor.date), says)
            return
        news = year_of_news(text, month, day, juche=self.calendar.juche) if day else None
        said = news or (year_from_text(text) if anchor is None else None)
        shown = f"{month}-{day}" if day else str(month)
        if said is not None:
            if self._completed(month, day, said[0], says):
                self.doubt(f"{says} has no year; {said[0]} is taken from the words {said[1]!r}")
        elif anchor is not None:
            self._completed(month, day, nearest_year(month, day, anchor.date), says)
        elif self.calendar.retrieved is not None:
            year = latest_year(month, day, self.calendar.retrieved)
            if self._completed(month, day, year, says):
                self.doubt(f"{says} has no year; {year} is taken from the retrieval")
        else:
            self.doubt(
                f"{says} has month and day ({shown}), but nothing says which year; the day of retrieval would"
            )

    def _completed(self, month: int, day: int | None, year: int, says: str) -> bool:
        try:
            date = PartialDate(year, month, day)
        except ValueError:
            return False
        before = len(self.sources)
        self.add(date, "inferred", says, COMPLETED)
        return len(self.sources) > before

    def is_open(self) -> bool:
        """Whether nothing at all is known of the day so far."""
        return not (self.sources or self._ambiguous or self._yearless)

    def doubt(self, message: str) -> None:
        """Add a doubt about the date of publication."""
        self.doubts.append(Doubt("published", f"{message[0].upper()}{message[1:].rstrip('.')}."))

    def _best(self) -> Source | None:
        return min(self.sources, key=lambda source: source.trust, default=None)

    def published(self) -> KnownDate | None:
        """The date of the surest source; of another one inside it, if that is more precise."""
        chosen = self.chosen()
        return KnownDate(chosen.date, chosen.known) if chosen else None

    def chosen(self) -> Source | None:
        best = chosen = self._best()
        if len(self.sources) < 2:
            return chosen
        if chosen is not None and chosen.known != "set":
            for source in sorted(self.sources, key=lambda source: source.trust):
                if _inside(source.date, chosen.date):
                    chosen = source
        # a year in a name says less than a day that a dateline gives without it
        if best is not None and chosen is best and best.trust == YEAR_NAMED:
            days = [source for source in self.sources if source.trust == COMPLETED]
            chosen = days[0] if days else best
        return chosen

    def all_doubts(self) -> list[Doubt]:
        """The doubts met so far; one where sources disagree, one where a year was completed, one for a
        date to come."""
        best, chosen = self._best(), self.chosen()
        several = sorted(self.sources, key=lambda source: source.trust) if len(self.sources) > 1 else ()
        for source in several:
            if best is not None and chosen is not None and _differ(source.date, chosen.date):
                self.doubt(f"{chosen.says} says {chosen.date}, but {source.says} says {source.date}")
                break
        if best is not None and chosen is not None and chosen.known == "inferred" and not self.doubts:
            self.doubt(f"{chosen.says} has no year; {chosen.date.year} is completed from {best.says}")
        today = self.calendar.today
        if chosen is not None and today is not None and chosen.date.first > today:
            self.doubt(f"{chosen.says} says {chosen.date}, which is after the day of loading")
        return self.doubts


def outer_dates(
    item: Item, headline: Headline, hints: Mapping[str, str], calendar: Calendar, year: str | None = None
) -> Dating:
    """What user, metadata, headline and the names of file and folders say.

    ``year`` is what a rule of the outlet reads in the file's name, which then says more than a bare number
    does. Raises InputError for an impossible date that the user gave.
    """
    dating = Dating(calendar)
    given = hints.get("date")
    if given and given.strip():
        says = "the date given for all texts"
        try:
            dating.add_stamp(parse_date(given, calendar.order, calendar.zone), "set", says, GIVEN)
        except ValueError as error:
            raise InputError(f"{item.source}: {error}") from error
    for value, says, optional in _values(item):
        dating.add_value(value, "metadata", says, METADATA, optional=optional)
        if dating.sources and dating.sources[-1].date.day is not None:
            break
    add_headline(dating, headline)
    named = path_dates(item.address)
    if named.calendar is not None:
        trust = FOLDERS if named.calendar.month else YEAR_NAMED
        dating.add(named.calendar, "filename", "the address", trust)
    if named.name is not None:
        trust = YEAR_NAMED if named.name.month is None else NAMED
        if year == str(named.name):
            trust = HEADLINE
        dating.add(named.name, "filename", "the file's name", trust)
    return dating


def _values(item: Item) -> Iterator[tuple[str, str, bool]]:
    """The item's own date; then what other columns for dates hold, which may be something else."""
    value = item.fields.get("date")
    if value and value.strip():
        yield value, "the date given with the item", False
    for name in _DATE_COLUMNS if item.fields else ():
        value = item.fields.get(name)
        if value and value.strip():
            yield value, f"the column {name}", True


def add_headline(dating: Dating, headline: Headline) -> None:
    """Add the stamps of a headline."""
    dating.doubts += lunar_doubts("published", headline.text)
    for stamp in headline.stamps:
        dating.add_stamp(stamp, "text", "the headline", HEADLINE)


def seen_in(item: Item, title: str, today: datetime.date | None) -> tuple[KnownDate, Doubt] | None:
    """The day of an item that nothing else dates: in its headline, in an agency's first words, at the end
    of a text that is signed, or in the words of its address. Inferred; the doubt names the words.
    """
    head, tail = item.text[:READ].split("\n"), item.text[-READ:].split("\n")
    slug = path_dates(item.address).slug
    for printed in (
        headline_day(title),
        opening_day(head),
        # the end of a page may be a sidebar's
        signed_day(tail) if item.below is None else None,
        slug,
    ):
        stamp = printed.stamp if isinstance(printed, Printed) else None
        date = printed if isinstance(printed, PartialDate) else stamp.date if stamp else None
        if date is None or (today is not None and date.first > today):
            continue
        line = printed.line if isinstance(printed, Printed) else item.address
        message = f"Nothing but the text dates it: {date} is taken from {line[:60]!r}."
        return KnownDate(date, "inferred"), Doubt("published", message)
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
