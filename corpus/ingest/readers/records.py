"""Records (rows, JSON objects) to items: columns mapped, an address that does not depend on their order."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.ingest.mapping import ColumnMap, as_text, is_web_address
from corpus.ingest.metadata_dates import possible_orders
from corpus.ingest.readers.sources import UnreadableError, check_length, reject
from corpus.model.records import Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from corpus.ingest.metadata_dates import Order

TOO_DEEP = "Its values are nested too deeply to be read: flatten them."


@dataclass(frozen=True, slots=True)
class Record:
    """A row or object with its columns as they are called in the file.

    ``raw`` decodes with ``encoding``; ``where`` is its place in the file (``line 700``); None is an
    object that makes up the whole file.
    """

    values: Mapping[str, object]
    raw: bytes
    where: str | None
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()


def canonical_json(value: object) -> bytes:
    """JSON in UTF-8 with sorted keys: the same bytes for the same record. UnreadableError if too deep."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # half a surrogate pair, which stays escaped
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    except RecursionError:
        raise UnreadableError(TOO_DEEP) from None


def header_names(cells: Sequence[str | None]) -> list[str]:
    """Column names that all differ: ``column 3`` where there is none, ``date (2)`` for a second date."""
    names: dict[str, int] = {}
    for number, cell in enumerate(cells, 1):
        name = unique = (cell or "").strip() or f"column {number}"
        while unique in names:
            names[name] += 1
            unique = f"{name} ({names[name]})"
        names[unique] = 1
    return list(names)


class RecordFile:
    """Turns the records of one file into items."""

    def __init__(
        self,
        name: str,
        address: str,
        columns: ColumnMap,
        order: Callable[[], Order | None] = lambda: None,
    ) -> None:
        """``order`` reads which of day and month stands first in the column of dates; asked once, if at
        all."""
        self._order = functools.cache(order)
        self._name = name
        self._address = address
        self._columns = columns

    def item(self, record: Record) -> Item | Rejected:
        """The item of a record, or why it is none."""
        source = f"{self._name}, {record.where}" if record.where else self._name
        try:
            fields, text = self._columns.apply(record.values)
        except RecursionError:
            return reject(source, TOO_DEEP, record.raw)
        if text is None:
            return reject(source, no_text_column(record.values), record.raw)
        if not text and "title" not in fields and "url" not in fields:
            return reject(
                source, "It has neither text nor title nor URL: nothing to keep as a document.", record.raw
            )
        try:
            check_length(text, record.raw)
        except UnreadableError as error:
            return reject(source, str(error), record.raw)
        url = fields.get("url", "")
        column = self._columns.plan(record.values).get("id")
        identifier = as_text(record.values[column]) if column else None
        whole = self._address if record.where is None else None
        row = not is_web_address(url)
        address = url
        if row:
            key = identifier or _digest(fields.get("title", ""), fields.get("date", ""), text).hex()[:16]
            address = whole or f"{self._address}#{key}"
        return Item(
            record.raw,
            text,
            address,
            source,
            fields,
            record.encoding,
            record.notes,
            file=whole,
            row=row and whole is None,
            identifier=identifier,
            date_order=self._order() if needs_order(fields.get("date")) else None,
        )


def needs_order(value: str | None) -> bool:
    """Whether a value of a date is numbers of which either may be the month."""
    if value is None or value[:4].isdecimal():
        return False
    orders = possible_orders(value)
    return orders is not None and len(orders) > 1


def dates_in(records: Iterable[Record | Rejected], columns: ColumnMap) -> Iterator[str]:
    """The values of the column of dates."""
    for record in records:
        if isinstance(record, Record):
            column = columns.plan(record.values).get("date")
            value = as_text(record.values[column]) if column else None
            if value is not None:
                yield value


def no_text_column(columns: Iterable[str]) -> str:
    """The sentence for a table or record without a recognisable text column; names at most twenty columns."""
    names = [" ".join(name[:40].split()) for name in columns]
    if len(names) > 20:
        names = [*names[:20], f"{len(names) - 20} more"]
    held = f"only {', '.join(names)}" if names else "nor any other"
    return f"It has no column known to hold texts, {held}: name the one that does with --map text=COLUMN."


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
