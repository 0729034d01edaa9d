"""A copy of the database, whole at every moment."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import tempfile
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from corpus.errors import DamagedError, SchemaError, StorageFullError, StoreError, UsageError
from corpus.store.driver_errors import store_errors
from corpus.store.files import BESIDE
from corpus.store.urls import database_name, parse_url
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Callable

PART = ".part"
"""Ending of a backup that is not done."""


def backup(url: str, target: Path, verify: Callable[[Path], None]) -> None:
    """Copy an SQLite database to a file, while others may write to it; an older file is replaced at the end.

    The copy is what one moment saw: it is made in one step, since one made in many begins again after
    each write. ``verify`` is called with it, and raises where it is not sound: the older file then stays.
    Raises UsageError for PostgreSQL and for the database itself as target.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise UsageError(f"{database_name(parsed)} is copied by its own program: pg_dump --format=custom")
    source = Path(parsed.database or "")
    if not source.exists():
        raise SchemaError(f"There is no database at {source}; create it with: {action('init')}")
    if target.exists() and target.samefile(source):
        raise UsageError(f"{target} is the database itself; name another file for the backup")
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file for the backup")
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent} for the backup {target.name}; make it first")
    _remove_left(target)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=PART, dir=target.parent)
    except OSError as error:
        raise StorageFullError(
            f"{target} cannot be written ({error.strerror}); choose another place"
        ) from error
    made = Path(name)
    try:
        # Held until the end, and by the system no longer than this process lives.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with store_errors(url):
            _copy(source, made)
        verify(made)
        _durable(made)
        made.replace(target)
        _durable(target.parent)
    finally:
        _remove(made)
        os.close(descriptor)


def dump(url: str, target: Path) -> None:
    """Copy a PostgreSQL database to a file, with its own program pg_dump: pg_restore reads it.

    Raises UsageError where that is not installed, StoreError where it fails.
    """
    parsed = parse_url(url)
    program = shutil.which("pg_dump")
    if program is None:
        raise UsageError(
            f"{database_name(parsed)} is copied by pg_dump, which is not installed here: install the client"
            " programs of PostgreSQL, or run this where they are"
        )
    address = parsed.set(drivername="postgresql", password=None).render_as_string()
    # A password in the arguments would be seen by all who list processes.
    secret = {"PGPASSWORD": str(parsed.password)} if parsed.password else {}
    done = subprocess.run(
        [program, "--format=custom", f"--file={target}", f"--dbname={address}"],
        env=os.environ | secret, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        target.unlink(missing_ok=True)
        said = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise StoreError(f"pg_dump could not copy {database_name(parsed)} ({said})")


def _remove_left(target: Path) -> None:
    """Remove what killed backups of this name left half-made."""
    for part in target.parent.glob(f".{escape(target.name)}.*{PART}"):
        try:
            descriptor = os.open(part, os.O_RDWR)
        except OSError:  # another backup has just finished it, or it is another user's
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # a backup that goes on
            continue
        else:
            _remove(part)
        finally:
            os.close(descriptor)


def _remove(part: Path) -> None:
    for each in (part, *(part.with_name(part.name + end) for end in BESIDE)):
        each.unlink(missing_ok=True)


def _copy(source: Path, made: Path) -> None:
    reading = sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True)
    writing = sqlite3.connect(made)
    try:
        reading.backup(writing, pages=-1)
        if writing.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise DamagedError(f"The copy of {source} is not sound")
    finally:
        writing.close()
        reading.close()


def _durable(path: Path) -> None:
    """Wait until the disk holds it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
