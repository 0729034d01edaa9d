"""Looking at a source before it is read: what it is, and what is packed around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.readers.archive import open_zip
from corpus.ingest.readers.kinds import HEAD, formats, promised, shown_kind
from corpus.ingest.readers.packed import PACKED, unpacked
from corpus.ingest.readers.sources import EmptyError, UnreadableError, peeked, read_whole

if TYPE_CHECKING:
    from corpus.ingest.readers.sources import Source

ARCHIVES = frozenset(("zip", "tar", "7z"))
"""Kinds that hold files."""
_MOST_PACKED = 2
_PROMISES = frozenset(("docx", "xlsx", "odt", "epub", "xls"))
"""Kinds whose damaged files their own readers name."""


def look(source: Source, forced: str | None = None) -> tuple[Source, str]:
    """The source without what is packed around it, and its kind.

    ``forced`` is the kind of everything that is no archive. Raises UnreadableError, with what to do, for a
    kind that is not read.
    """
    promise = promised(source.path.name)
    source, head = peeked(source, HEAD)
    if not head:
        raise EmptyError
    kind = shown_kind(head, promise, lambda: read_whole(source))
    around: list[tuple[Source, str]] = []
    while kind in PACKED:
        if len(around) == _MOST_PACKED:
            raise UnreadableError(f"It is packed more than {_MOST_PACKED} times: unpack it.")
        around.append((source, kind))
        source, kind = _shown(unpacked(source, kind), promise)
    if kind in ("tar", "warc") and around:
        source = unpacked(*around[-1], limit=settings.MAX_ARCHIVE_BYTES)
    if kind == "zip" and forced != "zip":
        kind = _zip_kind(source, promise)
    elif kind == "ole":
        kind = _ole_kind(source)
    if forced is not None and kind not in ARCHIVES:
        kind = forced
    refused = formats()["not_read"].get(kind)
    if refused is not None:
        raise UnreadableError(refused)
    return source, kind


def _shown(source: Source, promise: str) -> tuple[Source, str]:
    source, head = peeked(source, HEAD)
    return source, shown_kind(head, promise, lambda: read_whole(source))


def _zip_kind(source: Source, promise: str) -> str:
    """What a zip archive is to the reader: a document that is made of one, or an archive."""
    try:
        with open_zip(source) as archive:
            names = archive.namelist()
            for beginning, kind in formats()["zipped"].items():
                if any(name.startswith(beginning) for name in names):
                    return str(kind)
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    mimetype = stream.read(100).decode("ascii", "replace").strip().removesuffix("-template")
                if mimetype in formats()["mimetypes"]:
                    return str(formats()["mimetypes"][mimetype])
            if "META-INF/container.xml" in names:
                return "epub"
    except Exception:  # whatever it is, its reader says what is wrong with it
        pass
    return promise if promise in _PROMISES or promise in formats()["not_read"] else "zip"


def _ole_kind(source: Source) -> str:
    """What a file of Microsoft's old container is, by the names of the streams in it."""
    raw = read_whole(source)
    for name, kind in formats()["streams"].items():
        if name.encode("utf-16-le") in raw:
            return str(kind)
    return "doc"
