"""Pages that Safari saved with their pictures (webarchive)."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from corpus.ingest.decode.columns import is_web_address
from corpus.ingest.readers.page_address import without_capture
from corpus.ingest.readers.sources import UnreadableError, read_whole
from corpus.text.records import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source


def read_webarchive(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """The page of the file. Raises UnreadableError."""
    raw = read_whole(source)
    main = _main_resource(raw)
    page, said = main.get("WebResourceData"), str(main.get("WebResourceURL") or "")
    if not isinstance(page, bytes) or "html" not in str(main.get("WebResourceMIMEType", "html")):
        raise UnreadableError("It holds no page: save it as HTML.", raw)
    fields, retrieved = without_capture({"url": said} if is_web_address(said) else {})
    address = fields.get("url", source.address)
    yield Item(page, "", address, source.name, fields, file=source.address, retrieved=retrieved, page=True)


def _main_resource(raw: bytes) -> dict[str, Any]:
    try:
        main = plistlib.loads(raw)["WebMainResource"]
    except (plistlib.InvalidFileException, ExpatError, ValueError, KeyError, TypeError, RecursionError):
        main = None
    except (OverflowError, IndexError, AttributeError, MemoryError):  # what broken files make plistlib raise
        main = None
    if not isinstance(main, dict):
        raise UnreadableError("It is not a web archive that can be read: save the page as HTML.", raw)
    return main
