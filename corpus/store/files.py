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

from corpus.errors import SchemaError
from corpus.store.urls import parse_url
from corpus.wording import argument

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGINNING = b"SQLite format 3\0"
"""The first bytes of each SQLite database."""
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""
Kind = Literal["archive", "other", "unknown"]

_OURS = frozenset(("document", "sighting", "version"))
"""Tables that every archive has, of whatever version."""
_MANY = 32

_used: set[str] = set()
_known: set[tuple[int, int]] = set()
_lock = threading.Lock()


def keep_out(url: str) -> None:
    """Let no input be read that is this database, or a file beside it.

    Raises StoreError for a wrong address.
    """
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
    return _tables(path, "mode=ro&immutable=1")


def kind_of(path: str) -> Kind:
    """``archive`` of this program, ``other`` database, or ``unknown``: empty or not to be read so."""
    tables = tables_of(path)
    if not tables:
        return "unknown"
    return "archive" if _OURS.issubset(tables) else "other"


def refuse_other(path: str, name: str) -> None:
    """Raise SchemaError for a database of another program, which stays as it is, and as its journal is.

    ``name`` is what ``database_name`` says. A file is looked at once: then this process may have it open.
    """
    with _lock:
        key = _key(path)
        if key is None or key in _known:
            return
        tables = tables_of(path)
        if tables is None and has_content(path + "-wal"):
            tables = _tables(path, "mode=ro")
        if tables and not _OURS.issubset(tables):
            raise SchemaError(
                f"{name} belongs to another program (it has a table {tables[0]});"
                f" name a new database with {argument('database')}"
            )
        _known.add(key)


def is_opened(path: str) -> None:
    """Note that this process has opened a database, so that it is not looked at beside SQLite any more."""
    key = _key(path)
    if key is not None:
        _known.add(key)


def has_content(path: str) -> bool:
    """Whether there is a file that is not empty."""
    try:
        return Path(path).stat().st_size > 0
    except OSError:
        return False


def can_write(path: str) -> bool:
    """Whether a file and its folder, where SQLite makes two more, can be written."""
    real = os.path.realpath(path)
    own = os.access in os.supports_effective_ids
    return all(os.access(where, os.W_OK, effective_ids=own) for where in (real, str(Path(real).parent)))


def _tables(path: str, how: str) -> list[str] | None:
    try:
        address = f"file:{quote(str(Path(path).absolute()))}?{how}"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return sorted({str(name) for (name,) in rows} - {"alembic_version"}) or None
    except sqlite3.Error:
        return None


def _key(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
