"""Dates in running text: where each stands and what it says."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.ingest.dates import patterns
from corpus.ingest.dates.calendars import (
    JUCHE_WORDS,
    LUNAR_WORDS,
    SOLAR_YEARS,
    buddhist_year,
    check_day,
    day_number,
    era_year,
    juche_conflict,
    juche_year,
    month_number,
    solar_day,
    solar_month,
    year_number,
)
from corpus.ingest.dates.month_names import ENGLISH, FULL, MONTHS, SHORT, SOLAR_MONTHS, fold
from corpus.text.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_RUNS = re.compile(r"[^\W\d_]+")
_RUNNING = re.compile(f"{patterns.LETTER}+")
_GLUED = re.compile(r"(?<=\d)[^\W\d_]{3,}")
_SHORT = 2000
"""Code points of a text of which the words are looked at before its patterns; a longer one is read faster
by all of them."""


def _first_runs(names: Iterable[str], letters: re.Pattern[str]) -> frozenset[str]:
    """The letters with which names of months begin, in Hebrew also behind the prefix of a day."""
    runs = {run for name in names for run in letters.findall(name)[:1]}
    return frozenset(runs | {f"ב{run}" for run in runs if "א" <= run[0] <= "ת"})


_ALWAYS = ("",)
_FULL_STOPS = tuple(f".{space}{digit}" for space in ("", " ", "\xa0") for digit in "12１２")
_ENGLISH = frozenset(form for name in ENGLISH for form in (name.capitalize(), name.upper()))
_FOREIGN = _first_runs(FULL | SHORT, _RUNNING)
_ANY_NAME = _first_runs(MONTHS.keys() | SOLAR_MONTHS.keys() | {"thang"}, _RUNS)
# Each pattern with what must occur for it to match, one of some strings or (a frozenset) of some words, which
# are those of English as printed, others folded: most texts need few patterns.
_PATTERNS: tuple[tuple[tuple[str, ...] | frozenset[str], str], ...] = (
    (_ENGLISH, patterns.MONTH_FIRST),
    (_ENGLISH, patterns.MONTH_AND_YEAR),
    (_ENGLISH, patterns.DAY_FIRST),
    (JUCHE_WORDS, patterns.JUCHE),
    (JUCHE_WORDS, patterns.YEAR_WITH_JUCHE),
    (("년", "年"), patterns.EAST),
    (("월", "月"), patterns.EAST_DAY),
    (_ALWAYS, patterns.NUMERIC),
    (_FULL_STOPS, patterns.DAY_MONTH_YEAR),
    (_FOREIGN, patterns.WRITTEN_DAY),
    (_FOREIGN, patterns.WRITTEN_MONTH),
    (_FOREIGN, patterns.YEAR_FIRST),
    (("háng",), patterns.VIETNAMESE),
    (("gày", "gay"), patterns.VIETNAMESE_NUMBERS),
    (("háng",), patterns.VIETNAMESE_MONTH),
    (("۱", "١", "1"), patterns.SOLAR_DAY),
    (("ม", "ค", "ย", "พ", "າ", "ນ", "ກ"), patterns.THAI),
    (("сарын",), patterns.MONGOLIAN),
)


# The commonest form first: most values need one pattern. Their words and strings are compared folded.
_WHOLE = tuple(
    (_ANY_NAME if isinstance(needs, frozenset) else tuple(map(fold, needs)), pattern)
    for needs, pattern in dict.fromkeys(
        (
            (_ALWAYS, patterns.NUMERIC),
            *_PATTERNS,
            *((_ANY_NAME, pattern) for pattern in patterns.WHOLE),
        )
    )
)


# No date is without a number; numbers of other scripts are left to the patterns.
_MAY_DATE = re.compile(r"[0-9]|[^\x00-\x7f]")


@functools.cache
def _running(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@functools.cache
def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_LUNAR = "|".join(LUNAR_WORDS)
_LUNAR_BEFORE = re.compile(
    rf"(?:(?:{_LUNAR})(?:으로|의|으로는)?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)?"
    r"|\b[Ll]unar|лунн\w+)[\s(（:：,，]*\Z"
)
_LUNAR_AFTER = re.compile(
    rf"\s*(?:[(（]\s*(?:{_LUNAR})"
    r"|,?\s*[(（]?(?:(?:of|by|on|in|according to) )?(?:the )?[Ll]unar (?:[Cc]alendar|[Mm]onth)"
    r"|[(（]?по лунному(?: календарю)?)[)）]?"
)
_LUNAR_REACH = 12
"""Within how many code points before a date the word stands that makes it a lunar one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a text: half-open span in code points, and the parts that it names.

    ``conflict`` is a sentence where the Juche and the Gregorian year disagree; ``year`` is then the
    Gregorian one. ``remark`` is a sentence that should be said of it, as where it is printed in another
    calendar. ``short``: the last two digits of a year of which no more is printed; ``year`` is then None.
    A range of days (``August 6-8``) is known by its first day.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    conflict: str | None = None
    remark: str | None = None
    short: int | None = None

    @property
    def date(self) -> PartialDate | None:
        """The date; None when the year is not named."""
        return None if self.year is None else PartialDate(self.year, self.month, self.day)


