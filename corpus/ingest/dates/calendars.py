"""Names and numerals of calendars: months, days, years, the Juche era, the Solar Hijri calendar."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from typing import Final

from corpus.ingest.dates.month_names import MONTHS, SOLAR_MONTHS, fold

YEARS: Final = range(1600, 2101)
"""Years that a text or a metadata value may name: no newspaper is older than 1605."""

SOLAR_YEARS: Final = range(1250, 1431)
"""Years of the Solar Hijri calendar that are read, 1871 to 2051: later ones are more likely lunar Hijri
years."""

JUCHE_OFFSET: Final = 1911
"""Juche 1 is 1912."""

JUCHE_WORDS: Final = ("Juche", "JUCHE", "주체", "主体", "主體", "чучхе", "Чучхе", "ЧУЧХЕ")

ERAS: Final[dict[str, tuple[int, int]]] = {
    "民国": (1912, YEARS[-1]),
    "民國": (1912, YEARS[-1]),
    "明治": (1868, 1912),
    "大正": (1912, 1926),
    "昭和": (1926, 1989),
    "平成": (1989, 2019),
    "令和": (2019, YEARS[-1]),
}
"""Eras whose years are printed for Gregorian ones: the Gregorian years of their first and last year."""

BUDDHIST_OFFSET: Final = 543
"""2567 of the Buddhist era, as Thailand counts it, is 2024."""
BUDDHIST_YEARS: Final = range(2300, YEARS[-1] + BUDDHIST_OFFSET + 1)

LUNAR_WORDS: Final = (
    "农历", "農曆", "农曆", "阴历", "陰曆", "陰历", "旧历", "舊曆", "夏历", "夏曆", "旧暦", "陰暦", "음력",
)  # fmt: skip
"""What stands beside a date of the lunar calendar, which is never converted and never taken for another."""

_HAN_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
HAN_DIGIT_CLASS: Final = "[" + "".join(_HAN_DIGITS) + "]"
_HAN_NUMERAL = re.compile("([一二三四五六七八九])?(十)?([一二三四五六七八九])?")
_JUCHE = re.compile(rf"(?:{'|'.join(JUCHE_WORDS)})\s*([0-9]{{1,3}})(?:\s*\(\s*([0-9]{{4}})\s*\))?", re.I)
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|ro\.?|[oº°ª]|-?го|-?е|\.)?", re.I)
_MONTH_NUMBERED = re.compile(r"th[aá]ng\s+", re.I)
_SOLAR_EPOCH = 226_894
"""The day before 1 Farvardin 1, as ``datetime.date.toordinal`` counts."""


def juche_year(number: int) -> int:
    """The Gregorian year of a Juche year; ValueError for Juche 0 and for years beyond ``YEARS``."""
    if number < 1 or number + JUCHE_OFFSET not in YEARS:
        last = YEARS[-1] - JUCHE_OFFSET
        raise ValueError(
            f"There is no Juche year {number}: Juche 1 is 1912, and {last} is the last year read."
        )
    return number + JUCHE_OFFSET


def buddhist_year(number: str) -> int:
    """The Gregorian year of one that Thai prints: ``2567``, its last digits ``67``, or ``2024`` itself.

    ValueError for a year outside ``YEARS``.
    """
    year = int(plain(number))
    year += 2500 if year < 100 else 0
    if year in BUDDHIST_YEARS:
        year -= BUDDHIST_OFFSET
    if year not in YEARS:
        raise ValueError(f"{number!r} is no year between {YEARS[0]} and {YEARS[-1]}.")
    return year


def era_year(era: str, number: str) -> int:
    """The Gregorian year of an era's: ``民国``, ``三十八`` is 1949, ``令和``, ``元`` 2019.

    ValueError for a year that the era does not have.
    """
    word = plain(number)
    years = int(word) if word.isdecimal() else 1 if word == "元" else _small_number(word) or 0
    first, last = ERAS[era]
    if years < 1 or first + years - 1 > last:
        raise ValueError(f"There is no {era}{number}: its first year is {first}, the last one read {last}.")
    return first + years - 1


def juche_conflict(juche: int, gregorian: int) -> str | None:
    """The sentence that flags a Juche year printed beside another Gregorian year; None if they agree."""
    if juche + JUCHE_OFFSET == gregorian:
        return None
    expected = juche + JUCHE_OFFSET
    return f"Juche {juche} is {expected}, but {gregorian} is printed beside it; {gregorian} was taken."


def check_day(month: int, day: int, year: int | None = None) -> None:
    """ValueError, with a sentence, where no calendar has that day; any year with 29 February when None."""
    if not 1 <= month <= 12:
        raise ValueError(f"There is no month {month}: months run from 1 to 12.")
    if not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        raise ValueError(f"There is no {day} {calendar.month_name[month]}{f' {year}' if year else ''}.")


def plain(text: str) -> str:
    """Compatibility forms resolved, digits of all scripts (``٦``, ``۶``) as ASCII, no spaces at the ends."""
    if text.isascii():
        return text.strip()
    composed = unicodedata.normalize("NFKC", text).strip()
    return "".join([str(unicodedata.decimal(char)) if char.isdecimal() else char for char in composed])


def solar_day(year: int, month: int, day: int) -> datetime.date:
    """The Gregorian day of a day in the Solar Hijri calendar of Iran and Afghanistan (1403, 5, 16).

    The rule of 33-year cycles, as in ICU's PersianCalendar, which gives the years as Iran has counted them
    since 1178 (1799) and as they are foreseen until 1501. ValueError for a day that the calendar does not
    have.
    """
    if year not in SOLAR_YEARS:
        raise ValueError(
            f"The Solar Hijri year {year} is not between {SOLAR_YEARS[0]} and {SOLAR_YEARS[-1]}."
        )
    leap = (25 * year + 11) % 33 < 8
    longest = 31 if month <= 6 else 30 if month <= 11 or leap else 29
    if not (1 <= month <= 12 and 1 <= day <= longest):
        raise ValueError(f"There is no day {day} in month {month} of the Solar Hijri year {year}.")
    before = 365 * (year - 1) + (8 * year + 21) // 33 + 30 * (month - 1) + min(month - 1, 6)
    return datetime.date.fromordinal(_SOLAR_EPOCH + before + day)


def solar_month(text: str) -> int | None:
    """1 to 12 for the name of a month in the Solar Hijri calendar; None for any other word."""
    return SOLAR_MONTHS.get(fold(plain(text)))


def month_number(text: str) -> int:
    """1 to 12 from ``August``, ``Aug.``, ``августа``, ``8``, ``８``, ``8월``, ``八``; else ValueError."""
    word = plain(text).removesuffix("월").removesuffix("月").rstrip(". ")
    month = MONTHS.get(fold(word)) or _small_number(_MONTH_NUMBERED.sub("", word))
    if month is None or not 1 <= month <= 12:
        raise ValueError(f"{text[:40]!r} is no month.")
    return month


def day_number(text: str) -> int:
    """1 to 31 from ``6``, ``６``, ``6th``, ``1ro``, ``1er`` or ``二十三``; ValueError otherwise."""
    word = plain(text).removesuffix("일").removesuffix("日").strip()
    day = _small_number(word)
    if day is None or not 1 <= day <= 31:
        raise ValueError(f"{text[:40]!r} is no day of a month.")
    return day


def year_number(text: str) -> int:
    """A year from ``2024``, ``2024년``, ``二〇二四`` or ``Juche 113 (2024)``, where the Gregorian one counts.

    ValueError for anything else and for years outside ``YEARS``.
    """
    word = plain(text).removesuffix("년").removesuffix("年").strip()
    match = _JUCHE.fullmatch(word)
    if match is not None:
        juche, gregorian = match.groups()
        year = int(gregorian) if gregorian else juche_year(int(juche))
    else:
        digits = "".join(str(_HAN_DIGITS.get(char, char)) for char in word if not char.isspace())
        year = int(digits) if re.fullmatch("[0-9]{4}", digits) else 0
    if year not in YEARS:
        raise ValueError(f"{text[:40]!r} is no year between {YEARS[0]} and {YEARS[-1]}.")
    return year


def _small_number(word: str) -> int | None:
    """A number below 100 in digits or Han numerals."""
    match = _ORDINAL.fullmatch(re.sub(r"(?<=[0-9])\s+(?=[0-9]$)", "", word))
    if match is not None:
        return int(match[1])
    match = _HAN_NUMERAL.fullmatch(word)
    if match is None or not word:
        return None
    tens, ten, ones = match.groups()
    if not ten:
        return None if tens and ones else _HAN_DIGITS[tens or ones]
    return 10 * (_HAN_DIGITS[tens] if tens else 1) + (_HAN_DIGITS[ones] if ones else 0)
