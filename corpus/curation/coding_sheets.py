"""Sheets that coders give back: csv, tsv or xlsx with the columns ``line``, ``code`` and, if any, ``note``.

Spreadsheet programs write them with commas, semicolons or tabs and in several encodings; other columns may
have been moved, changed or taken out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from corpus.ingest.decode.columns import ColumnMap
from corpus.ingest.readers import table, xlsx
from corpus.ingest.readers.records import Record
from corpus.ingest.readers.sources import UnreadableError, file_source
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READERS = {".csv": table, ".tsv": table, ".txt": table, ".xlsx": xlsx}
LINE, CODE, NOTE = "line", "code", "note"
_GUARDED = re.compile(r"'(?=\s*[=+\-@＝＋－＠])")
"""An apostrophe that keeps a spreadsheet program from computing a text."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row below the header. ``where``: its place in the file; ``reason``: why it cannot be read, if so."""

    where: str
    line: str = ""
    code: str = ""
    note: str | None = None
    reason: str | None = None


def read_sheet(path: Path) -> Iterator[SheetRow]:
    """The rows of a sheet. UsageError where it cannot be read as one, before the first row."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError(f"{path.name} is no sheet by its ending: give a .csv, .tsv or .xlsx.")
    if not path.is_file():
        raise UsageError(f"There is no file {path}: check the path.")
    source = file_source(str(path), path.stat().st_size)
    columns = reader.columns_of(source)
    names = {column.strip().casefold(): column for column in reversed(columns)}
    for wanted in (LINE, CODE):
        if wanted not in names:
            held = ", ".join(columns[:12]) or "none"
            raise UsageError(
                f"{path.name} lacks the column {wanted!r} (its columns: {held}): {action('sheet')}"
                " writes a sheet with all that are needed."
            )
    # The readers look for a text column, and know by this which one it is.
    mapped = ColumnMap({"text": names[LINE]})
    try:
        for record in reader.rows_of(source, mapped, needed="text"):
            if isinstance(record, Record):
                yield _row(record, names)
            else:
                where = record.source.rpartition(", ")[2]
                yield SheetRow(
                    where, record.raw.decode("utf-8", "replace")[:100].strip(), reason=record.reason
                )
    except UnreadableError as error:
        raise UsageError(f"{path.name}: {error}") from None


def _row(record: Record, names: dict[str, str]) -> SheetRow:
    values = {key: str(record.values.get(column) or "").strip() for key, column in names.items()}
    note = _GUARDED.sub("", values.get(NOTE, ""), count=1) or None
    return SheetRow(record.where or "", values[LINE], _GUARDED.sub("", values[CODE], count=1), note)
