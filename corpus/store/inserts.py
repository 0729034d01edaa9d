"""Rows collected for several tables and inserted together, parents before children."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.store.bulk import insert_rows
from corpus.store.tables.base import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table


class RowBuffer:
    """Insert many rows at once: values go to the driver as they are (compress what is compressed)."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[str, ...]] = {}
        self._rows: dict[str, list[Sequence[Any]]] = {}

    def add(self, target: Table, **values: Any) -> None:
        """A row; every row of a table must give the same columns in the same order."""
        self.extend(target, tuple(values), [tuple(values.values())])

    def extend(self, target: Table, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        """Several rows, each in the order of ``columns``."""
        known = self._columns.setdefault(target.name, columns)
        if known != columns:
            raise ValueError(f"Rows of {target.name} with the columns {columns} after {known}.")
        self._rows.setdefault(target.name, []).extend(rows)

    def flush(self, connection: Connection) -> None:
        """Insert what was collected."""
        for target in metadata.sorted_tables:
            rows = self._rows.pop(target.name, None)
            if rows:
                insert_rows(connection, target, self._columns[target.name], rows)
