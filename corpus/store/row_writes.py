"""Each write of rows changes their digests with it, in the same transaction.

An engine that writes calls this: what inserts, changes or deletes rows need not know of it. Rows that go with
others (``ON DELETE CASCADE``, ``SET NULL``) are found by their foreign keys.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    Column,
    Delete,
    Insert,
    Update,
    and_,
    event,
    inspect,
    select,
    true,
)
from sqlalchemy.sql import operators

from corpus.store.lookups import in_parts
from corpus.store.row_digests import add_sums, keys_of, row_numbers, sums
from corpus.store.row_groups import GROUPS, OF_TABLE, Group, stored
from corpus.store.state import is_pending
from corpus.store.tables.base import compress, metadata
from corpus.store.tables.properties import RowDigest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Engine, RowMapping, Table

    Values = Mapping[str, Any]

_KEY = "row writes"


class _Sums(NamedTuple):
    group: Group
    keys: Any
    numbers: Any


class _Changing(NamedTuple):
    """Rows that a statement is about to change: their primary keys afterwards."""

    groups: Sequence[Group]
    keys: list[tuple[Any, ...]]


class RowWrites:
    """What one transaction adds to the digests."""

    def __init__(self) -> None:
        self.sums: list[_Sums] = []
        self._off: bool | None = None
        self.savepoints: list[int] = []
        self.changing: list[_Changing] = []

    def tracked(self, connection: Connection, table: Any) -> list[Group]:
        """The groups of a table; none where an upgrade has yet to write the digests."""
        groups = OF_TABLE.get(getattr(table, "name", ""), [])
        if groups and self._off is None:
            self._off = not inspect(connection).has_table(RowDigest.name) or is_pending(connection)
        return [] if self._off else groups

    def add(self, group: Group, columns: Sequence[Sequence[Any]], sign: int = 1) -> None:
        """Count rows, given by column, in or (-1) out."""
        if not columns or not len(columns[0]):
            return
        keys = keys_of(columns[group.columns.index(group.key)])
        numbers = row_numbers(group, columns)
        self.sums.append(_Sums(group, *sums(keys, numbers if sign > 0 else -numbers)))

    def flush(self, connection: Connection) -> None:
        """Write what was counted."""
        of_group: dict[str, list[_Sums]] = {}
        for one in self.sums:
            of_group.setdefault(one.group.name, []).append(one)
        self.sums = []
        for name, some in of_group.items():
            keys, numbers = (np.concatenate([one[at] for one in some]) for at in (1, 2))
            add_sums(connection, GROUPS[name], *sums(keys, numbers))


def writes_of(connection: Connection) -> RowWrites | None:
    """What the connection's transaction wrote; None where it reads, or migrates."""
    found: RowWrites | None = connection.info.get(_KEY)
    return found


def flush_digests(connection: Connection) -> None:
    """Write the digests of what was written so far; else that is done at the end of the transaction."""
    writes = writes_of(connection)
    if writes is not None:
        writes.flush(connection)


