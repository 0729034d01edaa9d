"""What tells one archive, and one state of it, from another."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import Column, String, Table, select, update

from corpus.store.base import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

Property = Table(
    "property",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(100), nullable=False),
)
"""``archive``: an id given when the archive was made; ``state``: one given by each change."""


def mark_changed(connection: Connection) -> None:
    """Give the archive a new state. Every transaction that changes what a query may answer calls this."""
    changed = update(Property).where(Property.c.name == "state").values(value=uuid.uuid4().hex)
    connection.execute(changed)


def archive_and_state(connection: Connection) -> tuple[str, str]:
    """The id that the archive got when it was made, and its state, as this transaction sees it."""
    rows = connection.execute(select(Property.c.name, Property.c.value))
    held = {row.name: row.value for row in rows}
    return held["archive"], held["state"]
