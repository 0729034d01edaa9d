"""Opening databases, and what the user reads when one cannot be opened or written."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError, IntegrityError

from corpus.errors import SchemaError, StorageFullError, StoreError
from corpus.store import engine as opening
from corpus.store.driver_errors import explain
from corpus.store.engine import Mode, open_engine, store_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

ADD_OUTLET = "INSERT INTO outlet (id, code, name, kind, languages) VALUES (1, 'a', 'A', 'agency', 'en')"
COUNT_OUTLETS = "SELECT count(*) FROM outlet"


@contextmanager
def opened(url: str, mode: Mode = "write") -> Iterator[Connection]:
    engine = open_engine(url, mode)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def run(url: str, *statements: str, mode: Mode = "write") -> object:
    """Run statements in one transaction; the first value of the last one."""
    value = None
    with opened(url, mode) as connection:
        for statement in statements:
            result = connection.exec_driver_sql(statement)
            value = result.scalar() if result.returns_rows else None
    return value


def test_sqlite_writes_ahead_and_enforces_foreign_keys(sqlite_url: str) -> None:
    assert run(sqlite_url, "PRAGMA journal_mode") == "wal"
    assert run(sqlite_url, "PRAGMA synchronous") == 1
    assert run(sqlite_url, "PRAGMA foreign_keys") == 1
    assert run(sqlite_url, "PRAGMA foreign_keys", mode="migrate") == 0


def test_nothing_is_left_beside_a_closed_database(sqlite_url: str, tmp_path: Path) -> None:
    run(sqlite_url, ADD_OUTLET)
    assert run(sqlite_url, COUNT_OUTLETS, mode="read") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["corpus.db"]


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_missing_file_is_not_created(tmp_path: Path, mode: Mode) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(
        SchemaError, match=rf"^There is no database at {path}; create it with: Corpus\.init\(\)$"
    ):
        open_engine(str(path), mode)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("prefix", ["", "sqlite:///"])
def test_a_path_is_taken_to_the_letter(tmp_path: Path, prefix: str) -> None:
    path = tmp_path / "세월 100%20 #1 & 'x'?mode=ro.db"
    run(f"{prefix}{path}", "CREATE TABLE a (b INTEGER)", mode="migrate")
    assert [path.name] == [found.name for found in tmp_path.iterdir()]


def test_a_broken_reference_is_refused(database_url: str) -> None:
    with pytest.raises(IntegrityError):
        run(database_url, "INSERT INTO actor_name (actor_id, name, fold) VALUES (99, 'a', 'a')")


def test_a_failed_transaction_leaves_no_table_behind(database_url: str) -> None:
    with pytest.raises(DBAPIError, match="nowhere"):
        run(database_url, "CREATE TABLE half (done INTEGER)", "SELECT * FROM nowhere")
    with pytest.raises(DBAPIError, match="half"):
        run(database_url, "SELECT * FROM half")


def test_reading_never_writes(database_url: str) -> None:
    with pytest.raises(StorageFullError):
        run(database_url, ADD_OUTLET, mode="read")


def test_a_reader_sees_one_state_while_a_writer_goes_on(database_url: str) -> None:
    with opened(database_url, "read") as reader:
        assert reader.exec_driver_sql(COUNT_OUTLETS).scalar() == 0
        run(database_url, ADD_OUTLET)
        assert reader.exec_driver_sql(COUNT_OUTLETS).scalar() == 0
    assert run(database_url, COUNT_OUTLETS, mode="read") == 1


def test_writers_take_turns(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LOCK_TIMEOUT", 0.05)
    with opened(database_url) as first:
        with pytest.raises(StoreError, match=r"^Another program is writing to .*; try again when it has"):
            run(database_url, COUNT_OUTLETS)
        first.exec_driver_sql(ADD_OUTLET)
    assert run(database_url, COUNT_OUTLETS) == 1


def test_a_fault_of_the_program_is_not_dressed_up(database_url: str) -> None:
    with pytest.raises(DBAPIError, match="nowhere"):
        run(database_url, "SELECT * FROM nowhere")
    with pytest.raises(sqlite3.ProgrammingError, match="a fault"), store_errors(database_url):
        raise sqlite3.ProgrammingError("a fault")


def test_a_full_disk(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)

    @event.listens_for(engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def load() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(ADD_OUTLET)
            connection.exec_driver_sql("UPDATE outlet SET name = zeroblob(9000000)")

    expected = rf"^No space is left for {tmp_path}/corpus\.db; free some, or move the file to a larger disk$"
    with pytest.raises(StorageFullError, match=expected):
        load()
    engine.dispose()
    assert run(sqlite_url, COUNT_OUTLETS) == 0


@pytest.mark.parametrize("mode", ["read", "write", "migrate"])
def test_a_file_of_another_kind(tmp_path: Path, mode: Mode) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Some notes that are no database. " * 100)
    with pytest.raises(
        StoreError, match=r"notes\.txt is another kind of file; name the database with database=$"
    ):
        run(str(path), COUNT_OUTLETS, mode=mode)
    assert path.read_text().startswith("Some notes")


def test_a_damaged_file(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * len(content[100:]))
    with pytest.raises(StoreError, match="is damaged"):
        run(sqlite_url, COUNT_OUTLETS, mode="read")


def test_a_path_where_no_file_can_be(tmp_path: Path) -> None:
    with pytest.raises(StorageFullError, match="cannot be opened; check that its folder exists"):
        run(str(tmp_path / "none" / "corpus.db"), "SELECT 1", mode="migrate")
    with pytest.raises(StoreError, match="is a folder; name a file"):
        open_engine(str(tmp_path))


TRY = """
import os, sys
path, statements, sys.path[:] = sys.argv[1], {"read": "SELECT * FROM outlet"}, sys.argv[2:]
from corpus.errors import CorpusError
from corpus.store.engine import open_engine
if os.geteuid() == 0:
    os.setuid(65534)
