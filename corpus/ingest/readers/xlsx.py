"""Excel workbooks: sheets of records, and plain rows for scripts."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import settings
from corpus.errors import InputError, UsageError
from corpus.ingest.decode.columns import as_text
from corpus.ingest.readers.records import Record, canonical_json, header_names, is_caption, no_text_column
from corpus.ingest.readers.sources import (
    BROKEN,
    UnreadableError,
    file_source,
    in_words,
    read_whole,
    reject,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Rejected

    Fits = Callable[[list[str]], bool]

WIDEST = 1000
"""Columns up to which the nameless among them are kept, empty as they are."""

_Row = tuple[int, dict[str, str]]
"""The number of a row in its sheet, from 1, and its cells by column name ("" where empty)."""


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


def columns_of(source: Source) -> list[str]:
    """The column names of the first sheet that is not empty; [] where there is none."""
    try:
        return next((header for _, header, _ in _sheets(read_whole(source))), [])
    except (UnreadableError, OSError):
        return []


def read_xlsx(source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
    """The rows of all sheets that have a text column, as records; a sheet without one is a Rejected.

    Raises UnreadableError for a workbook without any.
    """
    yield from rows_of(source, columns, needed="text")


def rows_of(source: Source, columns: ColumnMap, needed: str) -> Iterator[Record | Rejected]:
    """The rows of sheets with a column for ``needed``, a canonical name; UnreadableError where none has."""
    raw = read_whole(source)
    sheets = _sheets(raw, lambda named: columns.fits(named, needed))
    yield from records(source.name, raw, sheets, columns, needed)


def records(
    name: str,
    raw: bytes,
    sheets: Iterable[tuple[str, list[str], Iterable[_Row]]],
    columns: ColumnMap,
    needed: str,
) -> Iterator[Record | Rejected]:
    """The rows of sheets (title, header, rows) that have a column for ``needed``, as records."""
    refused: list[Rejected] = []
    reason = "It holds no rows: there is nothing to load."
    count = 0
    for title, header, rows in sheets:
        if needed not in columns.plan(header):
            reason = no_text_column(header)
            refused.append(reject(f"{name}, sheet {title}", reason))
            continue
        for number, values in rows:
            yield Record(values, canonical_json(values), f"sheet {title}, row {number}")
            count += 1
    if not count:
        raise UnreadableError(reason, raw)
    yield from refused


def _sheets(raw: bytes, fits: Fits | None = None) -> Iterator[tuple[str, list[str], Iterator[_Row]]]:
    """Title, header and the rows below it, of each sheet that is not empty. Raises UnreadableError."""
    _check_size(raw)
    import openpyxl

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
    from openpyxl.worksheet._reader import WorkSheetParser

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


def header(cells: dict[int, str]) -> dict[int, str]:
    """Names by column. Columns between that have none are numbered, unless the sheet is far too wide."""
    width = max(cells)
    columns = list(range(1, width + 1)) if width <= WIDEST else sorted(cells)
    return dict(zip(columns, header_names([cells.get(column) for column in columns]), strict=True))


def named(number: int, names: dict[int, str], cells: dict[int, str]) -> _Row:
    """A row by the names of its columns (from 1); cells beyond them are numbered."""
    values = {name: cells.get(column, "") for column, name in names.items()}
    values |= {f"column {column}": value for column, value in sorted(cells.items()) if column not in names}
    return number, values


def cell_text(value: object) -> str:
    """A cell's value as text; dates as ISO."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return as_text(value, strip=False) or ""


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
