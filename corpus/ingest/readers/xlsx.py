"""Excel workbooks of today, and plain rows of one for scripts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.worksheet._reader import WorkSheetParser

from corpus import settings
from corpus.errors import InputError, UsageError
from corpus.ingest.readers.records import is_caption
from corpus.ingest.readers.sheets import Workbooks, cell_text, header, named
from corpus.ingest.readers.sources import (
    BROKEN,
    UnreadableError,
    file_source,
    in_words,
    read_whole,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.readers.sheets import Fits, Row


def read_xlsx_rows(path: str | Path, sheet: str | None = None) -> list[dict[str, str]]:
    """The rows of a sheet (the first that is not empty) by column name, stripped; "" where a cell is empty.

    Raises UsageError for a file or sheet that does not exist, InputError for a file that is no workbook.
    """
    if not Path(path).is_file():
        raise UsageError(f"There is no file {shown(str(path))}: check the path.")
    source = file_source(str(path), Path(path).stat().st_size)
    seen = []
    try:
        for title, _, rows in _sheets(read_whole(source)):
            if sheet in (None, title):
                return [{name: value.strip() for name, value in values.items()} for _, values in rows]
            seen.append(title)
    except UnreadableError as error:
        raise InputError(f"{source.name}: {error}") from None
    raise UsageError(
        f"There is no sheet {sheet or 'with rows'} in {source.name}; there are: {', '.join(seen)}."
    )


def _sheets(raw: bytes, fits: Fits | None = None) -> Iterator[tuple[str, list[str], Iterator[Row]]]:
    """Title, header and the rows below it, of each sheet that is not empty. Raises UnreadableError."""
    _check_size(raw)
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise _not_a_workbook(raw, error) from None
    try:
        for sheet in book.worksheets:
            cells = _cells(sheet, raw)
            names = _header(cells, fits)
            if names:
                yield (
                    sheet.title,
                    list(names.values()),
                    (named(number, names, row) for number, row in cells),
                )
    finally:
        book.close()


def _header(cells: Iterator[tuple[int, dict[int, str]]], fits: Fits | None) -> dict[int, str]:
    """Names by column of the first row, below titles that stand above it where it is one that ``fits``."""
    above: list[dict[int, str]] = []
    for _, row in cells:
        names = header(row)
        if fits is None or fits(list(names.values())) or not is_caption(row.values(), above):
            return names
        above.append(names)
    return above[0] if above else {}


def _cells(sheet: Any, raw: bytes) -> Iterator[tuple[int, dict[int, str]]]:
    """The rows that are not empty: number, and from column (from 1) to value for the cells that are not."""
    # The sheet's own rows fill in every row and column before a cell that stands far out.
    book = sheet.parent
    try:
        with sheet._get_source() as stream:
            parser = WorkSheetParser(
                stream,
                sheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for number, row in parser.parse():
                cells = {cell["column"]: cell_text(cell["value"]) for cell in row}
                cells = {column: value for column, value in cells.items() if value}
                if cells:
                    yield number, cells
                parser.row_dimensions.clear()
    except Exception as error:
        raise _not_a_workbook(raw, error) from None


def _check_size(raw: bytes) -> None:
    """A workbook is a zip archive, and may be a bomb."""
    left = settings.MAX_MEMBER_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for info in archive.infolist():
                with archive.open(info) as stream:
                    while left >= 0 and (part := stream.read(1 << 20)):
                        left -= len(part)
    except BROKEN as error:
        raise _not_a_workbook(raw, error) from None
    if left < 0:
        most = in_words(settings.MAX_MEMBER_BYTES)
        raise UnreadableError(
            f"It unpacks to more than {most}, the most that is read of a workbook: split it.", raw
        )


def _not_a_workbook(raw: bytes, error: Exception) -> UnreadableError:
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        reason = (
            "It is an old or encrypted Excel file: save it as .xlsx without a password, or as CSV in UTF-8."
        )
    else:
        reason = f"It is not an Excel workbook that can be read ({error}): save it anew, or as CSV in UTF-8."
    return UnreadableError(" ".join(reason.split()), raw)


_WORKBOOKS = Workbooks(_sheets)
columns_of, rows_of, read_xlsx = _WORKBOOKS.columns_of, _WORKBOOKS.rows_of, _WORKBOOKS.read
