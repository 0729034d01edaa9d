"""Ids for new rows, given out by the one writer that holds the write lock."""

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
            last = self._connection.scalar(select(func.max(table.c.id))) or 0
        self._last[table.name] = last + 1
        return last + 1
