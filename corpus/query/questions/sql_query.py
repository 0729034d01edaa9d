"""Rows of an SQL query that may only read, within a time and up to a number of rows."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from corpus.errors import QueryError, UsageError
from corpus.query.result.table import Table
from corpus.store.driver_errors import store_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

READING = ("select", "with", "values", "explain")
"""First words of what only reads."""
_LEADING = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/)*", re.DOTALL)
_FIRST = re.compile(r"[A-Za-z]+")
_ALLOWED = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
}  # fmt: skip
_NO_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_STEPS = 10_000
"""SQLite looks at the clock after so many steps of its machine: some 0.1 ms."""
_CANCELLED = "57014"


def select_rows(connection: Connection, query: str, limit: int, timeout: float) -> Table:
    """The rows of one query: at most ``limit``, within ``timeout`` seconds.

    Numbers and texts as they are; bytes as their number, times as ISO text, other values as JSON. Columns of
    one name are numbered. Raises QueryError for what is not understood or does not read, UsageError where
    the time is over.
    """
    start = _LEADING.match(query)
    first = _FIRST.match(query, start.end() if start else 0)
    if first is None or first[0].lower() not in READING:
        words = [word.upper() for word in READING]
        raise QueryError(f"Only a query that reads is taken: one that begins with {', '.join(words)}")
    read = _from_sqlite if connection.dialect.name == "sqlite" else _from_postgresql
    with store_errors(connection.engine.url):
        names, rows = read(connection, query, limit + 1, timeout)
    notes = []
    if len(rows) > limit:
        rows = rows[:limit]
        notes.append(f"There are more rows than these {limit:,}: give a larger limit, or ask for less")
    columns = [[_plain(row[at]) for row in rows] for at in range(len(names))]
    return Table(dict(zip(_apart(names), columns, strict=True)), notes)


def _from_sqlite(
    connection: Connection, query: str, most: int, timeout: float
) -> tuple[list[str], Sequence[Sequence[Any]]]:
    driver: Any = connection.connection.driver_connection
    ends = time.monotonic() + timeout
    refused: list[str] = []

    def authorise(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        forbidden = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _NO_FUNCTIONS
        if action in _ALLOWED and not forbidden:
            return sqlite3.SQLITE_OK
        refused.append(first or second or "")
        return sqlite3.SQLITE_DENY

    driver.set_authorizer(authorise)
    driver.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
    try:
        cursor = driver.execute(query)
        return [column[0] for column in cursor.description or ()], cursor.fetchmany(most)
    except (sqlite3.Error, sqlite3.Warning) as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            if time.monotonic() <= ends:  # what a signal raised in the handler, the driver has kept to itself
                raise KeyboardInterrupt from error
            raise _late(timeout) from error
        if refused:
            raise _writes() from error
        if isinstance(error, sqlite3.Warning | sqlite3.ProgrammingError) or code == sqlite3.SQLITE_ERROR:
            raise _misunderstood(str(error)) from error
        raise
    finally:
        driver.set_progress_handler(None, 0)
        driver.set_authorizer(None)


def _from_postgresql(
    connection: Connection, query: str, most: int, timeout: float
) -> tuple[list[str], Sequence[Sequence[Any]]]:
    import psycopg

    driver: Any = connection.connection.driver_connection
    with _savepoint(driver), driver.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {max(int(timeout * 1000), 1)}")
        try:
            # A stream takes one statement only, and holds no more rows than are read.
            rows = []
            for row in cursor.stream(query):
                rows.append(row)
                if len(rows) >= most:
                    break
            return [column.name for column in cursor.description or ()], rows
        except psycopg.Error as error:
            if error.sqlstate == _CANCELLED:
                raise _late(timeout) from error
            if error.sqlstate == "25006":
                raise _writes() from error
            if (error.sqlstate or "").startswith(("42", "22", "21", "0A")) and error.sqlstate != "42501":
                raise _misunderstood(error.diag.message_primary or str(error)) from error
            raise


@contextmanager
def _savepoint(driver: Any) -> Iterator[None]:
    """The transaction goes on as it was, also after an error."""
    driver.execute("SAVEPOINT asked")
    try:
        yield
    finally:
        driver.execute("ROLLBACK TO SAVEPOINT asked")


def _late(timeout: float) -> UsageError:
    return UsageError(f"The query took longer than {timeout:g} seconds and was ended: ask for less")


def _writes() -> QueryError:
    return QueryError("The archive is only read here: the query would change it, or reach outside of it")


def _misunderstood(said: str) -> QueryError:
    return QueryError(f"The database does not understand the query: {said.strip().partition(chr(10))[0]}")


def _apart(names: Iterable[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        number = 2
        made = name
        while made in found:
            made, number = f"{name} {number}", number + 1
        found.append(made)
    return found


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes | memoryview | bytearray):
        return f"{len(value):,} bytes"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)
