"""Dates as metadata values: ISO, epoch, compact, with time and zone, or written out."""

from __future__ import annotations

import datetime
import re
import unicodedata

from corpus.ingest.calendars import YEARS, check_day
from corpus.ingest.stamp_finder import Stamp, lunar_dates, whole_stamp

_MAX_VALUE = 100
"""Longest metadata value that is read as a date, in code points."""

_BRACKETS = re.compile(r"[\[(〔【](.+)[\])〕】]")
_EPOCH = re.compile(r"(-?[0-9]{9,13})(?:\.0+)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?Z?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:([-/]|\. ?)([0-9]{1,2})(?:\2([0-9]{1,2}))?)?\.?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})\.?")

_WEEKDAY = (
    r"(?:(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
    r"|[월화수목금토일](?:요일)?|(?:星期|周|週)[一二三四五六日天]|[月火水木金土日]曜日?"
    r"|понедельник|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|воскресенье"
    r"|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
)
_WEEKDAY_BEFORE = re.compile(rf"{_WEEKDAY}(?:,\s*|\s+)", re.IGNORECASE)
_WEEKDAY_AFTER = re.compile(rf"\s*\((?:{_WEEKDAY}|[月火水木金土日])\)|,?\s{_WEEKDAY}", re.IGNORECASE)
_HALF = r"(?:[AP]\.?M\.?|오전|오후|上午|下午)"
_CLOCK = (
    r"(?:[01]?[0-9]|2[0-4])"
    r"(?::[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?"
    r"|\s*[시时時點点](?:\s*[0-5]?[0-9]\s*[분分](?:\s*[0-5]?[0-9]\s*[초秒])?)?"
    rf"|(?=\s*{_HALF}))"
)
_ZONE = r"(?:Z|[A-Z]{2,5}|(?:GMT|UTC)?[+-][0-9]{2}(?::?[0-9]{2})?)"
_TIME = re.compile(
    rf"(?:T|,?\s+|(?<=[일日]))(?:(?:at|à|a las|в)\s+)?(?:{_HALF}\s*)?{_CLOCK}(?:\s*{_HALF})?(?:\s*{_ZONE})?"
    r"(?:\s*\([\w +:-]{1,40}\))?\Z",
    re.IGNORECASE,
)


def parse_date(value: str) -> Stamp:
    """The date that is the whole of a metadata value; its span is the whole value.

    Reads all that :func:`corpus.ingest.stamps.find_stamps` reads, and ``2024``, ``2024-08``, ``20240806``,
    ``25/06/2024`` where only one order makes a date, ``06.08.2024`` as 6 August, times and zones after the
    date (the date as it is written there), and seconds or milliseconds of the Unix epoch (the date in UTC).
    ``2017-00-00`` is the year 2017. The year may be missing (``August 6``). Raises ValueError, with a
    sentence, for anything else, for impossible dates and for dates of the lunar calendar.
    """
    shown = repr(value if len(value) <= 40 else value[:40] + "…")
    if len(value) > _MAX_VALUE:
        raise ValueError(f"{shown} is no date: it is {len(value)} characters long.")
    text = unicodedata.normalize("NFKC", value).strip()
    bracketed = _BRACKETS.fullmatch(text)
    if bracketed is not None:
        text = bracketed[1].strip()
    try:
        stamp = _compact_or_epoch(text) or _dated(text)
    except ValueError as error:
        reason = str(error)
        raise ValueError(f"{shown} is no date: {reason[0].lower()}{reason[1:]}") from error
    if stamp is None and lunar_dates(text):
        raise ValueError(f"{shown} is a lunar date, which is not converted: write it as 2024-08-06.")
    if stamp is None:
        raise ValueError(f"{shown} is no date that can be read: write it as 2024-08-06, 2024-08 or 2024.")
    return Stamp(0, len(value), stamp.year, stamp.month, stamp.day, stamp.conflict)


def _compact_or_epoch(text: str) -> Stamp | None:
    compact, epoch = _COMPACT.fullmatch(text), _EPOCH.fullmatch(text)
    if compact is not None and (epoch is None or int(compact[1]) in YEARS):
        try:
            stamp = _stamp(int(compact[1]), int(compact[2]), int(compact[3]))
        except ValueError:
            if epoch is None:
                raise
        else:
            if epoch is not None:
                raise ValueError(
                    "it may be a date with a time or milliseconds since 1970; write it as 2024-08-06."
                )
            return stamp
    if epoch is None:
        return None
    number = int(epoch[1])
    seconds = number / 1000 if abs(number) >= 10**10 else number
    moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=seconds)
    return _stamp(moment.year, moment.month, moment.day)


def _dated(text: str) -> Stamp | None:
    """A date with or without weekday and time."""
    text = _TIME.sub("", text)
    before = _WEEKDAY_BEFORE.match(text)
    if before is not None:
        text = text[before.end() :]
    named = text[:1].isalpha() and text[:1].isascii()
    bare = text if named else _WEEKDAY_AFTER.sub("", text).strip()
    match = _YEAR_FIRST.fullmatch(bare)
    if match is not None:
        year, _, month, day = match.groups()
        return _stamp(int(year), int(month or 0), int(day or 0))
    match = _YEAR_LAST.fullmatch(bare)
    if match is not None:
        return _year_last(int(match[1]), int(match[3]), int(match[4]), match[2])
    return whole_stamp(text.rstrip(".")) or whole_stamp(bare)


def _year_last(first: int, second: int, year: int, mark: str) -> Stamp:
    """A date whose year stands last: the two numbers before it in the only order that makes a date.

    Between full stops the day stands first, as it does wherever dates are written so.
    """
    if first != second and max(first, second) <= 12 and mark != ".":
        raise ValueError(f"which of {first} and {second} is the month is not said; write it as 2024-08-06.")
    day, month = (first, second) if second <= 12 else (second, first)
    return _stamp(year, month, day)


def _stamp(year: int, month: int, day: int) -> Stamp:
    """A stamp of checked numbers; 0 stands for a month or day that is not known."""
    if year not in YEARS:
        raise ValueError(f"The year {year} is not between {YEARS[0]} and {YEARS[-1]}.")
    if month or day:
        check_day(month, day or 1, year)
    return Stamp(0, 0, year, month or None, day or None)
