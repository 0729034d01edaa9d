"""Regular expressions for dates in running text. None backtracks over more than a few characters."""

from __future__ import annotations

from typing import Final

from corpus.ingest.dates.calendars import ERAS, HAN_DIGIT_CLASS, JUCHE_WORDS
from corpus.ingest.dates.month_names import (
    ENGLISH,
    THAI_AND_LAO,
    alternatives,
    fold,
)
from corpus.ingest.dates.month_names import (
    MONGOLIAN as MONGOLIAN_NAMES,
)

GAP: Final = r"[ \t\xa0\u2000-\u200a\u202f\u3000]"
"""A space that is no line end: a date stands on one line."""
_SCRIPTS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "๐๑๒๓๔๕๖๗๘๙")


def _digits(chosen: str) -> str:
    return "[" + "".join(script[int(digit)] for digit in chosen for script in _SCRIPTS) + "]"


DIGIT: Final = _digits("0123456789")
LETTER: Final = "[A-Za-zÀ-ɏḀ-ỿͰ-ӿԱ-և\u0590-\u065f\u066e-\u06d5\u0900-\u097f\u0980-\u09ffა-ჿ]"

_DAY = f"{DIGIT}{{1,2}}"
_OPEN, _CLOSE = f"[(（]{GAP}*", f"{GAP}*[)）]"
YEAR: Final = (
    f"(?:(?:{_digits('1')}{_digits('6789')}|{_digits('2')}{_digits('0')}){DIGIT}{{2}}|2100)(?!{DIGIT})"
)
"""A year of ``YEARS``."""
_JUCHE = f"(?:{'|'.join(JUCHE_WORDS)})"
_ERA_NUMBER = f"{DIGIT}{{1,3}}(?!{DIGIT})"

_MONTH = (
    f"(?P<month>{alternatives({form for name in ENGLISH for form in (name.capitalize(), name.upper())})})"
)
_ORDINAL = "(?:st|nd|rd|th)?"
_UNTIL = f"(?:{GAP}*[-–—]{GAP}*{_DAY}{_ORDINAL}(?!{DIGIT}))?"
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# What follows shows that the number is no day: 5.5, 5:30, 5 000, 5,000, 5%, 5×
_NO_DAY = rf"(?!{DIGIT}|[.:×]{DIGIT}|%|(?:,|{GAP}){DIGIT}{{3}}(?!{DIGIT}))"
_NOT_INSIDE = r"(?<![0-9０-９٠-٩۰-۹.,:×/\-])"
"""What stands before shows that the number is part of a longer one."""

# Groups: y1 or z1 Gregorian, j1 or k1 Juche
_WITH_JUCHE = (
    f"(?:{GAP}*{_OPEN}{_JUCHE}{GAP}*(?P<k1>{_ERA_NUMBER}){_CLOSE}"
    f"|,?{GAP}+{_JUCHE}{GAP}*(?P<k2>{_ERA_NUMBER}))?"
)
_ANY_YEAR = (
    f"(?:(?P<y1>{YEAR}){_WITH_JUCHE}"
    f"|{_JUCHE}{GAP}*(?P<j1>{_ERA_NUMBER})(?:{GAP}*{_OPEN}(?P<z1>{DIGIT}{{4}}){_CLOSE})?)"
)
# A full stop parts day and year only where the line is the date's: February 10. 2003 Juche 92
_BESIDE_YEAR = rf"\.{GAP}*(?={YEAR}(?:{GAP}*[(（]?{_JUCHE}|{GAP}*(?:$|\n|[)）\]])))"

MONTH_FIRST: Final = (
    rf"{_MONTH}(?:\.{GAP}*|{GAP}+)(?P<day>{_DAY}){_ORDINAL}{_NO_DAY}{_UNTIL}"
    rf"(?:(?:{GAP}*\({_WEEKDAY}\))?(?:{GAP}+of{GAP}+|,{GAP}*|{_BESIDE_YEAR}|{GAP}+){_ANY_YEAR})?(?!,{GAP}*0000)"
)
MONTH_AND_YEAR: Final = rf"{_MONTH}(?:\.?,?{GAP}+|\.)(?:of{GAP}+)?{_ANY_YEAR}"
DAY_FIRST: Final = (
    rf"{_NOT_INSIDE}(?P<day>{_DAY})(?:(?:st|nd|rd|th),?)?{_UNTIL}(?:{GAP}+(?:of{GAP}+)?|-){_MONTH}(?!{LETTER})"
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
    rf"(?<![0-9０-９A-Za-z./\-])(?P<day>{_DAY})\.{GAP}?(?P<month>{_DAY})\.{GAP}?"
    rf"(?P<y1>{YEAR})(?!\.{DIGIT}|[-/]{DIGIT})"
)
"""``06.08.2024``: with full stops the day always stands first."""

