"""Opening a database, SQLite or PostgreSQL: to read, to write, or to migrate."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event

from corpus.errors import SchemaError, StoreError
from corpus.store.failures import explain, store_errors
from corpus.store.urls import database_name, parse_url

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

__all__ = ["Mode", "open_engine", "store_errors"]

Mode = Literal["read", "write", "migrate"]

LOCK_TIMEOUT = 10.0
"""How long one writer waits for another, in seconds."""
CONNECT_TIMEOUT = 10
"""How long to wait for a PostgreSQL server, in seconds."""
WRITER_CACHE = 64 * 1024
"""SQLite's page cache of a writer, in KiB: its default of 2 MiB makes new terms cost 1.6 times as much.

Readers keep the default: on a database of 300 MB a large cache was slower for the first query, and mapping
the file into memory 5 times slower for the first, cold reads of arrays. Pages of 16 KiB instead of 4 KiB
read arrays twice as fast, which is 0.4 ms each 1 MB, and made the file 11 % larger.
"""
WRITER_LOCK = 0x636F72707573
"""Key of the PostgreSQL advisory lock that makes writers take turns, as SQLite does ("corpus")."""


def open_engine(url: str, mode: Mode = "write") -> Engine:
    """An engine whose errors are sentences (StoreError and below).

    ``read``: every transaction sees one unchanging state; nothing can be written.
    ``write``: one writer at a time; a second waits ``LOCK_TIMEOUT`` when its transaction begins.
    ``migrate``: as ``write``, but an SQLite file is created when missing, and foreign keys are not
    enforced while tables are rebuilt.

    Raises SchemaError when there is no database and StoreError when it cannot be opened.
    """
    parsed = parse_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        engine = _open_sqlite(parsed, mode)
    elif backend == "postgresql":
        engine = _open_postgresql(parsed, mode)
    else:
        raise StoreError(f"Databases of the kind {backend} are not supported; use SQLite or PostgreSQL")

    name = database_name(parsed)

    @event.listens_for(engine, "handle_error")
    def explain_error(context: ExceptionContext) -> None:
        explained = explain(context.original_exception, name)
        if explained is not None:
            raise explained

    return engine


def _open_sqlite(url: URL, mode: Mode) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StoreError("An SQLite database must be a file; name its path with --db")
    path = Path(url.database)
    if mode != "migrate" and not path.exists():
        raise SchemaError(f"There is no database at {path}; create it with: corpus init")
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file for the database with --db")
    address = f"file:{quote(str(path))}?mode={'rwc' if mode == 'migrate' else 'rw'}"
    if mode == "read":
        # Not mode=ro: that leaves the write-ahead log behind when it closes last.
        pragmas = ["query_only = ON"]
    else:
        enforced = "OFF" if mode == "migrate" else "ON"
        pragmas = ["journal_mode = WAL", "synchronous = NORMAL", f"foreign_keys = {enforced}"]
        pragmas.append(f"cache_size = -{WRITER_CACHE}")

    def connect() -> sqlite3.Connection:
        # No isolation level: the driver would begin transactions, but not before DDL. Ours begin below.
        connection = sqlite3.connect(
            address, uri=True, timeout=LOCK_TIMEOUT, isolation_level=None, check_same_thread=False
        )
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(url, creator=connect)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns writer fails when another has written since: writers lock at once.
        connection.exec_driver_sql("BEGIN" if mode == "read" else "BEGIN IMMEDIATE")

    return engine


def _open_postgresql(url: URL, mode: Mode) -> Engine:
    options: dict[str, Any] = {"connect_args": {"connect_timeout": CONNECT_TIMEOUT}}
    if mode == "read":
        options["isolation_level"] = "REPEATABLE READ"
        options["execution_options"] = {"postgresql_readonly": True}
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), **options)
    except ImportError:
        raise StoreError(
            "PostgreSQL needs a driver; install it with: pip install 'state-media-corpus[postgres]'"
        ) from None
    if mode != "read":

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT:.3f}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")

    return engine
