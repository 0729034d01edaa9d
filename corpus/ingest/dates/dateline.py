"""Datelines and end marks: what an agency prints before and after the words of an item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.ingest.dates.calendars import check_day, day_number, month_number, year_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import regex

REACH = 400
"""A dateline ends within this many code points of its paragraph."""
_OPEN, _CLOSED = frozenset("[［【〔（("), frozenset("]］】〕）)")
_NESTED = 3
"""So many signs behind a bracket that are brackets too, or spaces: no dateline is printed so."""
_AFTER = " \u3000\xa0-–—"
"""What may follow a dateline in brackets."""
_TIMEOUT = 1.0
"""Seconds after which a pattern that backtracks without end is given up."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline and what it says. The span is half-open, in code points, with the spaces that follow.

    ``start`` is above 0 only where the pattern lets other words, such as a caption, stand before it.
    """

    start: int
    end: int
    place: str | None
    year: int | None
    month: int | None
    day: int | None
    agency: str | None


def parse_dateline(paragraph: str, patterns: Sequence[regex.Pattern[str]]) -> Dateline | None:
    """The first dateline that one of the patterns finds in the paragraph's first ``REACH`` code points.

    Patterns have the named groups ``place``, ``month``, ``day``, ``year`` and ``agency``, all optional;
    month, day and year may be names or numbers of any language that stamps are read in. A pattern that
    begins with ``\\A`` finds a dateline at the start only. What matches with an impossible date is none.
    Raises ValueError for a pattern that takes longer than a second.
    """
    for pattern in patterns:
        try:
            match = pattern.search(paragraph, endpos=REACH, timeout=_TIMEOUT)
        except TimeoutError:
            raise ValueError(
                f"The dateline pattern {pattern.pattern[:60]!r} is too slow: simplify it."
            ) from None
        if match is not None:
            dateline = _read(paragraph, match)
            if dateline is not None:
                return dateline
    return _in_brackets(paragraph, patterns) if paragraph[:1] in _OPEN else None


def _in_brackets(paragraph: str, patterns: Sequence[regex.Pattern[str]]) -> Dateline | None:
    """A dateline that stands in brackets: ``【新华社北京5月3日电】``."""
    inside = paragraph[1:]
    if all(char in _OPEN or char.isspace() for char in inside[:_NESTED]):
        return None
    lead = 1 + len(inside) - len(inside.lstrip())
    found = parse_dateline(paragraph[lead:], patterns)
    if found is None or found.start or paragraph[lead + found.end : lead + found.end + 1] not in _CLOSED:
        return None
    end = lead + found.end + 1
    end += len(paragraph[end:]) - len(paragraph[end:].lstrip(_AFTER))
    return replace(found, end=end)


def _read(paragraph: str, match: regex.Match[str]) -> Dateline | None:
    groups = match.groupdict()
    try:
        year = year_number(groups["year"]) if groups.get("year") else None
        month = month_number(groups["month"]) if groups.get("month") else None
        day = day_number(groups["day"]) if groups.get("day") else None
        if month is not None and day is not None:
            check_day(month, day, year)
    except ValueError:
        return None
    start, end = match.span()
    if not paragraph[:start].strip():
        start = 0
    end += len(paragraph[end:]) - len(paragraph[end:].lstrip())
    return Dateline(start, end, _name(groups.get("place")), year, month, day, _name(groups.get("agency")))


def _name(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None


def find_end_mark(paragraph: str, marks: Sequence[str]) -> int | None:
    """Where the end mark (``-0-``, ``(끝)``) begins, in code points; None where the paragraph has none.

    Spaces of any kind before the mark belong to it.
    """
    text = paragraph.rstrip()
    for mark in sorted(marks, key=len, reverse=True):
        if mark and text.endswith(mark):
            return len(text.removesuffix(mark).rstrip())
    return None
