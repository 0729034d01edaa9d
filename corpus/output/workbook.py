"""Results as workbooks of spreadsheet programs (xlsx), with numbers as numbers and dates as dates."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from corpus.errors import UsageError
from corpus.output.export import provenance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.output.result_data import ResultData

MOST_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""
MOST_CHARACTERS = 32_767
"""Characters that a cell holds; the rest of a longer text is cut, which a note says."""


def to_xlsx(result: ResultData) -> bytes:
    """A sheet ``result`` with a header and a line a row, and one ``about`` with title, notes and provenance.

    A text that begins with ``=`` is a text, never a formula. Raises UsageError for more rows than a sheet
    holds.
    """
    if len(result) > MOST_ROWS:
        raise UsageError(f"A sheet holds {MOST_ROWS:,} rows, and these are {len(result):,}: write .csv.")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("result")
    sheet.freeze_panes = "A2"
    sheet.append([*result.columns])
    cut = 0
    for row in result.frame.iter_rows():
        cut += sum(isinstance(value, str) and len(value) > MOST_CHARACTERS for value in row)
        sheet.append([_cell(sheet, value) for value in row])
    about = book.create_sheet("about")
    for line in _about(result, cut):
        about.append([_cell(about, value) for value in line])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _about(result: ResultData, cut: int) -> Iterator[tuple[str, str]]:
    if cut:
        yield "note", f"{cut:,} texts are cut: a cell holds {MOST_CHARACTERS:,} characters."
    for name, value in provenance(result).items():
        if name == "notes":
            yield from (("note", note) for note in value)
        else:
            yield (
                name,
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str),
            )


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", value)[:MOST_CHARACTERS])
    cell.data_type = "s"
    return cell
