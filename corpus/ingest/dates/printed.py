"""The day that a text prints of itself: in the line below its headline, after its last word, in its
opening."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.ingest.dates.calendars import plain
from corpus.ingest.dates.finder import Stamp, find_stamps
from corpus.ingest.dates.metadata import AmbiguousDateError, Order, read_date, without_changes
from corpus.ingest.dates.month_names import WEEKDAYS, fold
from corpus.text.gazetteer import place_named
from corpus.text.page_words import without_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD, TAIL = 4, 4
"""First and last lines of a text in which its day may stand; in the head, the headline not counted."""
LONGEST_LINE = 160
"""Longest line, in code points, that is a headline, a date or names who wrote the text."""
LONGEST_SIGNED = 60
"""Longest last line, in code points, that is place and day of a signature."""
OPENING = 80
"""Code points of a paragraph in which an agency names place and date."""
_TITLES = 2
"""First lines of a text that sign nothing."""
_EARLY = 12
"""Within how many first lines the day may stand below sentences that tell the news in short."""
_MARGIN = 45
"""Code points that may stand beside the date in a line that also names writer and source."""

_SEPARATED = re.compile(r"\s*[|·•]\s*|\s+[-–—/ـ]\s+|\t+|[ \xa0\u3000]{2,}")
_BY = re.compile(r"(?:by|from|at|von|aus|par|por|de|da|di|od|przez|от|источник|автор)\b", re.IGNORECASE)
_IN_SENTENCE = re.compile(
    r"(?:on|in|at|since|until|as of|am|im|seit|bis|en|desde|em|"
    r"depuis|dal|od|w dniu|dnia|на|в|с|до|от)\s",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"(?:更新|修正|改訂|수정|갱신)\s*\Z")
"""What stands after the day of a later change."""
_CORRESPONDING = re.compile(
    r"[\s,،-]*(?:الموافق|الموافقة|المصادف|مطابق|برابر با)(?: لـ?| ل)?\s*[:：]?\s*(?=\d|\w+\s\d)"
)
"""What parts a day of the lunar year from the day that it is: ``7/3/1429 هـ - الموافق 13/3/2008``."""
_LINED = "—–- "
"""Between what a day may stand: ``– 3 mars 2019 –``."""
_SECONDS = re.compile(r"\d:[0-5]\d:[0-5]\d")
_REFERS = re.compile(
    r"(?:(?<!\w)(?:от|з|із|від|vom|z dnia|ze dne|of|dated|del?|du|since|until|from|on)|тарих\w*)\s*\Z",
    re.IGNORECASE,
)
"""What stands before the date of another document: ``Указ от 10 апреля 2000 г. N 634``."""
_OTHER = re.compile(r"\s*(?:г\.|года|р\.|року)?\s*(?:N|№|No\.?)\s*\d")
"""What stands after the date of another act in a title: ``... от 10 апреля 2000 г. N 660``."""
_DIGITS = re.compile(r"\d|[一二〇]")
_NUMBER = re.compile(r"[0-9]+")
_SLASHES = re.compile(r"(?<!\S)\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})(?![^\s,;.)])")
_BODY = 25
"""Longest sentence, in code points, that may still be a headline; half as long where letters have no case."""
_SENTENCE_END = re.compile(r"(?:[.!?。！？…:：])[\"'”’」』)）]*\Z")
_SENTENCE = re.compile(r"[.!?。！？](?:[\"'”’」』)）]*)\Z|다\.\Z|[。！？，；]")
_LOWER = re.compile(r"(?<![^\W\d_])[^\W\d_A-ZÀ-ÖØ-ÞА-ЯЁ\u2e80-\ud7ff]{2,}(?![^\W\d_])")
_CASED = re.compile("[A-Za-zÀ-ɏͰ-ӿ]")
_MARKED = re.compile(r"[:：|·•()（）【】]|来源|記者|记者|기자|電|电|讯")
_AGENCY = re.compile(r"\s*(?:日?[电電讯訊発]|발|[(（/]|\.\s*/|--|—|–|-\s)")
_BEHIND = re.compile(r"[，]\s?\w")
_PLACE = re.compile(r"[^\W\d_][\w .'’()-]{1,40}[,，]\s*", re.UNICODE)
_TOWN = re.compile(r"(?:г|гор|м|с)\.\s?(?=\w)")
_TOWN_BEHIND = re.compile(r"\sг(?:ор)?\.\s?([А-ЯЁІЎ][\w-]+(?:[ -][А-ЯЁІЎ][\w-]+)?)\s*$")
"""The town behind day and number of an act: ``7 июля 1998 г. N 179-З г.Минск``."""
_ARCHIVE = re.compile(r"Date: (\d{2})/(\d{2})/(\d{4}) \| Source: .{2,60} \| Read original")
"""The line of an archive of DPRK media, which writes the day first."""
_TWICE = re.compile(r"[A-Z][a-z]{2,8} \d{1,2}, \d{4}[A-Z][a-z]{2} \d{1,2}, \d{4}")
"""The day on which a page was saved, as sites print it for two widths."""
_PARTICLE = re.compile(r"(?:d[aeiou]|del|las?|los|el|the|of|and|upon|am|sur|der|den|[áa]t)(?!\w)")
_YEAR_NAME = re.compile(r"\s*[(“\"«][^\W\d_].{2,80}[)”\"»]\.?\Z")
"""What a state calls the year, behind its number: ``“Año 66 de la Revolución”``."""
_YEAR_WORD = re.compile(r"(?<=\d)\s*(?:г\.|года?|р\.|року|goda|godine)\Z")
_PLACE_EAST = re.compile(r"[\u3400-\u9fff가-힣]{2,8}\s*(?=[0-9０-９주二一])")


@dataclass(frozen=True, slots=True)
class Printed:
    """A day that is printed, the line that prints it, and the place in that line. Without ``ambiguous`` the
    stamp has month and day."""

    stamp: Stamp | None
    line: str
    ambiguous: AmbiguousDateError | None = None
    place: str | None = None


def below_headline(lines: Sequence[str], title: str | None, order: Order | None) -> Printed | None:
    """The first day in the lines around the headline that hold little but a date; without a year only where
    no line has one. ``lines`` are those of the text as they came.

    A date further down, or in a line that is part of a sentence, is no such day.
    """
    head = _head(lines, title)
    archived = next((line for line in head if _ARCHIVE.match(line)), None)
    if archived is not None:
        return dated_line(archived, order)
    partial: Printed | None = None
    for number, line in enumerate(head):
        if _runs_on(head, number):
            continue
        found = dated_line(line, order)
        if found is None and number + 1 < len(head) and len(line) + len(head[number + 1]) <= LONGEST_SIGNED:
            found = _strict(f"{line} {head[number + 1]}", order)  # Miércoles 27 / , Abril de 2022
        if found is None:
            continue
        if found.ambiguous is not None or (found.stamp is not None and found.stamp.year is not None):
            later = _below_clock(head[1:], order) if number == 0 and _SECONDS.search(line) else None
            return later or found
        partial = partial or found
    return partial or _lone_day(lines)


def _below_clock(lines: Sequence[str], order: Order | None) -> Printed | None:
    """The day of a lower line, where the first one is a clock of the page."""
    for line in lines:
        found = dated_line(line, order) if not _SECONDS.search(line) else None
        if found is not None and found.stamp is not None and found.stamp.year is not None:
            return found
    return None


def _lone_day(lines: Sequence[str]) -> Printed | None:
    """The only line among the first ones that is nothing but a day with its year, with or without a place."""
    every = [words for line in lines if (words := " ".join(line.split()))][:_EARLY]
    days = []
    for line, after in pairwise(every[1:]):
        if (
            len(line) > LONGEST_SIGNED
            or "@" in line
            or without_changes(line) != line
            or not _DIGITS.search(line)
            or not _is_body(after)
        ):
            continue
        found = placed_day(line) or _strict(line, None)
        if found is not None and found.stamp is not None and found.stamp.year is not None:
            days.append(found)
    return days[0] if len({day.stamp.date for day in days if day.stamp}) == 1 else None


def _head(lines: Sequence[str], title: str | None) -> list[str]:
    """The short lines at the head: the headline's neighbours."""
    wanted = fold(" ".join(title.split()))[:100] if title else None
    head: list[str] = []
    start = 0
    for line in lines:
        words = " ".join(line.replace("\ufeff", "").split())
        if not words:
            continue
        if len(words) > LONGEST_LINE:
            break
        titled = bool(wanted and start == 0 and fold(words).startswith(wanted))
        # a headline may ask or cry
        if not titled and _is_body(words) and (head or words[-1] not in "!?") and not placed_day(words):
            break
        head.append(words)
        if titled:
            start = len(head)
        if len(head) - start > HEAD:
            break
    return head[max(0, start - 2) :][: HEAD + 3] if start else head


