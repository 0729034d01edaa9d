"""What tells one archive, and one state of it, from another."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from corpus.store.base import Base, table

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Property(Base):
    """``archive``: an id given when the archive was made; ``state``: one given by each change."""

    __tablename__ = "property"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(100))


def mark_changed(connection: Connection) -> None:
    """Give the archive a new state. Every transaction that changes what a query may answer calls this."""
    changed = update(table(Property)).where(Property.name == "state").values(value=uuid.uuid4().hex)
    connection.execute(changed)


def current_state(connection: Connection) -> str:
    """The archive's state, as this transaction sees it."""
    return connection.scalars(select(Property.value).where(Property.name == "state")).one()
