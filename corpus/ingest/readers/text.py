"""Plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.mojibake import MENDED, mend
from corpus.ingest.readers.sources import check_length, decoded, read_whole
from corpus.model.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.readers.sources import Source


def read_text(source: Source) -> Iterator[Item]:
    """One text as one item. Raises UnreadableError."""
    yield _item(source, read_whole(source, 4 * settings.MAX_TEXT_CHARACTERS))


def _item(source: Source, raw: bytes) -> Item:
    read = decoded(raw)
    check_length(read.text, raw)
    text = mend(read.text)
    notes = read.notes if text is read.text else (*read.notes, MENDED)
    return Item(raw, text, source.address, source.name, {}, read.encoding, notes)
