"""Digests of rows: what each was written as, so that nothing is told of a row that became another.

A digest is the sum of a number for each row of a key. Who writes a row adds and takes away what that row was
and is (``corpus.store.row_writes``), and looks at no other row: what was damaged before stays found.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Integer, delete, func, insert, select

from corpus.errors import DamagedError
from corpus.store.lookups import in_parts
from corpus.store.plain_rows import plain_rows, rows_of_keys
from corpus.store.row_groups import GROUPS, Group, stored
from corpus.store.tables.base import checksum, compress, decompress
from corpus.store.tables.properties import RowDigest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection, Select

    from corpus.store.row_groups import Kind

U32 = npt.NDArray[np.uint32]
I64 = npt.NDArray[np.int64]

PART = 1024
"""Keys whose digests stand in one row."""
_TOGETHER = 8 * PART
"""Keys whose rows are read in one statement."""
_TEXTS_TOGETHER = PART // 2
"""The same where a row is a paragraph."""
_NONE = 0x5BD1E9955BD1E995
"""Stands for no value."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT, _HALF = np.uint64(29), np.uint64(32)


def row_numbers(group: Group, columns: Sequence[Sequence[Any]]) -> U32:
    """A number for each row, of its values: given by column, in the order of the group's; frames as stored.

    Never 0. A million values take about 0.05 s.
    """
    numbers = np.full(len(columns[0]), zlib.crc32(group.name.encode()), dtype=np.uint64)
    for kind, values in zip(group.kinds, columns, strict=True):
        numbers ^= _as_numbers(kind, values)
        numbers *= _FACTOR
        numbers ^= numbers >> _SHIFT
    found: U32 = (numbers >> _HALF).astype(np.uint32)
    found[found == 0] = 1
    return found


def _as_numbers(kind: Kind, values: Sequence[Any]) -> npt.NDArray[np.uint64]:
    size = len(values)
    if kind == "number":
        try:
            return np.fromiter(values, dtype=np.int64, count=size).view(np.uint64)
        except TypeError:  # some have no value
            held = [_NONE if value is None else value for value in values]
            return np.fromiter(held, dtype=np.int64, count=size).view(np.uint64)
    if not any(values) and all(value is None for value in values):
        return np.full(size, _NONE, dtype=np.uint64)
    if kind == "text":
        try:  # nothing of it runs in Python
            return np.fromiter(map(zlib.crc32, map(str.encode, values)), dtype=np.uint64, count=size)
        except (TypeError, UnicodeEncodeError):  # some have no value, or no bytes
            pass
    if kind == "text":
        values = [None if value is None else value.encode("utf-8", "surrogatepass") for value in values]
    number = _frame_number if kind == "frame" else zlib.crc32
    return np.fromiter(
        [_NONE if value is None else number(value) for value in values], dtype=np.uint64, count=size
    )


def _frame_number(frame: bytes) -> int:
    return checksum(bytes(frame[-4:]))


def keys_of(values: Sequence[Any]) -> I64:
    """The numbers by which the digests of keys are found."""
    if values and isinstance(values[0], str):
        values = [zlib.crc32(value.encode()) % PART for value in values]
    return np.fromiter(values, dtype=np.int64, count=len(values))


def sums(keys: I64, numbers: U32) -> tuple[I64, U32]:
    """The sum of the numbers of each key: distinct keys, ascending, and their digests."""
    order = np.argsort(keys, kind="stable")
    held = keys[order]
    first = np.flatnonzero(np.concatenate(([True], held[1:] != held[:-1])))
    totals = np.add.reduceat(numbers[order], first, dtype=np.uint32)
    return held[first], totals


def damaged_row(group: Group, key: int) -> DamagedError:
    """The error for rows that are not what was written."""
    what = f"row {key}" if group.single else f"{group.key.name} {key}"
    return DamagedError(f"{group.table.name}: {what} is not what was written")


