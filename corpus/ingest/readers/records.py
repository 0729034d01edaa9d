"""Records (rows, JSON objects) to items: columns mapped, an address that does not depend on their order."""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.ingest.dates.metadata import possible_orders
from corpus.ingest.decode.columns import ColumnMap, as_text, is_sum, is_web_address
from corpus.ingest.decode.mojibake import mend, signs
from corpus.ingest.readers import markup, rich_text
from corpus.ingest.readers.page_address import without_capture
from corpus.ingest.readers.sources import UnreadableError, check_length, reject
from corpus.text.records import Block, Item, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from corpus.ingest.dates.metadata import Order

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
_AS_THEY_ARE = frozenset(("url", "id", "file"))
_LONGEST_LIST = 2_000_000
MOST_CAPTIONS = 10
"""Lines of titles above the header of a table."""
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
        name = unique = (cell or "").strip("\ufeff \t\r\n\xa0") or f"column {number}"
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
        self.pages = False
        """Whether a value was met that is a page, which is still to be read."""
        self._order = functools.cache(order)
        self._name = name
        self._address = address
        self._columns = columns

    def item(self, record: Record) -> Item | Rejected:
        """The item of a record, or why it is none."""
        source = f"{self._name}, {record.where}" if record.where else self._name
        plan = self._columns.plan(record.values)
        values, page = record.values, ""
        blocks: tuple[Block, ...] = ()
        try:
            if _is_serialised(values, plan):
                page = _whole_page(values.get(plan.get("text", "")))
                self.pages = self.pages or bool(page)
                values, blocks = cleaned({**values, plan["text"]: ""} if page else values, plan)
            mapped, text = self._columns.apply(values, plan)
            fields, retrieved = without_capture(mapped)
        except RecursionError:
            return reject(source, TOO_DEEP, record.raw)
        except UnreadableError as error:
            return reject(source, str(error), record.raw)
        if text is None:
            return reject(source, no_text_column(record.values), record.raw)
        if not text and not page and "title" not in fields and "url" not in fields:
            return reject(
                source, "It has neither text nor title nor URL: nothing to keep as a document.", record.raw
            )
        if (
            "date" not in fields
            and _says_little(text)
            and "url" not in fields
            and is_sum(record.values.values())
        ):
            return reject(
                source, "It is a line of sums below the rows: it has neither text nor date.", record.raw
            )
        try:
            check_length(text, record.raw)
        except UnreadableError as error:
            return reject(source, str(error), record.raw)
        url = fields.get("url", "")
        column = plan.get("id")
        identifier = as_text(record.values[column]) if column else None
        whole = self._address if record.where is None else None
        row = not is_web_address(url)
        address = url
        if row:
            said = (fields.get("title", ""), fields.get("date", ""), page or text)
            key = identifier or _digest(*said).hex()[:16]
            address = whole or f"{self._address}#{key}"
        return Item(
            page.encode("utf-8", "replace") if page else record.raw,
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
            retrieved=retrieved,
            blocks=blocks,
            page=bool(page),
        )


def _is_serialised(values: Mapping[str, object], plan: Mapping[str, str]) -> bool:
    """Whether a value may be more than the words of a text; quick, for each row is asked."""
    try:
        joined = "\0".join(values.values())  # type: ignore[arg-type]
    except TypeError:
        return True
    return "<" in joined or "&" in joined or str(values.get(plan.get("text", "")))[-1:] == "]"


def _whole_page(value: object) -> str:
    """The value where it is a page of its own, and not a piece of one; "" for others."""
    return value if isinstance(value, str) and _PAGE.match(value, 0, 2000) else ""


def cleaned(
    values: Mapping[str, object], plan: Mapping[str, str]
) -> tuple[Mapping[str, object], tuple[Block, ...]]:
    """The values with tags, entities and editors' objects read, and the paragraphs that these mark.

    ``plan``: canonical name to column. Columns without a canonical name stay as they are.
    """
    changed: dict[str, object] = {}
    blocks: Sequence[Block] = ()
    for name, column in plan.items():
        value = values[column]
        if name == "text":
            read = _paragraphs(value)
            if isinstance(read, str):
                changed[column] = read
            elif read is not None:
                found = signs("\n".join(block.text for block in read))
                mended = [mend(one.text, found - signs(one.text)) for one in read]
                blocks = [
                    Block(text, one.role, heading=one.heading) for text, one in zip(mended, read, strict=True)
                ]
                changed[column] = "\n".join(block.text for block in blocks)
        elif isinstance(value, str) and name not in _AS_THEY_ARE and ("&" in value or "<" in value):
            changed[column] = markup.plain(value)
    return ({**values, **changed} if changed else values), tuple(blocks)


def _paragraphs(value: object) -> Sequence[Block] | str | None:
    """The paragraphs that a value marks, or the words that it means; None where it is just a text."""
    if isinstance(value, str):
        if "<" not in value and "&" not in value and not value.endswith("]"):
            return None
        if value.startswith("[") and (listed := _written_list(value)) is not None:
            return rich_text.paragraphs(listed)
        found = markup.paragraphs(value)
        return markup.readable(value) if found is None else found
    if isinstance(value, (list, dict)) and not (
        isinstance(value, list) and all(isinstance(part, str) and "<" not in part for part in value)
    ):
        return rich_text.paragraphs(value)
    return None


def _written_list(value: str) -> list[str] | None:
    """The texts of a list that a program wrote into a cell, as JSON or as Python does."""
    if len(value) > _LONGEST_LIST or value[1:2] not in ("'", '"'):
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            listed = read(value)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(listed, list) and all(isinstance(part, str) for part in listed):
            return listed
    return None


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


def _says_little(text: str) -> bool:
    """Whether a text is empty, or a number."""
    return len(text) < 30 and not any(character.isalpha() for character in text)


def is_caption(cells: Iterable[str | None], above: Sequence[object]) -> bool:
    """Whether a row may be a title of the table, which stands above its header: one cell at most is filled.

    ``above``: the titles before it.
    """
    return len(above) < MOST_CAPTIONS and sum(bool((cell or "").strip()) for cell in cells) <= 1


def no_text_column(columns: Iterable[str]) -> str:
    """The sentence for a table or record without a recognisable text column; names at most twenty columns."""
    names = [" ".join(name[:40].split()) for name in columns]
    if len(names) > 20:
        names = [*names[:20], f"{len(names) - 20} more"]
    held = f"only {', '.join(names)}" if names else "nor any other"
    return f"It has no column known to hold texts, {held}: map the one that does, as text=COLUMN."


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
