"""remove, restore, undo, log, optimize --purge at the command line: what they say and ask, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from corpus.cli.main import app
from tests.cli.conftest import run  # noqa: F401  # the fixture

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TITLES = ("Bridge Opened", "Harvest Home", "Rain Over Hills")
REFS = [f"generic-2024-08-0{at}-{title.lower().replace(' ', '-')}" for at, title in enumerate(TITLES, 1)]


@pytest.fixture
def archive(run: Run) -> Run:  # noqa: F811
    """``run`` beside an archive of three documents, in two loads."""
    for name, numbers in (("one", (0, 1)), ("two", (2,))):
        rows = [
            {"title": TITLES[at], "date": f"2024-08-0{at + 1}", "text": f"Word{at} stands in it. " * 40}
            for at in numbers
        ]
        Path(f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
        assert run("add", f"{name}.jsonl").code == 0
    return run


def listed(archive: Run, *options: str) -> list[str]:
    return sorted(row["ref"] for row in json.loads(archive("list", "--format", "json", *options).out))


def asked(answer: str, *arguments: str) -> tuple[int, str]:
    """Exit code and what is said where a person types the answer."""
    done = CliRunner().invoke(app, arguments, input=answer, prog_name="corpus")
    return done.exit_code, done.output


def test_removing_and_restoring(archive: Run) -> None:
    done = archive("remove", REFS[0], REFS[1][:18], "--dry-run")
    assert (done.code, done.out.splitlines()[0]) == (0, "2 documents would be removed:")
    assert listed(archive) == REFS
    done = archive("remove", REFS[0], REFS[1][:18])
    assert done.out == (f"2 documents removed:\n  {REFS[0]}\n  {REFS[1]}\ncorpus undo brings them back.\n")
    assert (listed(archive), listed(archive, "--removed")) == ([REFS[2]], REFS[:2])
    assert "older rules" not in archive("list", "--removed").out
    assert archive("add", "one.jsonl").code == 0
    assert listed(archive) == [REFS[2]]
    assert archive("restore", REFS[1], "--dry-run").out == f"1 document would be restored:\n  {REFS[1]}\n"
    assert archive("restore", REFS[1]).out == f"1 document restored:\n  {REFS[1]}\n"
    assert archive("restore", "--outlet", "generic").out == f"1 document restored:\n  {REFS[0]}\n"
    assert listed(archive) == REFS
    done = archive("remove", "--run", 2)
    assert done.out.endswith("Run 2 was taken back. It counts again with: corpus restore --run 2\n")
    assert listed(archive) == REFS[:2]
    assert archive("restore", "--run", 2).out.endswith("Run 2 counts again.\n")
    assert listed(archive) == REFS


def test_undoing_walks_back(archive: Run) -> None:
    assert archive("set", REFS[0], "place=Sinpo").code == 0
    assert archive("people", "add", "Han Chol").code == 0
    assert archive("concepts", "add", "rain", "en:rain*").code == 0
    assert archive("annotate", "codes", "add", "praise").code == 0
    done = archive("undo", "--dry-run")
    assert done.out.startswith("Would be undone: change 6, code of ")
    whats = [archive("undo").out.split(",")[1].split()[0] for _ in range(6)]
    assert whats == ["code", "concept", "people", "set", "load", "load"]
    assert listed(archive) == []
    done = archive("undo")
    assert (done.code, done.out) == (1, "")
    assert done.err == "Error: There is nothing to take back: corpus log shows what was done.\n"
    rows = json.loads(archive("log", "--format", "json", "--limit", 100).out)
    assert [row["what"] for row in rows] == ["undo"] * 6 + [
        "code",
        "concept",
        "people",
        "set",
        "load",
        "load",
    ]
    assert all(row["undone"] for row in rows[6:])
    assert rows[-1]["inputs"] == rows[-1]["documents"] == 2
    assert "Han Chol" in archive("log").out
    assert "undo add Han Chol" in archive("people", "log").out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("remove",), 2, "Nothing says what to remove: name documents, a run, or filters such as an outlet."),
        (("remove", "generic-2024-08-01", "--outlet", "generic"), 2, "named, or chosen by filters"),
        (("remove", "--run", "1", "--outlet", "generic"), 2, "A run is taken as a whole"),
        (("remove", "--run", "9"), 1, "There is no run 9: corpus log shows the runs."),
        (("remove", "nowhere"), 1, "no document"),
        (("restore", "generic-2024-08-01"), 1, "corpus list --removed shows what was"),
        (("restore", "--run", "1"), 2, "Run 1 counts already"),
        (("undo", "77"), 1, "There is no change 77 to take back"),
        (("undo", "last"), 2, "'last' is no whole number"),
        (("log", "extra"), 2, "unexpected extra argument"),
        (("optimize", "--yes"), 2, "--yes goes with --purge"),
    ],
)
def test_wrong_usage_is_one_sentence(
    archive: Run, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    done = archive(*arguments)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert listed(archive) == REFS


def load_long(archive: Run) -> None:
    """A third load, of 30 documents whose words nothing else has."""
    rows = [
        {"title": f"Long {at}", "date": "2024-09-01", "text": " ".join(f"w{at}x{n}" for n in range(1000))}
        for at in range(30)
    ]
    Path("long.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert archive("add", "long.jsonl").code == 0


def test_purging_asks_and_makes_the_file_smaller(archive: Run) -> None:
    load_long(archive)
    assert archive("remove", "--run", 3).code == 0
    assert archive("remove", REFS[0]).code == 0
    before = Path("corpus.db").stat().st_size
    for answer in ("n\n", ""):
        code, said = asked(answer, "optimize", "--purge")
        assert (code, "Delete 31 removed documents for good? [y/N]" in said) == (1, True)
    assert listed(archive, "--removed") == [REFS[0]]
    code, said = asked("y\n", "optimize", "--purge")
    assert code == 0
    assert "31 removed documents deleted for good" in said
    assert " MB less." in said
    assert Path("corpus.db").stat().st_size < before / 2
    assert (listed(archive), listed(archive, "--removed")) == (REFS[1:], [])
    assert archive("check", "--full").code == 0
    done = archive("undo")
    assert (done.code, "what was deleted for good does not come back" in done.err) == (2, True)
    done = archive("optimize", "--purge")
    assert (done.code, "0 removed documents deleted" in done.out) == (0, True)


def test_a_disk_without_room_keeps_the_file_as_it_is(archive: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.store.shrink.shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    load_long(archive)
    assert archive("remove", "--run", 3).code == 0
    done = archive("optimize", "--purge", "--yes")
    assert done.code == 0
    assert "the database keeps its size of" in done.out
    assert "of free room" in done.out
