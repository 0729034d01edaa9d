"""Dates as they are printed, wherever they are printed: the one place to import from.

Metadata values, file names and the year that a text says of itself have modules of their own.
"""

from __future__ import annotations

import datetime

from corpus.ingest.dates.calendars import check_day
from corpus.ingest.dates.finder import Stamp, find_stamps, lunar_dates
from corpus.ingest.dates.metadata import parse_date
from corpus.ingest.dates.paths import date_from_path
from corpus.ingest.dates.years import year_from_text, year_of_news
from corpus.text.dates import PartialDate

__all__ = [
    "Stamp",
    "date_from_path",
    "find_stamps",
    "latest_year",
    "lunar_dates",
    "nearest_year",
    "parse_date",
    "year_from_text",
    "year_of_news",
]


def nearest_year(month: int, day: int | None, anchor: PartialDate) -> int:
    """The year that puts a month and day nearest to the anchor; of two that are equally near, the earlier.

    ``December 31`` in an item of 2025-01-01 is 2024. An anchor known to the year is nearest to its own days.
    Raises ValueError for a day that no year has.
    """
    check_day(month, day or 1)
    # 29 February may be eight years away: 1900 had none
    far = 8 if (month, day) == (2, 29) else 1
    years = range(max(1, anchor.year - far), min(9999, anchor.year + far) + 1)
    dates = [PartialDate(year, month, day) for year in years if _exists(year, month, day)]

    def distance(date: PartialDate) -> datetime.timedelta:
        return max(date.first - anchor.last, anchor.first - date.last, datetime.timedelta(0))

    return min(dates, key=distance).year


def latest_year(month: int, day: int | None, until: datetime.date) -> int:
    """The year of the last such day up to ``until``: of what was retrieved then, none lies in the future.

    Raises ValueError for a day that no year has.
    """
    check_day(month, day or 1)
    year = until.year
    while not _exists(year, month, day) or datetime.date(year, month, day or 1) > until:
        year -= 1
    return year


def _exists(year: int, month: int, day: int | None) -> bool:
    try:
        check_day(month, day or 1, year)
    except ValueError:
        return False
    return True
