"""Regular expressions for dates in running text. None backtracks over more than a few characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from corpus.ingest.calendars import ERAS, HAN_DIGIT_CLASS, JUCHE_WORDS
from corpus.ingest.month_names import ENGLISH, FULL_NUMBERS, SHORT_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GAP: Final = r"[ \t\xa0\u2000-\u200a\u202f\u3000]"
"""A space that is no line end: a date stands on one line."""
DIGIT: Final = "[0-9０-９]"

_DAY = f"{DIGIT}{{1,2}}"
_OPEN, _CLOSE = f"[(（]{GAP}*", f"{GAP}*[)）]"
YEAR: Final = f"(?:(?:[1１][6-9６-９]|[2２][0０]){DIGIT}{{2}}|2100)(?!{DIGIT})"
"""A year of ``YEARS``."""
_JUCHE = f"(?:{'|'.join(JUCHE_WORDS)})"
_ERA_NUMBER = f"{DIGIT}{{1,3}}(?!{DIGIT})"

_NAMES = sorted(
    {spelling for name in ENGLISH for spelling in (name.capitalize(), name.upper())}, key=len, reverse=True
)
_MONTH = f"(?P<month>{'|'.join(_NAMES)})"
_ORDINAL = "(?:st|nd|rd|th)?"
_UNTIL = f"(?:{GAP}*[-–—]{GAP}*{_DAY}{_ORDINAL}(?!{DIGIT}))?"
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# What follows shows that the number is no day: 5.5, 5:30, 5 000, 5,000, 5%, 5×
_NO_DAY = rf"(?!{DIGIT}|[.:×]{DIGIT}|%|(?:,|{GAP}){DIGIT}{{3}}(?!{DIGIT}))"

# Groups: y1 or z1 Gregorian, j1 or k1 Juche
_ANY_YEAR = (
    f"(?:(?P<y1>{YEAR})(?:{GAP}*{_OPEN}{_JUCHE}{GAP}*(?P<k1>{_ERA_NUMBER}){_CLOSE})?"
    f"|{_JUCHE}{GAP}*(?P<j1>{_ERA_NUMBER})(?:{GAP}*{_OPEN}(?P<z1>{DIGIT}{{4}}){_CLOSE})?)"
)

MONTH_FIRST: Final = (
    rf"{_MONTH}(?:\.{GAP}*|{GAP}+)(?P<day>{_DAY}){_ORDINAL}{_NO_DAY}{_UNTIL}"
    rf"(?:(?:{GAP}*\({_WEEKDAY}\))?(?:{GAP}+of{GAP}+|,{GAP}*|{GAP}+){_ANY_YEAR})?(?!,{GAP}*0000)"
)
MONTH_AND_YEAR: Final = rf"{_MONTH}(?:\.?,?{GAP}+|\.)(?:of{GAP}+)?{_ANY_YEAR}"
DAY_FIRST: Final = (
    rf"(?<![0-9０-９.,:×/\-])(?P<day>{_DAY}){_ORDINAL}{_UNTIL}(?:{GAP}+(?:of{GAP}+)?|-){_MONTH}(?![A-Za-zÀ-ɏ])"
    rf"(?:\.?(?:,?{GAP}+|-){_ANY_YEAR})?"
)
JUCHE: Final = (
    rf"(?P<era>{_JUCHE}){GAP}*(?P<j1>{_ERA_NUMBER})(?:{GAP}*{_OPEN}(?P<z1>{DIGIT}{{4}}){_CLOSE})?"
    rf"(?:\.(?P<month>{_DAY})\.(?P<day>{_DAY})(?!{DIGIT}))?"
)
YEAR_WITH_JUCHE: Final = (
    rf"(?<!{DIGIT})(?P<y1>{YEAR}){GAP}*{_OPEN}{_JUCHE}{GAP}*(?P<k1>{_ERA_NUMBER}){_CLOSE}"
)

_HAN_DAY = "三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_HAN_NUMBER = "[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_COUNTED = rf"(?:{DIGIT}(?:{GAP}?{DIGIT})?|{_HAN_DAY})"
_EAST_MONTH = rf"(?P<month>{_COUNTED}){GAP}*[월月]"
_EAST_DAY = rf"{GAP}*(?P<day>{_COUNTED}){GAP}*[일日]"
_EAST_YEAR = (
    rf"(?:(?P<reign>{'|'.join(ERAS)}){GAP}*(?P<r1>{_ERA_NUMBER}|元|{_HAN_NUMBER})"
    rf"|{_JUCHE}{GAP}*(?P<j1>{_ERA_NUMBER})(?:{GAP}*{_OPEN}(?P<z1>{DIGIT}{{4}}){_CLOSE})?"
    rf"|(?<!{DIGIT})(?P<y1>{DIGIT}{{4}}|{DIGIT}(?:{GAP}{DIGIT}){{3}}|{HAN_DIGIT_CLASS}{{4}})"
    rf"(?:{GAP}*{_OPEN}{_JUCHE}{GAP}*(?P<k1>{_ERA_NUMBER}){_CLOSE})?)"
)
# a decade, a span of years or a history of them is no date
EAST: Final = rf"{_EAST_YEAR}{GAP}*[년年](?:{GAP}*{_EAST_MONTH}(?:{_EAST_DAY})?|(?![대代간来來사]))"
EAST_DAY: Final = rf"(?<![0-9０-９一二三四五六七八九十])(?<!{DIGIT}{GAP}){_EAST_MONTH}{_EAST_DAY}"

NUMERIC: Final = (
    rf"(?<![0-9０-９A-Za-z./\-])(?P<y1>{DIGIT}{{4}})(?P<mark>[-/]|\.{GAP}?)(?P<month>{_DAY})"
    rf"(?P=mark)(?P<day>{_DAY})(?!{DIGIT}|[-./]{DIGIT})"
)

DAY_MONTH_YEAR: Final = (
    rf"(?<![0-9０-９A-Za-z./\-])(?P<day>{_DAY})\.(?P<month>{_DAY})\.(?P<y1>{YEAR})(?!\.{DIGIT}|[-/]{DIGIT})"
)
"""``06.08.2024``: with full stops the day always stands first."""


@dataclass(frozen=True, slots=True)
class Written:
    """How a language writes a date with the month's name: the expressions between its parts."""

    ordinal: str
    of: str
    before_year: str
    after_year: str = ""


