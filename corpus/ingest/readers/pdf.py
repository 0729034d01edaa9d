"""PDF with a text layer: its lines, page by page. What a page says besides the text is left out."""

from __future__ import annotations

import io
import logging
import math
import time
from typing import TYPE_CHECKING, Any

from corpus.ingest.readers.article_databases import document_items
from corpus.ingest.readers.documents import Document, extra_missing, printed_title
from corpus.ingest.readers.pdf_columns import Part, in_reading_order
from corpus.ingest.readers.pdf_lines import Line, laid_out
from corpus.ingest.readers.raised import raised
from corpus.ingest.readers.sources import UnreadableError, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Item, Rejected

SECONDS = 6.0
"""Processor time for a small file; each megabyte may take ``SECONDS_PER_MB`` more."""
SECONDS_PER_MB = 25.0
IN_VAIN_PER_MB = 0.5
"""The same for pages that hold no text, as maps and pictures: there may be very many."""
PAGE_SECONDS = 4.0
_MOST_OF_A_PAGE = 4_000_000
"""Bytes that write one page, at most: a page of small print has a hundredth of it."""
_SCAN = "It is a scan without a text layer: read it with a text recogniser (OCR), and load the result."
_UNREADABLE_SHARE = 0.2
_RAISED = 0.8
"""How much smaller the number of a note is than its line."""


class _TooSlowError(Exception):
    pass


def read_pdf(source: Source, columns: ColumnMap) -> Iterator[Item | Rejected]:
    """One document as one item. Raises UnreadableError."""
    raw = read_whole(source)
    try:
        import pypdf
    except ImportError:
        raise extra_missing("PDF", raw) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity of a file
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("It is under a password: save it without one.", raw)
        pages, bare = _pages(reader, raw)
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except UnreadableError:
        raise
    except _TooSlowError:
        reason = "Its pages take too long to read: save it anew (print it to a PDF), or convert it to text."
        raise UnreadableError(reason, raw) from None
    except Exception as error:  # pypdf raises whatever a broken file makes it stumble over
        said = " ".join(str(error).split()).rstrip(".")[:120] or type(error).__name__
        reason = f"It is not a PDF that can be read ({said}): save it anew, or convert it to text."
        raise UnreadableError(reason, raw) from None
    _check(pages, raw)
    blocks = laid_out(pages)
    notes = (f"{bare} of {len(pages)} pages hold no text",) if bare else ()
    document = Document(tuple(blocks), {"title": printed_title(title, blocks)})
    yield from document_items(source, raw, document, notes)


def _check(pages: list[list[Line]], raw: bytes) -> None:
    text = "".join(line.text for page in pages for line in page)
    if not text.strip():
        raise UnreadableError(_SCAN, raw)
    odd = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in text)
    if odd > _UNREADABLE_SHARE * len(text):
        reason = "Its fonts do not say which letters they show: read it with a text recogniser (OCR)."
        raise UnreadableError(reason, raw)


def _pages(reader: Any, raw: bytes) -> tuple[list[list[Line]], int]:
    """The lines of each page, and how many pages have none."""
    last = time.process_time() + SECONDS + SECONDS_PER_MB * len(raw) / 1e6
    pages: list[list[Line]] = []
    seen: set[int] = set()
    in_vain = 0.0
    for page in reader.pages:
        begun = time.process_time()
        number = page.indirect_reference.idnum if page.indirect_reference else -len(pages) - 1
        if number in seen:  # a page that stands in its list once more
            continue
        seen.add(number)
        pages.append(_Page(min(last, begun + PAGE_SECONDS)).lines(page))
        in_vain += 0.0 if pages[-1] else time.process_time() - begun
        if in_vain > SECONDS + IN_VAIN_PER_MB * len(raw) / 1e6:
            raise _TooSlowError
    return pages, sum(not page for page in pages)


class _Page:
    """Collects the pieces of a page's text into lines, in the order in which they are read."""

    def __init__(self, last: float) -> None:
        self._last = last
        self._rows: list[list[Part]] = []
        self._parts: list[Part] = []

    def lines(self, page: Any) -> list[Line]:
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > _MOST_OF_A_PAGE:
            raise _TooSlowError
        page.extract_text(visitor_text=self._piece, visitor_operand_before=self._operand)
        self._close()
        return [line for row in in_reading_order(self._rows) if (line := _line(row))]

    def _operand(self, *_: object) -> None:
        if time.process_time() > self._last:
            raise _TooSlowError

    def _piece(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        self._operand()
        text = text.replace("\0", "")  # halves of codes that a font does not name
        if not text:
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = math.hypot(tm[0], tm[1]) * math.hypot(cm[0], cm[1])
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for number, part in enumerate(text.split("\n")):
            if number:
                self._close()
            if part:
                self._parts.append(Part(part, float(x), float(y), abs(float(size) * scale), bold))

    def _close(self) -> None:
        parts, self._parts = self._parts, []
        if any(part.text.strip() for part in parts):
            self._rows.append(parts)


def _line(parts: Sequence[Part]) -> Line | None:
    """The line of pieces beside each other; None where they are spaces."""
    seen = [part for part in parts if part.text.strip()]
    if not seen:
        return None
    size = max(part.size for part in seen)
    line = next(part.y for part in parts if part.size == size)
    text = ""
    for part in parts:
        small = part.text.strip() and part.size < _RAISED * size and part.y >= line
        text += raised(text, part.text) if small else part.text
    if not text.strip():
        return None
    return Line(" ".join(text.split()), seen[0].x, seen[0].y, size, all(part.bold for part in seen))
