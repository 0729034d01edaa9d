"""The commands formulas and first as users see them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus import Corpus
from corpus.cli.main import app
from corpus.output.text.terminal_text import width
from tests.builder import build
from tests.insight.test_formulas import planted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("formulas") / "corpus.db"
    shutil.copy(sqlite_template, path)
    with Corpus(path) as corpus:
        build(corpus, *planted())
    return path


@pytest.fixture
def run(database: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*arguments: str, columns: int = 0) -> tuple[int, str, str]:
        monkeypatch.setenv("COLUMNS", str(columns) if columns else "")
        done = CliRunner().invoke(app, ["--db", str(database), *arguments], prog_name="corpus")
        assert "Traceback" not in done.output
        return done.exit_code, done.stdout, done.stderr

    return run


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_the_list_fits_the_terminal(run: Run, columns: int) -> None:
    code, out, _ = run("formulas", columns=columns)
    assert code == 0
    assert max(map(width, out.splitlines())) <= columns
    head = out.splitlines()[:6]
    assert any(line.startswith("formula") and "temperature" in line for line in head)
    assert "Golden Harbour Policy" in out
    assert "hot (H) from 50% of the rate at the peak" in " ".join(out.split())
    assert "Not shown at this width" in out


def test_rows_for_programs(run: Run) -> None:
    code, out, _ = run("formulas", "--format", "json", "--kind", "all")
    rows = {row["formula"]: row for row in json.loads(out)}
    assert code == 0
    assert rows["Golden Harbour Policy"]["query"].count("|") == 1
    code, out, _ = run("formulas", "golden harbour policy", "--by", "month", "--format", "json")
    assert [row["period"] for row in json.loads(out)] == [f"2020-{month:02d}" for month in range(1, 13)]


def test_a_life_can_be_drawn(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("formulas", "golden harbour policy", "--chart", columns=90)
    assert code == 0
    assert "per million tokens" in out
    for drawn in (["--chart"], ["--out", str(tmp_path / "list.svg")]):
        code, _, err = run("formulas", *drawn)
        assert (code, "name some" in err) == (2, True)
    assert not list(tmp_path.iterdir())


def test_wrong_usage(run: Run) -> None:
    assert run("formulas", "zebra")[0] == 1
    for option in (["--limit", "3"], ["--kind", "title"], ["--sort", "last"], ["--min-documents", "4"]):
        code, _, err = run("formulas", "policy", *option)
        assert (code, option[0] in err) == (2, True)
    assert "zebra: not found." in run("formulas", "zebra")[2]
    assert run("formulas", "a / b")[0] == 2
    assert run("formulas", "--by", "day")[0] == 2
    assert run("formulas", "--min-documents", "1")[0] == 2
    assert run("formulas", "--outlet", "nowhere")[0] == 2
    assert run("formulas", "zebra", "--format", "json")[1] == "[]\n"


def test_first_tells_of_silence_and_coverage(run: Run) -> None:
    code, out, _ = run("first", "snow", columns=80)
    assert code == 0
    told = " ".join(out.split())
    assert "longest silence" in told
    rows = json.loads(run("first", "golden harbour policy", "--format", "json")[1])
    first, last = rows
    assert (first["date"], last["date"]) == ("2020-04-03", "2020-08-25")
    assert (first["documents_before"], first["months_before"], first["months_covered"]) == (9, 3, 3)
    assert first["silence_days"] == last["silence_days"]
    assert max(map(width, out.splitlines())) <= 80
    told = " ".join(run("first", "golden harbour policy", columns=80)[1].split())
    assert (
        "9 documents of generic before this day, from 2020-01-03 on; in each of the 3 months before" in told
    )
    told = " ".join(run("first", "golden harbour policy", "--since", "2020-03", columns=80)[1].split())
    assert "; in the month before this one it holds some." in told


def test_a_gap_of_the_archive_is_no_silence(run: Run) -> None:
    """The slogan stands in every document from April to August: between them the archive holds nothing."""
    row = json.loads(
        run("first", "policy", "--since", "2020-04", "--until", "2020-08", "--format", "json")[1]
    )[0]
    assert (row["silence_from"], row["silence_days"], row["silence_documents"]) == (None, None, None)
    assert "longest silence" not in run("first", "policy", "--since", "2020-04", "--until", "2020-08")[1]
