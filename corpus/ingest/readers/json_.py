"""JSON: objects in whatever shape exports have them, or one object a line."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from corpus import settings
from corpus.ingest.decode.columns import ColumnMap
from corpus.ingest.readers import shapes
from corpus.ingest.readers.kinds import value_start
from corpus.ingest.readers.records import Record, canonical_json
from corpus.ingest.readers.sources import UnreadableError, decoded, in_words, read_whole, reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.decode.encodings import Decoded
    from corpus.ingest.readers.sources import Source
    from corpus.text.records import Rejected

MAX_VALUES = 5_000_000
"""Most values of one JSON text, so that small inputs do not become gigabytes of objects."""

_SPACES = b"\xef\xbb\xbf \t\r\n"


def read_json(source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
    """The objects of an array, of a list or a table inside a single object, or the single object itself.

    A script that only gives such a value a name is read as the value. Raises UnreadableError, with line and
    column, for a text that is no JSON.
    """
    raw = read_whole(source)
    start = value_start(raw)
    read = decoded(raw[start:].rstrip(b"; \t\r\n") if start else raw)
    try:
        value = _parse(read.text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and raw.lstrip(_SPACES).startswith(b"{"):
            yield from _lines(source, io.BytesIO(read.text.encode()))
            return
        where = f"at line {error.lineno}, column {error.colno}"
        raise UnreadableError(f"It is not valid JSON ({error.msg} {where}): correct it there.", raw) from None
    except ValueError as error:
        raise UnreadableError(
            f"It is not JSON that can be read ({error}): correct it or split it.", raw
        ) from None
    if not isinstance(value, (dict, list)) or value == []:
        raise UnreadableError("It holds no records: an array of objects, or an object, is needed.", raw)
    found = objects(source, value, raw, read, columns, "It is not a JSON object: give each text its columns.")
    del raw, read, value
    yield from found


def objects(
    source: Source, value: Any, raw: bytes, read: Decoded, columns: ColumnMap, no_object: str
) -> Iterator[Record | Rejected]:
    """The records of a value that a file holds, whatever shape exports have them in; they are let go as they
    are read.

    ``read``: how ``raw``, the file, was decoded. ``no_object``: the reason for one that has no fields.
    Raises UnreadableError.
    """
    try:
        rows, called = shapes.records(value, ColumnMap(columns.given).plan)
    except UnreadableError as error:
        raise UnreadableError(str(error), raw) from None
    if not called:
        yield Record(shapes.flat(rows[0]), raw, None, read.encoding, read.notes)
        return
    notes = read.notes
    del raw, read, value
    for number in range(1, len(rows) + 1):
        part, rows[number - 1] = rows[number - 1], None  # a million small objects take 250 MB
        where = f"{called} {number}"
        name = f"{source.name}, {where}"
        try:
            written = canonical_json(part)
        except UnreadableError as error:
            yield reject(name, str(error))
            continue
        if isinstance(part, dict):
            yield Record(shapes.flat(part), written, where, "utf-8", notes)
        else:
            yield reject(name, no_object, written)


def read_jsonl(source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
    """One object a line; a broken line is a Rejected, and the others are read. Raises UnreadableError."""
    with source.open() as stream:
        head = stream.read(4096)
    if head.lstrip(_SPACES).startswith(b"["):
        yield from read_json(source, columns)
    elif b"\0" in head:  # UTF-16, whose line ends are no single bytes
        yield from _lines(source, io.BytesIO(decoded(read_whole(source)).text.encode()))
    else:
        with source.open() as stream:
            yield from _lines(source, stream)


def _lines(source: Source, stream: BinaryIO) -> Iterator[Record | Rejected]:
    if not isinstance(stream, io.BufferedIOBase):
        stream = io.BufferedReader(cast("io.RawIOBase", stream))
    longest = 6 * settings.MAX_TEXT_CHARACTERS + 1_000_000  # a character may be written as \\uXXXX
    number = records = 0
    encoding: str | None = None
    while line := stream.readline(longest):
        number += 1
        name = f"{source.name}, line {number}"
        if len(line) == longest and not line.endswith(b"\n"):
            size = len(line) + _skip_line(stream)
            reason = (
                f"The line has {in_words(size)}, more than the {in_words(longest)} that are read: split it."
            )
            yield reject(name, reason, line, size)
        elif line := line.strip(b" \t\r\n"):
            try:
                record = _record(line, f"line {number}", encoding)
                encoding = record.encoding
                yield record
            except UnreadableError as error:
                yield reject(name, str(error), line)
        else:
            continue
        records += 1
    if not records:
        raise UnreadableError("It is empty: there is nothing to load.")


def _skip_line(stream: io.BufferedIOBase | BinaryIO) -> int:
    size = 0
    while part := stream.readline(1 << 20):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def _record(line: bytes, where: str, encoding: str | None) -> Record:
    read = decoded(line, encoding)
    try:
        value = _parse(read.text)
    except json.JSONDecodeError as error:
        reason = f"It is not valid JSON ({error.msg} at column {error.colno}): correct the line."
        raise UnreadableError(reason) from None
    except ValueError as error:
        raise UnreadableError(f"It is not JSON that can be read ({error}): correct the line.") from None
    if not isinstance(value, dict):
        raise UnreadableError("It is not a JSON object: give the text its columns.")
    return Record(shapes.flat(value), line, where, read.encoding, read.notes)


def _parse(text: str) -> Any:
    """The JSON value. Raises ValueError, also for what would exhaust memory or the stack."""
    if len(text) > 1_000_000:
        values = text.count("{") + text.count("[") + text.count('"') // 2 + text.count(",") // 4
        if values > MAX_VALUES:
            raise ValueError(f"it may hold more than {MAX_VALUES:,} values")
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
