"""Rich Text Format: the words, without marks, pictures and fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.readers.article_databases import document_items
from corpus.ingest.readers.documents import Document, extra_missing
from corpus.ingest.readers.sources import UnreadableError, read_whole
from corpus.text.records import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item, Rejected

_PICTURE = re.compile(
    rb"\{\\(?:\*\\)?(?:pict|shppict|nonshppict|objdata|themedata|colorschememapping|datastore)\b"
)
_CELL = re.compile(rb"(?:\\par\b[ \r\n]*(?P<end>\}?)[ \r\n]*)?\\(?:nest)?cell\b")
"""The end of a cell, and that of the last paragraph in it: a row is one line."""
_BIN = re.compile(rb"\\bin(\d{1,9}) ?")


def read_rtf(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """One document as one item. Raises UnreadableError."""
    raw = read_whole(source)
    try:
        from striprtf.striprtf import rtf_to_text  # its types are not given
    except ImportError:
        raise extra_missing("RTF", raw) from None
    bare = _CELL.sub(rb"\g<end>\\tab ", _without_pictures(raw))
    if len(bare) > 2 * settings.MAX_TEXT_CHARACTERS:  # ten seconds
        raise UnreadableError("It is too long to be one document: split it.", raw)
    try:
        text: str = rtf_to_text(bare.decode("latin-1"), errors="ignore")  # type: ignore[no-untyped-call]
    except Exception as error:  # striprtf raises whatever a broken file makes it stumble over
        said = " ".join(str(error).split())[:100] or type(error).__name__
        raise UnreadableError(f"It is not RTF that can be read ({said}): save it anew.", raw) from None
    blocks = tuple(
        Block(" ".join(line.split())) for line in text.replace("\x0c", "\n").split("\n") if line.strip()
    )
    yield from document_items(source, raw, Document(blocks))


def _without_pictures(raw: bytes) -> bytes:
    """The file without its pictures, which may be a hundred times as long as its text."""
    parts: list[bytes] = []
    end = 0
    for match in _PICTURE.finditer(raw):
        if match.start() < end:
            continue
        parts.append(raw[end : match.start()])
        end = _end_of_group(raw, match.start())
    return b"".join([*parts, raw[end:]])


def _end_of_group(raw: bytes, start: int) -> int:
    depth = 0
    for match in re.compile(rb"\\[{}\\]|\\bin\d{1,9} ?|[{}]").finditer(raw, start):
        if match[0] == b"{":
            depth += 1
        elif match[0] == b"}":
            depth -= 1
            if not depth:
                return match.end()
        elif match[0].startswith(b"\\bin"):
            size = _BIN.match(match[0])
            return _end_of_group_after(raw, match.end() + int(size[1]) if size else match.end(), depth)
    return len(raw)


def _end_of_group_after(raw: bytes, at: int, depth: int) -> int:
    while depth and (at := raw.find(b"}", at)) >= 0:
        depth -= 1
        at += 1
    return len(raw) if depth else at
