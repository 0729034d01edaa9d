"""Workbooks of any kind: sheets of records."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.ingest.decode.columns import as_text
from corpus.ingest.readers.records import Record, canonical_json, header_names, no_text_column
from corpus.ingest.readers.sources import UnreadableError, read_whole, reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Rejected

    Fits = Callable[[list[str]], bool]

WIDEST = 1000
"""Columns up to which the nameless among them are kept, empty as they are."""

Row = tuple[int, dict[str, str]]
"""The number of a row in its sheet, from 1, and its cells by column name ("" where empty)."""
Sheet = tuple[str, list[str], "Iterable[Row]"]
"""The title of a sheet, its column names and the rows below them."""


@dataclass(frozen=True, slots=True)
class Workbooks:
    """Reads workbooks of one kind.

    ``sheets``: the sheets of a workbook's bytes that are not empty; it may ask of a row whether it fits as
    the header, and raises UnreadableError.
    """

    sheets: Callable[[bytes, Fits | None], Iterable[Sheet]]

    def columns_of(self, source: Source) -> list[str]:
        """The column names of the first sheet that is not empty; [] where there is none."""
        try:
            return next((names for _, names, _ in self.sheets(read_whole(source), None)), [])
        except (UnreadableError, OSError):
            return []

    def read(self, source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
        """The rows of all sheets that have a text column, as records; a sheet without one is a Rejected.

        Raises UnreadableError for a workbook without any.
        """
        yield from self.rows_of(source, columns, needed="text")

    def rows_of(self, source: Source, columns: ColumnMap, needed: str) -> Iterator[Record | Rejected]:
        """The rows of sheets with a column for ``needed``, a canonical name; UnreadableError where none
        has."""
        raw = read_whole(source)
        refused: list[Rejected] = []
        reason = "It holds no rows: there is nothing to load."
        count = 0
        for title, names, rows in self.sheets(raw, lambda found: columns.fits(found, needed)):
            if needed not in columns.plan(names):
                reason = no_text_column(names)
                refused.append(reject(f"{source.name}, sheet {title}", reason))
                continue
            for number, values in rows:
                yield Record(values, canonical_json(values), f"sheet {title}, row {number}")
                count += 1
        if not count:
            raise UnreadableError(reason, raw)
        yield from refused


def header(cells: dict[int, str]) -> dict[int, str]:
    """Names by column. Columns between that have none are numbered, unless the sheet is far too wide."""
    width = max(cells)
    columns = list(range(1, width + 1)) if width <= WIDEST else sorted(cells)
    return dict(zip(columns, header_names([cells.get(column) for column in columns]), strict=True))


def named(number: int, names: dict[int, str], cells: dict[int, str]) -> Row:
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
