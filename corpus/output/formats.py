"""Which formats there are: one table, from which choices, endings, help and errors follow."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from corpus.errors import UsageError
from corpus.late_imports import late_from

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair

    from corpus.output.result_data import ResultData

Printed = Literal["table", "csv", "tsv", "json", "jsonl", "parquet", "md"]
"""Formats that a command prints; the others are pictures, for files."""


class Format(NamedTuple):
    """A format by its ``name``. ``endings`` of files: none for what is only printed. ``chart``: a picture of
    the result. ``binary``: bytes. ``carries_provenance``: in the file itself; else it stands beside it."""

    name: str
    endings: tuple[str, ...]
    render: Callable[[ResultData], str | bytes]
    chart: bool = False
    binary: bool = False
    spreadsheet: bool = False
    carries_provenance: bool = False


_late = late_from("corpus.output")
_draw, _fonts = _late("charts.chart_files", "draw"), _late("charts.fonts", "missing_scripts")
_table, _concordance = _late("text.tables", "table"), _late("text.concordance", "concordance")
_spreadsheet, _altered = _late("export", "for_spreadsheet"), _late("export", "apostrophes")
check_folder: Callable[[Path], None] = _late("result_files", "check_folder")
altair_chart: Callable[[ResultData], altair.TopLevelMixin] = _late("charts.altair_charts", "chart")
notebook: Callable[[ResultData], str] = _late("text.html_table", "html")
notebook_chart: Callable[[ResultData], str] = _late("charts.notebook_chart", "html")


def as_text(result: ResultData, width: int | None = None, colour: bool = False) -> str:
    """A table, or of ``kind`` "kwic" a concordance aligned around its node, of ``width`` columns."""
    text: str = _concordance(result, width, colour) if result.kind == "kwic" else _table(result, width)
    return text


def _drawn(form: str) -> Callable[[ResultData], str | bytes]:
    return functools.partial(_draw_as, form)


def _draw_as(form: str, result: ResultData) -> str | bytes:
    drawn: str | bytes = _draw(result, form)
    return drawn


FORMATS = {
    one.name: one
    for one in (
        Format("table", (), as_text),
        Format("csv", (".csv",), _late("export", "to_csv"), spreadsheet=True),
        Format("tsv", (".tsv",), _late("export", "to_tsv"), spreadsheet=True),
        Format("json", (".json",), _late("export", "to_json")),
        Format("jsonl", (".jsonl", ".ndjson"), _late("export", "to_jsonl")),
        Format("parquet", (".parquet",), _late("export", "to_parquet"), binary=True, carries_provenance=True),
        Format("xlsx", (".xlsx",), _late("workbook", "to_xlsx"), binary=True, carries_provenance=True),
        Format("md", (".md",), _late("text.tables", "markdown"), carries_provenance=True),
        Format("png", (".png",), _drawn("png"), chart=True, binary=True),
        Format("pdf", (".pdf",), _drawn("pdf"), chart=True, binary=True),
        Format("svg", (".svg",), _drawn("svg"), chart=True),
        Format("html", (".html", ".htm"), _drawn("html"), chart=True),
    )
}
PRINTED: tuple[str, ...] = get_args(Printed)
BY_ENDING = {ending: one for one in FORMATS.values() for ending in one.endings}
SPREADSHEETS = tuple(one.name for one in FORMATS.values() if one.spreadsheet)
"""Formats that can be written for a spreadsheet program."""


def named(form: str) -> Format:
    """The format of this name. Raises UsageError where there is none."""
    if form not in FORMATS:
        raise UsageError(f"There is no format {form!r}: choose one of {', '.join(FORMATS)}.")
    return FORMATS[form]


def of_path(path: Path) -> Format:
    """The format that the ending of a path names, in a folder that exists.

    Raises UsageError for an ending that names none, StorageFullError without the folder.
    """
    found = BY_ENDING.get(path.suffix.lower())
    if found is None:
        raise UsageError(
            f"The ending of {path.name!r} names no format: use one of {', '.join(sorted(BY_ENDING))}."
        )
    check_folder(path)
    return found


def write(result: ResultData, path: str | Path, excel: bool = False) -> tuple[str, ...]:
    """See ``Result.write``. Raises OSError when a file cannot be written, StorageFullError without its
    folder."""
    path = Path(path)
    form = of_path(path)
    content = _spreadsheet(result, form.name) if excel else form.render(result)
    _late("result_files", "put")(path, content)
    if not form.carries_provenance:
        _late("result_files", "put_provenance")(path, _late("export", "provenance")(result))
    if form.chart and form.binary:
        missing: tuple[str, ...] = _fonts(result)
        return missing
    altered: tuple[str, ...] = _altered(result) if excel else ()
    return altered
