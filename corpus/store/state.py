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


def archive_id(connection: Connection) -> str:
    """The id that the archive got when it was made, or upgraded to have one."""
    found: str = connection.scalars(select(Property.c.value).where(Property.c.name == "archive")).one()
    return found


def current_state(connection: Connection) -> str:
    """The archive's state, as this transaction sees it."""
    state: str = connection.scalars(select(Property.c.value).where(Property.c.name == "state")).one()
    return state
