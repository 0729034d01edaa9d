"""Tables in Parquet and Arrow's file format (Feather), as data sets are given away."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

import polars as pl

from corpus.ingest.readers.records import Record, canonical_json
from corpus.ingest.readers.sources import UnreadableError, first_bytes, read_whole, reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Rejected

_AT_ONCE = 2_000
"""Rows in memory: each may hold a text of some pages."""


def read_parquet(source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
    """One record a row. Raises UnreadableError."""
    yield from _rows(source, pl.scan_parquet)


def read_arrow(source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
    """The same of Arrow's files. Raises UnreadableError."""
    yield from _rows(source, pl.scan_ipc)


def _rows(source: Source, scan: Any) -> Iterator[Record | Rejected]:
    try:
        frame = scan(source.file or io.BytesIO(read_whole(source)), glob=False)
        number = 0
        while True:
            part = frame.slice(number, _AT_ONCE).collect()
            for row in part.iter_rows(named=True):
                number += 1
                yield _record(source, row, number)
            if part.height < _AT_ONCE:
                break
    except UnreadableError:
        raise
    except BaseException as error:
        if (
            not isinstance(error, (pl.exceptions.PolarsError, OSError))
            and "Panic" not in type(error).__name__
        ):
            raise
        said = " ".join(str(error).split()).rstrip(".")[:120]
        reason = f"It is not a table that can be read ({said}): export it as CSV or JSON Lines."
        raise UnreadableError(reason, first_bytes(source)) from None
    if not number:
        raise UnreadableError("It has no rows: there is nothing to load.", first_bytes(source))


def _record(source: Source, row: dict[str, Any], number: int) -> Record | Rejected:
    values = {name: _plain(value) for name, value in row.items()}
    where = f"row {number}"
    try:
        return Record(values, canonical_json(values), where)
    except UnreadableError as error:
        return reject(f"{source.name}, {where}", str(error))


def _plain(value: Any) -> Any:
    """The value as JSON has it: days and moments as ISO 8601 writes them; bytes are none."""
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, pl.Series)):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return None if isinstance(value, (bytes, bytearray)) else str(value)
