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
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import StorageFullError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from corpus.output.result import Result

ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".md": "md",
    ".png": "png",
    ".pdf": "pdf",
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
}

SPREADSHEETS = ("csv", "tsv")
"""Formats that can be written for a spreadsheet program."""

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
"""Texts that a spreadsheet program computes; the wide characters where it is set to Chinese or Japanese."""

CARRIES_PROVENANCE = ("parquet", "md")

PARQUET_KEY = "state-media-corpus"
"""Key of the provenance (JSON) in a parquet file's metadata."""


def provenance(result: Result) -> dict[str, Any]:
    """What is written about a result: its provenance, and its title, kind, notes, columns, row count."""
    return {
        "title": result.title,
        "kind": result.kind,
        **result.provenance,
        "notes": list(result.notes),
        "columns": list(result.columns),
        "rows": len(result),
    }


def to_json(result: Result) -> str:
    """A list of flat objects, one a line. No rate is null."""
    lines = ",\n".join(_object(row) for row in result.rows())
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def to_jsonl(result: Result) -> str:
    """One flat object a line."""
    return "".join(_object(row) + "\n" for row in result.rows())


def to_csv(result: Result) -> str:
    """A plain header line and a line a row; what is missing is empty; UTF-8, ``\\n``."""
    return _separated(result, ",")


def to_tsv(result: Result) -> str:
    """As csv, with tabs; a value with a tab, a line break or a quotation mark is quoted as in csv."""
    return _separated(result, "\t")


def for_spreadsheet(result: Result, form: str) -> str:
    """csv or tsv that a spreadsheet program opens by a double click.

    A byte order mark, without which it takes Korean or Chinese for another encoding; lines that end in
    ``\\r\\n``; an apostrophe before each text that it would compute. Raises UsageError for another format.
    """
    if form not in SPREADSHEETS:
        raise UsageError(f"--excel makes csv and tsv for a spreadsheet program: it does not go with {form}.")
    return "\ufeff" + _separated(result, "," if form == "csv" else "\t", excel=True)


def guarded(result: Result) -> int:
    """How many texts of a result would be computed by a spreadsheet program."""
    texts = (value for name in result.columns for value in result.values(name) if isinstance(value, str))
    return sum(_FORMULA.match(text) is not None for text in texts)


def to_parquet(result: Result) -> bytes:
    """The polars frame as parquet, with the provenance in the metadata under PARQUET_KEY."""
    buffer = io.BytesIO()
    record = json.dumps(provenance(result), ensure_ascii=False, default=str)
    result.frame.write_parquet(buffer, metadata={PARQUET_KEY: record})
    return buffer.getvalue()


EXPORTS: Mapping[str, Callable[[Result], str | bytes]] = {
    "json": to_json,
    "jsonl": to_jsonl,
    "csv": to_csv,
    "tsv": to_tsv,
    "parquet": to_parquet,
}


def apostrophes(result: Result) -> tuple[str, ...]:
    """The sentence that says what ``for_spreadsheet`` altered; none where it altered nothing."""
    count = guarded(result)
    if not count:
        return ()
    return (
        f"{count:,} text{'s' if count > 1 else ''} with =, +, - or @ at the head: "
        "an apostrophe was put before it, or the program would compute it.",
    )


def write(result: Result, path: str | Path, excel: bool = False) -> tuple[str, ...]:
    """See Result.write. Raises OSError when a file cannot be written, StorageFullError without its folder."""
    path = Path(path)
    form = form_of(path)
    content = for_spreadsheet(result, form) if excel else result.render(form)
    put(path, content)
    if form not in CARRIES_PROVENANCE:
        put_provenance(path, provenance(result))
    if form in ("png", "pdf"):
        from corpus.output.charts.fonts import missing_scripts

        return missing_scripts(result)
    return apostrophes(result) if excel else ()


def form_of(path: Path) -> str:
    """The format that the ending of a path names, in a folder that exists.

    Raises UsageError for an ending that names none, StorageFullError without the folder.
    """
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise UsageError(
            f"The ending of {path.name!r} names no format: use one of {', '.join(sorted(ENDINGS))}."
        )
    check_folder(path)
    return form


def put_provenance(path: Path, record: Mapping[str, Any]) -> None:
    """Write what a file was made from beside it, as JSON."""
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    put(path.with_name(path.name + ".provenance.json"), text + "\n")


def check_folder(path: Path) -> None:
    """Raise StorageFullError when the folder of a file does not exist."""
    if not path.parent.is_dir():
        raise StorageFullError(
            f"{path} cannot be written (there is no folder {path.parent}):"
            " check that the folder exists, or name another."
        )


def put(path: Path, content: str | bytes) -> None:
    """Write all of it or nothing: an older file stays as it was when the disk is full.

    An OSError names ``path``, never the file beside it that is written first.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a device or a named pipe (a folder raises)
        return
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        with suppress(OSError):  # in the way of the first error
            part.unlink(missing_ok=True)


def _object(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False)


class _Lines(list[str]):
    """Rows that the writer ends with ``\\r\\n``, so that it quotes both characters; kept with ``end``."""

    def __init__(self, end: str) -> None:
        super().__init__()
        self._end = end

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + self._end)


def _separated(result: Result, delimiter: str, excel: bool = False) -> str:
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
