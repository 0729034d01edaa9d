"""Ids of rows: the last of a table, and new ones, given out by the one writer that holds the write lock."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select


class Ids:
    """Counts on from the highest id of each table. Valid inside one write transaction only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[str, int] = {}

    def next(self, table: Table) -> int:
        """An id that no row of the table has."""
        last = self._last.get(table.name)
        if last is None:
            last = last_id(self._connection, table)
        self._last[table.name] = last + 1
        return last + 1


def last_id(connection: Connection, table: Table) -> int:
    """The largest id of a table's rows; 0 where it has none."""
    return connection.scalar(select(func.max(table.c.id))) or 0
