"""Giving room back to the disk after much was deleted."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Size of the database in bytes, ``before`` and ``after``.

    ``needs``: the free room, in bytes, that writing it anew takes, where that is not there, or where others
    kept it from being done; else 0.
    """

    before: int
    after: int
    needs: int = 0


def shrink(engine: Engine) -> Shrunk:
    """Write the database anew without the room that deleted rows left; outside of any transaction.

    SQLite's file gets smaller. PostgreSQL uses the room for what comes, and gives the end of it back.
    """
    if engine.dialect.name != "sqlite":
        size = "SELECT pg_database_size(current_database())"
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            before = connection.exec_driver_sql(size).scalar_one()
            connection.exec_driver_sql("VACUUM")
            return Shrunk(before, connection.exec_driver_sql(size).scalar_one())
    held = engine.raw_connection()
    try:
        driver = held.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return _rewrite(driver, Path(engine.url.database or ""))
    finally:
        held.close()


def _rewrite(connection: sqlite3.Connection, file: Path) -> Shrunk:
    page, pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_size", "page_count", "freelist_count")
    )
    before, used = page * pages, page * (pages - free)
    if not free:
        return Shrunk(before, before)
    folders = (file.resolve().parent, Path(tempfile.gettempdir()))  # the log, and the copy
    if any(shutil.disk_usage(folder).free < 2 * used for folder in folders):
        return Shrunk(before, before, 2 * used)
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError:  # full after all, or somebody else writes
        return Shrunk(before, before, 2 * used)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Shrunk(before, page * connection.execute("PRAGMA page_count").fetchone()[0])
