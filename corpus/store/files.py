"""SQLite files on disk: which of them this process uses, and what another one is, without changing it.

POSIX drops all locks that a process holds on a file as soon as that process closes any descriptor of it. A
database that is in use must therefore never be opened beside SQLite: it is recognised by its name, device and
inode alone.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from corpus.store.urls import parse_url

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGINNING = b"SQLite format 3\0"
"""The first bytes of each SQLite database."""
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""
Kind = Literal["archive", "other", "unknown"]

_OURS = frozenset(("alembic_version", "document", "sighting"))
"""Tables that every archive has, of whatever version."""
_MANY = 32

_used: set[str] = set()
_lock = threading.Lock()


def keep_out(url: str) -> None:
    """Let no input be read that is this database, or a file beside it. Raises StoreError for a wrong address."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        path = os.path.realpath(parsed.database)
        with _lock:
            if len(_used) >= _MANY:
                _used.difference_update([known for known in _used if not os.path.lexists(known)])
            _used.add(path)


def is_kept_out(path: str, status: os.stat_result | None) -> bool:
    """Whether a file is a database that this process uses, or lies beside it for SQLite; nothing is opened.

    ``status``: of the file, links followed; None where it is not there.
    """
    return any(_is(path, status, name) for name in _names())


def _names() -> Iterator[str]:
    for known in tuple(_used):
        yield known
        for ending in BESIDE:
            yield known + ending


def _is(path: str, status: os.stat_result | None, name: str) -> bool:
    # By name as well: SQLite may have removed or replaced the file since ``status`` was taken.
    same_name = path.rpartition(os.sep)[2] == name.rpartition(os.sep)[2]
    if (same_name or status is None) and os.path.realpath(path) == name:
        return True
    if status is None:
        return False
    try:
        there = Path(name).stat()
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (status.st_dev, status.st_ino)


def is_beside_database(path: str) -> bool:
    """Whether SQLite keeps the file beside a database that this process does not use."""
    base = next((path.removesuffix(ending) for ending in BESIDE if path.endswith(ending)), None)
    if base is None:
        return False
    try:
        status = Path(base).stat()
        if is_kept_out(base, status):
            return True
        if not stat.S_ISREG(status.st_mode):
            return False
        with Path(base).open("rb") as stream:
            return stream.read(len(BEGINNING)) == BEGINNING
    except OSError:
        return False


def tables_of(path: str) -> list[str] | None:
    """The tables of an SQLite file, sorted, which is neither changed nor locked; None where it holds none.

    What only its write-ahead log holds is not seen. Not for a file that this process has open.
    """
    address = f"file:{quote(str(Path(path).absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return sorted(str(name) for (name,) in rows) or None
    except sqlite3.Error:
        return None


def kind_of(path: str) -> Kind:
    """``archive`` of this program, ``other`` database, or ``unknown``: empty or not to be read so."""
    tables = tables_of(path)
    if tables is None or tables == ["alembic_version"]:
        return "unknown"
    return "archive" if _OURS.issubset(tables) else "other"