def inserted(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterable[Sequence[Any]]:
    """The rows, counted while they are taken; frames as stored."""
    writes = writes_of(connection)
    groups = writes.tracked(connection, table) if writes else []
    if writes is None or not groups:
        return rows
    return _counted(writes, groups, columns, list(rows))


def _counted(
    writes: RowWrites, groups: Sequence[Group], columns: Sequence[str], rows: list[Sequence[Any]]
) -> list[Sequence[Any]]:
    if rows:
        held = dict(zip(columns, zip(*rows, strict=True), strict=True))
        for group in groups:
            writes.add(group, [held.get(one.name) or (_default(one),) * len(rows) for one in group.columns])
    return rows


def _default(column: Column[Any]) -> Any:
    given = column.server_default
    if given is None:
        return None
    text = str(given.arg)  # type: ignore[attr-defined]
    return int(text) if text.isdigit() else text


def track_writes(engine: Engine) -> None:
    """Let every transaction of an engine keep digests."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.info[_KEY] = RowWrites()

    @event.listens_for(engine, "commit")
    def commit(connection: Connection) -> None:
        flush_digests(connection)
        connection.info.pop(_KEY, None)

    @event.listens_for(engine, "rollback")
    def rollback(connection: Connection) -> None:
        if not connection.invalidated:  # else asking for its info would open another one
            connection.info.pop(_KEY, None)

    @event.listens_for(engine, "savepoint")
    def savepoint(connection: Connection, name: str) -> None:
        if (writes := writes_of(connection)) is not None:
            writes.savepoints.append(len(writes.sums))

    @event.listens_for(engine, "release_savepoint")
    def release_savepoint(connection: Connection, name: str, context: None) -> None:
        if (writes := writes_of(connection)) is not None:
            writes.savepoints.pop()

    @event.listens_for(engine, "rollback_savepoint")
    def rollback_savepoint(connection: Connection, name: str, context: None) -> None:
        if (writes := writes_of(connection)) is not None:
            del writes.sums[writes.savepoints.pop() :]

    @event.listens_for(engine, "before_execute")
    def before(connection: Connection, clause: Any, many: Any, one: Any, options: Any) -> None:
        if isinstance(clause, (Insert, Update, Delete)):
            writes = writes_of(connection)
            if writes is not None and writes.tracked(connection, clause.table):
                _before(connection, writes, clause, [dict(each) for each in many or [one]])

    @event.listens_for(engine, "after_execute")
    def after(connection: Connection, clause: Any, *rest: Any) -> None:
        if isinstance(clause, (Update, Delete)) and (writes := writes_of(connection)) is not None:
            changing, writes.changing = writes.changing, []
            for groups, keys in changing:
                for some in _by_keys(groups[0].table, keys):
                    _count(connection, writes, groups, some, 1)


def _before(connection: Connection, writes: RowWrites, clause: Any, values: list[dict[str, Any]]) -> None:
    table, set_columns = clause.table, _set(clause)
    if isinstance(clause, Insert):
        for given in values:
            row = {name: _given(value, given) for name, value in set_columns.items()} | given
            groups = OF_TABLE[table.name]
            frames = {
                one.name
                for group in groups
                for one, kind in zip(group.columns, group.kinds, strict=True)
                if kind == "frame"
            }
            stored = {name: _framed(value) if name in frames else value for name, value in row.items()}
            _counted(writes, groups, tuple(stored), [tuple(stored.values())])
    elif isinstance(clause, Update):
        names = set(set_columns) | {name for given in values for name in given}
        groups = [group for group in OF_TABLE[table.name] if names & {one.name for one in group.columns}]
        _change(connection, writes, groups, clause, values)
    else:
        for where in _wheres(clause, values):
            _delete(connection, writes, table, where)


def _set(clause: Any) -> dict[str, Any]:
    """What a statement sets, by name of the column."""
    return {
        getattr(column, "name", column): value
        for column, value in (getattr(clause, "_values", None) or {}).items()
    }


def _given(value: Any, given: Values) -> Any:
    """What a column is set to."""
    return given.get(value.key, value.value) if isinstance(value, BindParameter) else value


def _framed(value: Any) -> Any:
    return compress(value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value)


def _wheres(clause: Any, values: list[dict[str, Any]]) -> Iterator[tuple[Any, Values]]:
    """Conditions, with the values of their parameters: for many of one key, few conditions."""
    where = clause.whereclause
    simple = (
        len(values) > 1
        and isinstance(where, BinaryExpression)
        and where.operator is operators.eq
        and isinstance(where.left, Column)
        and isinstance(where.right, BindParameter)
    )
    if simple:
        for some in in_parts(given[where.right.key] for given in values):
            yield where.left.in_(some), {}
    else:
        for given in values:
            yield (true() if where is None else where), given


def _change(
    connection: Connection,
    writes: RowWrites,
    groups: Sequence[Group],
    clause: Any,
    values: list[dict[str, Any]],
) -> None:
    if not groups:
        return
    keys = tuple(clause.table.primary_key.columns)
    moved = {name: value for name, value in _set(clause).items() if name in {key.name for key in keys}}
    found = []
    for where, given in _wheres(clause, values):
        rows = _count(connection, writes, groups, where, -1, given)
        new = {name: _given(value, given) for name, value in moved.items()}
        found += [tuple(new.get(column.name, row[column.name]) for column in keys) for row in rows]
    writes.changing.append(_Changing(groups, found))


def _delete(connection: Connection, writes: RowWrites, table: Table, where: tuple[Any, Values]) -> None:
    """Count out rows that are about to be deleted, and those that go with them."""
    rows = _count(connection, writes, OF_TABLE[table.name], where[0], -1, where[1])
    for child, column, rule in _children(table):
        for some in in_parts(row["id"] for row in rows):
            if rule == "CASCADE":
                _delete(connection, writes, child, (column.in_(some), {}))
            else:
                groups = [group for group in OF_TABLE[child.name] if column in set(group.columns)]
                held = _count(connection, writes, groups, column.in_(some), -1)
                keys = [tuple(row[one.name] for one in child.primary_key.columns) for row in held]
                writes.changing.append(_Changing(groups, keys))


@cache
def _children(table: Table) -> list[tuple[Table, Column[Any], str]]:
    """Tables whose rows change when one of this table is deleted, with their foreign key and what it does."""
    return [
        (child, element.parent, str(key.ondelete))
        for child in metadata.sorted_tables
        if child.name in OF_TABLE
        for key in child.foreign_key_constraints
        for element in key.elements
        if key.referred_table is table and key.ondelete
    ]


def _count(
    connection: Connection,
    writes: RowWrites,
    groups: Sequence[Group],
    where: Any,
    sign: int,
    given: Values | None = None,
) -> Sequence[RowMapping]:
    """Count rows in or out, as they are now; they are returned."""
    columns = list(dict.fromkeys(column for group in groups for column in group.columns))
    query = select(*(stored(column) for column in columns)).where(where)
    rows = connection.execute(query, given or {}).mappings().all()
    for group in groups:
        writes.add(group, [[row[column.name] for row in rows] for column in group.columns], sign)
    return rows


def _by_keys(table: Table, keys: list[tuple[Any, ...]]) -> Iterator[Any]:
    """Conditions that choose rows by their primary key. A list of pairs would not use SQLite's index."""
    first, *others = table.primary_key.columns
    if not others:
        for some in in_parts(key[0] for key in keys):
            yield first.in_(some)
        return
    held: dict[Any, list[Any]] = {}
    for one, other in keys:
        held.setdefault(one, []).append(other)
    for one, seconds in held.items():
        for some in in_parts(seconds):
            yield and_(first == one, others[0].in_(some))
