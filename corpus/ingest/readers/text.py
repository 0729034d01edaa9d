"""Plain texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.decode.mojibake import MENDED, mend
from corpus.ingest.readers.article_databases import articles
from corpus.ingest.readers.documents import part_items
from corpus.ingest.readers.markup import decoded_entities, has_tags, paragraphs, without_board_tags
from corpus.ingest.readers.sources import check_length, decoded, read_whole
from corpus.text.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Block, Rejected

_BREAK = re.compile(r"</?br[ \t]{0,9}/?>(?:[ \t]{0,9}\r?\n)?", re.IGNORECASE)
"""A tag that breaks a line, with the line end that often follows it."""
_EMPTY_LINES = re.compile(r"\r?\n(?:[ \t]*\r?\n)+")


def read_text(source: Source) -> Iterator[Item | Rejected]:
    """One text as one item, or the articles of a database's export. Raises UnreadableError."""
    item = _item(source)
    found = articles(item.text)
    if found is None:
        yield item
    else:
        yield from part_items(source, found, item.notes)


def read_as_text(source: Source) -> Iterator[Item]:
    """The same for a file that somebody wants to be read as text, whatever it is: its tags are words."""
    yield _item(source, tags=True)


def _item(source: Source, *, tags: bool = False) -> Item:
    raw = read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS)
    read = decoded(raw)
    check_length(read.text, raw)
    text = mend(read.text)
    notes = read.notes if text is read.text else (*read.notes, MENDED)
    text, blocks = _without_markup(text, tags=tags)
    return Item(raw, text, source.address, source.name, {}, read.encoding, notes, blocks=blocks)


def _without_markup(text: str, *, tags: bool) -> tuple[str, tuple[Block, ...]]:
    """A text without the tags and entities of a page that it was taken from; its paragraphs, where it had
    tags. ``tags``: a text with tags stays as it is."""
    if tags and paragraphs(text) is not None:
        return text, ()
    if not tags:
        text = without_board_tags(text)
    lines = _BREAK.sub("\n", text)  # such tags alone make no page: the layout of the text holds
    plain = text if has_tags(lines) else lines
    if paragraphs(plain) is None:
        return decoded_entities(plain), ()
    blocks = paragraphs(_EMPTY_LINES.sub("\n<p>\n", text)) or []
    return "\n".join(" ".join(block.text.split()) for block in blocks), tuple(blocks)
