"""Word documents (docx): the text as it stands, deletions, fields and hidden words left out."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from corpus.ingest.readers.article_databases import document_items
from corpus.ingest.readers.documents import Document, printed_title
from corpus.ingest.readers.fragment import BREAK, lines_of
from corpus.ingest.readers.parts import Parts
from corpus.ingest.readers.raised import raised
from corpus.ingest.readers.xml_ import (
    attribute,
    children,
    descendants,
    element_names,
    first,
    local,
    parse_xml,
    words,
)
from corpus.text.records import Block
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item, Rejected

_HEADING = re.compile(r"(?:heading \d|title|subtitle)\Z", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc \d|toc heading|table of figures)\Z", re.IGNORECASE)
_NOTES = ("footnotes.xml", "endnotes.xml", "comments.xml")
_LONGEST_HEADING = 200
_SPACES = frozenset(("tab", "ptab"))
_BREAKS = frozenset(("br", "cr"))


def read_docx(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """One document as one item. Raises UnreadableError."""
    parts = Parts(source, "Word document")
    main = _main(parts)
    root = parse_xml(parts.read(main) or _missing(parts))
    folder = posixpath.dirname(main)
    walk = _Walk(_styles(parts.read(f"{folder}/styles.xml")))
    blocks = walk.blocks(root)
    for name in _NOTES:
        notes = parts.read(f"{folder}/{name}")
        if notes:
            blocks += [Block(one.text, Role.editor_note) for one in _Walk({}).blocks(parse_xml(notes))]
    core = parts.read("docProps/core.xml")
    title = words(next(descendants(parse_xml(core), "title"), None)) if core else ""
    fields = {"title": printed_title(title, blocks)}
    yield from document_items(source, parts.raw, Document(tuple(blocks), fields))


def _main(parts: Parts) -> str:
    relations = parts.read("_rels/.rels")
    for relation in descendants(parse_xml(relations), "Relationship") if relations else ():
        if attribute(relation, "Type").endswith("/officeDocument"):
            return attribute(relation, "Target").lstrip("/")
    return "word/document.xml"


def _missing(parts: Parts) -> bytes:
    raise parts.broken("it has no text")


def _styles(raw: bytes) -> dict[str, str]:
    """What the styles are, by id: ``heading``, ``contents`` or "" for others."""
    if not raw:
        return {}
    based: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for style in descendants(parse_xml(raw), "style"):
        key, name = attribute(style, "styleId"), attribute(first(style, "name"), "val")
        level = first(style, "pPr", "outlineLvl")
        if _HEADING.match(name) or (level is not None and attribute(level, "val") in "012345678"):
            kinds[key] = "heading"
        elif _CONTENTS.match(name):
            kinds[key] = "contents"
        else:
            based[key] = attribute(first(style, "basedOn"), "val")
    for key in based:
        above, steps = based[key], 0
        while above in based and steps < 20:
            above, steps = based[above], steps + 1
        if above in kinds:
            kinds[key] = kinds[above]
    return kinds


class _Walk:
    """The paragraphs of a part in order. Recursion is bounded by the depth that the parser takes."""

    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles
        self._parts: list[str] = []
        self._done: list[Block] = []
        self._bold: list[tuple[int, bool]] = []

    def blocks(self, root: Any) -> list[Block]:
        for child in root:
            self._enter(child)
        return self._done

    def _enter(self, element: Any) -> None:
        name = local(element)
        if name in element_names("word")["dropped"] or not name:
            return
        if name == "p":
            self._paragraph(element)
        elif name == "tr":
            self._row(element)
        elif name == "r":
            self._run(element)
        elif name == "t":
            self._parts.append(element.text or "")
        elif name in _BREAKS:
            self._parts.append(BREAK if attribute(element, "type") in ("", "textWrapping") else " ")
        elif name in _SPACES:
            self._parts.append(" ")
        elif name == "noBreakHyphen":
            self._parts.append("-")
        else:
            for child in element:
                self._enter(child)

    def _paragraph(self, element: Any) -> None:
        outer, bold = self._parts, self._bold
        self._parts, self._bold = [], []
        for child in element:
            self._enter(child)
        whole = "".join(self._parts)
        kind = self._kind(element, whole)
        self._parts, self._bold = outer, bold
        role = Role.editor_note if kind == "contents" else None
        if kind == "heading":
            whole = whole.replace(BREAK, " ")
        for line in lines_of(whole):
            self._done.append(Block(line, role, heading=kind == "heading"))

    def _row(self, element: Any) -> None:
        """A row is a paragraph; of tables that lay out a page, each paragraph of the one cell is."""
        cells = list(children(element, "tc", "sdt"))
        before = len(self._done)
        rows: list[list[Block]] = []
        for cell in cells:
            for child in cell:
                self._enter(child)
            rows.append(self._done[before:])
            del self._done[before:]
        if len([row for row in rows if row]) > 1:
            line = " ".join(block.text for row in rows for block in row if block.role is None)
            if line:
                self._done.append(Block(line))
        else:
            self._done += [block for row in rows for block in row]

    def _run(self, element: Any) -> None:
        style = first(element, "rPr")
        if style is not None and any(_on(style, name) for name in ("vanish", "webHidden")):
            return
        start = len(self._parts)
        for child in element:
            self._enter(child)
        written = "".join(self._parts[start:])
        place = first(style, "vertAlign") if style is not None else None
        if place is not None and attribute(place, "val") == "superscript":
            self._parts[start:] = [raised("".join(self._parts[:start][-5:]), written)]
        elif written.strip():
            self._bold.append((len(written), style is not None and _on(style, "b")))

    def _kind(self, element: Any, whole: str) -> str:
        style = first(element, "pPr")
        if style is None:
            return self._by_look(None, whole)
        level = first(style, "outlineLvl")
        if level is not None and attribute(level, "val") in tuple("012345678"):
            return "heading"
        named = first(style, "pStyle")
        kind = self._styles.get(attribute(named, "val"), "") if named is not None else ""
        return kind or self._by_look(style, whole)

    def _by_look(self, style: Any, whole: str) -> str:
        """A short line in bold, or the centred line that a document begins with, is a heading too."""
        text = whole.strip()
        if not text or len(text) > _LONGEST_HEADING or text.endswith((".", ":", "。", "：", ",", ";")):
            return ""
        bold = bool(self._bold) and all(is_bold for _, is_bold in self._bold)
        aligned = first(style, "jc") if style is not None else None
        centred = aligned is not None and attribute(aligned, "val") == "center"
        begins = all(block.heading for block in self._done)
        return "heading" if bold or (centred and begins) else ""


def _on(style: Any, name: str) -> bool:
    mark = first(style, name)
    return mark is not None and attribute(mark, "val") not in ("0", "false", "off", "none")
