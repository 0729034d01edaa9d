"""Times of day and time zones beside a date: taken off a value, so that only the date is left."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from corpus.ingest.dates.month_names import MONTHS, WEEKDAYS, ZONES

# All on folded text: lower case, no marks
_BEFORE = r"(?:오전|오후|上午|下午|凌晨|早上|中午|晚上|午前|午後)"
_AFTER = r"(?:[ap]\.?\s?m\b\.?|ص(?!\w)|م(?!\w)|sa\b|ch\b|ق\.?ظ|ب\.?ظ|πμ|μμ|오전|오후|上午|下午)"
_LATE = re.compile(r"p|오후|下午|晚上|午後|م|ch|ب|μμ")
_HOUR, _SIXTY = "(?:[01]?[0-9]|2[0-4])", "[0-5][0-9]"
_WORDS = (
    r"(?:\b(?:at|a las|as|alle ore|alle|ore|um|o godz|godz|o|v|"
    r"в|о|saat|luc|vao luc|kl|klo|pukul|a|الساعة|ساعت)\b\.?\s*)?"
)
_CLOCK = re.compile(
    rf"(?<![0-9:.])t?(?P<before>{_BEFORE}\s*)?(?:"
    rf"(?P<h1>{_HOUR})\s?:\s?(?P<m1>{_SIXTY})(?::(?P<s1>[0-6][0-9])(?:[.,][0-9]{{1,9}})?)?(?![0-9:])"
    rf"|(?P<h2>{_HOUR})\s?h\s?(?P<m2>{_SIXTY})?(?:\s?min)?(?![a-z0-9])"
    rf"|(?P<h3>{_HOUR})\s*(?:시|时|時|點|点|gio)(?:\s*(?P<m3>[0-5]?[0-9])\s*(?:분|分|phut)?(?:\s*(?P<s3>[0-5]?[0-9])\s*[초秒])?)?(?![0-9])"
    rf"|(?P<h4>{_HOUR})(?:\.(?P<m4>{_SIXTY}))?(?=\s?{_AFTER})"
    rf"|(?P<h5>{_HOUR})\.(?P<m5>{_SIXTY})(?:\.{_SIXTY})?(?=\s*(?:uhr|hs|hrs|h)\b)"
    rf"|(?<=ore )(?P<h6>{_HOUR})\.(?P<m6>{_SIXTY})(?![.0-9])"
    rf"|(?<=alle )(?P<h7>{_HOUR})\.(?P<m7>{_SIXTY})(?![.0-9])"
    rf")(?P<after>\s?{_AFTER})?"
)
_COMPACT = re.compile(
    r"(?<=[0-9])t(?P<h1>[01][0-9]|2[0-4])(?P<m1>[0-5][0-9])(?:(?P<s1>[0-6][0-9])(?:\.[0-9]+)?)?"
)
_WORD_BEFORE = re.compile(rf"{_WORDS}\Z")
_ZONE = re.compile(
    r"\s*(?:uhr|hs|hrs|hours|h|น)?\b\.?\s*(?:"
    r"\(?(?P<name>utc|gmt|ut)?\s?(?P<sign>[+−-])(?P<hours>[01]?[0-9])(?::?(?P<minutes>[0-5][0-9]))?\)?(?![0-9.])"
    r"|\(?(?P<abbreviation>[a-zа-я]{1,5})\)?(?![a-zа-я0-9]))?"
    r"(?:\s*\([\w +:./-]{1,40}\))?"
)
_BARE_ZONE = re.compile(r"(?<=[0-9])\s?(?:z|[+-][01][0-9]:[0-5][0-9])\Z")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; ``offset`` in minutes east of Greenwich, None where no zone is printed, or none that
    only one place has."""

    hour: int
    minute: int
    second: int
    offset: int | None = None


def take_clock(text: str) -> tuple[str, Clock | None]:
    """A folded value without its time of day and zone, and what they say; as it is where it has none."""
    match = _COMPACT.search(text) or _CLOCK.search(text)
    if match is None:
        return _BARE_ZONE.sub("", text), None
    parts = {name[0]: int(part) for name, part in match.groupdict().items() if part and name[0] in "hms"}
    hour = parts["h"]
    half = match.groupdict().get("before") or match.groupdict().get("after")
    if half and hour <= 12:
        hour = hour % 12 + (12 if _LATE.search(half) else 0)
    end, offset = _zone(text, match.end())
    before = _WORD_BEFORE.sub("", text[: match.start()])
    rest = f"{before} {text[end:]}".strip()
    return rest, Clock(hour % 24, parts.get("m", 0), min(parts.get("s", 0), 59), offset)


def _zone(text: str, start: int) -> tuple[int, int | None]:
    """Where what belongs to the time ends, and its offset."""
    match = _ZONE.match(text, start)
    if match is None:
        return start, None
    if match["sign"]:
        offset = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        return match.end(), offset if match["sign"] == "+" else -offset
    word = match["abbreviation"]
    if word is None or word in ZONES:
        return match.end(), ZONES[word] if word else None
    if word in MONTHS or word in WEEKDAYS or len(word) < 2:
        return start, None
    # a zone that several places call so, unless it is a word of something else
    return (match.end() if not text[match.end() :].strip() else start), None


def day_there(day: datetime.date, clock: Clock | None, zone: datetime.tzinfo | None) -> datetime.date:
    """The day of a moment where the outlet is.

    A moment without a zone is the outlet's own. Midnight in Greenwich stands for a day without a time, as
    programs write it, and stays that day.
    """
    if clock is None or clock.offset is None or zone is None:
        return day
    if clock.offset == 0 and (clock.hour, clock.minute, clock.second) == (0, 0, 0):
        return day
    there = datetime.timezone(datetime.timedelta(minutes=clock.offset))
    moment = datetime.datetime(
        day.year, day.month, day.day, clock.hour, clock.minute, clock.second, tzinfo=there
    )
    return moment.astimezone(zone).date()
