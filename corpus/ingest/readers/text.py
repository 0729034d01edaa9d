"""Plain texts, and files of unknown kind that turn out to be texts or pages."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.mojibake import MENDED, mend
from corpus.ingest.readers import html
from corpus.ingest.readers.sources import check_length, decoded, read_whole
from corpus.model.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.readers.sources import Source

_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def read_text(source: Source) -> Iterator[Item]:
    """One text as one item. Raises UnreadableError."""
    yield _item(source, read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS))


def read_unknown(source: Source) -> Iterator[Item]:
    """A file whose ending says nothing: a page where it begins like one, else a text."""
    raw = read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS)
    head = raw[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    yield html.page_item(source, raw) if _PAGE.match(head) else _item(source, raw)


def _item(source: Source, raw: bytes) -> Item:
    read = decoded(raw)
    check_length(read.text, raw)
    text = mend(read.text)
    notes = read.notes if text is read.text else (*read.notes, MENDED)
    return Item(raw, text, source.address, source.name, {}, read.encoding, notes)
