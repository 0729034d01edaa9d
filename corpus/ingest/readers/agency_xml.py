"""What agencies deliver: NITF, NewsML 1 and NewsML-G2, one file with one article or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from corpus.ingest.readers.article_databases import known_fields
from corpus.ingest.readers.documents import Document, part_items, whole_item
from corpus.ingest.readers.fragment import blocks_of
from corpus.ingest.readers.sources import read_whole
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

_DAY = 8
"""Digits of a day, as ``20210305``."""


def read_agency_xml(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """The articles of one file; of a file with one it is the whole item. Raises UnreadableError."""
    raw = read_whole(source)
    root = parse_xml(raw)
    if local(root) == "nitf":
        documents = [_nitf(root)]
    else:
        documents = [_news_item(one) for one in descendants(root, "newsItem", "NewsItem")]
    if len(documents) == 1:
        yield whole_item(source, raw, documents[0])
    else:
        yield from part_items(source, documents)


def _nitf(root: Any) -> Document:
    head, top = first(root, "head"), first(root, "body", "body.head")
    published = first(head, "pubdata")
    fields = {
        "title": words(first(top, "hedline", "hl1")) or words(first(head, "title")),
        "date": _moment(
            attribute(first(head, "docdata", "date.issue"), "norm")
            or attribute(first(head, "docdata", "date.release"), "norm")
            or attribute(published, "date.publication")
            or attribute(next(descendants(top, "story.date"), None) if top is not None else None, "norm")
        ),
        "author": words(first(top, "byline")),
        "dateline": words(first(top, "dateline", "location")),
        "publication": attribute(published, "name"),
        "url": attribute(published, "ex-ref"),
        "language": attribute(root, "lang"),
    }
    identifier = attribute(first(head, "docdata", "doc-id"), "id-string") or None
    lines = [words(one) for one in descendants(top, "hl1", "hl2")] if top is not None else []
    blocks = (
        *(Block(text, Role.headline) for text in lines if text and len(lines) > 1),
        *_dateline(words(first(top, "dateline"))),
        *_body(root),
    )
    return Document(blocks, known_fields(fields), identifier=identifier)


def _news_item(item: Any) -> Document:
    """An item of NewsML 1 or NewsML-G2, whose words stand in it as NITF, as HTML or plain."""
    inner = next(descendants(item, "nitf"), None)
    within = _nitf(inner) if inner is not None else Document(())
    lines = next(descendants(item, "contentMeta", "NewsLines"), None)
    given = {
        "title": _named(lines, "headline", "HeadLine") or _named(first(item, "itemMeta"), "title"),
        "author": _named(lines, "by", "ByLine"),
        "date": _moment(_named(item, "firstCreated", "FirstCreated") or _named(item, "versionCreated")),
        "language": attribute(first(lines, "language"), "tag") or attribute(item, "lang"),
        "publication": words(first(item, "itemMeta", "provider", "name")),
    }
    if not within.fields.get("place"):
        given["dateline"] = _named(lines, "dateline", "DateLine")
    fields = {**within.fields, **{name: value for name, value in given.items() if value}}
    blocks = within.blocks
    if inner is None:
        blocks = tuple(_plain(item, fields["title"]) if "title" in fields else _plain(item, ""))
    if not any(block.role is Role.dateline for block in blocks):
        blocks = (*_dateline(_named(lines, "dateline", "DateLine")), *blocks)
    identifier = attribute(item, "guid") or _named(item, "PublicIdentifier") or within.identifier
    return Document(blocks, {**within.fields, **known_fields(fields)}, identifier=identifier or None)


def _named(element: Any, *names: str) -> str:
    """The words of the first element of these names inside another; "" where there is none."""
    return words(next(descendants(element, *names), None)) if element is not None else ""


def _moment(value: str) -> str:
    """A day or moment as ISO has it; NITF prints them without hyphens: ``20210305T100000Z``."""
    if value[:_DAY].isdecimal() and len(value) >= _DAY:
        return f"{value[:4]}-{value[4:6]}-{value[6:_DAY]}"
    return value


def _dateline(printed: str) -> Iterator[Block]:
    if printed:
        yield Block(printed, Role.dateline)


def _plain(item: Any, title: str) -> Iterator[Block]:
    """The paragraphs of what is in HTML or plain, without the headline above them."""
    for content in descendants(item, "inlineXML", "inlineData", "DataContent"):
        if any(True for _ in content):
            markup = "".join(etree.tostring(child, encoding="unicode") for child in content)
            blocks = blocks_of(markup)
        else:
            blocks = blocks_of(content.text or "", wrapped=False)
        for number, block in enumerate(blocks):
            if number or " ".join(block.text.split()) != title:
                yield block


def _body(root: Any) -> Iterator[Block]:
    for name, role in (("body.content", None), ("body.end", Role.editor_note)):
        for part in children(first(root, "body"), name) if first(root, "body") is not None else ():
            yield from _blocks(part, role)


def _blocks(part: Any, role: Role | None) -> Iterator[Block]:
    """The paragraphs of a part in order; depth is limited by the parser."""
    names = element_names("nitf")
    for child in part:
        name = local(child)
        if name in names["dropped"]:
            continue
        if name in names["captions"]:
            yield from (Block(text, Role.editor_note) for text in (words(child),) if text)
        elif name in names["paragraphs"]:
            text = " ".join(filter(None, map(words, child))) if name == "tr" else words(child)
            if text:
                yield Block(text, role, heading=name in names["headings"] and role is None)
        else:
            yield from _blocks(child, role)