def _is_body(line: str) -> bool:
    """Whether a line is a sentence of the text, not a headline, a date or a name."""
    ended = _SENTENCE_END.search(line) is not None
    return ended and len(line) > (_BODY if _CASED.search(line) else _BODY // 2)


def _runs_on(head: Sequence[str], number: int) -> bool:
    """Whether a line is part of a sentence that is broken over lines: the next one goes on in lower case."""
    after = head[number + 1] if number + 1 < len(head) else ""
    return after[:1].islower() and not _BY.match(after)


def dated_line(line: str, order: Order | None) -> Printed | None:
    """What a line says that holds little but a date: ``来源：新华社 2024-08-06``, ``By A. Li | 6 May 2024``.

    None for a sentence, for a line that says when the text was changed, and for a post that is quoted.
    """
    corresponding = _CORRESPONDING.search(line)
    text = without_changes(line[corresponding.end() :] if corresponding else line).strip().rstrip("(（[ ")
    if text[:1] in _LINED and text[-1:] in _LINED:
        text = text.strip(_LINED)
    if (
        not text
        or "@" in text
        or _CHANGED.search(text)
        or _IN_SENTENCE.match(text)
        or text[0] in '—–-“"«'
        or not _DIGITS.search(text)
        or _TWICE.fullmatch(text)
    ):
        return None
    archive = _ARCHIVE.match(text)
    if archive is not None:
        return dated_line(f"{archive[1]}.{archive[2]}.{archive[3]}", "day-first")
    placed = placed_day(text)
    if placed is not None:
        return placed
    town = _TOWN_BEHIND.search(text)
    if town is not None and (found := dated_line(text[: town.start()], order)) is not None:
        return replace(found, line=line, place=found.place or town[1])
    for part in (text, *(_SEPARATED.split(text) if _SEPARATED.search(text) else ())):
        found = _strict(part, order)
        if found is not None:
            return found
    bare = without_labels(text)
    if bare != text and (found := _strict(bare, order)) is not None:
        return replace(found, line=line)
    stamps = [stamp for stamp in find_stamps(text) if stamp.day is not None]
    if not stamps or len({stamp.date for stamp in stamps}) != 1 or stamps[0].year is None:
        return None
    if text[0].islower() or _REFERS.search(text[: stamps[0].start]):
        return None
    beside = f"{text[: stamps[0].start]} {text[stamps[0].end :]}".strip()
    if stamps[0].start == 0 and place_named(beside.strip(" ,.")) is not None:
        return Printed(stamps[0], line, None, beside.strip(" ,."))
    if len(beside) > _MARGIN or _SENTENCE.search(beside):
        return None
    if _CASED.search(beside):
        return Printed(stamps[0], line) if len(_LOWER.findall(beside)) < 2 else None
    return Printed(stamps[0], line) if len(beside) <= 8 or _MARKED.search(beside) else None


def placed_day(line: str) -> Printed | None:
    """What a line says that is a place and a day with its year: ``La Habana, 15 de agosto de 2024.``"""
    if len(line) > LONGEST_LINE:
        return None
    town = _TOWN.match(line)
    place = _PLACE.match(line, town.end() if town else 0)
    if place is None:
        return None
    name = place[0].strip().rstrip(",，")
    if any(not _PARTICLE.match(word) for word in _LOWER.findall(name)) or find_stamps(place[0]):
        return None
    rest = _YEAR_WORD.sub("", _YEAR_NAME.sub("", line[place.end() :]).rstrip(" ."))
    found = _strict(rest, None)
    if found is None or found.stamp is None or found.stamp.year is None:
        return None
    return Printed(found.stamp, line, None, None if fold(name) in WEEKDAYS else name)


def _strict(text: str, order: Order | None) -> Printed | None:
    """A line that is a date, with weekday, time and label, and nothing else."""
    if len(text) > LONGEST_LINE or (_NUMBER.fullmatch(text) and len(text) != 8):
        return None
    try:
        stamp = read_date(text, order)
    except AmbiguousDateError as error:
        return Printed(None, text, error)
    except ValueError:
        return None
    return Printed(stamp, text) if stamp is not None and stamp.day is not None else None


def signed_day(lines: Sequence[str]) -> Printed | None:
    """The day in one of the last lines, alone or after a place, as letters, decrees and speeches end."""
    every = [words for line in lines if (words := " ".join(line.split()))]
    for line in reversed(every[max(_TITLES, len(every) - TAIL) :]):
        line = without_changes(line)
        if not line or len(line) > LONGEST_SIGNED or "@" in line:
            continue
        place = _PLACE.match(line) or _PLACE_EAST.match(line)
        for text in (line, line[place.end() :] if place else ""):
            found = _strict(text, None) if text else None
            if found is not None and found.stamp is not None and found.stamp.year is not None:
                return Printed(found.stamp, line)
    return None


def opening_day(lines: Sequence[str]) -> Printed | None:
    """The day with its year in an agency's first words: ``新华社北京2019年3月18日电``."""
    first = [words for line in lines if (words := " ".join(line.split()))][:2]
    for line in first:
        for stamp in find_stamps(line[: OPENING + 20]):
            if stamp.end <= OPENING and stamp.date is not None and stamp.day is not None:
                begins = stamp.start == 0 and _BEHIND.match(line, stamp.end)
                return Printed(stamp, line) if begins or _AGENCY.match(line, stamp.end) else None
    return None


def headline_day(title: str) -> Printed | None:
    """The only day with its year among the words of a headline."""
    stamps = [
        stamp
        for stamp in find_stamps(title)
        if stamp.date is not None and stamp.day is not None and not _OTHER.match(title, stamp.end)
    ]
    stamps = stamps or [
        found.stamp for part in _SLASHES.findall(title) if (found := _strict(part, None)) if found.stamp
    ]
    return Printed(stamps[0], title) if len({stamp.date for stamp in stamps}) == 1 else None


def latest_day(moment: str | None, zone: datetime.tzinfo | None) -> datetime.date | None:
    """The day of a moment (ISO, UTC) where the outlet is, or the latest that it is anywhere; None without
    one."""
    if moment is None:
        return None
    there = zone or datetime.timezone(datetime.timedelta(hours=14))
    read = datetime.datetime.fromisoformat(plain(moment))
    if read.tzinfo is None:
        read = read.replace(tzinfo=datetime.UTC)
    return read.astimezone(there).date()
