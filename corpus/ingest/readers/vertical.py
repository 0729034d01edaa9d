"""Corpora with one token a line: vertical files (VRT) and CoNLL-U. Forms only; structures are metadata."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from corpus.ingest.decode.mojibake import mend
from corpus.ingest.readers.documents import Document, part_items
from corpus.ingest.readers.markup import unescaped
from corpus.ingest.readers.sources import UnreadableError, decoded, read_whole
from corpus.text.records import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item, Rejected

_STRUCTURE = re.compile(r"<(/?)([A-Za-z_][\w.-]*)((?:\s[^<>]*)?)(/?)>\s*")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DOCUMENTS = ("text", "doc", "document", "article", "item", "file", "speech", "div")
"""Structures that hold one document, the best first."""
_PARAGRAPHS = frozenset(("p", "para", "paragraph", "head", "li", "u", "sp", "utterance"))
_SENTENCES = frozenset(("s", "sentence", "sent"))
_COMMENT = re.compile(r"#\s*([^=]{1,60}?)\s*=\s*(.*)")
_NEW = re.compile(r"#\s*new(doc|par)\b(?:\s+id\s*=\s*(.*))?")
_CLINGS = re.compile(r"[,.;:!?)\]}%»”…。，、；：！？）」』】]+|n['’]t|['’](?:s|re|ve|ll|d|m|S)")
_OPENS = frozenset("([{«“¿¡（「『【$")
_WIDE = "\u2e80"
_ROW = re.compile(r"[^\n]+")
_DAY = re.compile(r"\d{8}")
_PIECE = 1_000_000
"""Characters, about, of a file that are let go at once."""
_LONGEST = 20_000
"""Characters after which a paragraph ends in any case."""
_LONG = 1500
"""Characters after which a sentence ends a paragraph where the file marks none."""


class _Line:
    """A paragraph that grows by tokens."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.glued = True

    def add(self, form: str, space: bool | None = None) -> None:
        """``space``: whether one stands before it, where the file says so."""
        last = self.parts[-1] if self.parts else ""
        if space is None:
            wide = bool(last) and last[-1] >= _WIDE and form[0] >= _WIDE
            wide = wide and not "\uac00" <= form[0] <= "\ud7a3"
            space = not (wide or _CLINGS.fullmatch(form) or last in _OPENS)
        if self.parts and space:
            self.parts.append(" ")
        self.parts.append(form)
        self.size += len(form) + 1

    def taken(self) -> str:
        text = "".join(self.parts)
        self.parts, self.size = [], 0
        return text


