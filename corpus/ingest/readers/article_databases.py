"""Exports of databases of articles (Factiva, Nexis, ProQuest): one file, many articles with metadata."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Any

from corpus.ingest.dates.stamps import find_stamps
from corpus.ingest.outlets.registry import outlet_code
from corpus.ingest.paragraphs.line_ends import glue
from corpus.ingest.readers.documents import Document, part_items, whole_item
from corpus.settings import packaged
from corpus.text.records import Block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item, Rejected

_Article = tuple[dict[str, str], "Sequence[str]"]
"""Fields and the lines of the text."""

_LOOKED_AT = 16_384
"""How much of a text, in code points, shows that it is an export."""
_LONGEST_DAY = 80
_MOST_ABOVE = 40
"""Most lines above an article's text."""
_CENTRED = 10
"""Spaces before a line that is set in the middle."""
_BELOW_COUNT = 8
_LONGEST_WRAPPED = 120
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por|Di|От) \S")
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_CODE = re.compile(r"[A-Z]{3,8}\Z")
_RIGHTS = re.compile(r"copyright|all rights reserved|\(c\) ?\d{4}|©", re.IGNORECASE)


class _Format:
    """How an export prints its articles; see ``article_databases.toml``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.layout: str = table["layout"]
        self.fields: Mapping[str, str] = table.get("fields", {})
        self.text: Sequence[str] = table.get("text", ())
        self._shown = tuple(map(re.compile, table["shown"]))
        self._patterns = {
            key: re.compile(table[key])
            for key in ("first", "last", "label", "body", "tail", "count", "rights", "numbered")
            if key in table
        }

    def is_of(self, lines: Sequence[str]) -> bool:
        return all(any(map(pattern.match, lines)) for pattern in self._shown)

    def match(self, key: str, line: str) -> re.Match[str] | None:
        """What a line is of the format; None also where it has no such lines."""
        pattern = self._patterns.get(key)
        return None if pattern is None else pattern.match(line.strip())

    def parts(self, lines: Sequence[str]) -> Iterator[list[str]]:
        """The lines of each article, those that begin or end it among them."""
        part: list[str] | None = None if "first" in self._patterns else []
        for line in lines:
            if self.match("first", line):
                if part is not None:
                    yield part
                part = []
            if part is not None:
                part.append(line)
            if self.match("last", line) and part is not None:
                yield part
                part = []
        if part and ("first" in self._patterns or self._has_text(part)):
            yield part  # the last one of a file that breaks off

    def _has_text(self, part: Sequence[str]) -> bool:
        """Whether lines are an article, and not what was asked for, which closes a file."""
        if any(self.match("count", line) for line in part):
            return True
        named = {match["name"] for line in part if (match := self.match("label", line))}
        return bool(named.intersection(self.text) if self.text else named)


def articles(text: str, *, marked: bool = False) -> list[Document] | None:
    """The articles of an export, in order; None where the text is none.

    ``marked``: each line is a paragraph, as documents mark them; else empty lines part them.
    """
    head = text[:_LOOKED_AT]
    if not any(word in head for word in _data()["quick"]):
        return None
    seen = [line.strip() for line in head.split("\n")]
    shown = next((one for one in _formats() if one.is_of(seen)), None)
    if shown is None:
        return None
    lines = [line for line in text.split("\n") if not _nothing().match(line.strip())]
    found: list[Document] = []
    for part in shown.parts(lines):
        fields, body = _LAYOUTS[shown.layout](part, shown)
        blocks = tuple(map(Block, filter(str.strip, body) if marked else _paragraphs(body)))
        if blocks:
            where = f"article {len(found) + 1}"
            found.append(Document(blocks, known_fields(fields), None, fields.get("id"), where))
    return found or None


def document_items(
    source: Source, raw: bytes, document: Document, notes: tuple[str, ...] = ()
) -> Iterator[Item | Rejected]:
    """The item of a file that holds one document, or the articles of an export in it. UnreadableError."""
    found = articles(document.text, marked=True)
    if found is None:
        yield whole_item(source, raw, document, notes=notes)
    else:
        yield from part_items(source, found, notes)


@functools.cache
def _data() -> dict[str, Any]:
    return packaged("corpus.ingest.readers", "article_databases.toml")


@functools.cache
def _formats() -> tuple[_Format, ...]:
    return tuple(map(_Format, _data()["formats"]))


@functools.cache
def _nothing() -> re.Pattern[str]:
    return re.compile(_data()["nothing"])


def _labelled(part: Sequence[str], shown: _Format) -> _Article:
    values: dict[str, list[str]] = {}
    value: list[str] = []
    for line in part:
        match = shown.match("label", line)
        if match is None:
            value.append(line)
        elif match["name"] not in values:
            value = values[match["name"]] = [match["value"] or ""]
    fields = {name: " ".join(values[key]) for key, name in shown.fields.items() if key in values}
    fields.setdefault("title", _unlabelled_title(part, shown))
    if fields.get("id", "").split():
        fields["id"] = fields["id"].split()[-1]
    return fields, [line for key in shown.text for line in ("", *values.get(key, ()))]


def _unlabelled_title(part: Sequence[str], shown: _Format) -> str:
    """What stands above the first label of an article whose title has none."""
    above = itertools.takewhile(lambda line: shown.match("label", line) is None, part)
    return " ".join(
        line.strip() for line in above if not (shown.match("first", line) or shown.match("numbered", line))
    )


def _headed(part: Sequence[str], shown: _Format) -> _Article:
    lines = [line for line in part if not shown.match("first", line)]
    begin = _below_head(lines, shown)
    end = next((at for at in range(begin, len(lines)) if shown.match("tail", lines[at])), len(lines))
    fields: dict[str, str] = {}
    for key, some in (("label", lines[:begin]), ("tail", lines[end:])):
        for match in filter(None, (shown.match(key, line) for line in some)):
            if match["name"] in shown.fields and match["value"]:
                fields.setdefault(shown.fields[match["name"]], match["value"])
    named = next((at for at in range(begin) if shown.match("label", lines[at])), begin)
    above = [line for line in lines[:named] if line.strip() and not _RIGHTS.search(line)]
    day = next((at for at, line in enumerate(above) if _day(line)), None)
    if day is None:
        titles = above
    else:
        fields["date"] = _day(above[day])
        fields["publication"] = above[day - 1] if day else ""
        below = above[day + 1 :]
        flush = [line for line in below if len(line) - len(line.lstrip()) < _CENTRED]
        titles = above[: day - 1] if day > 1 else flush or below
    fields.setdefault("title", " ".join(titles))
    return fields, lines[begin:end]


def _below_head(lines: Sequence[str], shown: _Format) -> int:
    """Where the text begins: behind the line that says so, else behind the last label and its value."""
    labels = [at for at, line in enumerate(lines[:_MOST_ABOVE]) if shown.match("label", line)]
    body = next((at for at in labels if shown.match("body", lines[at])), None)
    if body is not None:
        return body + 1
    begin = labels[-1] + 1 if labels else 0
    while begin and begin < len(lines) and lines[begin].strip():
        begin += 1
    return begin


def _counted(part: Sequence[str], shown: _Format) -> _Article:
    last = shown.match("last", part[-1])
    lines = part if last is None else part[:-1]
    count = next((at for at, line in enumerate(lines) if shown.match("count", line)), 0)
    titles = [line.strip() for line in lines[:count] if line.strip()]
    fields = {"id": last["id"] if last is not None else ""}
    while len(titles) > 1 and _BYLINE.match(titles[-1]):
        fields["author"] = titles.pop()
    fields["title"] = " ".join(titles)
    below = [at for at in range(count + 1, len(lines)) if lines[at].strip()][:_BELOW_COUNT]
    rights = [at for at in below if shown.match("rights", lines[at])]
    day = next((at for at in below if _day(lines[at])), None)
    begin = rights[0] + 1 if rights else count + 1
    if day is not None:
        fields["date"] = _day(lines[day])
        named = [at for at in below if at > day and not _CLOCK.match(lines[at].strip())]
        fields["publication"] = lines[named[0]] if named else ""
        code = next((at for at in named[1:3] if _CODE.match(lines[at].strip())), None)
        if not rights:  # publication, its code, the language
            begin = 2 + (code if code is not None else named[0] if named else day)
    return fields, lines[begin:]


_LAYOUTS: Mapping[str, Callable[[Sequence[str], _Format], _Article]] = {
    "labelled": _labelled,
    "headed": _headed,
    "counted": _counted,
}


def _day(line: str) -> str:
    """The day that a line begins with; "" where it is none of a head."""
    words = line.strip()
    if len(words) <= _LONGEST_DAY:
        for stamp in find_stamps(words):
            if stamp.date is not None and stamp.month is not None and stamp.start <= _CENTRED + 2:
                return words[stamp.start : stamp.end]
    return ""


def known_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields by canonical name, with the outlet that a publication is and the place of a dateline."""
    known = {
        name: " ".join(value.split()) for name, value in fields.items() if name not in ("id", "dateline")
    }
    named = known.get("publication", "")
    outlets = (one["outlet"] for one in _data()["publications"] if re.search(one["pattern"], named))
    outlet = next(outlets, None) or outlet_code(named)
    if outlet is not None:
        known["outlet"] = outlet
    dateline = fields.get("dateline", "")
    stamps = find_stamps(dateline)
    known["place"] = (dateline[: stamps[0].start] if stamps else dateline).strip(" ,-–(")
    return known


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The paragraphs that empty lines part, wrapped lines joined; a longer line is a paragraph of its own."""
    for empty, some in itertools.groupby(map(str.strip, lines), lambda line: not line):
        block = list(some)
        if not empty and max(map(len, block)) > _LONGEST_WRAPPED:
            yield from block
        elif not empty:
            yield functools.reduce(lambda before, line: f"{before}{glue(before, line)}{line}", block)
