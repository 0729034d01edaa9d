"""Numbers and dates of a text in a form that is the same in every language, with where they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.ingest.dates.stamps import find_stamps
from corpus.settings import packaged
from corpus.text.languages import within

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER, DATE, NAME = "number", "date", "name"
LONGEST_NUMBER = 30
"""Characters of a number in digits; a longer row of digits is none."""

_DIGITS = r"[0-9０-９]"
_NUMERAL = re.compile(
    rf"(?<![0-9０-９.,])(?:{_DIGITS}{{1,3}}(?:[,，]{_DIGITS}{{3}})+|{_DIGITS}{{1,{LONGEST_NUMBER}}})"
    rf"(?:[.．]{_DIGITS}{{1,{LONGEST_NUMBER}}})?(?:[×xX]{_DIGITS}{{1,4}}(?![0-9０-９]))?"
)
_NEXT = re.compile(rf"\s?({_DIGITS}{{1,4}})(?![0-9０-９.,×])")
MOST_MULTIPLIERS = 3
"""Multipliers of one number."""
_PLAIN = str.maketrans("０１２３４５６７８９，．", "0123456789,.")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date or name. ``value``: the same for what means the same: ``15000``, ``20x10``, ``1999``,
    ``02-14``. ``start`` and ``end``: half-open, code points of the passage."""

    kind: str
    value: str
    start: int
    end: int


def settings() -> dict[str, Any]:
    """The tables of ``facts.toml``."""
    return packaged("corpus.insight.reuse", "facts.toml")


def numbers_and_dates(text: str, language: str) -> list[Fact]:
    """The dates and numbers of a passage in order, none overlapping.

    A date that names a day is compared by month and day (the year is often left to the reader), else by month
    and year, or by the year. Numbers in digits, with the words that multiply them (``3만``, ``5.2 million``),
    and in words from ``least_in_words`` on where ``facts.toml`` has those of the language.
    """
    dates = (
        Fact(DATE, _date(stamp.year, stamp.month, stamp.day), stamp.start, stamp.end)
        for stamp in find_stamps(text)
    )
    found: list[Fact] = []
    taken = bytearray(len(text))
    for fact in (*dates, *_in_digits(text, language), *_in_words(text, language)):
        if not any(taken[fact.start : fact.end]):
            taken[fact.start : fact.end] = b"\1" * (fact.end - fact.start)
            found.append(fact)
    return sorted(found, key=lambda fact: fact.start)


def _date(year: int | None, month: int | None, day: int | None) -> str:
    if month and day:
        return f"{month:02d}-{day:02d}"
    return f"{year:04d}-{month:02d}" if month else f"{year:04d}"


def _table(language: str) -> dict[str, Any]:
    for name in ("en", "ko", "zh", "ja"):
        if within(language, name):
            found: dict[str, Any] = settings()[name]
            return found
    return {}


def _in_digits(text: str, language: str) -> Iterator[Fact]:
    low, high = settings()["years"]
    multiplier = _multiplier(language)
    at = 0
    while (match := _NUMERAL.search(text, at)) is not None:
        at = match.end()
        plain = match[0].translate(_PLAIN).replace("×", "x").replace("X", "x")
        if "x" in plain:
            yield Fact(NUMBER, plain, match.start(), at)
            continue
        if (
            len(plain) == 4
            and plain.isdigit()
            and low <= int(plain) <= high
            and not _follows(multiplier, text, at)
        ):
            yield Fact(DATE, plain, match.start(), at)
            continue
        try:
            value, at = _multiplied(Decimal(plain.replace(",", "")), multiplier, text, at)
        except InvalidOperation:
            continue
        yield Fact(NUMBER, _written(value), match.start(), at)


def _follows(multiplier: re.Pattern[str] | None, text: str, at: int) -> bool:
    return multiplier is not None and multiplier.match(text, at) is not None


def _multiplied(
    value: Decimal, multiplier: re.Pattern[str] | None, text: str, at: int
) -> tuple[Decimal, int]:
    """A number with what multiplies it, and smaller ones that belong to it: ``3억 2천만`` is 320000000."""
    times, end = _product(multiplier, text, at)
    total = value * times
    while times > 1:
        at = end
        numeral = _NEXT.match(text, at)
        smaller, end = _product(multiplier, text, numeral.end()) if numeral else (1, at)
        if numeral is None or not 1 < smaller < times:
            break
        times = smaller
        total += Decimal(numeral[1].translate(_PLAIN)) * times
    return total, at


