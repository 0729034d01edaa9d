"""What a person sees of lemmas, concepts and CQL at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus import Corpus
from corpus.cli.main import app
from tests.builder import build
from tests.query.expressions import LEMMAS
from tests.query.test_matching import NATIONS, without_lemmas

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments), prog_name="corpus")
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.skipif(not LEMMAS, reason="simplemma is not installed")
def test_optimize_says_what_it_did(tmp_path: Path) -> None:
    path = str(tmp_path / "corpus.db")
    with Corpus(path) as corpus:
        build(corpus, NATIONS)
    assert run("optimize", "--db", path) == (
        0,
        f"{path}: 0 lemmas filled in; 0 small blocks merged away.\n",
        "",
    )
    without_lemmas(path, "nations")
    code, out, err = run("kwic", "lemma:nation", "--db", path)
    assert (code, out) == (2, "")
    assert err.startswith("Error: Some words of this archive have no lemma yet (en): pip install")
    assert run("optimize", "--db", path)[1] == f"{path}: 1 lemma filled in; 0 small blocks merged away.\n"
    assert run("kwic", "lemma:nation", "--db", path, "--format", "csv")[1].count("\n") == 3


def test_optimize_without_a_database_says_how_to_make_one(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    code, out, err = run("optimize", "--db", str(path))
    assert (code, out) == (2, "")
    assert "create it with: corpus init" in err
    assert not path.exists()


def test_an_error_in_cql_points_at_the_column(tmp_path: Path) -> None:
    path = str(tmp_path / "corpus.db")
    with Corpus(path) as corpus:
        build(corpus, NATIONS)
    code, out, err = run("freq", '[word="a"] within <p/>', "--db", path)
    assert (code, out) == (2, "")
    assert "(column 12 of: " in err