for mode in ("read", "write", "migrate"):
    try:
        with open_engine(path, mode).begin() as connection:
            connection.exec_driver_sql(statements.get(mode, "CREATE TABLE a (b INTEGER)"))
    except CorpusError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions are tested")
@pytest.mark.parametrize("rights", [0o444, 0o000])
def test_a_file_in_a_folder_without_the_right_to_write(sqlite_url: str, rights: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "corpus.db")
        path.write_bytes(Path(sqlite_url.removeprefix("sqlite:///")).read_bytes())
        path.chmod(rights)
        Path(name).chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", TRY, path, *sys.path], capture_output=True, text=True, check=False
        )
        Path(name).chmod(0o755)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) == (2 if rights else 3)  # what may be read is read
    assert all(line.startswith("StorageFullError ") and str(path) in line for line in lines)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://bob:secret@127.0.0.1:1/x", r"PostgreSQL database x on 127\.0\.0\.1:1 does not answer"),
        ("postgresql://bob:secret@127.0.0.1:port/x", "give the path of a file, or postgresql://"),
        ("mysql://bob:secret@127.0.0.1/x", "of the kind mysql are not supported"),
        ("sqlite:///:memory:", "must be a file"),
        ("sqlite://", "must be a file"),
    ],
)
def test_addresses_that_cannot_be_opened(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        run(url, "SELECT 1")
    assert "secret" not in str(caught.value)
    assert "bob" not in str(caught.value)


def test_the_missing_driver_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'state-media-corpus\[postgres\]'$"):
        open_engine("postgresql://somewhere/x")


@pytest.mark.postgres
def test_a_database_or_user_that_the_server_does_not_know(postgres_url: str) -> None:
    name = postgres_url.partition("@/")[2].partition("?")[0]
    with pytest.raises(
        SchemaError, match=r"^There is no PostgreSQL database nowhere on .* Corpus\.init\(\)$"
    ):
        run(postgres_url.replace(name, "nowhere"), "SELECT 1")
    with pytest.raises(StoreError, match=r"^The server refuses the user of PostgreSQL") as caught:
        run(postgres_url.replace("postgres:@", "bob:secret@"), "SELECT 1")
    assert "secret" not in str(caught.value)


@pytest.mark.postgres
def test_a_server_that_goes_away(postgres_url: str) -> None:
    with pytest.raises(StoreError, match=r"does not answer \(.*terminating connection"):
        run(postgres_url, "SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1")


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (psycopg.errors.DiskFull("x"), StorageFullError, "No space is left on the server of DB"),
        (psycopg.errors.InsufficientPrivilege("denied"), StorageFullError, r"no right .* DB \(denied\)"),
        (psycopg.errors.TooManyConnections("x"), StoreError, "too many connections"),
        (psycopg.errors.InvalidPassword("x"), StoreError, "refuses the user of DB"),
        (psycopg.errors.AdminShutdown("going down\nmore"), StoreError, r"DB does not answer \(going down\)"),
    ],
)
def test_what_a_server_reports(error: psycopg.Error, kind: type[StoreError], sentence: str) -> None:
    explained = explain(error, "DB")
    assert type(explained) is kind
    assert re.search(sentence, str(explained))