_LETTER = "[A-Za-zÀ-ɏЀ-ӿ]"
_WRITTEN: Final = {
    "russian": (
        ("ru",),
        Written("(?:-?го)?", f"{GAP}+", f",?{GAP}+", rf"(?:{GAP}*(?:года?|году|г\.?)(?!{_LETTER}))?"),
    ),
    "romance": (
        ("es", "pt", "fr"),
        Written(
            r"(?:ro\.?|er|\.?[ºo°])?",
            f"{GAP}+(?:(?:de|DE){GAP}+)?",
            f",?{GAP}+(?:(?:del?|DEL?){GAP}+)?(?:(?:año|ano|AÑO){GAP}+)?",
        ),
    ),
}
"""Languages that write dates alike, and how."""


def _alternatives(languages: Iterable[str], table: Mapping[str, Mapping[str, int]]) -> str:
    names = {name for language in languages for name in table[language]}
    spellings = {form for name in names for form in (name, name.capitalize(), name.upper())}
    return "|".join(sorted(spellings, key=len, reverse=True))


def _by_name(languages: tuple[str, ...], written: Written) -> tuple[str, str]:
    """The patterns of a day and of a month. An abbreviated month is one only before a full stop or a year."""
    full, short = _alternatives(languages, FULL_NUMBERS), _alternatives(languages, SHORT_NUMBERS)
    year = f"{written.before_year}{_ANY_YEAR}{written.after_year}"
    month = f"(?P<month>(?:{full})(?!{_LETTER})|(?:{short})(?=\\.|{written.before_year}{YEAR}))"
    until = rf"(?:{GAP}*(?:[-–—]|y|e|и|et|a|al|по|au){GAP}*{_DAY}{written.ordinal}(?!{DIGIT}))?"
    day = rf"(?<![0-9０-９.,:×/\-])(?P<day>{_DAY}){written.ordinal}{until}{written.of}{month}(?:\.?{year})?"
    # a month called Mars has no capital: Mars 2020 flies
    return day, f"(?!Mars)(?P<month>{full}){year}"


BY_NAME: Final = {name: _by_name(*written) for name, written in _WRITTEN.items()}
"""For languages beside English that write dates alike: the patterns of days, and of months of a year."""