class RowDigests:
    """The digests of an archive, read when they are first needed; valid for one state of it."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, int], U32] = {}
        self._verified: set[str] = set()

    def clear(self) -> None:
        self._parts.clear()
        self._verified.clear()

    def of(self, connection: Connection, group: Group, keys: I64) -> U32:
        """The digest of each key; 0 where there is no row. Raises DamagedError where they are damaged."""
        parts = keys // PART
        wanted = _distinct(parts)
        missing = [part for part in wanted if (group.name, part) not in self._parts]
        self._parts |= {(group.name, part): held for part, held in read_parts(connection, group, missing)}
        held = np.stack([self._parts[group.name, part] for part in wanted]) if wanted else np.zeros((0, PART))
        found: U32 = held[np.searchsorted(wanted, parts), keys % PART].astype(np.uint32)
        return found

    def differing(
        self,
        connection: Connection,
        group: Group,
        columns: Sequence[Sequence[Any]],
        keys: Iterable[int] | None = None,
    ) -> list[int]:
        """The keys whose rows are not what was written: all rows of each are given, by column.

        ``keys``: those that were asked for, where some may have no row.
        """
        at = group.columns.index(group.key)
        there, digests = _NO_KEYS, _NO_DIGESTS
        if columns and columns[at]:
            there, digests = sums(keys_of(columns[at]), row_numbers(group, columns))
        wrong = there[self.of(connection, group, there) != digests].tolist()
        if keys is not None:
            without = np.array(sorted(set(keys) - set(there.tolist())), dtype=np.int64)
            wrong += without[self.of(connection, group, without) != 0].tolist()
        return sorted(wrong)

    def verify(
        self,
        connection: Connection,
        group: Group,
        rows: Sequence[Sequence[Any]],
        keys: Iterable[int] | None = None,
    ) -> None:
        """Raise DamagedError unless rows (values in the order of the group's columns) are what was written.

        As for ``differing``.
        """
        for key in self.differing(connection, group, list(zip(*rows, strict=True)), keys):
            raise damaged_row(group, key)

    def read(
        self, connection: Connection, names: Sequence[str], keys: Iterable[int]
    ) -> dict[int, dict[str, Any]]:
        """The rows of some keys in groups of one table, by key, frames as stored.

        Raises DamagedError where one is not what was written, or missing.
        """
        groups = [GROUPS[name] for name in names]
        columns = list(dict.fromkeys(column for group in groups for column in group.columns))
        at = {column: number for number, column in enumerate(columns)}
        fields = [column.name for column in columns]
        query = _query(*columns)
        found: dict[int, dict[str, Any]] = {}
        for some in in_parts(set(keys)):
            rows = rows_of_keys(connection, query, groups[0].key, some)
            values = list(zip(*rows, strict=True)) or [()] * len(columns)
            for group in groups:
                of_group = [values[at[column]] for column in group.columns]
                for key in self.differing(connection, group, of_group, some):
                    raise damaged_row(group, key)
            found.update(zip(values[0], (dict(zip(fields, row, strict=True)) for row in rows), strict=True))
        return found

    def verify_keys(self, connection: Connection, name: str, keys: Iterable[int]) -> None:
        """Read all rows of some keys, and verify them."""
        group = GROUPS[name]
        for some in in_parts(set(keys)):
            rows = rows_of_keys(connection, _query(*group.columns), group.key, some)
            self.verify(connection, group, rows, some)

    def verify_all(self, connection: Connection, *names: str) -> None:
        """Verify all rows of some groups: once a state. 10,000 rows take 0.01 to 0.03 s."""
        for name in names:
            if name not in self._verified:
                group = GROUPS[name]
                for rows, keys in rows_of(connection, group):
                    self.verify(connection, group, rows, keys)
                self._verified.add(name)


@cache
def _query(*columns: Column[Any]) -> Select[Any]:
    """The rows with some columns as the store holds them: one query for each that is asked for."""
    return select(*map(stored, columns))


def _distinct(numbers: I64) -> list[int]:
    """In ascending order. ``np.unique`` would cost a query 0.01 s, for what it imports."""
    return sorted(set(numbers.tolist()))


_NO_KEYS: I64 = np.zeros(0, dtype=np.int64)
_NO_DIGESTS: U32 = np.zeros(0, dtype=np.uint32)


def rows_of(connection: Connection, group: Group) -> Iterator[tuple[list[Any], range]]:
    """All rows of a group, and all keys that may be, some at a time."""
    if not isinstance(group.key.type, Integer):
        yield plain_rows(connection, select(*group.selected)), range(PART)
        return
    written = select(func.max(RowDigest.c.part)).where(RowDigest.c.name == group.name)
    last = max(
        connection.scalar(select(func.max(group.key))) or 0,
        (connection.scalar(written) or 0) * PART + PART - 1,
    )
    query = select(*group.selected)
    together = _TEXTS_TOGETHER if group.name == "passage.text" else _TOGETHER
    for first in range(0, last + 1, together):
        keys = range(first, first + together)
        yield plain_rows(connection, query.where(group.key.between(first, keys[-1]))), keys


def read_parts(connection: Connection, group: Group, parts: Sequence[int]) -> Iterator[tuple[int, U32]]:
    """Digests of some parts of the keys; zeros where none was written. Raises DamagedError."""
    for some in in_parts(parts):
        query = select(RowDigest.c.part, RowDigest.c.data)
        query = query.where(RowDigest.c.name == group.name, RowDigest.c.part.in_(some))
        held = {part: unpack_part(group, part, data) for part, data in connection.execute(query)}
        for part in some:
            yield part, held.get(part, _EMPTY)


_EMPTY: U32 = np.zeros(PART, dtype=np.uint32)


def unpack_part(group: Group, part: int, data: bytes) -> U32:
    """Raises DamagedError for what is damaged, or another part's."""
    values = np.frombuffer(decompress(data), dtype="<u4")
    if len(values) != PART + 2 or values[:2].tolist() != _head(group, part):
        raise DamagedError(f"The digests of {group.name} are damaged")
    return values[2:]


def _head(group: Group, part: int) -> list[int]:
    return [zlib.crc32(group.name.encode()), part]


def add_sums(connection: Connection, group: Group, keys: I64, digests: U32) -> None:
    """Add to the digests of some keys (distinct, ascending)."""
    parts = keys // PART
    numbers = _distinct(parts)
    new = []
    for part, held in read_parts(connection, group, numbers):
        here = parts == part
        changed = held.copy()
        changed[keys[here] - part * PART] += digests[here]
        new.append((part, changed))
    write_parts(connection, group, new)


def write_parts(connection: Connection, group: Group, parts: Sequence[tuple[int, U32]]) -> None:
    """Store the digests of some parts, in place of those that are there."""
    for some in in_parts([part for part, _ in parts]):
        own = (RowDigest.c.name == group.name) & RowDigest.c.part.in_(some)
        connection.execute(delete(RowDigest).where(own))
    rows = [
        {
            "name": group.name,
            "part": part,
            "data": compress(np.array([*_head(group, part), *held.tolist()], dtype="<u4").tobytes()),
        }
        for part, held in parts
    ]
    if rows:
        connection.execute(insert(RowDigest), rows)


def digest_rows(connection: Connection, group: Group) -> None:
    """Write down what all rows of a group are now."""
    connection.execute(delete(RowDigest).where(RowDigest.c.name == group.name))
    at = group.columns.index(group.key)
    for rows, _ in rows_of(connection, group):
        if rows:
            columns = list(zip(*rows, strict=True))
            add_sums(connection, group, *sums(keys_of(columns[at]), row_numbers(group, columns)))


def digest_all_rows(connection: Connection) -> None:
    """Write down what the rows of all groups are now: of an archive that an older version wrote."""
    connection.execute(delete(RowDigest))
    for group in GROUPS.values():
        digest_rows(connection, group)
