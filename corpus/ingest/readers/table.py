"""CSV and TSV tables: one record a row."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from corpus import settings
from corpus.ingest.readers.records import MAP_HINT, Record, canonical_json, header_names, listed
from corpus.ingest.readers.sources import UnreadableError, decoded, in_words, read_whole, reject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.ingest.mapping import ColumnMap
    from corpus.ingest.readers.sources import Source
    from corpus.model.records import Rejected

_DELIMITERS = ",;\t|"
_HEAD = 65_536
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def columns_of(source: Source) -> list[str]:
    """The names in the first row, from the beginning of the file only; [] where there is no such row."""
    with source.open() as stream:
        raw = stream.read(_HEAD)
    try:
        text = decoded(raw.rpartition(b"\n")[0] or raw).text
        return header_names(next(_reader(text, _Lines(text)), []))
    except (UnreadableError, csv.Error):
        return []


def read_table(source: Source, columns: ColumnMap) -> Iterator[Record | Rejected]:
    """The rows as records; a row with more or fewer fields than the header is a Rejected.

    Raises UnreadableError for a table without a text column.
    """
    raw = read_whole(source)
    read = decoded(raw)
    ...
