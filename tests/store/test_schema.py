"""Which database the program works on: its own, of its own version."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import main
from alembic.script import ScriptDirectory
from sqlalchemy import text

from corpus.errors import SchemaError
from corpus.store.engine import open_engine
from corpus.store.migrations import (
    HEAD,
    REVISIONS,
    alembic_config,
    check_schema,
    create_or_upgrade,
    downgrade,
)

ROOT = Path(__file__).parents[2]


def check(url: str, stamp: str | None = None) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        if stamp is not None:
            connection.execute(text("UPDATE alembic_version SET version_num = :stamp"), {"stamp": stamp})
        check_schema(connection)
    engine.dispose()


def test_the_program_knows_the_migrations_that_there_are() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert [script.revision for script in scripts.walk_revisions()] == [*reversed(REVISIONS)]
    assert scripts.get_heads() == [HEAD]


def test_creating_and_upgrading_again(blank_url: str) -> None:
    assert create_or_upgrade(blank_url)
    check(blank_url)
    assert not create_or_upgrade(blank_url)
    downgrade(blank_url)
    with pytest.raises(SchemaError, match=r"holds no corpus; create its tables with: Corpus\.init\(\)$"):
        check(blank_url)


def test_an_older_database_is_to_be_upgraded(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.store.migrations.REVISIONS", ("0000", HEAD))
    with pytest.raises(SchemaError, match=r"older version of this program; run: Corpus\.upgrade\(\)$"):
        check(database_url, "0000")


def test_a_newer_database_needs_the_newer_program(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for action in (check, create_or_upgrade):
        with pytest.raises(SchemaError, match=f"newer version .* at 9999, this program knows {HEAD}"):
            action(database_url)


def test_an_empty_file_is_no_corpus_yet(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(
        SchemaError, match=r"empty\.db holds no corpus; create its tables with: Corpus\.init\(\)$"
    ):
        check(str(path))
    assert create_or_upgrade(str(path))


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE visits (url TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(SchemaError, match=r"belongs to another program \(it has a table visits\)"):
        create_or_upgrade(str(path))
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("visits",)]
    assert len(path.read_bytes()) == len(before)


@pytest.mark.postgres
def test_a_database_that_cannot_hold_every_script_is_refused(postgres_url: str) -> None:
    name = postgres_url.partition("@/")[2].partition("?")[0]
    create = f"CREATE DATABASE latin_{name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    drop = f"DROP DATABASE latin_{name}"
    engine = open_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(create)
    with pytest.raises(SchemaError, match="stores text as LATIN1, which lacks most scripts; create one with"):
        create_or_upgrade(postgres_url.replace(name, f"latin_{name}"))
    with engine.connect() as connection:
        connection.exec_driver_sql(drop)
    engine.dispose()


LOADED = """
import sys
from corpus.store.engine import open_engine
from corpus.store.migrations import check_schema
with open_engine(sys.argv[1], "read").begin() as connection:
    check_schema(connection)
print([name for name in ("alembic", "psycopg", "sqlalchemy.orm") if name in sys.modules])
"""


def test_checking_a_database_imports_neither_alembic_nor_a_server_s_driver(sqlite_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, sqlite_url], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


def alembic(*arguments: str) -> None:
    main(["-c", str(ROOT / "alembic.ini"), *arguments])


def test_the_alembic_command_on_the_database_that_corpus_db_names(
    blank_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORPUS_DB", blank_url)
    for arguments in (["upgrade", "head"], ["check"], ["downgrade", "base"], ["upgrade", "head"]):
        alembic(*arguments)
    check(blank_url)


def test_the_alembic_command_on_the_default_database(tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in {"CORPUS_DB", "PYTHONPATH"}
    }
    command = [sys.executable, "-m", "alembic", "-c", str(ROOT / "alembic.ini"), "upgrade", "head"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    check(str(tmp_path / "corpus.db"))


def test_migrations_without_a_database_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit):
        alembic("upgrade", "head", "--sql")
