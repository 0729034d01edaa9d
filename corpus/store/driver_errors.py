"""What the database drivers report, as sentences for the user."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from corpus.errors import SchemaError, StorageFullError, StoreError
from corpus.store.urls import database_name, parse_url
from corpus.wording import action, argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

# Primary result codes: https://www.sqlite.org/rescode.html
_BUSY = "Another program is writing to {name}; try again when it has finished"
_SQLITE: dict[int, tuple[type[StoreError], str]] = {
    3: (StorageFullError, "You have no right to open {name}; change its permissions or copy it"),
    5: (StoreError, _BUSY),
    6: (StoreError, _BUSY),
    8: (StorageFullError, "{name} or its folder is read-only; change the permissions or copy the file"),
    10: (StoreError, "The disk that holds {name} reports an error ({detail}); check it and try again"),
    11: (StoreError, "{name} is damaged ({detail}); restore a backup or load the texts into a new database"),
    13: (StorageFullError, "No space is left for {name}; free some, or move the file to a larger disk"),
    14: (
        StorageFullError,
        "{name} cannot be opened; check that its folder exists and that you may write there"
        " (SQLite keeps two files beside it)",
    ),
    26: (StoreError, "{name} is another kind of file; name the database with {database}"),
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_REFUSED = "The server refuses the user of {name}; check user and password"
_POSTGRESQL: dict[str, tuple[type[StoreError], str]] = {
    "25006": (StorageFullError, "{name} takes no changes: it is a read-only copy; name the main server"),
    "28000": (StoreError, _REFUSED),
    "28P01": (StoreError, _REFUSED),
    "3D000": (SchemaError, "There is no {name}; create it with createdb, then run: {init}"),
    "40P01": (StoreError, _BUSY),
    "42501": (StorageFullError, "The user has no right to do this in {name} ({detail}); ask its owner"),
    "53100": (StorageFullError, "No space is left on the server of {name}; free some there and try again"),
    "53300": (StoreError, "The server of {name} has too many connections; close some and try again"),
    "55P03": (StoreError, _BUSY),
}
_NO_ANSWER = "The server of {name} does not answer ({detail}); check that it runs and its address is right"
# The server's refusal of a connection comes without a code, only with its text.
_REFUSALS = {
    "authentication failed": "28P01",
    "no pg_hba.conf entry": "28000",
    'role "': "28000",
    "does not exist": "3D000",
}


def explain(error: BaseException, name: str) -> StoreError | None:
    """The sentence for an error of SQLAlchemy or of a driver; None when it is a fault of the program.

    ``name`` is what ``database_name`` says.
    """
    cause = (error.orig or error) if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        known = _SQLITE.get(code & 0xFF)
    elif hasattr(cause, "sqlstate"):
        known = _postgresql(cause.sqlstate, cause)
    else:
        return None
    if known is None:
        return None
    kind, sentence = known
    detail = str(cause).strip().partition("\n")[0].removeprefix("connection failed: ")
    return kind(sentence.format(name=name, detail=detail, database=argument("database"), init=action("init")))


def _postgresql(state: str | None, cause: BaseException) -> tuple[type[StoreError], str] | None:
    if state is not None:
        lost = state.startswith(("08", "57P"))
        return _POSTGRESQL.get(state, (StoreError, _NO_ANSWER) if lost else None)
    if type(cause).__name__ not in {"OperationalError", "ConnectionTimeout"}:
        return None
    code = next((code for words, code in _REFUSALS.items() if words in str(cause)), "")
    return _POSTGRESQL.get(code, (StoreError, _NO_ANSWER))


@contextmanager
def store_errors(url: str | URL) -> Iterator[None]:
    """Raise StoreError, StorageFullError or SchemaError for what the database reports inside.

    Engines of ``open_engine`` do so by themselves; this is for work on the driver's own cursors.
    """
    try:
        yield
    except Exception as error:
        explained = explain(error, database_name(parse_url(url) if isinstance(url, str) else url))
        if explained is None:
            raise
        raise explained from error
