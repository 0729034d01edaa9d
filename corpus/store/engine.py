"""Opening a database, SQLite or PostgreSQL: to read, to write, or to migrate."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

from corpus.errors import SchemaError, StorageFullError, StoreError
from corpus.store.driver_errors import explain, store_errors
from corpus.store.files import can_write, has_content, is_opened, keep_out, refuse_other
from corpus.store.row_writes import track_writes
from corpus.store.urls import database_name, parse_url
from corpus.wording import action, argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import ExceptionContext

__all__ = ["Mode", "open_engine", "store_errors"]

_log = logging.getLogger(__name__)

Mode = Literal["read", "write", "migrate"]

LOCK_TIMEOUT = 60.0
"""How long one writer waits for another, in seconds."""
SAID_AFTER = 5.0
"""After how many seconds it says that it waits."""
LOCK_SLICE = 0.5
"""SQLite is asked for the lock so many seconds at a time, so that an interruption ends the waiting."""
LOCKED = (5, 6)
"""SQLite's codes for it: https://www.sqlite.org/rescode.html"""
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
    ``write``: one writer at a time; a second waits ``LOCK_TIMEOUT`` when its transaction begins, and logs a
    warning after ``SAID_AFTER``.
    ``migrate``: as ``write``, but an SQLite file is created when missing, and foreign keys are not
    enforced while tables are rebuilt.

    An SQLite file that cannot be written, or whose folder cannot, is read as it is, without locks; a
    transaction in which another program changed it ends with StoreError.

    Raises SchemaError when there is no database, or one of another program, and StoreError when
    it cannot be opened.
    """
    parsed = parse_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        engine = _open_sqlite(parsed, mode)
    elif backend == "postgresql":
        engine = _open_postgresql(parsed, mode)
    else:
        raise StoreError(f"Databases of the kind {backend} are not supported; use SQLite or PostgreSQL")

    if mode == "write":
        track_writes(engine)
    name = database_name(parsed)

    @event.listens_for(engine, "handle_error")
    def explain_error(context: ExceptionContext) -> None:
        explained = explain(context.original_exception, name)
        if explained is not None:
            raise explained

    return engine


def _open_sqlite(url: URL, mode: Mode) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StoreError(f"An SQLite database must be a file; name its path with {argument('database')}")
    path, name = Path(url.database), database_name(url)
    if mode != "migrate" and not path.exists():
        raise SchemaError(f"There is no database at {name}; create it with: {action('init')}")
    if path.is_dir():
        raise StoreError(f"{name} is a folder; name a file for the database with {argument('database')}")
    keep_out(str(url.database))
    refuse_other(str(path), name)
    if mode == "read" and not can_write(str(path)):
        return _open_read_only(url, path, name)
    address = f"file:{quote(str(path))}?mode={'rwc' if mode == 'migrate' else 'rw'}"
    if mode == "read":
        # Not mode=ro: that leaves the write-ahead log behind when it closes last.
        pragmas = ["query_only = ON"]
    else:
        enforced = "OFF" if mode == "migrate" else "ON"
        pragmas = ["journal_mode = WAL", "synchronous = NORMAL", f"foreign_keys = {enforced}"]
        pragmas.append(f"cache_size = -{WRITER_CACHE}")
    engine = create_engine(url, creator=lambda: _connect(path, address, pragmas))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that turns writer fails when another has written since: writers lock at once.
        if mode == "read":
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection.connection.dbapi_connection, name)

    return engine


def _connect(path: Path, address: str, pragmas: Sequence[str]) -> sqlite3.Connection:
    # No isolation level: the driver would begin transactions, but not before DDL. Ours begin above.
    connection = sqlite3.connect(
        address, uri=True, timeout=LOCK_TIMEOUT, isolation_level=None, check_same_thread=False
    )
    is_opened(str(path))
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _begin_writing(connection: Any, name: str) -> None:
    began = time.monotonic()
    said = False
    try:
        while True:
            waited = time.monotonic() - began
            milliseconds = 1000 * max(min(LOCK_SLICE, LOCK_TIMEOUT - waited), 0)
            connection.execute(f"PRAGMA busy_timeout = {milliseconds:.0f}")
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in LOCKED or waited >= LOCK_TIMEOUT:
                    raise (explain(error, name) or error) from error
            if not said and waited >= SAID_AFTER:
                said = _say_waiting(name)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {1000 * LOCK_TIMEOUT:.0f}")


def _say_waiting(name: str) -> bool:
    # Without handlers of its own, a program shows this on standard error.
    _log.warning("Another program is writing to %s: waiting for it, up to %.0f seconds.", name, LOCK_TIMEOUT)
    return True


def _open_read_only(url: URL, path: Path, name: str) -> Engine:
    """For an archive in a folder, or on a disk, where SQLite cannot make its two files beside it."""
    real = os.path.realpath(path)
    if os.path.lexists(f"{real}-wal") and os.path.lexists(f"{real}-shm"):
        # They are there already: SQLite reads them as they are, and sees what others write.
        engine = create_engine(
            url, creator=lambda: _connect(path, f"file:{quote(str(path))}?mode=ro", ["query_only = ON"])
        )
    else:
        for ending in ("-wal", "-journal"):
            if has_content(real + ending):
                raise StorageFullError(
                    f"{name} has changes that stand only in {path.name}{ending}, and its folder is read-only:"
                    " have its owner open it once, or copy both files to a folder of your own"
                )
        # Nothing locks it, and nothing cached may outlive a transaction: each has its own connection.
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        engine = create_engine(
            url, creator=lambda: _connect(path, address, ["query_only = ON"]), poolclass=NullPool
        )
        _watch_changes(engine, real, name)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _watch_changes(engine: Engine, path: str, name: str) -> None:
    """Raise StoreError at the end of a transaction in which another program has changed the file."""

    def state() -> tuple[object, ...]:
        status = Path(path).stat()
        return status.st_ino, status.st_size, status.st_mtime_ns, has_content(f"{path}-wal")

    @event.listens_for(engine, "begin")
    def remember(connection: Connection) -> None:
        connection.info["state"] = state()

    def compare(connection: Connection) -> None:
        if connection.info.get("state") != state():
            raise StoreError(f"{name} was changed by another program while it was read; try again")

    event.listen(engine, "commit", compare)
    event.listen(engine, "rollback", compare)


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
            _lock_writers(connection.connection.dbapi_connection, database_name(url))

    return engine


def _lock_writers(connection: Any, name: str) -> None:
    from psycopg.errors import LockNotAvailable

    if connection.autocommit:  # no transaction, so that no lock would last
        return
    first = min(SAID_AFTER, LOCK_TIMEOUT)
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT waiting")
        cursor.execute(f"SET LOCAL lock_timeout = '{first:.3f}s'")
        try:
            cursor.execute(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
        except LockNotAvailable:
            cursor.execute("ROLLBACK TO SAVEPOINT waiting")
            if first < LOCK_TIMEOUT:
                _say_waiting(name)
            cursor.execute(f"SET LOCAL lock_timeout = '{max(LOCK_TIMEOUT - first, 0.001):.3f}s'")
            try:
                cursor.execute(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
            except LockNotAvailable as error:
                raise (explain(error, name) or error) from error
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT:.3f}s'")
        cursor.execute("RELEASE SAVEPOINT waiting")
