"""Dates in the names of files, folders and archive members."""

from __future__ import annotations

import re
import unicodedata

from corpus.ingest.stamp_finder import find_stamps
from corpus.model.dates import PartialDate

YEARS_IN_NAMES = range(1900, 2101)

_FOLDERS_UP = 2
"""How many folders above the file may date it: further up, names speak of the collection."""
_MAX_NAME = 255
"""Longest name that is read, in code points: file systems allow no longer ones."""

# The key of a row in a data file is no name
_KEY = re.compile(r"(\.(?:jsonl?|ndjson|csv|tsv|xlsx|warc)(?:\.gz)?)#.*\Z", re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r"[/\\]+|(?<=\.zip)!", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,5})+\Z")

_YEAR = r"(?P<year>19[0-9]{2}|20[0-9]{2}|2100)"
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
# Folders as a calendar: 2024/08/06/, 2024-08/06/, 2024/08/
_TREE = re.compile(rf"(?:\A|/){_YEAR}[-/]{_MONTH}(?:[-/]{_DAY})?/[^/]*\Z")


def date_from_path(path: str) -> PartialDate | None:
    """The date that a path names: in the file's name, in folders by date, else in a folder just above.

    ``Session 73 - 2018/PRK_73_2018.txt`` is 2018, ``2024/08/06/a.html`` and ``20240806_a.txt`` are days.
    None where no name has a date, or a name has an impossible one or several. Years from 1900 to 2100.
    """
    parts = [part for part in _PARTS.split(unicodedata.normalize("NFKC", _KEY.sub(r"\1", path))) if part]
    try:
        return _in_parts(parts)
    except ValueError:
        return None


def _in_parts(parts: list[str]) -> PartialDate | None:
    for place, part in enumerate(reversed(parts[-_FOLDERS_UP - 1 :])):
        dates = _in_name(part) if len(part) <= _MAX_NAME else set()
        if dates:
            return dates.pop() if len(dates) == 1 else None
        tree = _TREE.search("/".join(parts[-4:])) if place == 0 else None
        if tree is not None:
            return _date(tree)
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


def _date(match: re.Match[str]) -> PartialDate:
    groups = match.groupdict()
    month, day = groups.get("month"), groups.get("day")
    return PartialDate(int(groups["year"]), int(month) if month else None, int(day) if day else None)