def read_vrt(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """The texts of a vertical file. Raises UnreadableError."""
    raw = read_whole(source)
    pieces = _pieces(mend(decoded(raw).text))
    names = {match[2].lower() for match in _STRUCTURE.finditer(pieces[-1][:200_000])}
    document = next((name for name in _DOCUMENTS if name in names), None)
    documents = _vertical(_rows(pieces), document, columns)
    first = next(documents, None)
    if first is None:
        raise UnreadableError("It holds no tokens: there is nothing to load.", raw)
    del raw  # else held until the last text is prepared
    yield from part_items(source, itertools.chain((first,), documents))


def _pieces(text: str) -> list[str]:
    """A text cut at ends of lines, the last piece first."""
    pieces, start = list[str](), 0
    while start < len(text):
        stop = text.find("\n", start + _PIECE) + 1 or len(text)
        pieces.append(text[start:stop])
        start = stop
    return pieces[::-1] or [""]


def _rows(pieces: list[str]) -> Iterator[str]:
    """The lines that hold something; a piece is let go when it was read."""
    while pieces:
        for match in _ROW.finditer(pieces.pop()):
            yield match[0].rstrip("\r")


def _vertical(rows: Iterable[str], name: str | None, columns: ColumnMap) -> Iterator[Document]:
    line, blocks = _Line(), list[Block]()
    outer: dict[str, str] = {}
    values: dict[str, str] = {}
    inside, glued, heading, count = name is None, False, False, 0

    def close() -> None:
        if line.parts:
            blocks.append(Block(line.taken(), heading=heading))

    for row in rows:
        structure = _STRUCTURE.fullmatch(row) if row.startswith("<") else None
        if structure is None:
            form = row.partition("\t")[0].strip()
            if form and not row.startswith("<!--") and not row.startswith("<?") and inside:
                line.add(unescaped(form), False if glued else None)
                glued = False
                if line.size > _LONGEST:
                    close()
            continue
        closing, called = structure[1] == "/", structure[2].lower()
        if called == "g":
            glued = True
        elif called in _SENTENCES:
            if closing and line.size > _LONG:
                close()
        elif called == name:
            close()
            if blocks:
                yield _document(blocks, {**outer, **values}, columns, count := count + 1)
            blocks, inside = [], not closing
            values = {} if closing else _attributes(structure[3])
        elif called in _PARAGRAPHS or called.startswith("head"):
            close()
            heading = called.startswith("head") and not closing
        elif not closing and not inside:
            outer |= _attributes(structure[3])
    close()
    if blocks:
        yield _document(blocks, {**outer, **values}, columns, count + 1)


def _attributes(written: str) -> dict[str, str]:
    found = ((match[1], match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(written[:100_000]))
    return {name: unescaped(value) for name, value in found}


def _within(values: dict[str, str]) -> dict[str, str]:
    """The same, with the day, month or year in which a span of days lies as date: as Korp writes them."""
    first, last = values.get("datefrom", ""), values.get("dateto", "")
    if not (_DAY.fullmatch(first) and _DAY.fullmatch(last) and first[:4] == last[:4]):
        return values
    month = f"-{first[4:6]}" if first[:6] == last[:6] else ""
    day = f"-{first[6:]}" if first == last else ""
    others = {key: value for key, value in values.items() if key not in ("datefrom", "dateto")}
    return {"date": f"{first[:4]}{month}{day}", **others}


def _document(blocks: list[Block], values: dict[str, str], columns: ColumnMap, number: int) -> Document:
    values = _within(values)
    plan = columns.plan(values)
    fields, told = columns.apply(values)
    if told:
        fields[plan["text"]] = told
    identifier = values.get(plan["id"]) if "id" in plan else None
    return Document(
        tuple(blocks), fields, identifier=identifier or None, where=f"text {number}", title_printed=False
    )


def read_conllu(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """The documents of a CoNLL-U file; all of it is one where it marks none. Raises UnreadableError."""
    raw = read_whole(source)
    text = mend(decoded(raw).text)
    yield from part_items(source, _conllu(text, columns, raw))


def _conllu(text: str, columns: ColumnMap, raw: bytes) -> Iterator[Document]:
    line, blocks = _Line(), list[Block]()
    values: dict[str, str] = {}
    count = 0

    def close() -> None:
        if line.parts:
            blocks.append(Block(line.taken()))

    for sentence in re.split(r"\r?\n[ \t]*\r?\n", text):
        rows = sentence.split("\n")
        printed = None
        for row in rows:
            if not row.startswith("#"):
                continue
            new, told = _NEW.match(row), _COMMENT.match(row)
            if new is not None:
                close()
                if new[1] == "doc":
                    if blocks:
                        yield _document(blocks, values, columns, count := count + 1)
                    blocks = []
                    values = {"id": new[2].strip()} if new[2] else {}
            elif told is not None and told[1] == "text":
                printed = told[2].strip()
            elif told is not None and told[1] not in ("sent_id", "text_en", "translit", "global.columns"):
                values.setdefault(told[1].removeprefix("meta::"), told[2].strip())
        if printed:
            line.add(printed)
        else:
            _add_tokens(line, rows)
        if line.size > _LONG:
            close()
    close()
    if blocks:
        yield _document(blocks, values, columns, count + 1)
    elif not count:
        raise UnreadableError("It holds no sentences: there is nothing to load.", raw)


def _add_tokens(line: _Line, rows: list[str]) -> None:
    last, space = 0, None
    for row in rows:
        cells = row.rstrip("\r").split("\t")
        if row.startswith("#") or len(cells) < 2 or not cells[1] or "." in cells[0]:
            continue
        first, _, end = cells[0].partition("-")
        if not first.isdecimal() or (not end and int(first) <= last):
            continue
        if end.isdecimal():
            last = int(end)
        line.add(cells[1], space)
        space = "SpaceAfter=No" not in cells[-1] if len(cells) == 10 else None
