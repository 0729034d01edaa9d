"""What a change does to single rows, kept so that it can be given back exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

Row = dict[str, Any]


class Journal:
    """Writes rows of tables that have an ``id``, and notes each as it was and as it is.

    Valid inside one write transaction. Values are numbers, texts or None, as JSON holds them.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.images: list[tuple[str, Row | None, Row | None]] = []
        """Table, row before (None: it was not there) and row after (None: it is gone), in order."""

    def insert(self, table: Table, **row: Any) -> None:
        """Insert a row; ``id`` is one of its values."""
        whole = {column.name: row.get(column.name) for column in table.columns}
        self._connection.execute(insert(table).values(**row))
        self.images.append((table.name, None, whole))

    def update(self, table: Table, number: int, **values: Any) -> None:
        """Change a row; nothing is done, or noted, where it says that already."""
        before = self._row(table, number)
        after = before | values
        if after != before:
            self._connection.execute(update(table).where(table.c.id == number).values(**values))
            self.images.append((table.name, before, after))

    def delete(self, table: Table, number: int) -> None:
        """Delete a row; those that refer to it are the caller's business."""
        before = self._row(table, number)
        self._connection.execute(delete(table).where(table.c.id == number))
        self.images.append((table.name, before, None))

    def _row(self, table: Table, number: int) -> Row:
        query = select(table).where(table.c.id == number)
        return dict(self._connection.execute(query).mappings().one())
