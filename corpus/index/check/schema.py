"""Tables as they should be: columns, indexes, the store's own check, references between tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DatabaseError

from corpus.errors import StoreError
from corpus.index.check.finding import RESTORE_ALL, Finding, repair
from corpus.store.tables.all import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

MOST_NAMED = 100
"""Rows of one kind of damage in one table that are named."""


def check_tables(connection: Connection) -> Iterator[Finding]:
    """Tables, columns and indexes that are missing; they are compared with those that the program makes."""
    found = inspect(connection)
    there = set(found.get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in there:
            yield Finding("lost", table.name, "", "", "The table is missing", RESTORE_ALL)
            continue
        columns = {column["name"] for column in found.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                yield Finding("lost", table.name, column.name, "", "The column is missing", RESTORE_ALL)
        indexes = {index["name"] for index in found.get_indexes(table.name)}
        for index in table.indexes:
            if index.name not in indexes:
                yield Finding(
                    "slow",
                    table.name,
                    str(index.name),
                    "",
                    "The index is missing",
                    repair(),
                )


def check_store(connection: Connection, whole: bool) -> Iterator[Finding]:
    """What the store finds itself. ``whole``: each index is compared with its table too."""
    if connection.dialect.name != "sqlite":
        yield from _read_all(connection) if whole else ()
        return
    pragma = "integrity_check" if whole else "quick_check"
    try:
        for (said,) in connection.execute(text(f"PRAGMA {pragma}({MOST_NAMED})")):
            if said != "ok":
                yield Finding("lost", "", "", "", f"SQLite: {said}", RESTORE_ALL)
    except (StoreError, DatabaseError) as error:
        yield Finding("lost", "", "", "", str(error), RESTORE_ALL)


def _read_all(connection: Connection) -> Iterator[Finding]:
    """PostgreSQL verifies a page as it reads it: the server reads every value of every row."""
    quote = connection.dialect.identifier_preparer.quote
    for table in metadata.sorted_tables:
        try:
            with connection.begin_nested():
                connection.scalar(text(f"SELECT count(md5(t::text)) FROM {quote(table.name)} AS t"))
        except (StoreError, DatabaseError) as error:
            yield Finding("lost", table.name, "", "", str(error).partition("\n")[0], RESTORE_ALL)


def check_references(connection: Connection) -> Iterator[Finding]:
    """Rows that name a row of another table which is not there."""
    for table in metadata.sorted_tables:
        yield from _references(connection, table)


def _references(connection: Connection, table: Table) -> Iterator[Finding]:
    for key in table.foreign_key_constraints:
        parent = key.referred_table.alias("parent")
        pairs = [(element.parent, parent.c[element.column.name]) for element in key.elements]
        query = select(*table.primary_key.columns, *(child for child, _ in pairs))
        query = query.select_from(table)
        for child, column in pairs:
            query = query.where(child.isnot(None), ~select(column).where(column == child).exists())
        for row in connection.execute(query.limit(MOST_NAMED)):
            row_key = ", ".join(map(str, row[: len(table.primary_key.columns)]))
            names = ", ".join(child.name for child, _ in pairs)
            missing = ", ".join(map(str, row[len(table.primary_key.columns) :]))
            severity, remedy = "lost", RESTORE_ALL
            if table.name in {"stream", "posting"}:
                severity, remedy = "wrong", repair()
            yield Finding(
                severity, table.name, row_key, "",  # type: ignore[arg-type]
                f"{names} names row {missing} of {key.referred_table.name}, which is not there", remedy,
            )  # fmt: skip
