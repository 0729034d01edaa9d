"""Periods of time: which period a date lies in, what it is called, and which lie between."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, get_args

import numpy as np
import numpy.typing as npt

from corpus.choices import Period

if TYPE_CHECKING:
    from corpus.index.read.document_facts import Dates

PERIODS: tuple[str, ...] = get_args(Period)
NEEDED = {"year": 4, "quarter": 7, "month": 7, "week": 10, "day": 10}
"""Least precision (length of the ISO text) of a date that a period can place."""

I64 = npt.NDArray[np.int64]
MOST_PERIODS = 200_000
"""More periods than this in one table are refused (ten years of days are 3,653)."""

MONTHS_UP_TO = 36
"""Texts of at most so many months are looked at by month, those of a longer time by year."""

_MONDAY = np.datetime64("1970-01-05")


def fitting(precision: npt.NDArray[np.int8], first: np.datetime64, last: np.datetime64) -> Period:
    """The period that texts of a time are looked at by: months of a short one, where all their dates say
    the month, else years. ``precision``: of the dates, of which there is one at least."""
    months = int((last - first) / np.timedelta64(30, "D"))
    return "month" if months <= MONTHS_UP_TO and bool(np.all(precision >= NEEDED["month"])) else "year"


def codes(unit: str, dates: Dates) -> I64:
    """For each date the ordinal of its period since 1970, -1 << 40 where the date is not precise enough."""
    placed = dates.precision >= NEEDED[unit]
    first = np.where(placed, dates.first, np.datetime64("1970-01-01"))
    return np.where(placed, ordinals(unit, first), OUTSIDE)


OUTSIDE = -(1 << 40)


def ordinals(unit: str, days: npt.NDArray[np.datetime64]) -> I64:
    """Ordinals of the periods of some days, counted from 1970."""
    if unit == "year":
        return days.astype("datetime64[Y]").astype(np.int64)
    if unit == "quarter":
        return days.astype("datetime64[M]").astype(np.int64) // 3
    if unit == "month":
        return days.astype("datetime64[M]").astype(np.int64)
    if unit == "week":
        return (days - _MONDAY).astype(np.int64) // 7
    return days.astype(np.int64)


def labels(unit: str, low: int, high: int) -> list[str]:
    """Names of the periods from ``low`` to ``high``, both included."""
    if unit in _NUMPY_UNITS:  # decades of days
        days = np.arange(low, high + 1).astype(f"datetime64[{_NUMPY_UNITS[unit]}]")
        return list(np.datetime_as_string(days).tolist())
    return [label(unit, ordinal) for ordinal in range(low, high + 1)]


_NUMPY_UNITS = {"year": "Y", "month": "M", "day": "D"}


def label(unit: str, ordinal: int) -> str:
    """Name of a period: 2024, 2024-Q3, 2024-08, 2024-W32 (ISO 8601), 2024-08-06."""
    if unit == "year":
        return f"{1970 + ordinal:04d}"
    if unit == "quarter":
        return f"{1970 + ordinal // 4:04d}-Q{ordinal % 4 + 1}"
    if unit == "month":
        return f"{1970 + ordinal // 12:04d}-{ordinal % 12 + 1:02d}"
    if unit == "week":
        monday = datetime.date(1970, 1, 5) + datetime.timedelta(weeks=ordinal)
        year, week, _ = monday.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=ordinal)).isoformat()
