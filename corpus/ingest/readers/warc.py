"""Captures of the web (WARC): the pages that a crawler got, each with its address and its moment."""

from __future__ import annotations

import contextlib
import datetime
import io
import logging
from typing import TYPE_CHECKING, Any

from corpus import settings
from corpus.ingest.decode.columns import is_web_address
from corpus.ingest.readers.documents import extra_missing
from corpus.ingest.readers.page_address import without_capture
from corpus.ingest.readers.sources import (
    UnreadableError,
    check_length,
    decoded,
    first_bytes,
    in_words,
    reject,
)
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source

_KINDS = ("response", "resource")
_TEXT = "conversion"
"""What WET files hold: the words of a page, without its tags."""
_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """Its pages that the server gave (status 200); what else was got for them is passed over.

    Raises UnreadableError, also behind the pages of a file that breaks off.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise extra_missing("WARC", first_bytes(source)) from None
    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it tells of each oddity of a file
    pages = 0
    with source.open() as stream:
        try:
            for number, record in enumerate(_quietly(ArchiveIterator(stream)), 1):
                if record.rec_type == _TEXT or (record.rec_type in _KINDS and _is_page(record)):
                    pages += 1
                    yield _page(source, record, number)
        except UnreadableError:
            raise
        except Exception as error:  # warcio raises whatever a broken file makes it stumble over
            said = " ".join(str(error).split()).rstrip(".")[:120] or type(error).__name__
            read = f"; {pages:,} pages before were read" if pages else ""
            raise UnreadableError(
                f"It is not a WARC file that can be read to its end ({said}){read}.", first_bytes(source)
            ) from None
    if not pages:
        raise UnreadableError("It holds no page: there is nothing to load.", first_bytes(source))


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """The records, without what warcio prints of each oddity of a file."""
    while True:
        with contextlib.redirect_stderr(io.StringIO()):
            record = next(records, None)
        if record is None:
            return
        yield record


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return False
    said = headers.get_header("Content-Type") if headers is not None else record.content_type
    return (said or "").partition(";")[0].strip().lower() in _PAGES


def _page(source: Source, record: Any, number: int) -> Item | Rejected:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    name = f"{source.name}, record {number}"
    most = settings.MAX_MEMBER_BYTES
    raw = record.content_stream().read(most + 1)
    if len(raw) > most:
        return reject(name, f"It has more than {in_words(most)}, the most that is read of such a file.", raw)
    if not raw.strip():
        return reject(name, "It is empty: there is nothing to load.", raw)
    fields, retrieved = without_capture({"url": url} if is_web_address(url) else {})
    address = fields.get("url") or (url if "://" in url else f"{source.address}#{number}")
    moment = retrieved or _moment(record.rec_headers.get_header("WARC-Date") or "")
    if record.rec_type != _TEXT:
        return Item(raw, "", address, name, fields, retrieved=moment, page=True)
    try:
        read = decoded(raw, "utf-8")
        check_length(read.text, raw)
    except UnreadableError as error:
        return reject(name, str(error), raw)
    return Item(raw, read.text, address, name, fields, read.encoding, read.notes, retrieved=moment)


def _moment(said: str) -> str | None:
    try:
        return datetime.datetime.fromisoformat(said).astimezone(datetime.UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None