def find_stamps(text: str) -> list[Stamp]:
    """Every date in running text or a headline, in order, none overlapping.

    Names a day (``August 6``, ``8월 6일``), a month of a year (``May Juche 106 (2017)``), a Juche year or an
    East Asian year (``2024년``, ``二〇二四年``, ``民国三十八年``), in all languages of
    ``calendar_names.toml``, and days of the Solar Hijri calendar, converted. Dates that no calendar has,
    years outside ``YEARS``, lunar dates (:func:`lunar_dates` has them) and bare numbers are no stamps.
    """
    found: list[Stamp] = []
    for match in _longest(_matches(text)):
        try:
            stamp = None if _is_lunar(match) else _read(match)
        except ValueError:
            continue
        if stamp is not None:
            found.append(stamp)
    return found


def lunar_dates(text: str) -> list[str]:
    """The days in a text that it says are of the lunar calendar, as printed: ``음력 8월 15일``.

    They are never converted, and no stamps. Days with names of their own (``正月初一``) are not looked for.
    """
    if not any(word in text for word in (*LUNAR_WORDS, "unar ", "лунн")):
        return []
    found = []
    for match in _longest(_matches(text)):
        if _is_lunar(match):
            before = _LUNAR_BEFORE.search(text, max(0, match.start() - _LUNAR_REACH), match.start())
            after = _LUNAR_AFTER.match(text, match.end())
            start = before.start() if before else match.start()
            found.append(text[start : after.end() if after and not before else match.end()])
    return found


