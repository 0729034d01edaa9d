"""Which blocks of a page are its article.

An outlet's selectors say so, else trafilatura does; what it leaves out between and beside its paragraphs
is taken in where it is of the same kind, and what is named a menu, a comment or the like never is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.ingest import readers
from corpus.ingest.dates.finder import find_stamps
from corpus.ingest.readers.page_places import Places, is_label
from corpus.ingest.readers.page_tree import body_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from corpus.ingest.readers.page_text import Part

LINKED = 0.5
"""What has more of its text in links than this share is a list of other pages."""
_LEAST, _ENOUGH, _SURE, _SMALL = 0.1, 0.5, 250, 1000
"""What is less than the first share of a page's text, or has fewer code points than ``_SURE`` on a small page
or less than the second share of a larger one, is a piece of an article."""
_SHORT = 20
"""Letters of a paragraph that is too short to be found by its words alone."""
_PIECE = 16
"""Letters of the pieces by which a longer one is found."""
_LEAD_BLOCKS, _LEAD = 12, 60
"""So many blocks that are no furniture may stand between headline and text; of them what has so many code
points is a sentence."""
_BEFORE = 0.3
"""Less of an article than this share above its headline is none of it."""
_AROUND_DATE = 14
"""Letters beside a date: of a day of the week, or of the words ``published on``."""
_DATELINE = re.compile(r"[(（/][^\W\d]{2,}[)）/]|(?:-|–|—|電|电|일발?|=)\s*$")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:h|Uhr|ч|GMT|UTC|KST|MSK))?")
_WHOLE = frozenset(("table", "ul", "ol", "dl", "blockquote", "pre"))
"""Elements beside paragraphs that are read as a whole."""
_NO_LETTERS = re.compile(r"\W+")


def article(
    root: HtmlElement, every: Sequence[Part], heading: HtmlElement | None, at: int | None
) -> list[Part]:
    """The blocks of a page's article, of ``every`` block of its body without the heading.

    ``at``: the number of the first block after the heading. What is hidden is taken out already.
    """
    shares = _shares(every, readers.page_extraction.extracted(root)) if every else []
    parts, found = _in_region(root, every, shares)
    if not parts:
        return []
    page = Places(parts, found, heading)
    above = _above(every, at, page)
    beside = page.beside(parts)
    apart = [part in above or part in beside or page.is_apart(part) for part in parts]
    kept = [not out and share >= 0.5 for out, share in zip(apart, found, strict=True)]
    text = sum(
        len(part.text) for part, out in zip(parts, apart, strict=True) if not out and not _linked(part)
    )
    taken = sum(len(part.text) for part, keep in zip(parts, kept, strict=True) if keep)
    if taken < _LEAST * text or (taken < _SURE and (text < _SMALL or taken < _ENOUGH * text)):
        every_other = [not (out or _linked(part)) for part, out in zip(parts, apart, strict=True)]
        kept = every_other if any(every_other) else kept
    else:
        kept = _with_headings(parts, _with_neighbours(parts, kept, apart), apart)
        below = None if at is None or at >= len(every) else every[at]
        kept = _with_lead(parts, kept, apart, below)
    chosen = [number for number, keep in enumerate(kept) if keep and not parts[number].caption]
    if not chosen:
        return []
    first = next((number for number in chosen if not _linked(parts[number])), chosen[0])
    return [
        part
        for number, part in enumerate(parts)
        if not apart[number]
        and (kept[number] or part.caption)
        and first <= number <= chosen[-1]
        and not is_label(part)
    ]


def _above(every: Sequence[Part], at: int | None, page: Places) -> set[Part]:
    """The blocks above the headline, where the article is not there."""
    before = set(every[: at or 0])
    return before if page.found_in(before) < _BEFORE * page.article else set()


def _with_lead(
    parts: Sequence[Part], kept: list[bool], apart: Sequence[bool], first: Part | None
) -> list[bool]:
    """With the sentences, or the one heading, between the headline and the article's first block."""
    begin = next((number for number, part in enumerate(parts) if part is first), None)
    end = next((number for number, keep in enumerate(kept) if keep), None)
    if begin is None or end is None or sum(not out for out in apart[begin:end]) > _LEAD_BLOCKS:
        return kept
    for number in range(begin, end):
        part = parts[number]
        below_title = part.heading and part is first and number + 1 == end
        sentence = len(part.text) >= _LEAD and not part.caption
        if not apart[number] and not part.links and (sentence or below_title):
            kept[number] = True
    return kept


