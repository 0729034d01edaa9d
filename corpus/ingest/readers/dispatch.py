"""Which reader reads a source: by what it is, inside archives as outside."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from corpus import settings
from corpus.errors import PackageError, UsageError
from corpus.ingest.dates.metadata import settled_order
from corpus.ingest.readers.looking import look
from corpus.ingest.readers.metadata_tables import metadata_beside
from corpus.ingest.readers.missing_packages import package_missing
from corpus.ingest.readers.sources import Source, UnreadableError, first_bytes, in_words, reject, reject_whole
from corpus.ingest.readers.walk import LeftOut, cannot_open
from corpus.late_imports import late_from
from corpus.store.files import BEGINNING, kind_of
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpus.ingest.dates.metadata import Order
    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.metadata_tables import Beside
    from corpus.ingest.readers.records import Record, RecordFile
    from corpus.text.records import Repeats

_DATABASE = "It is an SQLite database: export its texts as CSV or JSON Lines, and load that."
MAX_DEPTH = 2
"""How deep archives are read: an archive in an archive, and no further."""

_Opened = AbstractContextManager[tuple[list[Source | Rejected], bool]]
_late = late_from("corpus.ingest.readers")
"""A load of plain texts needs neither the readers of pages nor those of documents."""
_read_page: Callable[[Item], Item] = _late("html", "read_page")
_record_file: Callable[..., RecordFile] = _late("records", "RecordFile")
_dates_in: Callable[..., Iterator[str]] = _late("records", "dates_in")
TEXTS: dict[str, Callable[[Source], Iterator[Item | Rejected]]] = {
    "text": _late("text", "read_text"),
    "html": _late("html", "read_html"),
    "unknown": _late("text", "read_text"),
    "forced": _late("text", "read_as_text"),
}
RECORDS: dict[str, Callable[[Source, ColumnMap], Iterator[Record | Rejected]]] = {
    "json": _late("json_", "read_json"),
    "jsonl": _late("json_", "read_jsonl"),
    "yaml": _late("yaml_", "read_yaml"),
    "csv": _late("table", "read_table"),
    "xlsx": _late("xlsx", "read_xlsx"),
    "xls": _late("xls", "read_xls"),
    "parquet": _late("parquet", "read_parquet"),
    "arrow": _late("parquet", "read_arrow"),
}
DOCUMENTS: dict[str, Callable[[Source, ColumnMap], Iterator[Item | Rejected]]] = {
    "markdown": _late("markdown", "read_markdown"),
    "front": _late("markdown", "read_front"),
    "mail": _late("mail", "read_mail"),
    "mbox": _late("mail", "read_mbox"),
    "mhtml": _late("mail", "read_mhtml"),
    "warc": _late("warc", "read_warc"),
    "webarchive": _late("webarchive", "read_webarchive"),
    "feed": _late("feed", "read_feed"),
    "subtitles": _late("subtitles", "read_subtitles"),
    "vrt": _late("vertical", "read_vrt"),
    "conllu": _late("vertical", "read_conllu"),
    "tei": _late("tei", "read_tei"),
    "akoma": _late("akoma", "read_akoma"),
    "newsml": _late("agency_xml", "read_agency_xml"),
    "docx": _late("word", "read_docx"),
    "odt": _late("opendocument", "read_odt"),
    "fodt": _late("opendocument", "read_fodt"),
    "rtf": _late("rtf", "read_rtf"),
    "epub": _late("epub", "read_epub"),
    "pdf": _late("pdf", "read_pdf"),
}
ARCHIVES: dict[str, Callable[[Source, LeftOut | None], _Opened]] = {
    "zip": _late("archive", "open_zip_files"),
    "tar": _late("tar", "open_tar"),
    "7z": _late("seven_zip", "open_seven_zip"),
}
_WITH_COLUMNS = frozenset(("markdown", "front", "vrt", "conllu"))
"""Documents whose metadata have names of their own, as columns have."""
FORMATS = (
    *(name for name in (*TEXTS, *RECORDS, *DOCUMENTS) if name not in ("unknown", "forced", "front")),
    *ARCHIVES,
)
"""What a file can be read as. The format of an archive is that of its files."""


def check_format(name: str | None) -> None:
    """Raise UsageError for a format that no reader reads."""
    if name is not None and name not in FORMATS:
        raise UsageError(f"There is no format {name!r}; there are: {', '.join(FORMATS)}.")


class Dispatcher:
    """Reads sources of all formats. ``forced`` is the format of every file that is not an archive.

    With ``columns_only``, files that have no columns are passed over. ``left_out`` takes the names of
    archives of this program. With ``pages_later``, items of pages are still to be read. ``compared`` says
    what pages that lie side by side have in common.
    """

    def __init__(
        self,
        columns: ColumnMap,
        forced: str | None,
        columns_only: bool = False,
        left_out: LeftOut | None = None,
        pages_later: bool = False,
        compared: Callable[[Sequence[Source]], Repeats | None] | None = None,
    ) -> None:
        self._columns = columns
        self._left_out = LeftOut() if left_out is None else left_out
        self._forced = forced
        self._columns_only = columns_only
        self._pages_later = pages_later
        self._compared = compared
        self._repeats: Repeats | None = None

    def read(self, entries: Sequence[Source | Rejected], depth: int = 0) -> Iterator[Item | Rejected]:
        """Everything in a list of sources: the files of a run, or the members of an archive."""
        sources = [entry for entry in entries if isinstance(entry, Source)]
        beside = metadata_beside(sources, self._columns)
        around = self._repeats
        if self._compared is not None:
            self._repeats = self._compared(sources)
        yield from self._read_each(entries, beside, depth)
        self._repeats = around

    def _read_each(
        self, entries: Sequence[Source | Rejected], beside: Beside, depth: int
    ) -> Iterator[Item | Rejected]:
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
        except ImportError as error:  # no other file could be read either
            raise package_missing(error) from error
        except PackageError:
            raise
        except Exception as error:  # one file must not cost the others: it is kept, with the reason
            what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            reason = f"The program failed on this file ({what}); please report it."
            yield reject_whole(source, UnreadableError(reason))

    def _read_format(self, source: Source, depth: int) -> Iterator[Item | Rejected]:
        source, name = look(source, None if self._forced == "zip" and depth else self._forced)
        if name in ARCHIVES:
            if depth == MAX_DEPTH:
                raise UnreadableError(f"Archives are read {MAX_DEPTH} deep: unpack it and load the folder.")
            with ARCHIVES[name](source, self._left_out) as (inside, any_files):
                if not any_files:
                    raise UnreadableError("It is empty: there is nothing to load.")
                yield from self.read(inside, depth + 1)
        elif name in RECORDS:
            order = functools.partial(_column_order, source, name, self._columns)
            file = _record_file(source.name, source.address, self._columns, order)
            for result in RECORDS[name](source, self._columns):
                row = result if isinstance(result, Rejected) else file.item(result)
                yield self._page(row) if file.pages and isinstance(row, Item) else row
        elif name in DOCUMENTS:
            if not self._columns_only or name in _WITH_COLUMNS:
                for found in DOCUMENTS[name](source, self._columns):
                    yield self._page(found) if isinstance(found, Item) else found
        elif not self._columns_only:
            reader = TEXTS["forced" if name == self._forced == "text" else name]
            for item in reader(source):
                if isinstance(item, Rejected):
                    yield item
                elif item.row:
                    yield self._page(item)
                else:
                    yield dataclasses.replace(self._page(item), file=source.address)

    def _page(self, item: Item) -> Item:
        if not item.page:
            return item
        item = dataclasses.replace(item, repeats=self._repeats)
        return item if self._pages_later else _read_page(item)


def _column_order(source: Source, format: str, columns: ColumnMap) -> Order | None:
    """The order of day and month in the column of dates of a file, which is read once more for it."""
    left = source.budget.left if source.budget else 0
    values: list[str] = []
    with contextlib.suppress(UnreadableError, OSError):  # what is read before them holds
        values.extend(_dates_in(RECORDS[format](source, columns), columns))
    if source.budget:
        source.budget.left = left
    return settled_order(values)
