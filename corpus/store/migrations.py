"""The version of a database's tables: checking, creating, upgrading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from corpus.errors import SchemaError
from corpus.store.engine import open_engine
from corpus.store.row_digests import digest_rows
from corpus.store.row_groups import GROUPS
from corpus.store.shrink import shrink
from corpus.store.state import count_by_present_rules, counted_by, is_pending
from corpus.store.urls import database_name
from corpus.text.counting_rules import RULES
from corpus.wording import action, argument

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
)
"""Every revision of the tables, oldest first; one file each in ``migrations/versions``."""
HEAD = REVISIONS[-1]
WITH_TEXTS_IN_CLEAR = "0013"
"""What an upgrade to it leaves behind is a third of the file."""


def schema_revision(connection: Connection) -> str | None:
    """The revision of the tables, or None where this program has made none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def exists(url: str) -> bool:
    """Whether there is a database with tables of this program, of whatever version.

    Raises StoreError when that cannot be found out.
    """
    try:
        engine = open_engine(url, "read")
        try:
            with engine.connect() as connection:
                return schema_revision(connection) is not None
        finally:
            engine.dispose()
    except SchemaError:
        return False


def is_current(connection: Connection) -> bool:
    """Whether the tables are those that this program knows, and all that they hold is as it writes it."""
    return schema_revision(connection) == HEAD and not is_pending(connection)


def check_schema(connection: Connection) -> None:
    """Raise SchemaError, saying what to do, unless the tables are those that this program knows."""
    revision = schema_revision(connection)
    name = database_name(connection.engine.url)
    if revision == HEAD:
        if is_pending(connection):
            raise SchemaError(f"The upgrade of {name} has not come to its end; run: {action('upgrade')}")
        if counted_by(connection) > RULES:
            raise SchemaError(
                f"{name} was counted by a newer version of this program (by rules"
                f" {counted_by(connection)}, this program knows {RULES}); install the newer version"
            )
        return
    if revision is None:
        raise SchemaError(f"{name} holds no corpus; create its tables with: {action('init')}")
    _refuse_newer(revision, name)
    raise SchemaError(f"{name} was made by an older version of this program; run: {action('upgrade')}")


def create_or_upgrade(url: str) -> bool:
    """Create the database's tables, or bring them up to date; whether anything was done.

    In one transaction, but for a migration that writes texts anew: that commits what it has done, and the
    next call goes on. Raises SchemaError for a database of a newer version or of another program,
    StorageFullError where the disk has not the room, StoreError when the database cannot be opened.
    """
    from alembic import command

    engine = open_engine(url, "migrate")
    try:
        with engine.connect() as connection:
            before = schema_revision(connection)
            if before is None:
                _refuse_foreign(connection)
            else:
                _refuse_newer(before, database_name(engine.url))
            interrupted = before == HEAD and is_pending(connection)
            if before != HEAD:
                config = alembic_config(connection)
                config.attributes["commit"] = connection.commit
                command.upgrade(config, "head")
            if before is None:
                count_by_present_rules(connection)
            if before != HEAD:
                digest_rows(connection, GROUPS["property"])
            connection.commit()
        if interrupted or (before is not None and before < WITH_TEXTS_IN_CLEAR):
            shrink(engine)
    finally:
        engine.dispose()
    return before != HEAD


def downgrade(url: str, revision: str = "base") -> None:
    """Take the tables back to an older revision, with their rows as far as it can hold them."""
    from alembic import command

    engine = open_engine(url, "migrate")
    try:
        with engine.begin() as connection:
            command.downgrade(alembic_config(connection), revision)
    finally:
        engine.dispose()


def migrations_folder() -> Path:
    """Where the migrations are: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "_migrations"
    return (packaged if packaged.is_dir() else package.parent) / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for one open connection."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    return config


def _refuse_newer(revision: str, name: str) -> None:
    if revision not in REVISIONS:
        raise SchemaError(
            f"{name} was made by a newer version of this program (its tables are at {revision}, this program"
            f" knows {HEAD}); install the newer version"
        )


def _refuse_foreign(connection: Connection) -> None:
    name = database_name(connection.engine.url)
    tables = [table for table in inspect(connection).get_table_names() if table != "alembic_version"]
    if tables:
        raise SchemaError(
            f"{name} belongs to another program (it has a table {tables[0]}); name a new database with"
            f" {argument('database')}"
        )
    if connection.dialect.name == "postgresql":
        encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise SchemaError(
                f"{name} stores text as {encoding}, which lacks most scripts;"
                " create one with: createdb --encoding=UTF8 --template=template0"
            )
