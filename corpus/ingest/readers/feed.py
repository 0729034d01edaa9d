"""Feeds that were saved (RSS, Atom), and WordPress exports: one item each, without tags."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from lxml import etree

from corpus.ingest.decode.columns import is_web_address
from corpus.ingest.readers import markup
from corpus.ingest.readers.documents import NOTHING, Document, part_items
from corpus.ingest.readers.sources import UnreadableError, read_whole, reject
from corpus.ingest.readers.xml_ import attribute, children, descendants, first, parse_xml, words
from corpus.text.records import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item, Rejected

_TEXTS = ("encoded", "content", "full-text", "fulltext", "description", "summary")
_DATES = ("pubDate", "date", "issued", "published", "created", "updated", "modified")
_NO_TEXTS = frozenset((
    "attachment", "nav_menu_item", "revision", "custom_css", "wp_global_styles", "wp_navigation",
))  # fmt: skip
"""Kinds of posts of WordPress that are no texts."""
_UNPUBLISHED = frozenset(("draft", "auto-draft", "trash", "pending", "inherit"))


def read_feed(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """The entries of a feed. Raises UnreadableError."""
    raw = read_whole(source)
    root = parse_xml(raw)
    entries = list(descendants(root, "item", "entry"))
    if not entries:
        raise UnreadableError("It is a feed without entries: there is nothing to load.", raw)
    yield from part_items(source, _documents(source, root, entries))


def _documents(source: Source, root: Any, entries: list[Any]) -> Iterator[Document | Rejected]:
    channel = first(root, "channel")
    language = words(first(channel, "language")) or attribute(root, "lang")
    for number, entry in enumerate(entries, 1):
        if _wordpress(entry, "post_type") in _NO_TEXTS:
            continue
        raw = etree.tostring(entry, encoding="utf-8", with_tail=False)
        where = f"entry {number}"
        if _wordpress(entry, "status") in _UNPUBLISHED:
            reason = "It is a draft that was not published: load it as a file of its own if it is a text."
            yield reject(f"{source.name}, {where}", reason, raw)
            continue
        try:
            document = dataclasses.replace(_document(entry, language), raw=raw, where=where)
        except UnreadableError as error:
            yield reject(f"{source.name}, {where}", str(error), raw)
            continue
        if document.text.strip() or document.fields["title"]:
            yield document
        else:
            yield reject(f"{source.name}, {where}", NOTHING, raw)


def _wordpress(entry: Any, name: str) -> str:
    return next((words(child) for child in children(entry, name) if "wordpress" in child.tag), "")


def _document(entry: Any, language: str) -> Document:
    title = first(entry, "title")
    link = _link(entry)
    guid = words(first(entry, "guid")) or words(first(entry, "id")) or attribute(entry, "about")
    if not is_web_address(link) and is_web_address(guid):
        link = guid
    date = next((words(found) for name in _DATES if (found := first(entry, name)) is not None), "")
    fields = {
        "title": markup.plain(_written(title)) if title is not None else "",
        "date": _wordpress(entry, "post_date") or date,
        "language": attribute(entry, "lang") or words(first(entry, "language")) or language,
        "topic": ", ".join(_topics(entry)),
        "author": _author(entry),
        "url": link if is_web_address(link) else "",
    }
    return Document(tuple(_blocks(entry)), fields, identifier=guid or None)


def _blocks(entry: Any) -> list[Block]:
    found: list[list[Block]] = []
    for name in _TEXTS:
        for element in children(entry, name):
            if attribute(element, "src") or "media" in element.tag or "excerpt" in element.tag:
                continue
            blocks = _read(_written(element))
            if blocks:
                found.append(blocks)
        if found:
            return max(found, key=lambda blocks: sum(len(block.text) for block in blocks))
    described = next(descendants(entry, "description"), None)
    return _read(words(described)) if described is not None else []


def _read(text: str) -> list[Block]:
    marked = markup.paragraphs(text)
    if marked is not None:
        return marked
    return [Block(line.strip()) for line in markup.readable(text).split("\n") if line.strip()]


def _written(element: Any) -> str:
    """What an element holds: its text, which may be HTML that was escaped, or elements of HTML."""
    if len(element):
        inside = "".join(etree.tostring(child, encoding="unicode") for child in element)
        return f"{element.text or ''}{_without_prefixes(inside)}"
    return element.text or ""


def _without_prefixes(text: str) -> str:
    return text.replace("<xhtml:", "<").replace("</xhtml:", "</")


def _link(entry: Any) -> str:
    links = list(children(entry, "link"))
    for rel in ("alternate", "", "self"):
        for link in links:
            if (attribute(link, "rel") or "") == rel:
                found = attribute(link, "href") or words(link)
                if found:
                    return found
    original = first(entry, "origLink")
    return words(original)


def _topics(entry: Any) -> Iterator[str]:
    for child in children(entry, "category", "subject"):
        topic = words(child) or attribute(child, "label") or attribute(child, "term")
        if topic and attribute(child, "domain") != "post_tag":
            yield markup.plain(topic)


def _author(entry: Any) -> str:
    for child in children(entry, "creator", "author"):
        name = first(child, "name")
        return words(name if name is not None else child)
    return ""
