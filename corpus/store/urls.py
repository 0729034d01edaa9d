"""Where a database is: reading its address, and naming it in messages."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from corpus import settings
from corpus.errors import StoreError

_SQLITE = "sqlite:///"


def parse_url(url: str) -> URL:
    """The address as SQLAlchemy takes it. A file's path is taken to the letter, with any ``%`` and ``?``.

    Raises StoreError, without repeating the address: it may hold a password.
    """
    url = settings.database_url(url)
    if url.startswith(_SQLITE):
        return URL.create("sqlite", database=url.removeprefix(_SQLITE))
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(
            "The database's address cannot be read; give the path of a file, or postgresql://user@host/name"
        ) from None


def database_name(url: URL) -> str:
    """How messages call the database: never with user or password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "the database"
    host = url.host or url.query.get("host") or "this machine"
    port = f":{url.port}" if url.port else ""
    return f"PostgreSQL database {url.database or url.username or ''} on {host}{port}"