def test_a_writer_that_waits_says_so(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, seconds in (("LOCK_TIMEOUT", 20.0), ("SAID_AFTER", 0.2), ("LOCK_SLICE", 0.1)):
        monkeypatch.setattr(opening, name, seconds)
    with ThreadPoolExecutor(1) as pool:
        with opened(database_url) as first:
            first.exec_driver_sql(ADD_OUTLET)
            second = pool.submit(run, database_url, COUNT_OUTLETS)
            deadline = time.monotonic() + 15
            while not caplog.messages and time.monotonic() < deadline:
                time.sleep(0.05)
            assert not second.done()
        assert second.result() == 1
    [message] = caplog.messages
    assert message.startswith("Another program is writing to ")
    assert message.endswith(": waiting for it, up to 20 seconds.")


def foreign(path: Path, journal: str) -> sqlite3.Connection:
    """Somebody else's database, with its connection, which is open."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("CREATE TABLE notes (body TEXT)")
    connection.execute("INSERT INTO notes VALUES ('mine')")
    return connection


@pytest.mark.parametrize("mode", ["read", "write", "migrate"])
@pytest.mark.parametrize("journal", ["DELETE", "TRUNCATE", "WAL"])
def test_a_database_of_another_program_is_not_touched(tmp_path: Path, journal: str, mode: Mode) -> None:
    path = tmp_path / "notes.db"
    foreign(path, journal).close()
    before = [(item.name, item.read_bytes(), item.stat().st_mtime_ns) for item in sorted(tmp_path.iterdir())]
    with pytest.raises(SchemaError, match=r"belongs to another program \(it has a table notes\)"):
        open_engine(str(path), mode)
    after = [(item.name, item.read_bytes(), item.stat().st_mtime_ns) for item in sorted(tmp_path.iterdir())]
    assert after == before


@pytest.mark.parametrize("mode", ["read", "write", "migrate"])
def test_one_that_is_in_use_and_stands_in_its_log_alone_is_not_touched(tmp_path: Path, mode: Mode) -> None:
    path = tmp_path / "notes.db"
    using = foreign(path, "WAL")
    code = (
        "import sys; sys.path[:] = sys.argv[3:]; from corpus.store.engine import open_engine;"
        "open_engine(sys.argv[1], sys.argv[2])"
    )
    files = {item.name: item.read_bytes() for item in tmp_path.iterdir() if not item.name.endswith("-shm")}
    done = subprocess.run(
        [sys.executable, "-c", code, path, mode, *sys.path], capture_output=True, text=True, check=False
    )
    assert "belongs to another program (it has a table notes)" in done.stderr
    assert files == {item.name: item.read_bytes() for item in tmp_path.iterdir() if item.name in files}
    assert using.execute("SELECT body FROM notes").fetchall() == [("mine",)]
    using.close()


READ = """
import os, sys
path, sys.path[:] = sys.argv[1], sys.argv[2:]
from corpus.errors import CorpusError
from corpus.store.engine import open_engine
if os.geteuid() == 0:
    os.setuid(65534)
try:
    engine = open_engine(path, "read")
    for _ in range(2):
        with engine.begin() as connection:
            print(connection.exec_driver_sql("SELECT count(*) FROM outlet").scalar())
except CorpusError as error:
    print(type(error).__name__, error)
"""


@contextmanager
def read_only(sqlite_url: str, *statements: str, kill: bool = False) -> Iterator[Path]:
    """The archive in a folder where nobody but root may write; ``kill``: its last program died."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "corpus.db")
        path.write_bytes(Path(sqlite_url.removeprefix("sqlite:///")).read_bytes())
        for statement in statements:
            run(str(path), statement)
        if kill:
            code = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)"
            code += "; c.execute(sys.argv[2]); os._exit(0)"
            insert = ADD_OUTLET.replace("VALUES (1, 'a'", "VALUES (2, 'b'")
            subprocess.run([sys.executable, "-c", code, path, insert], check=True)
        for item in Path(name).iterdir():
            item.chmod(0o444)
        Path(name).chmod(0o555)
        yield path
        Path(name).chmod(0o755)


def read_as_nobody(path: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", READ, path, *sys.path], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions are tested")
def test_an_archive_in_a_read_only_folder_is_read(sqlite_url: str) -> None:
    with read_only(sqlite_url, ADD_OUTLET) as path:
        assert read_as_nobody(path) == ["1", "1"]
        assert [item.name for item in path.parent.iterdir()] == ["corpus.db"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions are tested")
def test_what_stands_in_the_log_alone_is_read_or_asked_for(sqlite_url: str) -> None:
    with read_only(sqlite_url, ADD_OUTLET, kill=True) as path:
        assert sorted(item.name for item in path.parent.iterdir()) == [
            "corpus.db",
            "corpus.db-shm",
            "corpus.db-wal",
        ]
        assert read_as_nobody(path) == ["2", "2"]
        (path.parent / "corpus.db-shm").unlink()  # as in a copy of the two files
        [message] = read_as_nobody(path)
        assert "has changes that stand only in corpus.db-wal, and its folder is read-only" in message


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions are tested")
def test_a_change_while_it_is_read_without_locks_is_noticed(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "can_write", lambda path: False)
    path = sqlite_url.removeprefix("sqlite:///")
    engine = open_engine(path, "read")

    def read() -> None:
        with engine.connect() as connection:
            assert connection.exec_driver_sql(COUNT_OUTLETS).scalar() == 0
            monkeypatch.undo()
            run(path, ADD_OUTLET)

    with pytest.raises(StoreError, match=r"was changed by another program while it was read; try again$"):
        read()
    with engine.connect() as connection:
        assert connection.exec_driver_sql(COUNT_OUTLETS).scalar() == 1
    engine.dispose()
