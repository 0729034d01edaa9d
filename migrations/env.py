"""Runs the migrations: for ``corpus init`` and ``corpus upgrade``, or for the ``alembic`` command."""

from __future__ import annotations

from logging.config import fileConfig
from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from alembic.util import CommandError
from sqlalchemy.types import TypeDecorator

from corpus.settings import database_url
from corpus.store import readable
from corpus.store.engine import open_engine
from corpus.store.migrations import HEAD
from corpus.store.tables.all import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection


def render_item(kind: str, item: Any, _: object) -> str | Literal[False]:
    """A migration is frozen: it names what a column stores, not a class of today's program."""
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,  # SQLite too: open_engine begins its transactions before DDL
    )
    with context.begin_transaction():
        readable.hide(connection)
        context.run_migrations()
        if context.get_context().get_current_revision() == HEAD:
            readable.show(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise CommandError(f"rows without what they refer to: {broken[:5]}")


def main() -> None:
    if context.is_offline_mode():
        raise CommandError("migrations look at the database; run them without --sql")
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    if context.config.config_file_name:
        fileConfig(context.config.config_file_name, disable_existing_loggers=False)
    engine = open_engine(database_url(), "migrate")
    with engine.connect() as connection:
        migrate(connection)
    engine.dispose()


main()
