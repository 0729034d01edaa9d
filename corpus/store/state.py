"""What tells one archive, and one state of it, from another."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from corpus.errors import DamagedError
from corpus.store.tables.archive import Document, Version
from corpus.store.tables.properties import Property
from corpus.text.counting_rules import READ_BY, RULES

if TYPE_CHECKING:
    from sqlalchemy import Connection

PENDING = "pending"
"""Property of an archive whose upgrade has not come to its end."""
ALWAYS = ("archive", "state", "blocks")
"""Properties that every archive has."""


def mark_changed(connection: Connection) -> None:
    """Give the archive a new state. Every transaction that changes what a query may answer calls this."""
    changed = update(Property).where(Property.c.name == "state").values(value=uuid.uuid4().hex)
    connection.execute(changed)


def archive_and_state(connection: Connection) -> tuple[str, str]:
    """The id that the archive got when it was made, and its state, as this transaction sees it."""
    held = properties(connection)
    return held["archive"], held["state"]


def is_pending(connection: Connection) -> bool:
    """Whether an upgrade of the archive has not come to its end."""
    return connection.scalar(select(Property.c.value).where(Property.c.name == PENDING)) is not None


def properties(connection: Connection) -> dict[str, str]:
    """All properties by name. Raises DamagedError where one that every archive has is missing."""
    rows = connection.execute(select(Property.c.name, Property.c.value))
    held = {row.name: row.value for row in rows}
    missing = [name for name in ALWAYS if name not in held]
    if missing:
        raise DamagedError(f"The archive has lost its property {missing[0]}")
    return held


def counted_by(connection: Connection) -> int:
    """The version of the counting rules by which the whole archive was counted."""
    held = connection.scalar(select(Property.c.value).where(Property.c.name == "rules"))
    if held is not None and not held.isdigit():
        raise DamagedError("The archive's property rules is not what was written", "restore a backup")
    return 1 if held is None else int(held)


def count_by_present_rules(connection: Connection) -> None:
    """Write down that the whole archive is counted by the rules of now."""
    connection.execute(delete(Property).where(Property.c.name == "rules"))
    connection.execute(Property.insert().values(name="rules", value=str(RULES)))


def read_by_older_rules(connection: Connection) -> str | None:
    """The sentence that says how many documents that count show a text read by older rules than today's;
    None where none does."""
    by_older = Version.c.normaliser != READ_BY
    if connection.scalar(select(Version.c.id).where(by_older).limit(1)) is None:
        return None  # nearly always, and told without looking at each document
    shown = Document.join(Version, Version.c.id == Document.c.current_version_id)
    older = select(func.count()).select_from(shown).where(by_older, Document.c.removed_at.is_(None))
    number = connection.scalar(older) or 0
    if not number:
        return None
    one = number == 1
    return (
        f"{number:,} document{' was' if one else 's were'} read by older rules of headlines, datelines and"
        f" voices: load {'its file' if one else 'their files'} again to read {'it' if one else 'them'} anew"
        " (texts with coded lines, or with a speaker or language set by hand, stay as they are)"
    )
