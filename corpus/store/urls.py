"""Where a database is: reading its address, and naming it in messages."""

from __future__ import annotations

import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from corpus import settings
from corpus.errors import StoreError
from corpus.late_imports import late_pattern
from corpus.settings import without_password

_SQLITE = "sqlite:///"
_SCHEMES = r"(?:postgres\w*|postgre|pg|psql|mysql|mariadb|sqlite|https?)(?:\+\w+)?"
_MISTYPED = late_pattern(
    rf"[\w/.\"'-]*{_SCHEMES}\s*(?::|[;/]+.*@)"
    r"|[^/\s:@]+:[^/\s@]*@[^/\s]+(?::\d+)?/\w*$"
    r"|.*\b(?:password|passwd|pwd)=",
    re.IGNORECASE,
)


def parse_url(url: str) -> URL:
    """The address as SQLAlchemy takes it. A file's path is taken to the letter, with any ``%`` and ``?``.

    Raises StoreError, without repeating the address: it may hold a password.
    """
    url = settings.database_url(url)
    if url.startswith(_SQLITE):
        if _MISTYPED.match(url.removeprefix(_SQLITE)):
            raise _unreadable()
        return URL.create("sqlite", database=url.removeprefix(_SQLITE))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise _unreadable() from None
    if "@" in (parsed.host or ""):
        raise StoreError(
            "The database's address cannot be read: in a password, write %40 for @, %3A for : and %2F for /"
        )
    if parsed.get_backend_name() == "sqlite" and parsed.host:
        raise _unreadable()
    return parsed


def _unreadable() -> StoreError:
    return StoreError(
        "The database's address cannot be read; give the path of a file, or postgresql://user@host/name"
    )


def database_name(url: URL) -> str:
    """How messages call the database: never with user or password."""
    if url.get_backend_name() == "sqlite":
        return without_password(url.database or "the database")
    host = url.host or url.query.get("host") or "this machine"
    port = f":{url.port}" if url.port else ""
    return without_password(f"PostgreSQL database {url.database or url.username or ''} on {host}{port}")
