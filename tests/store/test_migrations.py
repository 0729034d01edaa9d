"""The migrations: equal to the model, and walked up and down with rows in every table, on both databases."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import main
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import CheckConstraint, Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from corpus.store import migrations as schema
from corpus.store.engine import open_engine
from corpus.store.tables.all import metadata

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = dict[str, list[dict[str, Any]]]
    Fill = Callable[[Connection], None]
    Read = Callable[[Connection], Rows]

ROOT = Path(__file__).parents[2]


def move(url: str, revision: str) -> None:
    engine = open_engine(url, "migrate")
    with engine.begin() as connection:
        config = schema.alembic_config(connection)
        known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
        now = schema.schema_revision(connection)
        back = now is not None and (revision == "base" or known.index(revision) > known.index(now))
        (command.downgrade if back else command.upgrade)(config, revision)
    engine.dispose()


def on_database(url: str, action: Callable[[Connection], Any]) -> Any:
    engine = open_engine(url)
    with engine.begin() as connection:
        result = action(connection)
    engine.dispose()
    return result


def in_common(rows: Rows, others: Rows) -> Rows:
    """The rows of the tables that both have, reduced to the columns that both have; of the table of
    properties, those that both have."""
    shared = {row["name"] for row in others["property"]} if "property" in others else set()
    return {
        table: [
            {name: value for name, value in row.items() if name in others[table][0]}
            for row in rows[table]
            if table != "property" or row["name"] in shared
        ]
        for table in rows
        if table in others
    }


def test_alembic_finds_no_difference_between_model_and_migrations(database_url: str) -> None:
    engine = open_engine(database_url, "read")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def definitions(connection: Connection) -> set[tuple[str, ...]]:
    """All that the database knows of its tables: also collations, checks, and how rows are kept."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'view'"
        ).all()
        # What was added stands where it was added: only its order may differ.
        lines = set()
        for name, sql in found:
            whole = re.sub(r"\s+", " ", sql.replace('"', ""))
            head, _, rest = whole.partition("(")
            body, _, tail = rest.rpartition(")")
            parts = re.split(r",(?![^()]*\))", body)
            lines |= {(name, part.strip()) for part in (head, *parts, tail)}
    else:
        lines = set()
        for query in (
            "SELECT attrelid::regclass::text, attname::text, format_type(atttypid, atttypmod),"
            " attnotnull::text, attcollation::regcollation::text, pg_get_expr(adbin, adrelid)"
            " FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
            " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0"
            " AND NOT attisdropped",
            "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace",
            "SELECT tablename::text, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        ):
            lines |= {tuple(row) for row in connection.exec_driver_sql(query)}
    return {line for line in lines if line[0] != "alembic_version"}


def test_the_migrations_make_what_the_model_says_to_the_letter(blank_url: str) -> None:
    engine = open_engine(blank_url, "migrate")
    metadata.create_all(engine)
    modelled = on_database(blank_url, definitions)
    metadata.drop_all(engine)
    engine.dispose()
    schema.create_or_upgrade(blank_url)
    assert on_database(blank_url, definitions) == modelled


def test_every_constraint_has_a_name_of_its_own() -> None:
    names = [constraint.name for table in metadata.tables.values() for constraint in table.constraints]
    names += [index.name for table in metadata.tables.values() for index in table.indexes]
    assert all(names)
    assert len(set(names)) == len(names)
    checks = [
        c for table in metadata.tables.values() for c in table.constraints if isinstance(c, CheckConstraint)
    ]
    assert checks  # the model's checks are compared above, because Alembic compares none


def test_rows_survive_each_revision_up_and_down(blank_url: str, fill_tables: Fill, read_tables: Read) -> None:
    for older, newer in zip(schema.REVISIONS, (*schema.REVISIONS[1:], None), strict=True):
        move(blank_url, older)
        on_database(blank_url, fill_tables)
        before = on_database(blank_url, read_tables)
        assert all(before.values())
        if newer is None:
            break
        move(blank_url, newer)
        after = on_database(blank_url, read_tables)
        assert in_common(before, after) == in_common(after, before)
        on_database(blank_url, fill_tables)
        move(blank_url, older)
        assert on_database(blank_url, read_tables) == before
    schema.downgrade(blank_url)
    assert on_database(blank_url, lambda connection: inspect(connection).get_table_names()) == [
        "alembic_version"
    ]
    assert schema.create_or_upgrade(blank_url)
    on_database(blank_url, fill_tables)
    assert set(on_database(blank_url, read_tables)) == set(metadata.tables)


FURTHER_REVISION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{head}"

def upgrade():
    with op.batch_alter_table("document", recreate="auto") as batch:
        batch.add_column(sa.Column("note", sa.Text()))
        batch.alter_column("title", new_column_name="headline")

def downgrade():
    with op.batch_alter_table("document", recreate="auto") as batch:
        batch.alter_column("headline", new_column_name="title")
        batch.drop_column("note")
"""


@pytest.fixture
def further_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations with one more, to be written by the test."""
    shutil.copytree(schema.migrations_folder(), tmp_path / "migrations")
    monkeypatch.setattr(schema, "migrations_folder", lambda: tmp_path / "migrations")
    return tmp_path / "migrations/versions/9999.py"


def test_a_table_rebuilt_by_a_migration_keeps_the_rows_that_refer_to_it(
    database_url: str, further_revision: Path, fill_tables: Fill, read_tables: Read
) -> None:
    """SQLite rebuilds a table to change it; were foreign keys enforced, their rows would go too."""
    further_revision.write_text(FURTHER_REVISION.format(head=schema.HEAD))
    on_database(database_url, fill_tables)
    before = on_database(database_url, read_tables)
    move(database_url, "9999")
    after = on_database(database_url, read_tables)
    assert after["document"][0]["headline"] == before["document"][0]["title"]
    assert in_common(before, after) == in_common(after, before)
    move(database_url, schema.HEAD)
    assert on_database(database_url, read_tables) == before


ORPHANING_REVISION = """
from alembic import op

revision, down_revision = "9999", "{head}"

def upgrade():
    op.execute("DELETE FROM outlet")
"""


def test_a_migration_that_leaves_orphans_is_taken_back(
    database_url: str, further_revision: Path, fill_tables: Fill, read_tables: Read
) -> None:
    further_revision.write_text(ORPHANING_REVISION.format(head=schema.HEAD))
    on_database(database_url, fill_tables)
    before = on_database(database_url, read_tables)
    with pytest.raises((CommandError, IntegrityError)):
        move(database_url, "9999")
    assert on_database(database_url, read_tables) == before


FAILING_REVISION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{head}"

def upgrade():
    op.create_table("half", sa.Column("done", sa.Integer()))
    raise RuntimeError("stopped half-way")
"""


@pytest.mark.parametrize("command_line", [False, True])
def test_a_migration_that_fails_leaves_the_tables_as_they_were(
    database_url: str, further_revision: Path, command_line: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    further_revision.write_text(FAILING_REVISION.format(head=schema.HEAD))
    configuration = further_revision.parents[2] / "alembic.ini"
    shutil.copy(ROOT / "alembic.ini", configuration)
    monkeypatch.setenv("CORPUS_DB", database_url)
    before = on_database(database_url, definitions)
    with pytest.raises(RuntimeError, match="half-way"):
        main(["-c", str(configuration), "upgrade", "head"]) if command_line else move(database_url, "9999")
    assert on_database(database_url, definitions) == before


@pytest.mark.postgres
def test_terms_sort_by_code_point_on_postgresql_too(postgres_url: str) -> None:
    def collations(connection: Connection) -> set[tuple[str, str]]:
        query = "SELECT column_name, collation_name FROM information_schema.columns WHERE table_name = 'term'"
        return {tuple(row) for row in connection.execute(text(query))}

    assert {("surface", "C"), ("fold", "C"), ("lemma", "C")} <= on_database(postgres_url, collations)
