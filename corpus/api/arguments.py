"""From keyword arguments to what queries and the loader take."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from corpus.argument_checks import checked as checked
from corpus.argument_checks import meant_by, nearest
from corpus.errors import UsageError
from corpus.query import select
from corpus.wording import argument

Names = str | Iterable[str] | None

YEAR = "year"
"""The filter that is two: from the beginning of a year, or of several, to the end."""
OPERATORS = frozenset({",", "+", "/"})
"""What stands between series."""
MOST = 2**53
"""More than any archive has lines; databases take numbers up to 2**63."""
MOST_BITS = 200
"""Longest whole number that is looked at: Python does not print any longer than 4,300 digits."""

MISTYPED = 0.7
"""How like a filter, by difflib's ratio, a name is that was meant as one."""


def names(what: str, value: Names) -> tuple[str, ...]:
    """One name or several, each checked. ``what`` begins the sentence of an error."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (checked(what, value),)
    try:
        several = tuple(value)
    except TypeError:
        raise UsageError.about(what, f"takes one text or several, not {value!r}.") from None
    return tuple(checked(what, one) for one in several)


def queries(given: Iterable[str | Iterable[str]]) -> tuple[str, ...]:
    """The queries, which may be long, one by one or in lists.

    Pieces around an operator that stands alone, as a shell gives ``a , b`` without quotes, are one."""
    flat: list[str] = []
    for one in given:
        flat.extend([one] if isinstance(one, str) or not isinstance(one, Iterable) else one)
    every = tuple(checked("The query", query, longest=None) for query in flat)
    return (" ".join(every),) if OPERATORS.intersection(every) else every


def whole(what: str, value: int) -> int:
    """A whole number that can be shown; UsageError when it is none."""
    try:
        found = operator.index(value)
    except TypeError:
        raise UsageError.about(what, f"is a whole number, not {str(value)[:100]!r}.") from None
    if found.bit_length() > MOST_BITS:
        raise UsageError.about(what, "has too many digits: give a smaller number.")
    return found


def page(limit: int | None, offset: int, most: int = MOST) -> tuple[int, int]:
    """Limit and offset of a list, none larger than ``MOST``; UsageError where they make no sense.

    Without a limit all lines, at most ``most``."""
    limit = most if limit is None else whole("limit", limit)
    offset = whole("offset", offset)
    if limit < 1 or offset < 0:
        raise UsageError(
            f"{argument('limit')} goes from 1 on, {argument('offset')} from 0.",
            argument="limit" if limit < 1 else "offset",
        )
    return min(limit, MOST), min(offset, MOST)


def filters(given: dict[str, Any]) -> select.selection.Filters:
    """The filters, their values checked; UsageError for one that does not exist.

    Dates are texts (``corpus.query.select.typed_dates``), numbers of years, or dates of Python; ``year``
    stands for ``since`` and ``until`` together.
    """
    known = {entry.name: entry.default for entry in fields(select.selection.Filters)}
    for name in given:
        if name not in known and name != YEAR:
            every = [*known, YEAR]
            alike = meant_by(name) or nearest(name, every, 1, MISTYPED)
            meant = f"did you mean {alike[0]}?" if alike else f"there is: {', '.join(every)}"
            raise UsageError(f"There is no filter {name!r}; {meant}", argument=name)
    given = _with_dates(given)
    values: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        several = names(name, value) if known[name] == () else (checked(name, value),)
        if not all(map(str.strip, several)):
            raise UsageError.about(name, "is empty: give it a value, or leave it out.")
        values[name] = several if known[name] == () else several[0]
    return select.selection.Filters(**values)


def _with_dates(given: dict[str, Any]) -> dict[str, Any]:
    """The filters with their dates in ISO, and those of ``year``."""
    dates = {name: given[name] for name in (YEAR, "since", "until", "as_of") if given.get(name) is not None}
    if not dates:
        return given
    found = {name: value for name, value in given.items() if name != YEAR}
    for name, value in dates.items():
        if name == YEAR and isinstance(value, (list, tuple, range)):
            value = _span(value)
        text = str(value) if isinstance(value, (int, datetime.date)) else checked(name, value)
        if not text.strip():
            raise UsageError.about(name, "is empty: give it a value, or leave it out.")
        if name == YEAR:
            if found.get("since") is not None or found.get("until") is not None:
                both = f"{argument('since')} and {argument('until')}"
                raise UsageError.about(YEAR, f"is {both} together: give it alone.")
            found["since"], found["until"] = select.typed_dates.typed_years(name, text)
        else:
            found[name] = str(select.typed_dates.typed_date(name, text))
    return found


def _span(years: Iterable[Any]) -> str:
    """``2020-2022`` of the years 2020, 2021 and 2022, in whatever order."""
    known = sorted({int(year) for year in map(str, years) if year.isdecimal()})
    if not known or known != [*range(known[0], known[-1] + 1)]:
        both = f"{argument('since')} and {argument('until')}"
        raise UsageError.about(YEAR, f"is one year, or several without a gap: take {both}.")
    return f"{known[0]}-{known[-1]}"


def moment_of(value: str | None) -> str | None:
    """A moment as the archive writes it: a day begins at midnight, UTC. UsageError when it is none."""
    if value is None:
        return None
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(
            f"{value!r} is no time of retrieval: write 2024-08-06 or 2024-08-06T12:00:00Z."
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    try:
        moment = moment.astimezone(datetime.UTC)
    except OverflowError:
        raise UsageError(f"{value!r} is no time of retrieval: it lies outside the calendar.") from None
    return moment.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
