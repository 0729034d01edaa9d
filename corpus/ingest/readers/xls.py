"""Old Excel workbooks (xls), as those of today are read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from corpus.ingest.readers.documents import extra_missing
from corpus.ingest.readers.sheets import Workbooks, cell_text, header, named
from corpus.ingest.readers.sources import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.readers.sheets import Fits, Sheet

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(6)


def _sheets(raw: bytes, _: Fits | None = None) -> Iterator[Sheet]:
    try:
        import xlrd
    except ImportError:
        raise extra_missing("An old Excel file", raw) from None
    try:
        book = xlrd.open_workbook(file_contents=raw, on_demand=True, logfile=io.StringIO())
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            rows = [(row + 1, cells) for row in range(sheet.nrows) if (cells := _cells(book, sheet, row))]
            book.unload_sheet(number)
            if rows:
                names = header(rows[0][1])
                below = [named(row, names, cells) for row, cells in rows[1:]]
                yield sheet.name, list(names.values()), below
    except Exception as error:  # xlrd raises whatever a broken file makes it stumble over
        said = " ".join(str(error).split()).rstrip(".")[:120] or type(error).__name__
        reason = (
            f"It is not an Excel workbook that can be read ({said}): save it as .xlsx, or as CSV in UTF-8."
        )
        raise UnreadableError(reason, raw) from None


def _cells(book: Any, sheet: Any, row: int) -> dict[int, str]:
    """The cells of a row that are not empty, by column from 1."""
    values = zip(sheet.row_types(row), sheet.row_values(row), strict=True)
    cells = ((column, _text(book, kind, value)) for column, (kind, value) in enumerate(values, 1))
    return {column: text for column, text in cells if text}


def _text(book: Any, kind: int, value: Any) -> str:
    if kind == _DATE:
        import xlrd

        try:
            return cell_text(xlrd.xldate_as_datetime(value, book.datemode))
        except (ValueError, OverflowError, xlrd.xldate.XLDateError):
            return cell_text(value)
    if kind == _BOOLEAN:
        return cell_text(bool(value))
    return cell_text(value) if kind in (_TEXT, _NUMBER) else ""


_WORKBOOKS = Workbooks(_sheets)
columns_of, rows_of, read_xls = _WORKBOOKS.columns_of, _WORKBOOKS.rows_of, _WORKBOOKS.read
