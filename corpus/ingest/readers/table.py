"""CSV and TSV tables: one record a row."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Literal

from corpus import settings
from corpus.ingest.readers.records import Record, canonical_json, header_names, is_caption, no_text_column
from corpus.ingest.readers.sources import UnreadableError, decoded, in_words, read_whole, reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Rejected

_HEAD = 65_536
_SEPARATOR = re.compile(r'\ufeff?"?sep=[,;\t|]?"?\s*')
"""The first line by which Excel is told how a table is parted."""
_Quoting = Literal[0, 3]
_DIALECTS: tuple[tuple[str, _Quoting], ...] = (
    (",", csv.QUOTE_MINIMAL),
    (";", csv.QUOTE_MINIMAL),
    ("\t", csv.QUOTE_MINIMAL),
    ("\t", csv.QUOTE_NONE),
    ("|", csv.QUOTE_MINIMAL),
)


class _Lines:
    """The lines of a table, for csv.reader; ``taken`` are those of the row being read."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        longest = 4 * settings.MAX_TEXT_CHARACTERS
        line = self._stream.readline(longest)
        if not line:
            raise StopIteration
        if len(line) == longest:
            where = f"Line {self.number + 1}"
            reason = (
                f"{where} has more than {in_words(longest)}, and nothing from there on was read: split it."
            )
            raise UnreadableError(reason)
        self.number += 1
        if self.number == 1 and _SEPARATOR.fullmatch(line):
            return self.__next__()
        self.taken.append(line)
        return line


def columns_of(source: Source) -> list[str]:
    """The names in the first row, from the beginning of the file only; [] where there is no such row."""
    try:
        with source.open() as stream:
            raw = stream.read(_HEAD)
        head = decoded(raw.rpartition(b"\n")[0] or raw).text
        return header_names(next(_reader(_Lines(io.StringIO(head, newline="")), head), []))
    except (UnreadableError, OSError, csv.Error):
        return []


def read_table(source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
    """The rows as records; a row with more or fewer fields than the header is a Rejected.

    Raises UnreadableError for a table without a text column.
    """
    yield from rows_of(source, columns, needed="text")


def rows_of(source: Source, columns: ColumnMap, needed: str) -> Iterator[Record | Rejected]:
    """The rows of a table that has a column for the canonical name ``needed``; UnreadableError where not."""
    raw = read_whole(source)
    read = decoded(raw)
    encoding, notes, head = read.encoding, read.notes, read.text[:_HEAD]
    del read
    lines = _Lines(io.TextIOWrapper(io.BytesIO(raw), encoding, errors="replace", newline=""))
    csv.field_size_limit(settings.MAX_TEXT_CHARACTERS)
    reader = _reader(lines, head)
    header: list[str] = []
    above: list[list[str]] = []
    count = 0
    while True:
        lines.taken.clear()
        where = f"line {lines.number + 1}"
        try:
            row = next(reader, None)
            if row is None:
                break
            if not any(cell.strip() for cell in row):
                continue
            if header and len(row) != len(header):
                raise csv.Error(f"{len(row)} fields where the header has {len(header)}")
        except csv.Error as error:
            yield reject(
                f"{source.name}, {where}",
                _why(error, lines.taken),
                "".join(lines.taken).encode(encoding, "replace"),
            )
            count += 1
            continue
        if header:
            values = dict(zip(header, row, strict=True))
            yield Record(values, canonical_json(values), where, "utf-8", notes)
            count += 1
            continue
        named = header_names(row)
        if is_caption(row, above) and not columns.fits(named, needed):
            above.append(named)
            continue
        header = named
        if needed not in columns.plan(header):
            raise UnreadableError(no_text_column(header), raw)
    if above and not header:
        raise UnreadableError(no_text_column(above[0]), raw)
    if not count:
        raise UnreadableError("It holds no rows below its header: there is nothing to load.", raw)


def _reader(lines: _Lines, head: str) -> Iterator[list[str]]:
    delimiter, quoting = max(_DIALECTS, key=lambda dialect: _fit(head, *dialect))
    return csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)


def _fit(head: str, delimiter: str, quoting: _Quoting) -> tuple[int, int]:
    """How well a dialect fits: rows as wide as the first that is wider than one, and how wide that is."""
    whole = head.rpartition("\n")[0] if len(head) == _HEAD else head
    rows: list[list[str]] = []
    try:
        for row in csv.reader(
            io.StringIO(whole, newline=""), delimiter=delimiter, quoting=quoting, strict=True
        ):
            if row:
                rows.append(row)
            if len(rows) == 50:
                break
    except csv.Error:
        pass
    width = next((len(row) for row in rows if len(row) > 1), len(rows[0]) if rows else 0)
    return (sum(len(row) == width for row in rows) if width > 1 else 0, width)


def _why(error: csv.Error, taken: Sequence[str]) -> str:
    """The reason, in a sentence; ``taken``: the lines that were read as this row."""
    swallowed = ""
    if len(taken) > 1:
        swallowed = f" and swallowed the {len(taken) - 1:,} line{'s' * (len(taken) > 2)} below it"
    if "field larger" in str(error):
        most = f"{settings.MAX_TEXT_CHARACTERS:,}"
        return (
            f"A field has more than {most} characters{swallowed}, the most taken as one document: split it."
        )
    if swallowed:
        unclosed = "unexpected end" in str(error)
        what = "is not closed" if unclosed else "is closed only in another row"
        return (
            f"A quotation mark that opens in this row {what}{swallowed}: close or double it, and load again."
        )
    return f"The row is not well-formed ({error}): correct its delimiters and quotation marks."
