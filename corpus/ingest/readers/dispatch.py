"""Which reader reads a source: by its ending, inside archives as outside."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from corpus import settings
from corpus.errors import UsageError
from corpus.ingest.metadata_dates import settled_order
from corpus.ingest.readers.archive import gunzipped, members, open_zip
from corpus.ingest.readers.beside import metadata_beside
from corpus.ingest.readers.html import read_html
from corpus.ingest.readers.json_ import read_json, read_jsonl
from corpus.ingest.readers.records import Record, RecordFile, dates_in
from corpus.ingest.readers.sources import Source, UnreadableError, first_bytes, in_words, reject, reject_whole
from corpus.ingest.readers.table import read_table
from corpus.ingest.readers.text import read_text, read_unknown
from corpus.ingest.readers.walk import LeftOut, cannot_open
from corpus.ingest.readers.xlsx import read_xlsx
from corpus.model.records import Item, Rejected
from corpus.settings import packaged
from corpus.store.files import BEGINNING, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus.ingest.mapping import ColumnMap
    from corpus.ingest.metadata_dates import Order

_DATABASE = "It is an SQLite database: export its texts as CSV or JSON Lines, and load that."
MAX_DEPTH = 2
"""How deep archives are read: an archive in an archive, and no further."""

_TEXTS: dict[str, Callable[[Source], Iterator[Item]]] = {
    "text": read_text,
    "html": read_html,
    "unknown": read_unknown,
}
_RECORDS: dict[str, Callable[[Source, ColumnMap], Iterator[Record | Rejected]]] = {
    "json": lambda source, columns: read_json(source),
    "jsonl": lambda source, columns: read_jsonl(source),
    "csv": read_table,
    "xlsx": read_xlsx,
}
FORMATS = ("text", "html", "json", "jsonl", "csv", "xlsx", "zip")
"""What a file can be read as. The format of an archive is that of its files."""


@functools.cache
def _formats() -> dict[str, dict[str, str]]:
    return packaged("corpus.ingest.readers", "formats.toml")


def check_format(name: str | None) -> None:
    """Raise UsageError for a format that no reader reads."""
    if name is not None and name not in FORMATS:
        raise UsageError(f"There is no format {name!r}; there are: {', '.join(FORMATS)}.")


def format_of(source: Source, forced: str | None = None) -> tuple[str, bool]:
    """The format of a source (``unknown`` where its ending says nothing), and whether gzip is around it.

    Raises UnreadableError, with what to do, for a format that is not read.
    """
    name = PurePosixPath(source.path.name.lower())
    zipped = name.suffix == ".gz"
    ending = PurePosixPath(name.stem).suffix if zipped else name.suffix
    known = _formats()["readers"].get(ending, "unknown")
    if known == "zip" or forced is None:
        if ending in _formats()["not_read"]:
            raise UnreadableError(_formats()["not_read"][ending])
        return known, zipped
    return forced, zipped


class Dispatcher:
    """Reads sources of all formats. ``forced`` is the format of every file that is not an archive.

    With ``columns_only``, files that have no columns are passed over. ``left_out`` takes the names of
    archives of this program.
    """

    def __init__(
        self,
        columns: ColumnMap,
        forced: str | None,
        columns_only: bool = False,
        left_out: LeftOut | None = None,
    ) -> None:
        self._columns = columns
        self._left_out = LeftOut() if left_out is None else left_out
        self._forced = forced
        self._columns_only = columns_only

    def read(self, entries: Sequence[Source | Rejected], depth: int = 0) -> Iterator[Item | Rejected]:
        """Everything in a list of sources: the files of a run, or the members of an archive."""
        beside = metadata_beside([entry for entry in entries if isinstance(entry, Source)], self._columns)
        for number, entry in enumerate(entries):
            if isinstance(entry, Rejected):
                yield entry
            elif entry.address in beside.tables:
                yield from beside.tables[entry.address]
            elif entry.budget and entry.budget.left <= 0:
                archive = entry.name.removesuffix(f"!{entry.path}")
                most = in_words(settings.MAX_ARCHIVE_BYTES)
                rest = len(entries) - number
                reason = f"It unpacks to more than {most}, and {rest} members were not read: split it."
                yield reject(archive, reason)
                return
            else:
                for result in self._read_source(entry, depth):
                    yield beside.merged(result, entry.address) if isinstance(result, Item) else result

    def _read_source(self, source: Source, depth: int) -> Iterator[Item | Rejected]:
        try:
            yield from self._read_format(source, depth)
        except UnreadableError as error:
            if not (error.raw or first_bytes(source)).startswith(BEGINNING):
                yield reject_whole(source, error)
            elif source.file is not None and kind_of(source.file) == "archive":
                self._left_out.archives.append(source.name)
            else:
                yield reject_whole(source, UnreadableError(_DATABASE, error.raw, error.size))
        except OSError as error:
            yield cannot_open(source.name, error)

    def _read_format(self, source: Source, depth: int) -> Iterator[Item | Rejected]:
        name, zipped = format_of(source, None if self._forced == "zip" and depth else self._forced)
        if zipped:
            source = gunzipped(source)
        if name == "zip":
            if depth == MAX_DEPTH:
                raise UnreadableError(f"Archives are read {MAX_DEPTH} deep: unpack it and load the folder.")
            with open_zip(source) as archive:
                found = members(source, archive, self._left_out)
                if not found and not archive.namelist():
                    raise UnreadableError("It is empty: there is nothing to load.")
                yield from self.read(found, depth + 1)
        elif name in _RECORDS:
            order = functools.partial(_column_order, source, name, self._columns)
            file = RecordFile(source.name, source.address, self._columns, order)
            for result in _RECORDS[name](source, self._columns):
                yield file.item(result) if isinstance(result, Record) else result
        elif not self._columns_only:
            for item in _TEXTS[name](source):
                yield dataclasses.replace(item, file=source.address)


def _column_order(source: Source, format: str, columns: ColumnMap) -> Order | None:
    """The order of day and month in the column of dates of a file, which is read once more for it."""
    left = source.budget.left if source.budget else 0
    values: list[str] = []
    with contextlib.suppress(UnreadableError, OSError):  # what is read before them holds
        values.extend(dates_in(_RECORDS[format](source, columns), columns))
    if source.budget:
        source.budget.left = left
    return settled_order(values)