_VIETNAMESE_NAME = alternatives(
    form
    for name in ["một", "giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]
    for form in (name, name.capitalize())
)
_VIETNAMESE_MONTH = f"(?:{_DAY}(?!{DIGIT})|[Mm]ười{GAP}(?:[Mm]ột|[Hh]ai)|{_VIETNAMESE_NAME})"
VIETNAMESE: Final = (
    rf"(?:[Nn]gày{GAP}+)?{_NOT_INSIDE}(?P<day>{_DAY}){GAP}+(?P<name>[Tt]háng{GAP}+{_VIETNAMESE_MONTH})"
    rf"(?:(?:,|{GAP}+năm){GAP}*{_ANY_YEAR})?"
)
VIETNAMESE_NUMBERS: Final = (
    rf"[Nn]g[àa]y{GAP}+(?P<day>{_DAY})(?P<mark>[-/.])(?P<month>{_DAY})(?P=mark)(?P<y1>{YEAR})"
)
VIETNAMESE_MONTH: Final = rf"[Tt]háng{GAP}+(?P<month>{_DAY})(?:{GAP}*/|,?{GAP}+năm|,){GAP}*{_ANY_YEAR}"

# A word that may name a month, looked up afterwards: a table is faster than a pattern of a thousand names.
_WORD = rf"(?:(?:كانون|تشرين){GAP})?+{LETTER}{{2,14}}+"
_DAY_MARK = r"(?:\.|ro\.?|er|\.?[ºo°ª]|-?го|-?е)?"
_OF = f"{GAP}+(?:(?:de|DE|di|of|من){GAP}+)?"
_OF_YEAR = f",?{GAP}+(?:(?:del?|DEL?|عام|سنة){GAP}+)?(?:(?:año|ano|AÑO){GAP}+)?"
_AFTER_YEAR = rf"(?:{GAP}*(?:года?|году|г\.?|року|р\.|roku|r\.|године)(?!{LETTER}))?"
_YEAR_OF_NAME = rf"(?:{_OF_YEAR}|{GAP}*[,،]?{GAP}*){_ANY_YEAR}{_AFTER_YEAR}"
WRITTEN_DAY: Final = (
    rf"{_NOT_INSIDE}(?P<day>{_DAY}){_DAY_MARK}"
    rf"(?:{GAP}*(?:[-–—]|y|e|и|і|et|und|bis|a|al|по|au|do|až){GAP}*{_DAY}{_DAY_MARK}(?!{DIGIT}))?"
    rf"{_OF}ב?(?P<word>{_WORD})(?:{GAP}*[/(]{GAP}*{_WORD}\)?)?(?=(?P<dot>\.)?)(?:\.?{_YEAR_OF_NAME})?"
)
"""A day with the month's name in any language but English."""
WRITTEN_MONTH: Final = rf"(?<!{LETTER})(?P<word>{_WORD})(?:{_OF_YEAR}|,{GAP}*){_ANY_YEAR}{_AFTER_YEAR}"
YEAR_FIRST: Final = (
    rf"(?<!{DIGIT})(?P<y1>{YEAR})(?:\.|{GAP}+жыл\S{{0,3}})?{GAP}+"
    rf"(?:(?P<word>{_WORD}){GAP}+(?P<day>{_DAY})(?!{DIGIT})|(?P<day2>{_DAY}){GAP}+(?P<word2>{_WORD}))"
)
"""As Hungarians (``2024. augusztus 6.``) and Kazakhs (``2024 жылғы 6 тамыз``) write."""
SOLAR_DAY: Final = (
    rf"(?<!{DIGIT})(?P<day>{_DAY}){GAP}+(?P<solar>{LETTER}{{2,14}}+)(?:{GAP}*ماه)?"
    rf"{GAP}*[,،]?{GAP}*(?:سال{GAP}+)?(?P<s1>{_digits('1')}{_digits('234')}{DIGIT}{{2}})(?!{DIGIT})"
)

_THAI = alternatives({*THAI_AND_LAO, *map(fold, THAI_AND_LAO)})
THAI: Final = (
    rf"(?:(?:วัน|ວັນ)\S{{0,10}}?(?:ที่|ท[ีิ]|ທີ){GAP}*)?(?<!{DIGIT})(?P<day>{_DAY}){GAP}*(?P<thai>{_THAI})\.?"
    rf"(?:{GAP}*(?:พ\.?{GAP}?ศ\.?|ปี|ປີ)?{GAP}*(?P<b1>{_digits('12')}{DIGIT}{{3}}|{_digits('456789')}{DIGIT})"
    rf"(?![0-9:.]))?"
)
"""``5 พ.ย. 2567``, ``วันที่ 5 พฤศจิกายน พ.ศ. 2567``, ``ວັນທີ 5 ພະຈິກ 2024``: of the Buddhist era, or Gregorian."""
_MN = alternatives({form for name in MONGOLIAN_NAMES for form in (name, name.capitalize(), fold(name))})
MONGOLIAN: Final = (
    rf"(?:(?<!{DIGIT})(?P<y1>{YEAR})(?:{GAP}*оны?)?{GAP}+)?(?<!{DIGIT})"
    rf"(?:(?P<month>{_DAY})(?:{GAP}*(?:-?{GAP}?р|дугаар|дүгээр|д[уү]гаар))?|(?P<named>{_MN})){GAP}+сарын{GAP}+(?P<day>{_DAY})(?:-?н[ыийд]{{1,3}})?(?:{GAP}+өдөр)?"
)
"""``2024 оны 11 дүгээр сарын 5``, ``11-р сарын 5-нд``."""

# Of a value that is nothing but a date, folded: names of every language, in any order.
_YEAR_WORD = r"(?:yil|йил|жыл\w{0,3}|m\.?|gada|g\.)"
"""What Uzbeks, Kyrgyz, Kazakhs, Lithuanians and Latvians write behind a year that stands first."""
_ANY_NAME = rf"(?P<name>(?:thang{GAP}+)?(?:muoi{GAP}+)?(?:(?:كانون|تشرين){GAP})?[^\W\d_]{{2,14}})"
_SEPARATOR = rf"(?:{GAP}*[-–/.,،]{GAP}*|{GAP}+)"
_SECOND_NAME = rf"(?:{GAP}*[/(]{GAP}*[^\W\d_]{{2,14}}\)?)?"
_WHOLE_YEAR = (
    rf"(?:(?:,?{GAP}*(?:de|del|of|nam|عام|سنة|سال|ano|del ano|de l'an){GAP}+|"
    rf"\.?{_SEPARATOR}){_ANY_YEAR}{_AFTER_YEAR})?"
)
_SHORT_YEAR = rf"(?:{_SEPARATOR}['’]?(?P<short>[0-9]{{2}}))"
_WHOLE_DAY = rf"(?P<day>{_DAY})(?:st|nd|rd|th|ro\.?|er|\.?[o°a]|-?го|-?е)?"
WHOLE: Final = (
    rf"{_WHOLE_DAY}\.?(?:{GAP}*[-–]{GAP}*{_DAY}(?:st|nd|rd|th|\.)?)?(?:{_SEPARATOR}(?:(?:de|di|of|d'|من){GAP}*)?)?"
    rf"ב?{_ANY_NAME}{_SECOND_NAME}(?:\.?{_SHORT_YEAR}|{_WHOLE_YEAR})\.?",
    rf"(?P<day>{_DAY})(?P<name>[a-z]{{3}})(?P<y1>{YEAR})",
    rf"{_ANY_NAME}\.?{_SEPARATOR}{_WHOLE_DAY}(?:{GAP}*[-–]{GAP}*{_DAY}(?:st|nd|rd|th)?)?(?:{_SHORT_YEAR}|{_WHOLE_YEAR})\.?",
    rf"(?P<y1>{YEAR})\.?{_SEPARATOR}{_ANY_NAME}\.?{_SEPARATOR}{_WHOLE_DAY}\.?",
    rf"{_ANY_NAME}\.?{_SEPARATOR}(?:(?:de|del|of|di){GAP}+)?{_ANY_YEAR}{_AFTER_YEAR}",
    rf"(?P<y1>{YEAR})\.?(?:{GAP}*-?{_YEAR_WORD})?{GAP}+(?P<day>{_DAY})[.-]?{GAP}*{_ANY_NAME}",
    rf"(?P<y1>{YEAR}){GAP}*-?{_YEAR_WORD}{GAP}+{_ANY_NAME}{GAP}+(?P<day>{_DAY})(?:{GAP}*(?:d\.?|күні))?",
    rf"(?P<day>{_DAY})[.-]?{GAP}*{_ANY_NAME},?{GAP}+(?P<y1>{YEAR})(?:{GAP}*-?{_YEAR_WORD})?",
    rf"thang{GAP}+(?P<month>{_DAY})(?:{GAP}*/|,?{GAP}+nam|,){GAP}*{_ANY_YEAR}",
    rf"(?P<day>{_DAY}){GAP}+thang{GAP}+(?P<month>{_DAY})(?:(?:,|,?{GAP}+nam|{GAP}*/){GAP}*{_ANY_YEAR})?",
    rf"(?P<day>{_DAY}){_SEPARATOR}(?P<solar>[^\W\d_]{{2,14}})(?:{GAP}*ماه)?"
    rf"{_SEPARATOR}(?:سال{GAP}+)?(?P<s1>{_digits('1')}{_digits('234')}{DIGIT}{{2}})",
)
