"""OpenDocument texts (odt, fodt): the text as it stands; notes and comments apart, deletions left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.ingest.readers.article_databases import document_items
from corpus.ingest.readers.documents import Document, printed_title
from corpus.ingest.readers.fragment import BREAK, lines_of
from corpus.ingest.readers.parts import Parts
from corpus.ingest.readers.raised import raised
from corpus.ingest.readers.sources import UnreadableError, read_whole
from corpus.ingest.readers.xml_ import attribute, descendants, element_names, first, local, parse_xml, words
from corpus.text.records import Block
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item, Rejected

_HEADINGS = frozenset(("title", "subtitle"))
_NOTES = frozenset(("note-body", "annotation"))
_INDEX = frozenset(("table-of-content", "illustration-index", "alphabetical-index", "table-index"))
_LONGEST_HEADING = 200


def read_odt(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """One document as one item. Raises UnreadableError."""
    parts = Parts(source, "OpenDocument text")
    content = parts.read("content.xml")
    if not content:
        raise parts.broken("it has no text")
    meta = parts.read("meta.xml")
    roots = [parse_xml(content)]
    roots += [parse_xml(part) for part in (parts.read("styles.xml"),) if part]
    yield from document_items(source, parts.raw, _document(roots, parse_xml(meta) if meta else None))


def read_fodt(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """The same in one file of XML. Raises UnreadableError."""
    raw = read_whole(source)
    root = parse_xml(raw)
    if first(root, "body", "text") is None:
        raise UnreadableError("It is an OpenDocument file, and no text: save it as .xlsx or CSV.", raw)
    yield from document_items(source, raw, _document([root], root))


def _document(roots: list[Any], meta: Any) -> Document:
    text = first(roots[0], "body", "text")
    walk = _Walk(_Styles(roots))
    blocks = walk.blocks(text) if text is not None else []
    title = (
        words(next(descendants(first(meta, "meta"), "title"), None))
        if first(meta, "meta") is not None
        else ""
    )
    return Document(tuple(blocks), {"title": printed_title(title, blocks)})


class _Styles:
    """What paragraphs look like, by the names of their styles."""

    def __init__(self, roots: list[Any]) -> None:
        self._parents: dict[str, str] = {}
        self._bold: set[str] = set()
        self._centred: set[str] = set()
        self.hidden: set[str] = set()
        self.raised: set[str] = set()
        for root in roots:
            for style in descendants(root, "style"):
                name = attribute(style, "name")
                self._parents[name] = attribute(style, "parent-style-name")
                for look in style:
                    if attribute(look, "font-weight") == "bold":
                        self._bold.add(name)
                    if attribute(look, "text-align") == "center":
                        self._centred.add(name)
                    if attribute(look, "display") == "none":
                        self.hidden.add(name)
                    if attribute(look, "text-position").startswith("super"):
                        self.raised.add(name)

    def is_heading(self, name: str) -> bool:
        return any(one.casefold().startswith(("heading", *_HEADINGS)) for one in self._line(name))

    def is_bold(self, name: str) -> bool:
        return any(one in self._bold for one in self._line(name))

    def is_centred(self, name: str) -> bool:
        return any(one in self._centred for one in self._line(name))

    def _line(self, name: str) -> Iterator[str]:
        for _ in range(20):
            if not name:
                return
            yield name
            name = self._parents.get(name, "")


class _Walk:
    """The paragraphs of a text in order, the notes after all."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._parts: list[str] = []
        self._done: list[Block] = []
        self._notes: list[Block] = []
        self._bold: list[bool] = []

    def blocks(self, text: Any) -> list[Block]:
        for child in text:
            self._enter(child)
        return self._done + self._notes

    def _enter(self, element: Any) -> None:
        name = local(element)
        if not name or name in element_names("odt")["dropped"]:
            return
        if name in ("p", "h"):
            self._paragraph(element, name == "h")
        elif name in _NOTES:
            inside = _Walk(self._styles).blocks(element)
            self._notes += [Block(block.text, Role.editor_note) for block in inside]
        elif name in _INDEX:
            inside = _Walk(self._styles).blocks(element)
            self._done += [Block(block.text, Role.editor_note) for block in inside]
        elif name == "table-row":
            self._row(element)
        elif name == "s" or name == "tab":
            self._parts.append(" ")
        elif name == "line-break":
            self._parts.append(BREAK)
        elif name == "span":
            self._span(element)
        else:
            self._inside(element)

    def _inside(self, element: Any) -> None:
        if element.text:
            self._add(element.text)
        for child in element:
            self._enter(child)
            if child.tail:
                self._add(child.tail)

    def _add(self, text: str) -> None:
        self._parts.append(" ".join(f".{text}.".split())[1:-1])  # spaces fold as in HTML
        if text.strip():
            self._bold.append(False)

    def _span(self, element: Any) -> None:
        style = attribute(element, "style-name")
        if style in self._styles.hidden:
            return
        start, bold = len(self._parts), len(self._bold)
        self._inside(element)
        before, written = "".join(self._parts[:start][-5:]), "".join(self._parts[start:])
        if style in self._styles.raised:
            self._parts[start:] = [raised(before, written)]
        if self._styles.is_bold(style):
            self._bold[bold:] = [True] * len(self._bold[bold:])

    def _paragraph(self, element: Any, heading: bool) -> None:
        style = attribute(element, "style-name")
        if style in self._styles.hidden:
            return
        outer, bold = self._parts, self._bold
        self._parts, self._bold = [], []
        self._inside(element)
        whole = "".join(self._parts)
        heading = heading or self._styles.is_heading(style) or self._by_look(style, whole)
        self._parts, self._bold = outer, bold
        for line in lines_of(whole.replace(BREAK, " ") if heading else whole):
            self._done.append(Block(line, heading=heading))

    def _by_look(self, style: str, whole: str) -> bool:
        """A short line in bold, or the centred line that a document begins with, is a heading too."""
        text = whole.strip()
        if not text or len(text) > _LONGEST_HEADING or text.endswith((".", ":", "。", "：", ",", ";")):
            return False
        bold = self._styles.is_bold(style) or (bool(self._bold) and all(self._bold))
        begins = all(block.heading for block in self._done)
        return bold or (self._styles.is_centred(style) and begins)

    def _row(self, element: Any) -> None:
        before, cells = len(self._done), list[list[Block]]()
        for cell in element:
            for child in cell:
                self._enter(child)
            cells.append(self._done[before:])
            del self._done[before:]
        if len([cell for cell in cells if cell]) > 1:
            self._done.append(Block(" ".join(block.text for cell in cells for block in cell)))
        else:
            self._done += [block for cell in cells for block in cell]
