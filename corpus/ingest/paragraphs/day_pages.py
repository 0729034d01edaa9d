"""Pages and files that hold several articles, each with its dateline: one item for each of them.

A dateline opens an article where a headline of its own stands right before it, or the end mark of the article
before. Datelines inside one article (another agency's words, a dateline that is printed twice, sections of a
round-up) open none.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.ingest.dates.dateline import find_end_mark, parse_dateline
from corpus.ingest.dates.printed import dated_line
from corpus.ingest.identity.item_keys import first_bits, short_hash, title_key
from corpus.ingest.paragraphs.head_lines import fits, is_furniture, is_gathered, is_heading, only_date
from corpus.ingest.paragraphs.line_ends import LINE_ENDS, ends_sentence
from corpus.text.normalisation import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.ingest.outlets.records import OutletFile
    from corpus.text.records import Item

_LINES = 3
"""Most lines of a headline."""
_BYLINES = 3
"""Most lines between a headline and its dateline that say when and by whom."""
_PROSE = 30
"""Shortest sentence, in code points, that is no line of a page."""
_WORD = re.compile(r"[^\W_]+")
_KEY = 60
"""Longest words of a headline in the address of an article, in code points."""


@dataclass(slots=True)
class _Row:
    """A line of a text, or a block of a structured file. ``gap``: whether an empty line stands before it."""

    words: str
    gap: bool
    heading: bool = False


@dataclass(slots=True)
class _Article:
    """Where an article begins, its headline included, and the words of the headline."""

    start: int
    headline: str


def split_days(item: Item, outlet: OutletFile) -> Sequence[Item]:
    """The articles that the item holds, each as an item; the item itself where it is one document.

    The address of an article is that of the page with the words of its headline, so that it is the same
    wherever on the page the article stands. What stands before the first of them is kept with its bytes.
    """
    if (
        not outlet.datelines
        or item.row
        or ("title" in item.fields and item.below is None and not item.blocks)
    ):
        return (item,)
    rows = _rows(item)
    articles = _articles(rows, item, outlet)
    if len(articles) < 2:
        return (item,)
    preface = [row.words for row in rows[: articles[0].start] if row.words]
    ends = [*(one.start for one in articles[1:]), len(rows)]
    if any(map(_is_prose, preface)):  # an article without a dateline, above the first that has one
        heading = next((row.words for row in rows[: articles[0].start] if _is_headline(row, outlet)), "")
        ends.insert(0, articles[0].start)
        articles.insert(0, _Article(0, heading))
    parts = [range(one.start, end) for one, end in zip(articles, ends, strict=True)]
    keys = _keys(articles, [[rows[at].words for at in part] for part in parts])
    fields = {name: value for name, value in item.fields.items() if name != "title"}
    day = next((words for words in preface if _is_full_day(words)), None)
    if day is not None:
        fields.setdefault("date", day)
    lines = LINE_ENDS.sub("\n", item.text).split("\n")
    cut_from = (item.file or item.address, first_bits(hashlib.sha256(item.raw).digest()))
    items = []
    for number, (part, key) in enumerate(zip(parts, keys, strict=True)):
        first = 0 if number == 0 else part.start
        if item.blocks:
            text = "\n".join(block.text for block in item.blocks[part.start : part.stop])
            raw = "\n".join(block.text for block in item.blocks[first : part.stop])
        else:
            text, raw = "\n".join(lines[part.start : part.stop]), "\n".join(lines[first : part.stop])
        items.append(
            replace(
                item,
                raw=raw.encode("utf-8", "surrogatepass"),
                text=text,
                address=f"{item.address}#{key}",
                source=f"{item.source}, {articles[number].headline[:_KEY] or key!r}",
                fields=fields,
                encoding="utf-8",
                file=None,
                row=True,
                identifier=None,
                below=None,
                blocks=item.blocks[part.start : part.stop],
                cut_from=cut_from,
            )
        )
    return items


def _rows(item: Item) -> list[_Row]:
    if item.blocks:
        return [_Row(" ".join(block.text.split()), True, block.heading) for block in item.blocks]
    rows = []
    gap = True
    for line in LINE_ENDS.sub("\n", item.text).split("\n"):
        words = line.replace("\ufeff", "").strip()
        rows.append(_Row(words, gap))
        gap = not words
    return rows


def _articles(rows: list[_Row], item: Item, outlet: OutletFile) -> list[_Article]:
    """The articles; none or one where the rows are one document."""
    found = _datelines(rows, outlet)
    if len(found) < 2:
        return []
    first = _article(rows, -1, found[0], outlet) or _Article(0, "")
    articles = [first]
    for before, at in pairwise(found):
        article = _article(rows, before, at, outlet)
        # a headline that comes again stands above the longer form of the same article
        if article is not None and (
            _is_over(rows, before, article.start, outlet)
            or title_key(article.headline) != title_key(articles[-1].headline)
        ):
            articles.append(article)
    title = item.fields.get("title")
    if title and (not first.headline or title_key(first.headline) == title_key(title)):
        return []  # the page of one article
    preface = [row.words for row in rows[: first.start] if row.words]
    headings = [words for words in preface if is_heading(words, outlet) and not only_date(words)]
    if any(map(is_gathered, (*headings, first.headline, title or ""))):
        return []
    if headings and _ends(rows, outlet) == 1:
        return []  # one headline above all, one end mark below all
    return articles


def _datelines(rows: list[_Row], outlet: OutletFile) -> list[int]:
    """The rows that begin with a dateline of the agency that most of them name."""
    agencies: dict[int, str] = {}
    for at, row in enumerate(rows):
        dateline = parse_dateline(row.words, outlet.datelines) if row.words else None
        if dateline is not None and dateline.start == 0:
            agencies[at] = (dateline.agency or "").casefold()
    if len(agencies) < 2:
        return []
    most = Counter(agencies.values()).most_common(1)[0][0]
    return [at for at, agency in agencies.items() if agency == most]


def _article(rows: list[_Row], before: int, dateline: int, outlet: OutletFile) -> _Article | None:
    """The article that a dateline opens, if it does; ``before``: the row of the dateline before it."""
    at = dateline - 1
    beside = 0
    while at > before and (not rows[at].words or (beside < _BYLINES and _is_beside(rows[at].words))):
        beside += bool(rows[at].words)
        at -= 1
    if at > before and _is_headline(rows[at], outlet):
        first = _first_line(rows, before, at, outlet)
        return _Article(first, " ".join(row.words for row in rows[first : at + 1]))
    return _Article(dateline, "") if _is_over(rows, before, dateline, outlet) else None


def _is_headline(row: _Row, outlet: OutletFile) -> bool:
    if not row.words or find_end_mark(row.words, outlet.end_marks) is not None:
        return False
    return row.heading or is_heading(row.words, outlet)


def _first_line(rows: list[_Row], before: int, last: int, outlet: OutletFile) -> int:
    """Where the headline begins that ends in the row ``last``: its block, if all of it is one."""
    first = last
    while first - 1 > before and rows[first - 1].words and not rows[first].gap:
        first -= 1
    block = rows[first : last + 1]
    if len(block) <= _LINES and first - 1 > before and all(_is_headline(row, outlet) for row in block):
        return first
    first = last
    while first - 1 > before and rows[first].heading and rows[first - 1].heading:
        first -= 1
    return first


def _is_over(rows: list[_Row], before: int, at: int, outlet: OutletFile) -> bool:
    """Whether the end mark of the article before is the last that stands before a row."""
    last = next((row for row in reversed(rows[max(before, 0) : at]) if row.words), None)
    return last is not None and find_end_mark(last.words, outlet.end_marks) is not None


def _is_beside(words: str) -> bool:
    return fits("bylines", words) or is_furniture(words) or dated_line(words, None) is not None


def _is_prose(words: str) -> bool:
    return len(words) >= _PROSE and ends_sentence(words) and dated_line(words, None) is None


def _is_full_day(words: str) -> bool:
    found = dated_line(words, None)
    return found is not None and found.stamp is not None and found.stamp.date is not None


def _ends(rows: list[_Row], outlet: OutletFile) -> int:
    return sum(find_end_mark(row.words, outlet.end_marks) is not None for row in rows if row.words)


def _keys(articles: Sequence[_Article], texts: Sequence[Sequence[str]]) -> list[str]:
    """A key for each article: the words of its headline; where several have the same, or none, its text."""
    named = ["-".join(_WORD.findall(fold(one.headline)))[:_KEY].rstrip("-") for one in articles]
    times = Counter(named)
    keys = []
    for name, words in zip(named, texts, strict=True):
        digest = f"{short_hash(chr(10).join(filter(None, words))):016x}"[-12:]
        keys.append(name if name and times[name] == 1 else "-".join(filter(None, (name, digest))))
    return keys
