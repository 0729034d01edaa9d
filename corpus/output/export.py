"""Results for other programs: csv, tsv, json, jsonl and parquet, and files with their provenance.

Data are written exactly as they are. A text that begins with ``=``, ``+``, ``-`` or ``@`` is not altered,
except in csv and tsv for a spreadsheet program (``excel``), which would take it for a formula and compute it:
there an apostrophe stands before it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError
from corpus.output import statements
from corpus.output.formats import SPREADSHEETS
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.output.result_data import ResultData


_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
"""Texts that a spreadsheet program computes; the wide characters where it is set to Chinese or Japanese."""

held_of, below = statements.held, statements.below

PARQUET_KEY = "state-media-corpus"
"""Key of the provenance (JSON) in a parquet file's metadata."""


def provenance(result: ResultData) -> dict[str, Any]:
    """What is written about a result: its provenance, and its title, kind, notes, columns, row count.

    ``codebook``: what each column is. ``coverage``: what the archive holds under the filters. ``sentence``:
    what to print below the result.
    """
    held = statements.held(result)
    return {
        "title": result.title,
        "kind": result.kind,
        **result.provenance,
        "notes": list(result.notes),
        "columns": list(result.columns),
        "rows": len(result),
        "codebook": statements.codebook(result),
        **(
            {}
            if held is None
            else {"coverage": held, "sentence": statements.sentence(result.provenance, held)}
        ),
    }


def record_json(record: Mapping[str, Any]) -> str:
    """One record on one line."""
    return json.dumps(record, ensure_ascii=False)


def to_json(result: ResultData) -> str:
    """A list of flat objects, one a line. No rate is null."""
    lines = ",\n".join(_object(row) for row in result.rows())
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def to_jsonl(result: ResultData) -> str:
    """One flat object a line."""
    return "".join(_object(row) + "\n" for row in result.rows())


def to_csv(result: ResultData) -> str:
    """A plain header line and a line a row; what is missing is empty; UTF-8, ``\\n``."""
    return _separated(result, ",")


def to_tsv(result: ResultData) -> str:
    """As csv, with tabs; a value with a tab, a line break or a quotation mark is quoted as in csv."""
    return _separated(result, "\t")


def for_spreadsheet(result: ResultData, form: str) -> str:
    """csv or tsv that a spreadsheet program opens by a double click.

    A byte order mark, without which it takes Korean or Chinese for another encoding; lines that end in
    ``\\r\\n``; an apostrophe before each text that it would compute. Raises UsageError for another format.
    """
    if form not in SPREADSHEETS:
        raise UsageError(
            f"{argument('excel', True)} makes {' and '.join(SPREADSHEETS)} for a spreadsheet program: it does"
            f" not go with {form}.",
            argument="excel",
        )
    return "\ufeff" + _separated(result, "," if form == "csv" else "\t", excel=True)


def guarded(result: ResultData) -> int:
    """How many texts of a result would be computed by a spreadsheet program."""
    texts = (value for name in result.columns for value in result.values(name) if isinstance(value, str))
    return sum(_FORMULA.match(text) is not None for text in texts)


def to_parquet(result: ResultData) -> bytes:
    """The polars frame as parquet, with the provenance in the metadata under PARQUET_KEY."""
    buffer = io.BytesIO()
    record = json.dumps(provenance(result), ensure_ascii=False, default=str)
    result.frame.write_parquet(buffer, metadata={PARQUET_KEY: record})
    return buffer.getvalue()


def apostrophes(result: ResultData) -> tuple[str, ...]:
    """The sentence that says what ``for_spreadsheet`` altered; none where it altered nothing."""
    count = guarded(result)
    if not count:
        return ()
    return (
        f"{count:,} text{'s' if count > 1 else ''} with =, +, - or @ at the head: "
        "an apostrophe was put before it, or the program would compute it.",
    )


def _object(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False)


class _Lines(list[str]):
    """Rows that the writer ends with ``\\r\\n``, so that it quotes both characters; kept with ``end``."""

    def __init__(self, end: str) -> None:
        super().__init__()
        self._end = end

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + self._end)


def _separated(result: ResultData, delimiter: str, excel: bool = False) -> str:
    lines = _Lines("\r\n" if excel else "\n")
    cell = _guarded if excel else _cell
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(result.columns)
    columns = ([cell(value) for value in result.values(name)] for name in result.columns)
    writer.writerows(zip(*columns, strict=True))
    return "".join(lines)


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else _cell(value)
