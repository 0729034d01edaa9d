"""A row in every table, whatever the tables are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, MetaData, Table, insert, select, update
from sqlalchemy.schema import sort_tables_and_constraints

from corpus.store.tables.base import compress

if TYPE_CHECKING:
    from collections.abc import Callable

Rows = dict[str, list[dict[str, Any]]]

MEANT = {
    ("document", "published"): "2024-08-06",
    ("document", "published_precision"): "day",
    ("version", "text"): compress("쑥x".encode()),
    ("passage", "start_char"): 0,
    ("passage", "end_char"): 2,
}
"""Values that a constraint or a migration asks for; every other text is 쑥x, every number and key 1."""


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are in the database, each after those that its rows must refer to."""
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.remove(metadata.tables["alembic_version"])
    ordered = sort_tables_and_constraints(
        metadata.tables.values(), filter_fn=lambda key: all(column.nullable for column in key.columns) or None
    )
    return [table for table, _ in ordered if table is not None]


def value(table: Table, name: str) -> Any:
    kind = table.c[name].type
    samples = {int: 1, str: "쑥x"[: getattr(kind, "length", None)], bytes: b"\x00\xff"}
    return MEANT.get((table.name, name), samples[kind.python_type])


@pytest.fixture
def fill_tables() -> Callable[[Connection], None]:
    """Puts a row into each table that has none, and a value into each column that has none."""

    def fill(connection: Connection) -> None:
        tables = tables_of(connection)
        for table in tables:
            if connection.execute(select(table)).first() is None:
                required = {
                    column.name: value(table, column.name) for column in table.c if not column.nullable
                }
                connection.execute(insert(table).values(required))
        for table in tables:
            optional = {column.name: value(table, column.name) for column in table.c if column.nullable}
            if optional:
                connection.execute(update(table).values(optional))

    return fill


@pytest.fixture
def read_tables() -> Callable[[Connection], Rows]:
    """Every row of every table, by column."""

    def read(connection: Connection) -> Rows:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables_of(connection)
        }

    return read
