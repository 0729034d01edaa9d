"""The year that a text itself says is the current one."""

from __future__ import annotations

import contextlib
import datetime
import re
from typing import TYPE_CHECKING

from corpus.ingest.dates.calendars import JUCHE_WORDS, YEARS, year_number
from corpus.ingest.dates.finder import find_stamps
from corpus.ingest.dates.patterns import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.text.dates import PartialDate

_MARGIN = 20
"""How many spaces and marks may stand beside a date that has its line to itself, in code points."""

_FOUR = r"[0-9０-９]{4}(?![0-9０-９])"
_YEAR = rf"(?:(?P<year>{_FOUR})|(?:Juche|주체){GAP}*[0-9０-９]{{1,3}}{GAP}*[(（](?P<gregorian>{_FOUR})[)）])"

# "Greeting the new year 2024", 새해 … 맞으며 and 新年贺词 are also said in the December before: no evidence.
_SAYINGS = tuple(
    re.compile(saying)
    for saying in (
        # Entering the highly important year of 2024
        rf"\b[Ee]nter(?:ing|ed)\b[^.!?;:\n]{{0,60}}?\byear,?{GAP}+(?:of{GAP}+)?{_YEAR}",
        # this year 2024, in this significant year of 2024, this year (2024)
        rf"\b(?:[Tt]his|[Tt]he{GAP}+(?:current|present))(?:{GAP}+[a-z-]+){{0,3}}?{GAP}+year"
        rf"(?:,?{GAP}+(?:of{GAP}+)?|{GAP}*\({GAP}*){_YEAR}",
        # 올해 주체101(2012)년, 올해인 2012년, 금년(2012년)
        rf"(?:올해|금년)(?:인|는)?[,(（]?{GAP}*{_YEAR}{GAP}*년(?!대)",
        # 새해 2016년이 밝았다, 2016년 새해의 첫아침이 밝아왔다
        rf"새해{GAP}*{_YEAR}{GAP}*년[이가]?{GAP}*밝",
        rf"{_YEAR}{GAP}*년,?{GAP}*새해[가의]?(?:{GAP}*첫{GAP}?아침[이가])?{GAP}*밝",
        # 새해 1974년을 맞이한다
        rf"새해{GAP}*{_YEAR}{GAP}*년을{GAP}*맞이(?:한다|합니다|하였다|하였습니다)",
        # 今年是1954年
        rf"今年(?:是|，|（)?{_YEAR}年(?!代)",
    )
)


_NEAR = 7
"""Days between a dateline and a day that the text reports as news."""
_AHEAD = 3
"""Days by which a day that the text prints may lie after its dateline."""
_PARAGRAPH = 40
"""Code points from which on a line is more than a dateline."""
_JUCHE_SINCE = 1997
"""The year in which Juche years began to be printed, those before it only in looking back."""
_AROUND = 90
"""Code points beside a date in which words show that it is remembered, not reported."""
# A day of the past comes round again near its anniversary, which is when agencies print it.
_REMEMBERED = re.compile(
    r"\b(?:born|birth\w*|anniversar\w*|found(?:ed|ing|ation)|establish\w*|death|died|liberat\w*|since|ago|history|histor\w+|"
    r"commemorat\w*|memor\w+|jubilee|in the past|years? before)\b"
    r"|탄생|생일|탄신|돐|주년|기념|창건|창립|해방|서거|사망|당시|력사|역사|출생|周年|诞辰|诞生|成立|纪念|出生|逝世|历史|以来"
    r"|годовщин|рожден|родил|основан|юбиле|памят|истори|aniversari|nacimiento|nació|fundaci|fundad|muerte|históric",
    re.IGNORECASE,
)


def year_of_news(text: str, month: int, day: int, *, juche: bool = False) -> tuple[int, str] | None:
    """The year of a full date that the text's opening prints within days of this day, and how it is printed.

    ``on March 2, Juche 114 (2025)`` in a text of March 3 is news. Birthdays and anniversaries come round at
    the same days: they stand further down, or with words that say so. ``juche``: the outlet prints Juche
    years, so that a date without one, or with one from before they were counted, is of the past. None where
    several years are printed so, or where the text names a later one.
    """
    found: dict[int, str] = {}
    latest = 0
    end = _opening_end(text)
    for stamp in find_stamps(text):
        if stamp.year is None:
            continue
        latest = max(latest, stamp.year)
        if stamp.month is None or stamp.day is None or stamp.end > end:
            continue
        words = text[stamp.start : stamp.end]
        counted = any(word in words for word in JUCHE_WORDS)
        if stamp.year < _JUCHE_SINCE if counted else juche:
            continue
        around = text[max(0, stamp.start - _AROUND) : stamp.end + _AROUND]
        printed = datetime.date(stamp.year, stamp.month, stamp.day)
        for year in (stamp.year, stamp.year + 1, stamp.year - 1):
            with contextlib.suppress(ValueError):
                ahead = (printed - datetime.date(year, month, day)).days
                if -_NEAR <= ahead <= _AHEAD and not _REMEMBERED.search(around):
                    found.setdefault(year, words)
    if len(found) != 1:
        return None
    year, words = found.popitem()
    return (year, words) if latest <= year else None


def _opening_end(text: str) -> int:
    """Where the first paragraph ends that is longer than a headline or a dateline."""
    position = 0
    dated = False
    for line in text.split("\n"):
        position += len(line) + 1
        if len(line) >= _PARAGRAPH and (dated or position > len(line) + 1 or len(line) > 2 * _PARAGRAPH):
            return position
        dated = True
    return position


def year_from_text(text: str) -> tuple[int, str] | None:
    """The year that the text says is the current one, and the words that say so.

    ``Entering the highly important year of 2024``, ``올해 주체101(2012)년``, a date alone on its line.
    None where nothing says it, where several years are said, or where a day of a later year is named.
    """
    said = [(year_number(match["year"] or match["gregorian"]), match[0]) for match in _readable(text)]
    dates: list[PartialDate] = []
    for stamp in find_stamps(text):
        if stamp.date is not None:
            dates.append(stamp.date)
            if _alone_on_line(text, stamp.start, stamp.end):
                said.append((stamp.date.year, text[stamp.start : stamp.end]))
    if len({year for year, _ in said}) != 1:
        return None
    year, words = said[0]
    if any(date.day is not None and date.year > year for date in dates):
        return None
    return year, words


def _readable(text: str) -> Iterator[re.Match[str]]:
    for saying in _SAYINGS:
        for match in saying.finditer(text):
            if int(match["year"] or match["gregorian"]) in YEARS:
                yield match


def _alone_on_line(text: str, start: int, end: int) -> bool:
    """Whether nothing but spaces, brackets and full stops stands beside a span on its line."""
    line_start = text.rfind("\n", max(0, start - _MARGIN), start)
    line_end = text.find("\n", end, end + _MARGIN)
    if (line_start < 0 and start > _MARGIN) or (line_end < 0 and len(text) > end + _MARGIN):
        return False
    beside = text[line_start + 1 : start] + text[end : line_end if line_end >= 0 else len(text)]
    return not beside.strip(" \t\r\xa0\u3000.,[]()（）【】-—")
