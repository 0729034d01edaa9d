"""EPUB books: the chapters in their order, without covers and tables of contents."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from corpus.ingest.readers.documents import Document, whole_item
from corpus.ingest.readers.fragment import blocks_of
from corpus.ingest.readers.parts import Parts
from corpus.ingest.readers.sources import decoded
from corpus.ingest.readers.xml_ import attribute, descendants, parse_xml, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Block, Item


_FRONT = re.compile(
    r"""<(?:body|section|div)\b[^>]*\b(?:epub:type|class)=["'][^"']*\b(?:titlepage|title-page|halftitlepage|cover)\b""",
    re.IGNORECASE,
)
_FRONT_NAME = re.compile(r"(?:title[_-]?page|half[_-]?title|cover)\w*\.\w+$", re.IGNORECASE)
_LONGEST_FRONT = 600
"""Code points of a title page, at most."""


def read_epub(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """One book as one item. Raises UnreadableError."""
    parts = Parts(source, "EPUB")
    container = parts.read("META-INF/container.xml")
    path = next(
        (attribute(one, "full-path") for one in descendants(parse_xml(container), "rootfile"))
        if container
        else iter(()),
        "",
    )
    package = parts.read(path)
    if not package:
        raise parts.broken("it does not say where its chapters are")
    root = parse_xml(package)
    chapters = _chapters(root, posixpath.dirname(path))
    blocks = [block for name in chapters for block in _blocks(name, decoded(parts.read(name) or b" ").text)]
    fields = {
        "title": _said(root, "title"),
        "language": _said(root, "language"),
        "date": _date(root),
        "author": _said(root, "creator"),
    }
    yield whole_item(source, parts.raw, Document(tuple(blocks), fields))


def _blocks(name: str, chapter: str) -> list[Block]:
    """The paragraphs of a chapter; none of a page that only says what the book is called."""
    blocks = blocks_of(chapter)
    front = _FRONT_NAME.search(name) is not None or _FRONT.search(chapter) is not None
    return [] if front and sum(len(block.text) for block in blocks) <= _LONGEST_FRONT else blocks


def _chapters(root: Any, folder: str) -> Iterator[str]:
    files: dict[str, str] = {}
    for item in descendants(root, "item"):
        nav = "nav" in attribute(item, "properties").split()
        if attribute(item, "media-type") in ("application/xhtml+xml", "text/html") and not nav:
            files[attribute(item, "id")] = posixpath.join(folder, unquote(attribute(item, "href")))
    seen: set[str] = set()
    for reference in descendants(root, "itemref"):
        key = attribute(reference, "idref")
        if key in files and key not in seen and attribute(reference, "linear") != "no":
            seen.add(key)
            yield files[key]


def _said(root: Any, name: str) -> str:
    for element in descendants(root, name):
        if "purl.org/dc" in element.tag:
            return words(element)
    return ""


def _date(root: Any) -> str:
    """When it was published; the date of the file is none."""
    dates = [one for one in descendants(root, "date") if "purl.org/dc" in one.tag]
    for event in ("original-publication", "publication", ""):
        for date in dates:
            if attribute(date, "event") == event:
                return words(date)
    return ""
