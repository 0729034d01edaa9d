"""Settings from the environment, and the limits that protect against hostile input."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT_DATABASE = "corpus.db"

MAX_TEXT_CHARACTERS = 16_000_000
"""Longest text taken as one document, in code points."""
MAX_LINES = 500_000
"""Most lines of one document: each takes about a kilobyte while it is read."""
MAX_MEMBER_BYTES = 256 * 1024 * 1024
"""Most that one member of an archive may unpack to, in bytes."""
MAX_ARCHIVE_BYTES = 8 * 1024 * 1024 * 1024
"""Most that one archive may unpack to in all, in bytes."""
MAX_REJECTED_BYTES = 16 * 1024 * 1024
"""Most that is kept of one rejected input, in bytes; its full size and digest are recorded beside it."""
MAX_REJECTED_BINARY_BYTES = 64 * 1024
"""The same where the input is no text: enough to see what it is."""

_USER = re.compile(r"\S+@")
_PASSWORD = re.compile(
    r"((?:postgres\w*|mysql|mariadb)(?:\+\w+)?:[\\/]*[^\s:\\/@]*:|\b(?:password|passwd|pwd)=)[^\s&;'\"]+",
    re.IGNORECASE,
)


def database_url(given: str | None = None) -> str:
    """The SQLAlchemy URL of the database: ``given``, else ``CORPUS_DB``, else ``corpus.db`` here.

    A value without ``://`` is a path to an SQLite file. ``postgresql://`` is read as psycopg 3.
    """
    value = given or os.environ.get("CORPUS_DB") or DEFAULT_DATABASE
    if "://" not in value:
        return f"sqlite:///{Path(value).expanduser()}"
    for prefix in ("postgresql://", "postgres://"):
        if value.startswith(prefix):
            return "postgresql+psycopg://" + value.removeprefix(prefix)
    return value


def without_password(text: str) -> str:
    """A text that may hold a database's address, also a mistyped one, with ``***`` for its password."""
    return _PASSWORD.sub(r"\1***", _USER.sub(_masked, text))


def _masked(match: re.Match[str]) -> str:
    address = match[0]
    scheme = address.find("://")
    colon = address.find(":", 0 if scheme < 0 else scheme + 3)
    return address if colon < 0 else f"{address[: colon + 1]}***@"


def outlet_folder() -> Path | None:
    """The user's own folder of outlet files (``CORPUS_OUTLETS``), if he named one."""
    value = os.environ.get("CORPUS_OUTLETS")
    return Path(value).expanduser() if value else None


@cache
def packaged(package: str, name: str) -> dict[str, Any]:
    """The values of a TOML file of a package, read once; nobody changes them."""
    import tomllib
    from importlib import resources

    return tomllib.loads(resources.files(package).joinpath(name).read_text("utf-8"))
