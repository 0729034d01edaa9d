"""Pages that Safari saved with their pictures (webarchive)."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import ExpatError

from corpus.ingest.readers.documents import saved_page
from corpus.ingest.readers.sources import UnreadableError, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item


def read_webarchive(source: Source, columns: ColumnMap) -> Iterator[Item]:
    """The page of the file. Raises UnreadableError."""
    raw = read_whole(source)
    main = _main_resource(raw)
    page, said = main.get("WebResourceData"), str(main.get("WebResourceURL") or "")
    if not isinstance(page, bytes) or "html" not in str(main.get("WebResourceMIMEType", "html")):
        raise UnreadableError("It holds no page: save it as HTML.", raw)
    yield saved_page(source, page, said)


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
