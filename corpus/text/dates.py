"""Partial dates: a year, a month or a day, and how it is known."""

from __future__ import annotations

import calendar
import datetime
import functools
from dataclasses import dataclass
from typing import Literal

from corpus.late_imports import late_pattern

How = Literal["metadata", "dateline", "filename", "text", "inferred", "set"]
"""Where a value comes from; ``inferred`` was concluded, ``set`` was entered by a person."""

Precision = Literal["year", "month", "day"]

_ISO = late_pattern(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day. Years 1 to 9999, Gregorian.

    Ordered by its parts; a date known less precisely comes before those inside it.
    Raises ValueError, with a sentence, for a date that no calendar has.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError(f"There is no year {self.year}: years run from 1 to 9999.")
        if self.month is None:
            if self.day is not None:
                raise ValueError(f"Day {self.day} of {self.year} needs a month.")
            return
        if not 1 <= self.month <= 12:
            raise ValueError(f"There is no month {self.month}: months run from 1 to 12.")
        if self.day is not None and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise ValueError(f"There is no {self.day} {calendar.month_name[self.month]} {self.year}.")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2024``, ``2024-08`` or ``2024-08-06``, and nothing else; ValueError otherwise."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"{text[:40]!r} is no date: write 2024, 2024-08 or 2024-08-06.")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def precision(self) -> Precision:
        """``year``, ``month`` or ``day``."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def first(self) -> datetime.date:
        """The first day that the date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day that the date may mean (included)."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date, and how it is known."""

    date: PartialDate
    known: How
