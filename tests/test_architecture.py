"""The shape of the code: layers, sizes, the tree of errors."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import errors

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "corpus"
MOST_LINES = 400


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the pyproject.toml in ``folder`` on the package there."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the code, to be broken."""
    shutil.copytree(PACKAGE, tmp_path / "corpus", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_point_down_only() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_import_that_points_up_is_found(copied: Path) -> None:
    with (copied / "corpus/text/normalisation.py").open("a", encoding="utf-8") as module:
        module.write("\nimport corpus.store.engine\n")
    done = lint_imports(copied)
    assert done.returncode == 1
    assert "corpus.text.normalisation -> corpus.store.engine" in done.stdout


def test_a_module_without_a_layer_is_found(copied: Path) -> None:
    (copied / "corpus/elsewhere.py").write_text('"""A module that no layer names."""\n')
    done = lint_imports(copied)
    assert done.returncode == 1
    assert "elsewhere" in done.stdout + done.stderr


def test_a_type_import_that_closes_a_circle_is_found(copied: Path) -> None:
    with (copied / "corpus/index/build/one_language.py").open("a", encoding="utf-8") as module:
        module.write("\nif TYPE_CHECKING:\n    from corpus.index.build.language_runs import Spans\n")
    done = lint_imports(copied)
    assert done.returncode == 1
    assert "No cycles are allowed in corpus.index.build" in done.stdout


def test_no_module_is_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert lengths
    assert {str(path): lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_error_is_in_the_tree_and_has_an_exit_code() -> None:
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert len(classes) > 5
    for error in classes:
        assert issubclass(error, errors.CorpusError)
        assert error.exit_code in {1, 2, 3}
        assert re.search(rf"\b{error.__name__}\b", errors.__doc__ or ""), (
            f"{error.__name__} is not in the tree at the top"
        )
