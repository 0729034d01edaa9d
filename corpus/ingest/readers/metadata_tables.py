"""Metadata tables beside texts: rows that name files give fields to them."""

from __future__ import annotations

import dataclasses
import importlib
import posixpath
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.ingest.dates.metadata import settled_order
from corpus.ingest.decode.columns import as_text, is_web_address
from corpus.ingest.readers.page_address import without_capture
from corpus.ingest.readers.sources import UnreadableError, read_whole, reject
from corpus.ingest.readers.walk import cannot_open
from corpus.text.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpus.ingest.dates.metadata import Order
    from corpus.ingest.decode.columns import ColumnMap
    from corpus.ingest.readers.sources import Source

_TABLES = {".csv": "table", ".tsv": "table", ".tab": "table", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls"}
"""Endings of tables, and the module that reads them, which is imported when there is one."""


@dataclass(slots=True)
class Beside:
    """What the metadata tables of a folder or archive say, by the address of the file that they say it of.

    ``orders``: which of day and month stands first in the dates of its table. ``tables`` holds the address
    of each such table, and what of it could not be used.
    """

    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    orders: dict[str, Order | None] = field(default_factory=dict)
    tables: dict[str, list[Rejected]] = field(default_factory=dict)

    def merged(self, item: Item, address: str) -> Item:
        """The item of the file at ``address`` with what a table gives it, which wins over its own."""
        given = self.fields.get(address)
        if given is None:
            return item
        said, retrieved = without_capture(given)
        url = said.get("url", "")
        own = {**item.fields, **said}
        return dataclasses.replace(
            item,
            fields=own,
            address=url if is_web_address(url) else item.address,
            date_order=self.orders.get(address, item.date_order),
            retrieved=item.retrieved or retrieved,
        )


def metadata_beside(sources: Iterable[Source], columns: ColumnMap) -> Beside:
    """Find the tables that name files (a column ``file`` or the like, none of texts) and read them.

    A row may name its file by the path from the table's folder, with or without the ending, or by its bare
    name anywhere below that folder. A row whose file is not there, or is named twice, is a Rejected.
    """
    sources = list(sources)
    beside = Beside()
    tables = [source for source in sources if _names_files(source, columns)]
    if tables:
        chosen = {source.address for source in tables}
        index = _Index(source for source in sources if source.address not in chosen)
        for source in tables:
            told = len(beside.fields)
            beside.tables[source.address] = list(_read(source, columns, index, beside.fields))
            addresses = list(beside.fields)[told:]
            order = settled_order(beside.fields[address].get("date", "") for address in addresses)
            beside.orders |= dict.fromkeys(addresses, order)
    return beside


def _names_files(source: Source, columns: ColumnMap) -> bool:
    if source.path.suffix.lower() not in _TABLES:
        return False
    plan = columns.plan(_reader(source).columns_of(source))
    return "file" in plan and "text" not in plan


def _reader(source: Source) -> Any:
    return importlib.import_module(f"corpus.ingest.readers.{_TABLES[source.path.suffix.lower()]}")


class _Index:
    """Addresses by whole path and by bare name, each with and without the ending."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._paths: defaultdict[str, list[str]] = defaultdict(list)
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for source in sources:
            path, name = _composed(source.address), _composed(source.path.name)
            for key in {path, path.removesuffix(source.path.suffix)}:
                self._paths[key].append(source.address)
            for key in {name, name.removesuffix(source.path.suffix)}:
                self._names[key].append(source.address)

    def find(self, folder: str, name: str) -> list[str]:
        """The addresses that ``name`` may mean in a table that lies in ``folder``."""
        path = _composed(posixpath.normpath(name.replace("\\", "/")))
        found = self._paths.get(folder + path)
        if found is None and "/" not in path:
            found = [
                address for address in self._names.get(path, []) if _composed(address).startswith(folder)
            ]
        return found or []


def _composed(path: str) -> str:
    """Names from a Mac come with their letters taken apart."""
    return unicodedata.normalize("NFC", path)


def _read(
    source: Source, columns: ColumnMap, index: _Index, fields: dict[str, dict[str, str]]
) -> Iterator[Rejected]:
    """Put the rows of a table into ``fields``; yield what names no file, or none that is there."""
    folder = _composed(source.address.removesuffix(source.path.name))
    unused: list[Rejected] = []
    told, there = False, False
    try:
        raw = read_whole(source)
        for row in _reader(source).rows_of(source, columns, needed="file"):
            if isinstance(row, Rejected):
                unused.append(row)
                continue
            name = as_text(row.values[columns.plan(row.values)["file"]]) or ""
            found = index.find(folder, name) if name else []
            if len(found) == 1 and found[0] not in fields:
                fields[found[0]] = columns.apply(row.values)[0]
                told = True
            else:
                there |= bool(found)
                named = f" ({name})" if name else ""
                unused.append(reject(f"{source.name}, {row.where}{named}", _unused(name, found), row.raw))
    except UnreadableError as error:
        yield reject(source.name, str(error), error.raw, error.size)
        told = True
    except OSError as error:
        yield cannot_open(source.name, error)
        told = True
    if told or there:
        yield from unused
    else:
        reason = "Its rows name files, and none of them is beside it: load the folder that holds both."
        yield reject(source.name, reason, raw)


def _unused(name: str, found: list[str]) -> str:
    if not name:
        return "The row names no file: fill the column in."
    if not found:
        return "The row names a file that is not beside the table: correct the name, or add the file."
    if len(found) == 1:
        return "The row names a file that a row before it, or another table, names too: keep one of them."
    return f"The row names one of {len(found)} files of this name: write the folder before it."
