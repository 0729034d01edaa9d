"""The lines of printed pages to paragraphs: running heads left out, wrapped lines and parted words joined."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from corpus.ingest.readers.xml_ import joined
from corpus.text.records import Block
from corpus.text.roles import Role
from corpus.text.word_breaks import is_broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|pág(?:ina)?\.?|стр\.?|страница|seite|第)?\s*[-–—·•|\[(]*\s*(?:\d{1,4}|[ivxlc]{1,7})\s*[-–—·•|\])]*"
    r"(?:\s*(?:/|of|de|из|von)\s*\d{1,4}|\s*页|\s*頁|\s*쪽)?",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?:\d{1,3}|[*†‡]+)[.)]?\s*\S")
_ENDS = (
    ".",
    "!",
    "?",
    ":",
    "…",
    ".”",
    '."',
    "!”",
    "?”",
    ".)",
    ".'",
    ".’",
    "»",
    "。",
    "！",
    "？",
    "：",
    ";",
    "；",
)
_HYPHENS = ("-", "\u2010", "\u00ad")
_FIRST_PART = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]\Z")
_SECOND_PART = re.compile(r"[^\W\d_]+")
_ZONE = 2
"""How many lines at either end of a page may be running heads or page numbers."""
_REPEATED = 0.3
"""Share of the pages on which a running head stands at least."""
_CLOSE = 1.7
"""Sizes of letters between the lines of a column, at most."""
_LARGER = 1.12
_SMALLER = 0.9
_GAP = 1.3
_LONGEST_HEADING = 250


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: where it begins (points from the lower left corner), size of its letters in points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


def laid_out(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """The paragraphs of the pages; footnotes after the paragraph that goes on over their page."""
    bodies = _without_furniture(pages)
    lines = [line for body in bodies for line in body]
    if not lines:
        return []
    layout = _Layout(lines, bodies)
    return list(layout.blocks())


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    zones = [_zone(page) for page in pages]
    seen = Counter(
        key for page, zone in zip(pages, zones, strict=True) for key in {_key(page[n]) for n in zone}
    )
    often = max(2.0, _REPEATED * len(pages))
    kept = []
    for page, zone in zip(pages, zones, strict=True):
        numbers = {n for n in zone if _PAGE_NUMBER.fullmatch(page[n].text) and len(page) > 1}
        heads = {n for n in zone if seen[_key(page[n])] >= often and not _is_in_column(page, n)}
        kept.append([line for n, line in enumerate(page) if n not in numbers | heads])
    return kept


def _zone(page: Sequence[Line]) -> set[int]:
    """The numbers of the uppermost and the lowest lines."""
    heights = sorted({round(line.y) for line in page})
    if len(heights) <= _ZONE:
        return set(range(len(page)))
    edge = {*heights[:_ZONE], *heights[-_ZONE:]}
    return {number for number, line in enumerate(page) if round(line.y) in edge}


def _is_in_column(page: Sequence[Line], number: int) -> bool:
    """Whether a line stands as close to its neighbour, in letters of its size, as the lines of a text do."""
    line = page[number]
    for other in page[max(0, number - 1) : number + 2]:
        near = 0 < abs(other.y - line.y) < _CLOSE * line.size
        if near and abs(other.size - line.size) < 0.5 and abs(other.x - line.x) < 2 * line.size:
            return True
    return False


def _key(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()).casefold())


class _Layout:
    """What is usual in a document, and its lines joined by it."""

    def __init__(self, lines: Sequence[Line], pages: Sequence[Sequence[Line]]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self._size = sizes.most_common(1)[0][0] or 1.0
        self._pages = pages
        body = [line for line in lines if self._is_body(line)]
        gaps = [
            before.y - line.y
            for page in pages
            for before, line in itertools.pairwise(page)
            if self._is_body(before) and self._is_body(line) and 0 < before.y - line.y < 4 * self._size
        ]
        self._gap = median(gaps) if gaps else 1.2 * self._size
        lengths = sorted(len(line.text) for line in body)
        self._width = lengths[len(lengths) * 9 // 10] if lengths else 0
        self._mostly_bold = sum(len(line.text) for line in body if line.bold) > 0.5 * sum(lengths)
        self._text = " ".join(line.text for line in lines).casefold()

    def blocks(self) -> Iterator[Block]:
        held: list[Line] = []
        notes: list[Block] = []
        for page in self._pages:
            body, foot = self._parted(page)
            if foot:
                notes += [Block(text, Role.editor_note) for text in _paragraphs(foot)]
            margin = _margin(body)
            for line in body:
                if held and self._ends(held, line, margin):
                    yield self._block(held)
                    held = []
                    yield from notes
                    notes = []
                held.append(line)
        if held:
            yield self._block(held)
        yield from notes

    def _is_body(self, line: Line) -> bool:
        return _SMALLER * self._size <= line.size <= _LARGER * self._size

    def _parted(self, page: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """The lines of a page, and the notes at its foot: small letters below the text, a number first."""
        lowest = min((line.y for line in page if self._is_body(line)), default=None)
        if lowest is None:
            return list(page), []
        small = [line for line in page if line.size < _SMALLER * self._size and line.y < lowest]
        if not small or not _FOOTNOTE.match(small[0].text):
            return list(page), []
        return [line for line in page if line not in small], small

    def _ends(self, held: Sequence[Line], line: Line, margin: float) -> bool:
        """Whether a paragraph is complete before a line."""
        last = held[-1]
        if self._looks(last) != self._looks(line):
            return True
        down = last.y - line.y
        if self._looks(line) != "body":
            return not -1 <= down <= 2.2 * line.size
        if down > _GAP * self._gap and down > 0:
            return True
        goes_on = line.text[0].islower() or last.text.endswith(_HYPHENS)
        if down < -1:  # the next column or page
            return not goes_on and last.text.endswith(_ENDS) and len(last.text) < 0.9 * self._width
        indent = line.x - margin
        if 0.6 * self._size < indent < 8 * self._size and line.x - last.x > 0.6 * self._size:
            return not line.text[0].islower()
        if last.text.endswith(_ENDS):
            return len(last.text) < 0.8 * self._width and not line.text[0].islower()
        return not goes_on and len(last.text) < 0.5 * self._width

    def _looks(self, line: Line) -> str:
        if line.size > _LARGER * self._size:
            return f"large {round(line.size)}"
        if line.size < _SMALLER * self._size:
            return "small"
        whole = len(line.text) < 0.9 * self._width or self._width == 0
        return "bold" if line.bold and not self._mostly_bold and whole else "body"

    def _block(self, lines: Sequence[Line]) -> Block:
        text = ""
        for line in lines:
            text = self._joined(text, line.text)
        looks = self._looks(lines[0])
        heading = looks.startswith("large") or (looks == "bold" and not text.endswith((".", "。", ":")))
        return Block(text, heading=heading and len(text) <= _LONGEST_HEADING)

    def _joined(self, text: str, line: str) -> str:
        if not text.endswith(_HYPHENS):
            return joined(text, line)
        first, second = _FIRST_PART.search(text), _SECOND_PART.match(line)
        if not text[-2:-1].isalnum():  # a dash
            return joined(text, line)
        if first is None or second is None or not line[0].islower():
            return text + line if second else joined(text, line)
        soft = text.endswith("\u00ad")
        if soft or is_broken(first[1].casefold(), second[0].casefold(), self._text, typeset=True):
            return text[:-1] + line
        return f"{text[:-1]}-{line}"


def _paragraphs(lines: Iterable[Line]) -> Iterator[str]:
    """Notes: each begins with its number."""
    text = ""
    for line in lines:
        if text and _FOOTNOTE.match(line.text):
            yield text
            text = ""
        text = joined(text, line.text)
    if text:
        yield text


def _margin(lines: Sequence[Line]) -> float:
    """Where most lines begin."""
    starts = Counter(round(line.x) for line in lines)
    return float(starts.most_common(1)[0][0]) if starts else 0.0
