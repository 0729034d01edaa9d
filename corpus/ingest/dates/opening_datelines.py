"""Datelines of agencies that no pattern knows: a place of the gazetteer, and with it a day or an agency."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from corpus.ingest.dates.dateline import Dateline, parse_dateline
from corpus.ingest.dates.finder import find_stamps
from corpus.ingest.dates.metadata import read_date
from corpus.ingest.dates.month_names import WEEKDAYS, alternatives
from corpus.text.gazetteer import place_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    import regex

_READ = 140
"""Within how many code points such a dateline ends."""
_MOST_WORDS = 4
"""Most words of a place."""
_MOST_WORDS_OF_AGENCY = 6
_LONGEST_ALONE = 60
"""Longest line that is nothing but a dateline."""

_AGENCY = (
    r"(?P<agency>(?:[^\W\d_a-z][\w+]{1,14}(?:-[^\W\d_a-z][\w+]{1,14}|\.[A-Z]{2,3})?"
    r"(?: [^\W\d_a-z][\w+]{1,14}){0,2}"
    r"|[A-Za-z][\w-]{1,14}\.(?:com|net|org|id|ru|ua|az|kz|kg|uz|vn|rs|mk|ba|co)))"
)
_BEFORE = re.compile(
    rf"(?:[(\[/][^()\[\]/]{{2,40}}(?:\([^()]{{2,12}}\))?[)\]/]\s?[-–—:]*\s*"
    rf"|{_AGENCY}(?:\.[a-zA-Z]{{2,6}})?, |[■●◆▲]\s*)"
)
"""An agency before the place: ``(ANSA) - ``, ``TEMPO.CO, ``."""
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{3,}(?:[ -][A-ZÀ-Þ]{2,}){0,2}(?=, )")
"""A place that the gazetteer does not have, in capitals: it needs a day."""
_UNKNOWN = re.compile(r"[^\W\d_][\w’'-]{2,}(?: [^\W\d_][\w’'-]{2,}){0,2}(?=[.,] ?\d{1,2}[. ])")
"""Another place that the gazetteer does not have: it needs a day and an agency behind it."""
_WORD = re.compile(r"[^\W\d_][\w'’ʻ.]*(?:-[^\W\d_][\w'’.]*)*")
_REGION = re.compile(r", ?(?:[A-ZÀ-Þ][\w.'’-]+ ?){1,3}(?=,| ?[-–—])")
_NUMBERED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})[-.]? ?(?P<month>[^\W\d_]{3,12})\.?")
_SLASHED_YEAR = re.compile(r"/((?:19|20)\d{2})(?!\d)")
_OPEN = re.compile(r"[(/\[]")
_IN_BRACKETS = re.compile(
    r"\s?[-–—,.]?\s?(?:(?P<round>\()|[/\[])(?P<agency>(?:(?(round)[^()\[\]]|[^()/\[\]])){2,40})"
    r"(?(round)\)|[/\]])\.?\s?(?:--?|—|–|=|:)?\s?"
)
_ALONE = re.compile(
    r"\((?P<agency>[^\W\d_a-z][\w.&+-]{1,20}(?: [^\W\d_a-z][\w.&+-]{1,20}){0,2})\)"
    r"\s?(?:[-–—:]\s?)?(?=[^\W\d_a-z«“\"„])"
)
"""An agency in brackets before the first words: ``(LaPresse) Il presidente``."""
_KASHIDA = re.compile(
    r"(?P<agency>[\u0620-\u064a\u066e-\u06d3\u200c]{2,12}(?: [\u0620-\u064a\u066e-\u06d3\u200c]{2,12}){0,3})"
    r" [ـ–—-] ?(?=[^\W\d_«])"
)
"""An agency or a place before a dash that Arabic letters are lengthened with."""
_STAMPED = re.compile(
    r"(?P<date>\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})"
    r"(?:[\s,|–—-]{1,4}\d{1,2}[:.]\d{2}(?::\d{2})?)?\s?[|–—]\s?(?=[^\W\d_«“\"„])"
)
"""Day and time of a page before the first words: ``13.08.2022 | 15:48 |Президент``."""
_BARE = re.compile(rf"\s?[-–—,.]{{0,2}}\s?{_AGENCY}\s?(?:(?:--?|—|–|/|:|\.(?=\s))\s?|$)")
_HOST = re.compile(r"[a-zA-Z]\.[a-z]{2,3}\W*$")
_PROSE = re.compile(r" (?=[^\W\d_])([^\s,.:;()]+) ([^\s,.:;()]+)")
_DASH = re.compile(r"\s?(?:--?|—|–|―|ー|——)\s?(?=\S)")
_SPACED_DASH = re.compile(r"(?:\s(?:--?|—|–|―)\s|\s?(?:—|——)\s?)(?=\S)")
_COLON = re.compile(r"\s?[:：]\s?(?=\S)")
_HAN = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{2,5}?社)?(?P<place>[\u4e00-\u9fff]{2,6}?)(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?:电|電|讯|訊)?\s?[—–-]{1,2}"
)


def find_dateline(
    paragraph: str, patterns: Sequence[regex.Pattern[str]], *, first: bool = False
) -> Dateline | None:
    """The dateline of a paragraph: one of the patterns, else one that begins with a known place and goes on
    with a day, an agency or, in the ``first`` paragraph of a text, a dash.

    Raises ValueError for a pattern that is too slow.
    """
    found = parse_dateline(paragraph, patterns)
    if found is not None or not patterns:
        return found
    return _opening(paragraph, first=first) or (_first_words(paragraph[:_READ]) if first else None)


def _first_words(text: str) -> Dateline | None:
    """An agency, or the day of a page, alone before the first words of a text."""
    stamped = _STAMPED.match(text) if text[:1].isdecimal() else None
    if stamped is not None:
        try:
            stamp = read_date(stamped["date"], "day-first")
        except ValueError:
            return None
        if stamp is None:
            return None
        return Dateline(0, stamped.end(), None, stamp.year, stamp.month, stamp.day, None)
    told = _ALONE.match(text) if text[:1] == "(" else _KASHIDA.match(text)
    return Dateline(0, told.end(), None, None, None, None, told["agency"]) if told is not None else None


def _opening(paragraph: str, *, first: bool) -> Dateline | None:
    text = paragraph[:_READ]
    before = _BEFORE.match(text)
    for start in (0, *((before.end(),) if before else ())):
        agency = before["agency"] if start and before is not None else None
        found = _from_place(text, start, agency, len(paragraph), first=first, marked=start > 0)
        if found is not None:
            return found
    return _han(text)


def _from_place(
    text: str, start: int, agency: str | None, length: int, *, first: bool, marked: bool
) -> Dateline | None:
    end = _place_end(text, start)
    capitals = _CAPITALS.match(text, start) if end is None else None
    unknown = _UNKNOWN.match(text, start) if end is None and capitals is None else None
    if unknown is not None and any(word[0].islower() for word in unknown[0].split()):
        unknown = None
    capitals = capitals or unknown
    if end is None and capitals is None:
        return None
    end = capitals.end() if capitals is not None else end
    assert end is not None
    place = text[start:end].rstrip(" .")
    region = _REGION.match(text, end)
    at = region.end() if region else end
    year, month, day, at = _day(text, at)
    dated = month is not None
    if capitals is not None and not dated:
        return None
    if dated and "(" in text[end:at] and text[at : at + 1] == ")":
        at += 1
    for pattern in (_IN_BRACKETS, _BARE):
        told = pattern.match(text, at)
        if told is None or (pattern is _BARE and not (dated or marked) and not _HOST.search(told[0])):
            continue
        sure = dated or pattern is _IN_BRACKETS or _HOST.search(told[0]) is not None
        if _is_agency(told["agency"], sure=sure):
            agency, at = told["agency"].strip(), told.end()
            dash = _DASH.match(text, at)
            return Dateline(0, dash.end() if dash else at, place, year, month, day, agency)
    if unknown is not None:
        return None
    closing = (_DASH if dated or marked else _SPACED_DASH).match(text, at)
    if closing is not None and (dated or marked or first):
        return Dateline(0, closing.end(), place, year, month, day, agency)
    colon = _COLON.match(text, at)
    if colon is not None and (first or dated) and start == 0:
        return Dateline(0, colon.end(), place, year, month, day, None)
    alone = at >= length and length <= _LONGEST_ALONE
    if alone and dated and year is None:
        return Dateline(0, at, place, year, month, day, agency)
    return None


def _place_end(text: str, start: int) -> int | None:
    """Where the longest known place that begins there ends."""
    ends: list[int] = []
    at = start
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, at)
        if word is None or (at == start and word[0][0].islower()):
            break
        ends.append(word.end())
        at = word.end() + 1
        if text[word.end() : at] not in (" ", "-"):
            break
    for end in reversed(ends):
        words = text[start:end].rstrip(".")
        if len(words) > 2 and not _goes_on(text, end) and place_named(words) is not None:
            return start + len(words)
    return None


def _goes_on(text: str, at: int) -> bool:
    """Whether two words in lower case follow, as in a sentence: the gazetteer need not be asked."""
    match = _PROSE.match(text, at)
    return match is not None and match[1].islower() and match[2].islower()


def _day(text: str, at: int) -> tuple[int | None, int | None, int | None, int]:
    """Year, month and day that stand there behind a comma, a full stop or a space, and where they end."""
    begin = at + len(text[at:]) - len(text[at:].lstrip(" ,.،"))
    weekday = _weekday().match(text, begin)
    begin = weekday.end() if weekday else begin
    number = _NUMBERED.match(text, begin)
    if number is not None:
        try:
            stamp = read_date(number[0], "day-first")
        except ValueError:
            stamp = None
        if stamp is not None:
            return stamp.year, stamp.month, stamp.day, number.end()
    for one in find_stamps(text[begin:]):
        if one.start <= 1 and one.day is not None:
            slash = _SLASHED_YEAR.match(text, begin + one.end) if one.year is None else None
            if slash is not None:
                return int(slash[1]), one.month, one.day, slash.end()
            end = one.start + len(_OPEN.split(text[begin + one.start : begin + one.end])[0].rstrip())
            return one.year, one.month, one.day, _behind(text, begin + end)
        break
    short = _DAY_MONTH.match(text, begin)
    if short is not None:
        try:
            stamp = read_date(f"{short['day']} {short['month']}")
        except ValueError:
            stamp = None
        if stamp is not None and stamp.month is not None and stamp.day is not None:
            return None, stamp.month, stamp.day, short.end()
    return None, None, None, at


def _behind(text: str, at: int) -> int:
    """Behind a year's word, a full stop and a weekday."""
    match = _after_day().match(text, at)
    return match.end() if match is not None else at


@functools.cache
def _weekday() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(WEEKDAYS)})\.?,? ", re.IGNORECASE)


@functools.cache
def _after_day() -> re.Pattern[str]:
    return re.compile(
        rf"(?: ?(?:г\.|года|оны|жыл\w*|р\.))?\.?(?:,? ?(?:{alternatives(WEEKDAYS)})(?!\w))?", re.IGNORECASE
    )


def _is_agency(words: str, *, sure: bool) -> bool:
    """Whether words in brackets or behind a dash name who reports; where it is ``sure`` any name may."""
    letters = [char for char in words if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if not letters or len(words.split()) > _MOST_WORDS_OF_AGENCY:
        return False
    return capitals > 1 or (sure and (not letters[0].islower() or "." in words))


def _han(text: str) -> Dateline | None:
    """``越通社河内1月9日——``: an agency or a day beside a known place, and a dash."""
    match = _HAN.match(text)
    if match is None or not (match["agency"] or match["day"]) or place_named(match["place"]) is None:
        return None
    month = int(match["month"]) if match["month"] else None
    day = int(match["day"]) if match["day"] else None
    end = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip("—–- "))
    return Dateline(0, end, match["place"], None, month, day if month else None, match["agency"])
