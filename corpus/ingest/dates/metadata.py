"""Dates as metadata values: ISO, epoch, compact, with time and zone, numbers in either order, or written
out."""

from __future__ import annotations

import datetime
import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from corpus.ingest.dates.calendars import SOLAR_YEARS, YEARS, check_day, plain
from corpus.ingest.dates.clock import Clock, day_there, take_clock
from corpus.ingest.dates.finder import Stamp, find_stamps, lunar_dates, solar_stamp, whole_stamp
from corpus.ingest.dates.month_names import CHANGED, FILLERS, PUBLISHED, WEEKDAYS, alternatives, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus.text.dates import PartialDate

Order = Literal["day-first", "month-first"]
"""Which of day and month is written first where both are numbers and the year stands last."""
ORDERS: tuple[Order, ...] = ("day-first", "month-first")

_MAX_VALUE = 200
"""Longest metadata value that is read as a date, in code points."""
_PIVOT = 2068
"""The last year that two digits stand for where nothing says which century is meant, as POSIX has it."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BRACKETS = re.compile(r"[\[(〔【<「](.+)[\])〕】>」]")
_EPOCH = re.compile(r"(-?[0-9]{9,10}|-?[0-9]{11,13}|[0-9]{16}|[0-9]{19})(?:\.[0-9]+)?")
_SERIAL = re.compile(r"([2-5][0-9]{4})(?:[.,][0-9]+)?")
"""A day as spreadsheets number them: 45510 is 6 August 2024; 20000 is in 1954, 59999 in 2064."""
_SERIAL_START = datetime.date(1899, 12, 30)
_PER_SECOND = {16: 10**6, 19: 10**9}
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:t?(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?z?)?")
_ISO = re.compile(
    r"([0-9]{4})-([01][0-9])-([0-3][0-9])"
    r"(?:[t ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:[.,][0-9]+)?)?\s?(z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_WEEK = re.compile(r"([0-9]{4})-?w([0-9]{2})(?:-?([1-7]))?")
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:(\s?[-/.]\s?)([0-9]{1,2})(?:\2([0-9]{1,2}))?)?\.?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s?([-./])\s?([0-9]{1,2})\s?\2\s?['’]?([0-9]{4}|[0-9]{2})\.?")
_WRITTEN_MOMENT = re.compile(r"\A\\?/?(?:new )?date\((-?\d{8,14})(?:[+-]\d{4})?\)\\?/?;?\Z")
"""As .NET and JavaScript write a moment in JSON: ``/Date(1731024000000)/``."""
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_SHORT_YEAR_FIRST = re.compile(r"['’‘]([0-9]{2})[.-]\s?([0-9]{1,2})[.-]\s?([0-9]{1,2})\.?")
_NUMBERS = re.compile(r"(?<![0-9./-])([0-9]{1,2})([-./])([0-9]{1,2})\2(?:[0-9]{4}|[0-9]{2})(?![0-9./-])")
_RANGE = re.compile(r"\s*(?:--|–|—|~|/|\s-\s|\bto\b|\bbis\b)\s*")

_EDGES = " \t,;|·•/@–—-:،؛"


class _Words:
    """Patterns of the words around a date, compiled when a value first has any."""

    def __init__(self) -> None:
        far = [name for name in WEEKDAYS if ord(name[0]) > 0x2E7F]
        lettered = alternatives(WEEKDAYS.keys() - set(far))
        several = alternatives(name for name in far if len(name) > 1)
        single = "".join(name for name in far if len(name) == 1)
        self.weekday = re.compile(
            rf"[(（]\s*(?P<bracketed>{several}|{lettered}|[{single}])\.?\s*[)）]"
            rf"|(?P<several>{several})"
            rf"|(?<![^\W_])(?P<word>{lettered})(?![^\W_])\.?"
            rf"|(?<=[\s.])(?P<single>[{single}])(?=\s|\Z)"
        )
        self.label = re.compile(
            rf"(?:{alternatives(PUBLISHED | CHANGED)})(?:\s*[:：]\s*|\s+(?=\W*\w)|(?=[0-9]))"
        )
        changed = alternatives(CHANGED)
        self.changed = re.compile(rf"(?<![^\W_])(?:{changed})\s*(?:[:：]|\s(?=\W*[0-9\w]))")
        filler = alternatives(FILLERS)
        self.before = re.compile(rf"(?:{filler})(?:\.?\s+|(?=[0-9]))")
        self.after = re.compile(rf"(?<=[\s0-9])(?:{filler})\.?\Z")


@functools.cache
def _words() -> _Words:
    return _Words()


class AmbiguousDateError(ValueError):
    """A date of which nothing says whether day or month (or the year) stands first; ``readings``: what it
    may be."""

    def __init__(self, shown: str, readings: Iterable[PartialDate]) -> None:
        self.readings = tuple(dict.fromkeys(readings))
        said = " or ".join(map(str, self.readings))
        super().__init__(f"{shown} may be {said}: which of day and month is written first is not said.")


def parse_date(
    value: str,
    order: Order | None = None,
    zone: datetime.tzinfo | None = None,
    latest: int | None = None,
) -> Stamp:
    """The date that a metadata value is; its span is the whole value.

    Reads all that :func:`corpus.ingest.dates.stamps.find_stamps` reads, and ``2024``, ``2024-08``,
    ``20240806``, ``06.08.2024`` as 6 August, ``25/06/2024`` where only one order of day and month makes a
    date or the printed weekday fits only one, else in the given ``order``; times, zones, weekdays and labels
    (``发布时间：``) on either side; seconds, milliseconds, micro- and nanoseconds of the Unix epoch. A moment
    with a zone is the day in ``zone``, where the outlet is; without it the day as it is written, and for
    the epoch the day in UTC. Two digits are a year up to ``latest``. ``2017-00-00`` is the year 2017. The
    year may be missing (``August 6``). Raises AmbiguousDateError, and ValueError with a sentence for
    anything else, for impossible dates and for dates of the lunar calendar.
    """
    shown = _shown(value)
    stamp = read_date(value, order, zone, latest)
    if stamp is None and lunar_dates(value):
        raise ValueError(f"{shown} is a lunar date, which is not converted: write it as 2024-08-06.")
    if stamp is None:
        stamp = _part_of(value, shown)
    if stamp is None:
        raise ValueError(f"{shown} is no date that can be read: write it as 2024-08-06, 2024-08 or 2024.")
    return replace(stamp, start=0, end=len(value))


def is_date(value: str) -> bool:
    """Whether a metadata value is a date, whichever order of day and month it has."""
    try:
        parse_date(value)
    except AmbiguousDateError:
        return True
    except ValueError:
        return False
    return True


def read_date(
    value: str,
    order: Order | None = None,
    zone: datetime.tzinfo | None = None,
    latest: int | None = None,
) -> Stamp | None:
    """As :func:`parse_date`, but None for what is no date, and for a value with other words beside the
    date."""
    shown = _shown(value)
    if len(value) > _MAX_VALUE:
        raise ValueError(f"{shown} is no date: it is {len(value)} characters long.")
    text = " ".join(fold(_UNSEEN.sub("", plain(value))).split())
    bracketed = _BRACKETS.fullmatch(text)
    if bracketed is not None:
        text = bracketed[1].strip()
    try:
        return _Value(shown, order, zone, latest).read(text)
    except AmbiguousDateError:
        raise
    except ValueError as error:
        reason = str(error)
        raise ValueError(f"{shown} is no date: {reason[0].lower()}{reason[1:]}") from error


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:40] + "…")


def without_changes(text: str) -> str:
    """A line up to where it says when the text was changed (``Updated: ...``); "" where it begins so."""
    folded = fold(text)
    match = _words().changed.search(folded)
    if match is None:
        return text
    # folding may change lengths: what stands before is counted from the front
    for end in range(len(text) + 1):
        if len(fold(text[:end])) >= match.start():
            return text[:end].rstrip(_EDGES)
    return text


def possible_orders(value: str) -> frozenset[Order] | None:
    """The orders of day and month that make a date of a value; None for one in which no order matters."""
    match = _NUMBERS.search(plain(value))
    if match is None or match[1] == match[3]:
        return None
    first, second = int(match[1]), int(match[3])
    orders: set[Order] = set()
    if second <= 12 and first <= 31:
        orders.add("day-first")
    if first <= 12 and second <= 31:
        orders.add("month-first")
    return frozenset(orders) or None


def settled_order(values: Iterable[str]) -> Order | None:
    """The order of day and month in a column of dates, which one value that has only one settles.

    None where no value does, or where values contradict each other.
    """
    seen: set[Order] = set()
    for value in values:
        orders = possible_orders(value)
        if orders is not None and len(orders) == 1:
            seen |= orders
    return seen.pop() if len(seen) == 1 else None


class _Value:
    """How one value is read."""

    def __init__(
        self, shown: str, order: Order | None, zone: datetime.tzinfo | None, latest: int | None
    ) -> None:
        self.shown = shown
        self.order = order
        self.zone = zone
        self.latest = latest or _PIVOT

    def read(self, text: str, *, ranges: bool = True) -> Stamp | None:
        """The stamp that a folded value is; None if it is none."""
        text = _WRITTEN_MOMENT.sub(r"\1", text)
        iso = _ISO.fullmatch(text)
        if iso is not None:
            return self._iso(iso)
        stamp = self._compact_or_epoch(text)
        if stamp is not None:
            return stamp
        changed = _words().changed.search(text)
        if changed is not None and text[: changed.start()].strip(_EDGES):
            text = text[: changed.start()].strip(_EDGES)
        for label in (_words().label.match(text), None):
            stamp = self._dated(text[label.end() :] if label else text)
            if stamp is not None:
                return stamp
        if ranges:
            ends = _RANGE.split(text)
            if len(ends) == 2:
                first, last = (self.read(end, ranges=False) for end in ends)
                if first is not None and last is not None and first.date and last.date:
                    return first if first.date <= last.date else None
        return None

    def _iso(self, match: re.Match[str]) -> Stamp:
        year, month, day, hour, minute, second, zone = match.groups()
        stamp = _stamp(int(year), int(month), int(day))
        if not zone or not hour or stamp.day is None:
            return stamp
        offset = 0
        if zone != "z":
            offset = (int(zone[1:3]) * 60 + int(zone[-2:])) * (1 if zone[0] == "+" else -1)
        return self._there(stamp, Clock(int(hour), int(minute), int(second or 0), offset))

    def _there(self, stamp: Stamp, clock: Clock | None) -> Stamp:
        """The stamp on the day where the outlet is."""
        if stamp.year is None or stamp.month is None or stamp.day is None:
            return stamp
        day = day_there(datetime.date(stamp.year, stamp.month, stamp.day), clock, self.zone)
        return replace(stamp, year=day.year, month=day.month, day=day.day)

    def _compact_or_epoch(self, text: str) -> Stamp | None:
        compact, epoch = _COMPACT.fullmatch(text), _EPOCH.fullmatch(text)
        if compact is not None and (epoch is None or int(compact[1]) in YEARS):
            try:
                return _stamp(int(compact[1]), int(compact[2]), int(compact[3]))
            except ValueError:
                if epoch is None:
                    raise
        if epoch is None:
            return self._serial(text)
        number = int(epoch[1])
        digits = len(epoch[1].lstrip("-"))
        seconds = number / _PER_SECOND.get(digits, 1000 if digits > 10 else 1)
        moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=seconds)
        if self.zone is not None and moment.time() != datetime.time():
            moment = moment.astimezone(self.zone)
        return _stamp(moment.year, moment.month, moment.day)

    def _serial(self, text: str) -> Stamp | None:
        match = _SERIAL.fullmatch(text)
        if match is None:
            return None
        day = _SERIAL_START + datetime.timedelta(days=int(match[1]))
        remark = f"{self.shown} is read as the day that a spreadsheet numbers so, {day}"
        return replace(_stamp(day.year, day.month, day.day), remark=remark)

    def _dated(self, text: str) -> Stamp | None:
        """A date with or without weekday and time."""
        rest, clock = take_clock(text)
        for bare, days in _without_weekday(rest):
            for form in _without_fillers(bare.strip(_EDGES)):
                stamp = self._date(form, days)
                if stamp is not None:
                    return self._there(stamp, clock)
        return None

    def _date(self, text: str, weekdays: frozenset[int]) -> Stamp | None:
        whole_month = _MONTH_AND_YEAR.fullmatch(text)
        if whole_month is not None:
            return _stamp(int(whole_month[2]), int(whole_month[1]), 0)
        east = _SHORT_YEAR_FIRST.fullmatch(text)
        if east is not None:
            return _stamp(self._year(int(east[1])), int(east[2]), int(east[3]))
        match = _YEAR_FIRST.fullmatch(text)
        if match is not None:
            year, month, day = (int(match[group] or 0) for group in (1, 3, 4))
            if year in SOLAR_YEARS and day:
                return solar_stamp(text, year, month, day)
            return _stamp(year, month, day)
        week = _WEEK.fullmatch(text)
        if week is not None:
            first = datetime.date.fromisocalendar(int(week[1]), int(week[2]), int(week[3] or 1))
            return _stamp(first.year, first.month, first.day if week[3] else 0)
        match = _YEAR_LAST.fullmatch(text)
        if match is not None:
            return self._year_last(match, weekdays)
        stamp = whole_stamp(text)
        if stamp is not None and stamp.short is not None:
            return _stamp(self._year(stamp.short), stamp.month or 0, stamp.day or 0)
        return stamp

    def _year(self, number: int) -> int:
        if number > 99:
            return number
        return 2000 + number if 2000 + number <= self.latest else 1900 + number

    def _year_last(self, match: re.Match[str], weekdays: frozenset[int]) -> Stamp:
        """A date of three numbers: in the order that is said, else in the only one that makes a date.

        Between full stops the day stands first, as it does wherever dates are written so.
        """
        first, second, year = int(match[1]), int(match[3]), self._year(int(match[4]))
        readings: dict[str, Stamp] = {}
        for order, day, month in (("day-first", first, second), ("month-first", second, first)):
            if _exists(year, month, day):
                readings[order] = _stamp(year, month, day)
        if len(match[4]) == 2 and match[2] == "-" and _exists(self._year(first), second, int(match[4])):
            readings["year-first"] = _stamp(self._year(first), second, int(match[4]))
        if not readings:
            if len(match[4]) == 2 and _exists(self._year(first), second, int(match[4])):
                return _stamp(self._year(first), second, int(match[4]))
            check_day(second, first, year)
            _stamp(year, second, first)  # which says what years there are
        default = "day-first" if match[2] == "." else None
        for chosen in (self.order, default):
            if chosen in readings:
                return readings[chosen]
        dates = {stamp.date: stamp for stamp in readings.values() if stamp.date}
        fitting = [stamp for date, stamp in dates.items() if date.first.weekday() in weekdays]
        if len(weekdays) == 1 and len(fitting) == 1:
            return fitting[0]
        if len(dates) > 1:
            raise AmbiguousDateError(self.shown, dates)
        return next(iter(readings.values()))


def _without_weekday(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """The value as it is, and without each word in it that names a weekday, with what that may mean."""
    yield text, frozenset()
    for match in list(_words().weekday.finditer(text))[:4]:
        name = match["bracketed"] or match["several"] or match["word"] or match["single"]
        rest = f"{text[: match.start()].rstrip(_EDGES)} {text[match.end() :].lstrip(_EDGES)}"
        yield rest.strip(), WEEKDAYS[name]


def _without_fillers(text: str) -> Iterator[str]:
    """The value as it is, and without words around the date that say nothing of the day."""
    yield text
    for _ in range(4):
        before = _words().before.match(text)
        after = _words().after.search(text)
        shorter = text[before.end() if before else 0 : after.start() if after else len(text)].strip(_EDGES)
        if shorter == text or not shorter:
            return
        text = shorter
        yield text


def _part_of(value: str, shown: str) -> Stamp | None:
    """The only day with a year in a value that has other words as well."""
    text = " ".join(value.split())
    stamps = [stamp for stamp in find_stamps(text) if stamp.date is not None and stamp.day is not None]
    if len({stamp.date for stamp in stamps}) != 1:
        return None
    return replace(stamps[0], remark=stamps[0].remark or f"{shown} holds more than the date {stamps[0].date}")


def _exists(year: int, month: int, day: int) -> bool:
    try:
        check_day(month, day, year)
    except ValueError:
        return False
    return year in YEARS


def _stamp(year: int, month: int, day: int) -> Stamp:
    """A stamp of checked numbers; 0 stands for a month or day that is not known."""
    if year not in YEARS:
        raise ValueError(f"The year {year} is not between {YEARS[0]} and {YEARS[-1]}.")
    if month or day:
        check_day(month, day or 1, year)
    return Stamp(0, 0, year, month or None, day or None)