def _is_lunar(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if not (groups.get("month") or groups.get("word")):
        return False
    before = _LUNAR_BEFORE.search(match.string, max(0, match.start() - _LUNAR_REACH), match.start())
    return before is not None or _LUNAR_AFTER.match(match.string, match.end()) is not None


def whole_stamp(text: str) -> Stamp | None:
    """The stamp that is the whole text, letters in any case and with or without their marks; None if it is
    none.

    Raises ValueError for an impossible date.
    """
    if not _MAY_DATE.search(text):
        return None
    folded = fold(text)
    words = set(_RUNS.findall(folded))
    for glued in _GLUED.findall(folded):
        words.update((glued[1:], glued[2:]))  # behind an ordinal's ending
    possible = [source for needs, source in _WHOLE if _has(needs, folded, words)]
    for form in dict.fromkeys((text, folded)):
        for pattern in map(_whole, possible):
            match = pattern.fullmatch(form)
            if match is not None and ("word" not in pattern.groupindex or _names_month(match)):
                stamp = _read(match)
                if stamp is not None:
                    return stamp
    return None


def _matches(text: str) -> Iterator[re.Match[str]]:
    if not _MAY_DATE.search(text):
        return
    words = None
    if len(text) < _SHORT:
        printed = set(_RUNNING.findall(text))
        words = printed.union(map(fold, printed))
    for needs, source in _PATTERNS:
        if _has(needs, text, words):
            pattern = _running(source)
            if "word" in pattern.groupindex:
                yield from filter(_names_month, pattern.finditer(text))
            else:
                yield from pattern.finditer(text)


def _has(needs: tuple[str, ...] | frozenset[str], text: str, words: set[str] | None) -> bool:
    if isinstance(needs, frozenset):
        return words is None or not needs.isdisjoint(words)
    return any(needle in text for needle in needs)


def _longest(matches: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Of matches that overlap, the longer one; of equal ones, the first."""
    kept: re.Match[str] | None = None
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if kept is None or match.start() >= kept.end():
            if kept is not None:
                yield kept
            kept = match
        elif match.end() - match.start() > kept.end() - kept.start():
            kept = match
    if kept is not None:
        yield kept


def _read(match: re.Match[str]) -> Stamp | None:
    """What a match of one of the patterns says; None where its surroundings show that it is no date.

    Raises ValueError for an impossible date.
    """
    groups = match.groupdict()
    if not _stands_alone(match, groups):
        return None
    if groups.get("solar"):
        return _solar(match, solar_month(match["solar"]), groups["s1"], groups["day"])
    named, counted = groups.get("month"), groups.get("day") or groups.get("day2")
    word, name = groups.get("word") or groups.get("word2"), groups.get("name")
    if name and fold(name) not in MONTHS and not name[-1].isdecimal():
        return None
    named = named or word or name or groups.get("thai") or groups.get("named")
    month = month_number(named) if named else None
    day = day_number(counted) if counted else None
    gregorian = groups.get("y1") or groups.get("z1")
    juche = groups.get("j1") or groups.get("k1") or groups.get("k2")
    conflict = None
    year = None
    if gregorian:
        if groups.get("mark") and day and not gregorian.isascii() and int(gregorian) in SOLAR_YEARS:
            return _solar(match, month, gregorian, counted)
        year = year_number(gregorian)
        if juche:
            juche_year(int(juche))
            conflict = juche_conflict(int(juche), year)
    elif groups.get("b1"):
        year = buddhist_year(str(groups["b1"]))
    elif juche:
        year = juche_year(int(juche))
    elif groups.get("reign") and groups.get("r1"):
        year = era_year(str(groups["reign"]), str(groups["r1"]))
    if month is not None and day is not None:
        check_day(month, day, year)
    short = int(groups["short"]) if groups.get("short") else None
    return Stamp(match.start(), match.end(), year, month, day, conflict, None, short)


def _names_month(match: re.Match[str]) -> bool:
    """Whether a word in running text names a month; an abbreviation does only before a full stop or a
    year."""
    groups = match.groupdict()
    word = groups.get("word") or groups.get("word2") or ""
    folded = fold(word)
    if folded in FULL:
        return bool(groups.get("day") or groups.get("day2")) or word != "Mars"  # Mars 2020 flies
    return folded in SHORT and bool(groups.get("dot") or groups.get("y1") or groups.get("j1"))


def _solar(match: re.Match[str], month: int | None, year: str | None, day: str | None) -> Stamp | None:
    if month is None or year is None or day is None:
        return None
    stamp = solar_stamp(match[0], int(year), month, int(day))
    return replace(stamp, start=match.start(), end=match.end())


def solar_stamp(printed: str, year: int, month: int, day: int) -> Stamp:
    """The stamp of a day in the Solar Hijri calendar; ValueError for one that it does not have."""
    date = solar_day(year, month, day)
    said = f"{' '.join(printed.split())} is read as a day of the Solar Hijri calendar, which is {date}"
    return Stamp(0, len(printed), date.year, date.month, date.day, None, said)


def _stands_alone(match: re.Match[str], groups: dict[str, str | None]) -> bool:
    start = match.start()
    before = match.string[start - 1 : start]
    in_word = before.lower() != before.upper()
    if "era" in groups:
        # 주체 also means "subject": a number beside it is a year only with 년, (2024) or month and day
        if not match["era"].isascii() and not (groups["z1"] or groups["day"]):
            return False
        return not in_word or not match["era"].isascii()
    first = match[0][0]
    return first.lower() == first.upper() or not in_word
