"""Values of an archive that begin as something does, for a shell that waits: without SQLAlchemy, in some
milliseconds. Nothing is verified, and nothing is said of what goes wrong: there is then nothing to offer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 200
"""Values that are offered at once."""
WAIT = 1
"""Seconds after which a server is not waited for."""
_COUNTS = "current_version_id IS NOT NULL AND removed_at IS NULL"
_OF_DOCUMENTS = f"SELECT DISTINCT {{0}}, '' FROM document WHERE {_COUNTS} AND {{0}} IS NOT NULL"
_SELECTS = {
    **{name: _OF_DOCUMENTS.format(name) for name in ("country", "language", "genre", "authority", "place")},
    "outlet": "SELECT code, name FROM outlet WHERE id IN (SELECT outlet_id FROM document)",
    "speaker": "SELECT name, '' FROM actor WHERE id IN (SELECT speaker_id FROM document)",
    "code": "SELECT name, '' FROM code",
    "document": f"SELECT ref, title FROM document WHERE {_COUNTS}",
}


def labels(url: str, what: str, typed: str) -> list[tuple[str, str]]:
    """At most MOST values of the filter ``what`` that begin as typed, letter case aside, in order; with what
    they are called. ``url``: as ``corpus.settings.database_url`` gives it."""
    query = (
        f"SELECT * FROM ({_SELECTS[what]}) AS offered (value, about)" if _is_server(url) else _SELECTS[what]
    )
    try:
        with closing(_connected(url)) as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return sorted(_beginning(cursor, typed))[:MOST]
    except Exception:  # of any driver; a shell has no place for a message
        return []


def _beginning(cursor: Any, typed: str) -> Iterator[tuple[str, str]]:
    begin = typed.casefold()
    for value, about in cursor:
        if str(value).casefold().startswith(begin):
            yield str(value), str(about or "")


def _is_server(url: str) -> bool:
    return not url.startswith("sqlite:///")


def _connected(url: str) -> Any:
    if not _is_server(url):
        path = quote(url.removeprefix("sqlite:///"))
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=WAIT)
    import psycopg

    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), connect_timeout=WAIT)