def _product(multiplier: re.Pattern[str] | None, text: str, at: int) -> tuple[int, int]:
    """What multipliers that follow each other make, and where they end: ``천만`` is 10000000."""
    times = 1
    for _ in range(MOST_MULTIPLIERS):
        match = multiplier.match(text, at) if multiplier else None
        if match is None:
            break
        times *= _times(match)
        at = match.end()
    return times, at


@cache
def _multiplier(language: str) -> re.Pattern[str] | None:
    table = _table(language).get("multipliers")
    if not table:
        return None
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.compile(rf"[\s-]?({words})s?\b" if within(language, "en") else rf"\s?({words})", re.IGNORECASE)


def _times(match: re.Match[str]) -> int:
    for name in ("en", "ko", "zh", "ja"):
        found = settings()[name]["multipliers"].get(match[1].lower())
        if found is not None:
            return int(found)
    raise AssertionError(match[1])


def _written(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _in_words(text: str, language: str) -> Iterator[Fact]:
    reader = {"en": _english, "ko": _korean, "zh": _han, "ja": _han}
    least = settings()["least_in_words"]
    for name, read in reader.items():
        if within(language, name):
            for start, end, value in read(text, name):
                if value >= least:
                    yield Fact(NUMBER, str(value), start, end)


def _english(text: str, name: str) -> Iterator[tuple[int, int, int]]:
    for match in _english_words().finditer(text):
        total = part = 0
        for word in re.split(r"[\s-]+", match[0].lower()):
            table = settings()[name]
            if word in table["units"]:
                part += table["units"][word]
            elif word == "hundred" or word == "hundredth":
                part = max(part, 1) * 100
            elif word in table["multipliers"]:
                total += max(part, 1) * table["multipliers"][word]
                part = 0
        yield match.start(), match.end(), total + part


@cache
def _english_words() -> re.Pattern[str]:
    table = settings()["en"]
    words = "|".join(sorted([*table["units"], *table["multipliers"]], key=len, reverse=True))
    big = "|".join(sorted(table["multipliers"], key=len, reverse=True))
    joined = "|".join(table["joined"])
    opened = "|".join(table["openers"])
    # at most twelve words: no text makes it look far back
    return re.compile(
        rf"\b(?:(?:{opened})\s(?=(?:{big})\b))?(?:{words})(?:(?:[\s-]|(?<=hundred)\s(?:{joined})\s|(?<=thousand)\s(?:{joined})\s)"
        rf"(?:{words})){{0,11}}\b(?!-)",
        re.IGNORECASE,
    )


def _korean(text: str, name: str) -> Iterator[tuple[int, int, int]]:
    for match in _korean_words().finditer(text):
        yield (
            match.start(),
            match.end(),
            sum(settings()[name]["units"][one] for one in _units().findall(match[0])),
        )


@cache
def _units() -> re.Pattern[str]:
    return re.compile("|".join(sorted(settings()["ko"]["units"], key=len, reverse=True)))


@cache
def _korean_words() -> re.Pattern[str]:
    table = settings()["ko"]
    unit = "|".join(sorted(table["units"], key=len, reverse=True))
    counters = "|".join(sorted(table["counters"], key=len, reverse=True))
    return re.compile(rf"(?<![가-힣0-9])(?:{unit}){{1,3}}(?=\s?(?:{counters})|\s[가-힣]|[,.]|\Z)")


def _han(text: str, name: str) -> Iterator[tuple[int, int, int]]:
    """Numbers of two characters or more of which one multiplies: 二十, 一百一十, 三千万."""
    table = settings()[name]
    for match in _han_words(name).finditer(text):
        total = section = digit = 0
        for character in match[0]:
            if character in table["digits"]:
                digit = table["digits"][character]
                continue
            times = table["multipliers"][character]
            if times >= 10_000:
                total += max(section + digit, 1) * times
                section = 0
            else:
                section += max(digit, 1) * times
            digit = 0
        yield match.start(), match.end(), total + section + digit


@cache
def _han_words(name: str) -> re.Pattern[str]:
    table = settings()[name]
    digits, times = "".join(table["digits"]), "".join(table["multipliers"])
    every = digits + times
    return re.compile(rf"(?<![{every}0-9０-９])(?=[{digits}]*[{times}])[{every}]{{2,12}}(?![{every}])")
