"""Dates of filters as people type them: ``Jan 2024``, ``1.8.2024``, ``30d`` for the last 30 days."""

from __future__ import annotations

import calendar
import datetime
import re

from corpus.argument_checks import shown
from corpus.errors import FilterError
from corpus.ingest import dates
from corpus.late_imports import late_pattern
from corpus.text.dates import PartialDate

_AGO = late_pattern(
    r"(?:last\s+)?([0-9]{1,5})\s*(d|w|m|y|days?|weeks?|months?|years?)(?:\s+ago)?", re.IGNORECASE
)
_YEARS = late_pattern(r"([0-9]{4})(?:\s*(?:-|–|—|\.\.|:|/|to)\s*([0-9]{4}))?")
_PART = late_pattern(r"([0-9]{4})[-\s]?(?:Q([1-4])|W([0-9]{2}))|Q([1-4])[-/\s]?([0-9]{4})", re.IGNORECASE)
"""A quarter or a week, as tables write them."""
_DAYS_BACK = {"today": 0, "yesterday": 1}


def typed_date(name: str, value: str, today: datetime.date | None = None) -> PartialDate:
    """The date that a filter's value means: a year, a month or a day.

    Reads what metadata dates may be, quarters and weeks (their first month or day, of ``until`` and ``as_of``
    the last), and times before ``today`` (of this machine): ``30d``, ``2 weeks``,
    ``6m``, ``1y``, ``today``, ``yesterday``. FilterError with a sentence for what is none, lacks its year, or
    may be two days. ``name`` is the argument's, as ``since``.
    """
    text = value.strip()
    today = today or datetime.date.today()
    try:
        return _iso(text) or _part(text, name == "since") or _relative(text, today) or _written(text)
    except (ValueError, OverflowError) as error:
        raise FilterError.about(name, str(error), shown(value)) from None


def typed_years(name: str, value: str) -> tuple[str, str]:
    """The first and the last year of ``2023`` or ``2020-2023``. FilterError for what is neither."""
    found = _YEARS.fullmatch(value.strip())
    if not found:
        raise FilterError.about(name, "write a year, as 2023, or years, as 2020-2023.", shown(value))
    first, last = found[1], found[2] or found[1]
    if first > last:
        raise FilterError.about(name, f"{first} comes after {last}.", shown(value))
    return first, last


def _iso(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text) else None


def _part(text: str, begins: bool) -> PartialDate | None:
    """The first or last month of ``2024-Q3``, the first or last day of ``2024-W31``."""
    found = _PART.fullmatch(text)
    if not found:
        return None
    year = int(found[1] or found[5])
    if found[3]:
        day = datetime.date.fromisocalendar(year, int(found[3]), 1 if begins else 7)
        return PartialDate(day.year, day.month, day.day)
    quarter = int(found[2] or found[4])
    return PartialDate(year, 3 * quarter - 2 if begins else 3 * quarter)


def _relative(text: str, today: datetime.date) -> PartialDate | None:
    back = _DAYS_BACK.get(text.lower())
    found = _AGO.fullmatch(text)
    if back is None and not found:
        return None
    day = today
    if found:
        count, unit = int(found[1]), found[2][0].lower()
        if unit in "my":
            months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
            if months < 12:
                raise ValueError("it lies before the first year of the calendar.")
            year, month = divmod(months, 12)
            day = datetime.date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
            return PartialDate(day.year, day.month, day.day)
        back = count * (7 if unit == "w" else 1)
    day -= datetime.timedelta(days=back or 0)
    return PartialDate(day.year, day.month, day.day)


def _written(text: str) -> PartialDate:
    try:
        date = dates.metadata.parse_date(text).date
    except dates.metadata.AmbiguousDateError as error:
        raise ValueError(f"this may be {' or '.join(map(str, error.readings))}: write which.") from None
    except ValueError:
        raise ValueError(
            "this is no date. Write 2024, 2024-08 or 2024-08-06; Aug 2024, 6 August 2024, 30d (the last 30"
            " days) do as well."
        ) from None
    if date is None:
        raise ValueError("its year is missing.")
    return date
