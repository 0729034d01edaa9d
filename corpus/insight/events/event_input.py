"""Events as users give them: a day, a name, how many days around it; one by one or as a list in a CSV."""

from __future__ import annotations

import csv
import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.argument_checks import checked, shown
from corpus.errors import UsageError
from corpus.ingest.decode.encodings import NotTextError, decode
from corpus.settings import packaged
from corpus.text.dates import PartialDate
from corpus.wording import Blank, argument, is_argument, subject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

EPOCH = datetime.date(1970, 1, 1).toordinal()
FIRST, LAST = (day.toordinal() - EPOCH for day in (datetime.date.min, datetime.date.max))
"""Days of the calendar: years 1 to 9999."""
COLUMNS = ("date", "name", "window")
LONGEST_NAME = 200
"""Longest name of an event, in code points."""

_DAYS = re.compile(r"\s*([0-9]{1,6})\s*(d|days?|w|weeks?)?\s*", re.IGNORECASE)
_EVENT = re.compile(r"\s*([^\s=:]+)(?:[\s=:]+(.*\S))?\s*", re.DOTALL)


def settings() -> dict[str, Any]:
    """The thresholds of ``events.toml``."""
    return packaged("corpus.insight.events", "events.toml")


@dataclass(frozen=True, slots=True)
class Event:
    """A day (of the Gregorian calendar, days since 1970) and how many days before it, and from it on, are
    looked at; ``name`` is its ISO date where it has no other."""

    day: int
    name: str
    window: int

    @property
    def date(self) -> str:
        return iso(self.day)


def iso(day: int) -> str:
    """A day since 1970 as ISO 8601."""
    return datetime.date.fromordinal(day + EPOCH).isoformat()


def days(what: str, given: object, most: int) -> int:
    """A number of days from ``7d``, ``2w``, ``7`` or a whole number; UsageError for any other."""
    text = str(given) if isinstance(given, int) and not isinstance(given, bool) else checked(what, given)
    found = _DAYS.fullmatch(text)
    number = int(found[1]) * (7 if (found[2] or "d")[0].lower() == "w" else 1) if found else 0
    if not 1 <= number <= most:
        raise UsageError.about(what, f"give a number of days from 1 to {most:,}, as 7d or 2w.", shown(text))
    return number


def event(given: str, window: int, what: str = "event") -> Event:
    """An event from ``2024-01-15`` or ``2024-01-15 Its name``. UsageError where it names no day."""
    found = _EVENT.fullmatch(checked(what, given))
    if found is None:
        raise UsageError.about(what, "is empty: give a day, as 2024-01-15.")
    return _made(what, found[1], found[2] or "", window)


def listed(path: Path, window: int) -> list[Event]:
    """The events of a CSV with the columns ``date`` and, where there are any, ``name`` and ``window``.

    Separated by commas, semicolons or tabs; any encoding that a text may have. UsageError, with file and
    line, where it cannot be read as one.
    """
    text = _text(path)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = csv.reader(text.splitlines(), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        if "date" not in names:
            there = ", ".join(shown(name) for name in names[:8] if name) or "none"
            raise UsageError(f"{path.name} has no column date; its columns: {there}.")
        found = [
            _row(f"{path.name}, line {rows.line_num}", dict(zip(names, row, strict=False)), window)
            for row in rows
            if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise UsageError(f"{path.name}, line {rows.line_num}: it cannot be read as CSV ({error}).") from None
    if not found:
        raise UsageError(f"{path.name} holds no event: a line for each, under the heading date.")
    return found


def together(events: Iterable[Event], notes: list[str]) -> list[Event]:
    """The events by date, each once. UsageError for none, or more than ``most_events``."""
    every = list(events)
    found = sorted(set(every), key=lambda one: (one.day, one.name, one.window))
    if not found:
        one, many = argument("event", "2024-01-15"), argument("events", Blank("FILE.csv"))
        raise UsageError(f"Name an event: {one}, or {many}.", argument="event")
    if len(found) < len(every):
        notes.append(f"{len(every) - len(found):,} of the events are given more than once: each is one.")
    if len(found) > settings()["most_events"]:
        raise UsageError(
            f"{len(found):,} events are more than the {settings()['most_events']:,} of one list."
        )
    return found


def _text(path: Path) -> str:
    most = settings()["most_bytes"]
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    if len(raw) > most:
        raise UsageError(f"{path.name} has more than {most:,} bytes: a list of events is smaller.")
    try:
        return decode(raw).text.removeprefix("\ufeff")
    except NotTextError as error:
        raise UsageError(f"{path.name} is no list of events. {error}") from None


def _row(where: str, row: dict[str, str], window: int) -> Event:
    own = row.get("window", "").strip()
    if own:
        window = days(f"{where}: window", own, settings()["longest_window"])
    return _made(where, row["date"].strip(), row.get("name", "").strip(), window)


def _made(what: str, date: str, name: str, window: int) -> Event:
    about, this = (subject(what, date), "this") if is_argument(what) else (what, date)
    try:
        parsed = PartialDate.parse(date)
    except ValueError as error:
        raise UsageError(f"{about}: {error}", argument=what) from None
    if parsed.precision != "day":
        raise UsageError(
            f"{about}: {this} is no day; an event needs one, as {date[:4]}-01-15.", argument=what
        )
    if len(name) > LONGEST_NAME:
        said = f"the name of an event has at most {LONGEST_NAME} characters."
        raise UsageError(f"{about}: {said}", argument=what)
    name = " ".join(checked(what, name).split())
    return Event(parsed.first.toordinal() - EPOCH, name or str(parsed), window)
