"""The wheel: everything that an installed program needs is inside, and it works from there."""

from __future__ import annotations

import email
import os
import re
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the project's own build system, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def in_folder(folder: str) -> set[str]:
    """Every file of a folder of the project that git would keep."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("not in a git checkout")
    return {name for name in done.stdout.splitlines() if (ROOT / name).exists()}


@pytest.mark.parametrize("folder", ["corpus", "corpus/data/outlets", "corpus/data/sample", "corpus/docs"])
def test_all_files_of_the_package_are_inside(names: set[str], folder: str) -> None:
    wanted = in_folder(folder)
    assert wanted
    assert wanted - names == set()


def test_the_migrations_are_inside(names: set[str]) -> None:
    wanted = in_folder("migrations") | {"alembic.ini"}
    assert len(wanted) > 3
    assert {f"corpus/_migrations/{name}" for name in wanted} - names == set()


def test_the_scripts_of_charts_are_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        bundle = archive.read("corpus/output/charts/vega.js")
    assert b"vegaEmbed" in bundle
    assert len(bundle) > 500_000


def test_nothing_else_is_inside(names: set[str]) -> None:
    assert [name for name in names if not name.startswith("corpus/") and ".dist-info/" not in name] == []
    assert [name for name in names if name.endswith((".pyc", ".db")) or "__pycache__" in name] == []


def test_the_licence_and_what_the_project_says_of_itself_are_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("/licenses/LICENSE")]
        assert archive.read(name).startswith(b" " * 33 + b"Apache License\n")
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        about = email.message_from_bytes(archive.read(name))
    assert about["License-Expression"] == "Apache-2.0"
    assert about["Author"]
    assert "concordance" in about["Keywords"]
    assert "Programming Language :: Python :: 3.14" in about.get_all("Classifier", [])
    assert about.get_all("Project-URL") is None


def test_the_licences_of_all_packages_are_listed() -> None:
    script = runpy.run_path(str(ROOT / "scripts/_licences.py"))
    needed = {package.name for package in script["packages"]()}
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    direct = set(
        re.findall(r'"([a-z0-9-]+)(?:\[\w+\])?>=', PYPROJECT.partition("[dependency-groups]")[0])
    ) - {"hatchling"}
    assert {"sqlalchemy", "kiwipiepy", "psycopg"} <= direct
    assert direct - {"hatchling", *script["listed"]()} == set(), "run ./scripts/pages"
    assert needed - script["listed"]() == set(), "run ./scripts/pages"
    assert script["listed"]() - locked - needed == set(), "run ./scripts/pages"


CREATE = """
import sys
sys.path.insert(0, sys.argv[1])
import corpus
from corpus.store.engine import open_engine
from corpus.store.migrations import check_schema, create_or_upgrade
assert corpus.__file__.startswith(sys.argv[1]), corpus.__file__
assert create_or_upgrade("new.db")
with open_engine("new.db", "read").connect() as connection:
    check_schema(connection)
"""


def test_an_installed_program_makes_its_database(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "site 100%20 packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    environment = {
        name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "CORPUS_DB"}
    }
    done = subprocess.run(
        [sys.executable, "-c", CREATE, str(home)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new.db").exists()