def _in_region(
    root: HtmlElement, parts: Sequence[Part], found: Sequence[float]
) -> tuple[Sequence[Part], Sequence[float]]:
    """Only what lies in the one article or main part of a page, where that holds most of what was found."""
    every = sum(len(part.text) * share for part, share in zip(parts, found, strict=True))
    for name in ("article", "main"):
        regions = [one for one in body_of(root).iter(name) if next(one.iterancestors(name), None) is None]
        if len(regions) == 1:
            inside = [
                (part, share)
                for part, share in zip(parts, found, strict=True)
                if part.element is regions[0] or regions[0] in part.element.iterancestors()
            ]
            held = sum(len(part.text) * share for part, share in inside)
            if inside and (2 * held >= every or every < _SURE):
                return [part for part, _ in inside], [share for _, share in inside]
    return parts, found


def _shares(parts: Sequence[Part], text: str) -> list[float]:
    """For each block, how much of it stands in a text (0 to 1)."""
    whole = _letters(text)
    lines = {_letters(line) for line in text.split("\n")}
    return [_share(_letters(part.text), whole, lines) for part in parts]


def _share(letters: str, whole: str, lines: set[str]) -> float:
    if len(letters) < _SHORT:
        return float(bool(letters) and (letters in lines or (2 * len(letters) > _PIECE and letters in whole)))
    if letters in whole:
        return 1.0
    pieces = [letters[at : at + _PIECE] for at in range(0, len(letters) - _PIECE + 1, _PIECE)]
    return sum(piece in whole for piece in pieces) / len(pieces)


def _with_neighbours(parts: Sequence[Part], kept: Sequence[bool], apart: Sequence[bool]) -> list[bool]:
    """With the blocks that stand beside kept ones as elements of the same kind, and are not longer."""
    sizes: dict[tuple[HtmlElement | None, object], int] = {}
    for part, keep in zip(parts, kept, strict=True):
        if keep:
            place = (part.element.getparent(), part.element.tag)
            sizes[place] = sizes.get(place, 0) + len(part.text)
    places = {place for place, _ in sizes}
    return [
        keep
        or (
            not out
            and not _linked(part)
            and (
                sizes.get((part.element.getparent(), part.element.tag), -1) >= len(part.text)
                or any(
                    above.tag in _WHOLE and above.getparent() in places
                    for above in (part.element, *part.element.iterancestors())
                )
            )
        )
        for part, keep, out in zip(parts, kept, apart, strict=True)
    ]


def _with_headings(parts: Sequence[Part], kept: list[bool], apart: Sequence[bool]) -> list[bool]:
    """With the headings that stand between kept blocks, right above one in the same box."""
    for number in range(1, len(parts) - 1):
        part, below = parts[number], parts[number + 1]
        lost = part.heading and not (kept[number] or apart[number] or _linked(part))
        if lost and kept[number - 1] and kept[number + 1]:
            kept[number] = part.element.getparent() in below.element.iterancestors()
    return kept


def _linked(part: Part) -> bool:
    return part.links > LINKED * len(part.text)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def is_only_a_date(text: str) -> bool:
    """Whether a line says when, and nothing else."""
    if len(text) > 60 or not any(map(str.isdigit, text)):
        return False
    if _TIME.fullmatch(text.strip()):
        return True
    stamps = find_stamps(text)
    if not stamps or _DATELINE.search(text):
        return False
    rest = text[: stamps[0].start] + text[stamps[-1].end :]
    return len(_NO_LETTERS.sub("", _TIME.sub("", rest))) <= _AROUND_DATE
