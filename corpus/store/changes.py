"""The log of what was done to the archive."""

from __future__ import annotations

import enum
import getpass
import json
from typing import TYPE_CHECKING, Any

from corpus.store.column_limits import storable
from corpus.store.tables.log import Change
from corpus.store.times import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from corpus.store.ids import Ids


class What(enum.StrEnum):
    """Kinds of changes. ``set`` and ``confirm`` are of metadata, ``unset`` gives back what was read;
    ``remove`` and ``restore`` are of documents or of runs; ``purge`` deletes what was removed."""

    load = enum.auto()
    set = enum.auto()
    unset = enum.auto()
    confirm = enum.auto()
    remove = enum.auto()
    restore = enum.auto()
    undo = enum.auto()
    purge = enum.auto()
    people = enum.auto()
    concept = enum.auto()
    code = enum.auto()


def log_change(
    connection: Connection, ids: Ids, what: What, about: str, detail: dict[str, Any] | None = None
) -> int:
    """Log a change in its own transaction; its id. ``about``: for people; ``detail``: for taking it back."""
    number = ids.next(Change)
    row = {
        "id": number, "at": now(), "who": user_name(), "what": what.value, "about": storable(about),
        "detail": json.dumps(detail) if detail is not None else None,
    }  # fmt: skip
    connection.execute(Change.insert(), row)
    return number


def user_name() -> str:
    """Who runs the program, for the archive's logs."""
    try:
        return getpass.getuser()[:100]
    except (OSError, KeyError, ImportError):
        return "unknown"
