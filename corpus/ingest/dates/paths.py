"""Dates in the names of files, folders and archive members, and in the addresses of pages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.ingest.dates.finder import find_stamps, whole_stamp
from corpus.ingest.dates.month_names import ENGLISH, alternatives
from corpus.text.dates import PartialDate

YEARS_IN_NAMES = range(1600, 2101)

_FOLDERS_UP = 2
"""How many folders above the file may date it: further up, names speak of the collection."""
_MAX_NAME = 255
"""Longest name that is read, in code points: file systems allow no longer ones."""

# The key of a row in a data file is no name
_KEY = re.compile(r"(\.(?:jsonl?|ndjson|csv|tsv|xlsx|warc)(?:\.gz)?)#.*\Z", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r"[/\\]+|(?<=\.zip)!", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,5})+\Z")
_WEB = re.compile(r"(?:https?://|www\.)[^/?#]*(?P<path>[^?#]*)(?P<query>\?[^#]*)?", re.IGNORECASE)

_YEAR = r"(?P<year>1[6-9][0-9]{2}|20[0-9]{2}|2100)"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
# 20240806, 2024-08-06, 20240806T101500, 20240806101500
_DAYS = re.compile(
    rf"(?<![0-9]){_YEAR}(?P<mark>[-_. ]?){_MONTH}(?P=mark){_DAY}(?=(?:[0-9]{{4}}(?:[0-9]{{2}})?)?(?![0-9]))"
)
_MONTHS = re.compile(rf"(?<![0-9A-Za-z]){_YEAR}[-.]{_MONTH}(?![0-9A-Za-z])")
# Beside letters only where they are a word, no part of a hexadecimal name: newyear1946, not 0e1946b8
_YEARS = re.compile(rf"(?<![0-9A-Za-z])(?:(?=[A-Za-z]*[G-Zg-z])[A-Za-z]{{4,}})?{_YEAR}(?![0-9A-Za-z])")
# MAR_11_1956 is Morocco in session 11, not a day of March
_CODE = re.compile(r"\b[A-Z]{3}\b")
# Folders as a calendar: 2024/08/06/, 2024-08/06/, 2024/0806/, 2024/aug/06/, 2024/08/
_NAMED = rf"(?P<name>{alternatives(ENGLISH)})"
_TREE = re.compile(
    rf"(?:\A|/){_YEAR}[-/]?(?:{_MONTH}|{_NAMED})(?:[-/]?{_DAY}(?=/|\Z)|(?=/|\Z))", re.IGNORECASE
)
# ... with parts of their own and fewer digits: 2024/8/6/, 2024년/8월/6일/
_LOOSE_TREE = re.compile(
    rf"(?:\A|/){_YEAR}/(?P<month>1[0-2]|0?[1-9])(?:/(?P<day>3[01]|[12][0-9]|0?[1-9]))?(?=\Z)"
)
_YEAR_FOLDER = re.compile(rf"/{_YEAR}(?=/)")
_PARAMETER = re.compile(
    rf"[?&](?:date|day|d|ymd|pubdate|publish_date)={_YEAR}(?P<mark>[-/.]?){_MONTH}(?P=mark){_DAY}(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class PathDates:
    """What an address says of the day: its calendar of folders, and the name of the file.

    ``slug`` is a day written out in the words of a web address, which may be what the page is about.
    """

    calendar: PartialDate | None = None
    name: PartialDate | None = None
    slug: PartialDate | None = None


def path_dates(address: str) -> PathDates:
    """The dates that an item's address names, each None where it names none, an impossible one or several.

    ``Session 73 - 2018/PRK_73_2018.txt`` is named 2018; ``2024/08/06/a.html`` is filed under a day. In the
    words of a web address (``agenda-2030-summit``) a year is no date. Years from 1600 to 2100.
    """
    address = _KEY.sub(r"\1", address) if "#" in address else address
    address = address if address.isascii() else unicodedata.normalize("NFKC", address)
    web = _WEB.match(address)
    if web is not None:
        return _of_page(web["path"], web["query"] or "")
    parts = [part for part in _PARTS.split(address) if part]
    folders = "/".join(parts[-4:-1])
    return PathDates(_calendar(folders) if folders else None, _named(parts))


def _calendar(folders: str) -> PartialDate | None:
    """The day or month of folders that are a calendar, which ends with the one that holds the file."""
    tree = _last(_TREE, folders)
    if tree is None or tree.end() != len(folders):
        tree = _LOOSE_TREE.search(folders)
    calendar = _made(tree)
    if calendar is not None:
        return calendar if calendar.month is not None else None
    for count in (3, 2) if not folders.isascii() else ():
        named = folders.split("/")[-count:]
        try:
            stamp = whole_stamp(" ".join(named)) if len(named) == count else None
        except ValueError:
            continue
        if stamp is not None and stamp.date is not None and stamp.month is not None:
            return stamp.date
    return None


def date_from_path(path: str) -> PartialDate | None:
    """The surest date of an address: the day of its folders, else what the file's name or a folder's says."""
    dates = path_dates(path)
    if dates.calendar is not None and dates.name is not None and _holds(dates.calendar, dates.name):
        return dates.name
    return dates.calendar or dates.name


def _holds(wider: PartialDate, date: PartialDate) -> bool:
    return wider.first <= date.first and date.last <= wider.last


def _of_page(path: str, query: str) -> PathDates:
    folders, _, name = path.rpartition("/")
    parameter = _PARAMETER.search(query)
    tree = _last(_TREE, folders)
    year = _last(_YEAR_FOLDER, f"{folders}/")
    calendar = _made(parameter) or _made(tree) or _made(year)
    bare = _ENDINGS.sub("", name)
    days = {_made(match) for match in _DAYS.finditer(bare)} - {None}
    day = days.pop() if len(days) == 1 else None
    if day is None:
        whole = _YEARS.fullmatch(bare) or _MONTHS.fullmatch(bare)
        day = _made(whole) if whole and not bare[:1].isalpha() else None
    words = bare.replace("-", " ").replace("_", " ").title()
    stamps = {stamp.date for stamp in find_stamps(words) if stamp.date is not None and stamp.day is not None}
    return PathDates(calendar, day, stamps.pop() if len(stamps) == 1 and day is None else None)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    matches = list(pattern.finditer(text))
    return matches[-1] if matches else None


def _named(parts: list[str]) -> PartialDate | None:
    for part in reversed(parts[-_FOLDERS_UP - 1 :]):
        try:
            dates = _in_name(part) if len(part) <= _MAX_NAME else set()
        except ValueError:
            return None
        if dates:
            return dates.pop() if len(dates) == 1 else None
    return None


def _in_name(name: str) -> set[PartialDate]:
    """The most precise dates that one name has. ValueError for an impossible one."""
    name = _ENDINGS.sub("", name)
    words = name.replace("_", " ")
    stamps = {
        stamp.date
        for stamp in find_stamps(words)
        if stamp.date is not None
        and stamp.date.year in YEARS_IN_NAMES
        and not _CODE.search(words, stamp.start, stamp.end)
    }
    for pattern, precision in ((_DAYS, "day"), (_MONTHS, "month"), (_YEARS, "year")):
        dates = {_date(match) for match in pattern.finditer(name)}
        dates |= {date for date in stamps if date.precision == precision}
        if dates:
            return dates
    return set()


def _made(match: re.Match[str] | None) -> PartialDate | None:
    if match is None:
        return None
    try:
        return _date(match)
    except ValueError:
        return None


def _date(match: re.Match[str]) -> PartialDate:
    groups = match.groupdict()
    name = groups.get("name")
    month, day = ENGLISH[name.lower()] if name else groups.get("month"), groups.get("day")
    return PartialDate(int(groups["year"]), int(month) if month else None, int(day) if day else None)
