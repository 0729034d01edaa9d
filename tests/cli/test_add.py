"""corpus add: what it says of its inputs, and what it makes of options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import SAMPLE, in_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

ROWS = [
    {"head": "Talks Held", "body": "The two sides held talks about canals.", "day": "2024-08-06"},
    {"head": "Talks End", "body": "The talks about canals have ended.", "day": "2024-08-07"},
]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def test_the_summary_counts_in_words(run: Run) -> None:
    first = run("add", SAMPLE / "agency", "--outlet", "sample-agency")
    assert first.code == 0
    assert first.out == (
        "53 inputs: 49 new documents, 1 further address of a known text, 1 changed text, 2 known already.\n"
    )
    assert first.err == "There was no database yet: corpus.db is created.\n"
    again = run("add", SAMPLE / "lantern", "--outlet", "sample-lantern")
    assert (again.code, again.out, again.err) == (0, "12 inputs: 12 new documents.\n", "")


def test_the_same_again_changes_nothing_and_says_so(run: Run, rows: Path) -> None:
    run("add", rows)
    before = run("stats", "--format", "json").out
    done = run("add", rows)
    assert (done.code, done.out, done.err) == (0, "2 inputs, known already: nothing changed.\n", "")
    told = {row["item"].strip(): row["count"] for row in json.loads(before)}
    now = {row["item"].strip(): row["count"] for row in json.loads(run("stats", "--format", "json").out)}
    assert {name for name in now if now[name] != told[name]} == {"runs", "inputs", "seen again"}


def test_options_reach_the_documents(run: Run, rows: Path) -> None:
    options = "--map title=head --map text=body --map date=day --language en --genre news --country XQV"
    done = run("add", rows, *options.split(), "--speaker", "Edvar Olmen", "--outlet", "sample-agency")
    assert (done.code, done.out) == (0, "2 inputs: 2 new documents.\n")
    (row, _) = json.loads(run("list", "--format", "json").out)
    expected = {
        "date": "2024-08-06",
        "language": "en",
        "genre": "news",
        "speaker": "Edvar Olmen",
        "title": "Talks Held",
    }
    assert {name: row[name] for name in expected} == expected
    assert json.loads(run("freq", "talks", "--by", "country", "--format", "json").out)[0]["country"] == "XQV"


def test_a_date_and_a_time_of_retrieval_given_by_hand_hold_for_all(run: Run, rows: Path) -> None:
    done = run("add", rows, "--map", "text=body", "--date", "2023-05", "--retrieved", "2023-06-01")
    assert done.code == 0
    assert {row["date"] for row in json.loads(run("list", "--format", "json").out)} == {"2023-05"}
    assert json.loads(run("list", "--as-of", "2023-05", "--format", "json").out) == []
    assert len(json.loads(run("list", "--as-of", "2023-06", "--format", "json").out)) == 2


def test_a_dry_run_shows_and_loads_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    speech = SAMPLE / "lantern/lamp-column.txt"
    (tmp_path / "in/a.txt").write_bytes(speech.read_bytes())
    (tmp_path / "in/b.txt").write_bytes(b"")
    done = run("add", "in", "--outlet", "sample-lantern", "--dry-run")
    assert done.code == 3
    shown = [part.split() for part in done.out.splitlines()]
    assert ["published", "2019-01-01", "(inferred)"] in shown
    assert ["outlet", "sample-lantern"] in shown
    assert "doubts" in done.out
    assert "rejected  It is empty: there is nothing to load.\n" in done.out
    assert list(tmp_path.glob("*.db")) == []


def test_a_dry_run_says_that_it_shows_only_the_first(run: Run) -> None:
    done = run("add", SAMPLE / "agency", "--outlet", "sample-agency", "--dry-run")
    assert done.code == 0
    assert done.out.count("source ") == 20
    assert done.err == "Only the first 20 inputs are shown.\n"


def test_rejections_are_listed_and_counted_from_the_twenty_first(run: Run, tmp_path: Path) -> None:
    lines = ["{"] * 23 + [json.dumps({"title": "A", "text": "Some text."})]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines))
    done = run("add", "rows.jsonl")
    assert done.code == 3
    assert done.out == "24 inputs: 1 new document, 23 rejected.\n"
    told = [line for line in done.err.splitlines() if line.startswith("rejected: rows.jsonl, line ")]
    assert len(told) == 20
    assert done.err.endswith("and 3 more: corpus list --rejected\n")
    assert len(json.loads(run("list", "--rejected", "--format", "json").out)) == 23


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "There is no file or folder nowhere: check the path."),
        (
            ["rows.jsonl", "--outlet", "sample-agenci"],
            "There is no outlet 'sample-agenci'; did you mean sample-agency",
        ),
        (["rows.jsonl", "--format", "pdf"], "There is no format 'pdf'; there are: text, html,"),
        (["rows.jsonl", "--map", "text"], "--map text says nothing: write it as text=story_text."),
        (["rows.jsonl", "--map", "words=body"], "There is no field 'words' to map to; there are: text,"),
        (
            ["rows.jsonl", "--map", "text=story"],
            "No record has the column 'story' that is mapped to text; there are:",
        ),
        (
            ["rows.jsonl", "--date", "2024-02-31"],
            "date 2024-02-31: '2024-02-31' is no date: there is no 31 February",
        ),
        (["rows.jsonl", "--retrieved", "soon"], "'soon' is no time of retrieval: write 2024-08-06"),
    ],
)
def test_what_is_asked_wrongly_makes_no_database(
    arguments: list[str], said: str, run: Run, rows: Path, tmp_path: Path
) -> None:
    done = run("add", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {said}")
    assert not (tmp_path / "corpus.db").exists()


def test_a_folder_without_files_has_nothing_to_load(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for arguments in (["add", "empty", "--dry-run"], ["add", "empty"]):
        done = run(*arguments)
        assert (done.code, done.out) == (1, "")
        assert done.err.endswith("Error: There is nothing to load in empty: no file was found.\n")


def test_a_terminal_sees_the_progress_and_a_pipe_does_not(run: Run, rows: Path, tmp_path: Path) -> None:
    code, shown = in_terminal("add", "rows.jsonl", cwd=tmp_path)
    assert code == 0
    assert "0%|" in shown
    assert "B/s" in shown
    assert shown.endswith("2 inputs: 2 new documents.\n")
    assert run("add", rows).err == ""
