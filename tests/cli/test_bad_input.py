"""Bad input through the real command line: one sentence each, the others loaded, the bytes kept."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from corpus import settings
from tests.cli.conftest import command, environment, in_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

TEXT = "A text about canals that is long enough."


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def lines(broken: int) -> bytes:
    rows = [json.dumps({"title": f"Title {n}", "text": f"Text {n} about canals."}) for n in range(1, 1001)]
    rows[broken - 1] = '{"title": "Title", "text": "no end'
    return "\n".join(rows).encode()


def table(*rows: str) -> bytes:
    return "\n".join(["title,text,date", f"Good,{TEXT},2024-08-06", *rows]).encode()


BYTES = bytes(range(256)) * 40
CLIMBING = zipped(**{"../../b.txt": TEXT, "c.txt": f"{TEXT} c"})
NOT_JSON = '{"title": "Title", "text": "no end'
LONG = b"peace " * 8_500_000

Case = tuple[str, bytes, int, str, str]
BAD: dict[str, Case] = {
    # File's name and bytes; documents that are loaded from it; source and beginning of the reason.
    "empty": ("a.txt", b"", 0, "a.txt", "It is empty: there is nothing to load."),
    "binary": ("a.bin", BYTES, 0, "a.bin", "It is not a text (it holds bytes that no text has): "),
    "picture": (
        "a.txt",
        b"\xff\xd8\xff\xe0" + BYTES,
        0,
        "a.txt",
        "It is a picture: read it with a text recogniser",
    ),
    "truncated": (
        "a.zip",
        zipped(a=TEXT, b=TEXT)[:150],
        0,
        "a.zip",
        "It is a zip archive that is cut short or damaged",
    ),
    "climbing": (
        "a.zip",
        CLIMBING,
        1,
        "a.zip!../../b.txt",
        "Its name leads out of the archive: unpack it yourself",
    ),
    "line 700": ("a.jsonl", lines(700), 999, "a.jsonl, line 700", "It is not valid JSON ("),
    "nothing": (
        "a.csv",
        table(",,2024-08-06"),
        1,
        "a.csv, line 3",
        "It has neither text nor title nor URL: ",
    ),
    "one long line": (
        "a.txt",
        LONG,
        0,
        "a.txt",
        "Its text has 51,000,000 characters, more than the 16,000,000 ",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_rejected_with_its_reason_and_the_rest_is_loaded(
    case: str, run: Run, tmp_path: Path
) -> None:
    name, content, loaded, source, reason = BAD[case]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in" / "z-good.txt").write_text(f"{TEXT} It is in order.")
    done = run("add", "in")
    assert done.code == 3
    documents = f"{loaded + 1:,} new document{'s' * (loaded > 0)}"
    assert done.out == f"{loaded + 2:,} inputs: {documents}, 1 rejected.\n"
    (told,) = [line for line in done.err.splitlines() if line.startswith("rejected")]
    assert told.startswith(f"rejected: in/{source}: {reason}")
    assert told.endswith(".")
    (row,) = json.loads(run("list", "--rejected", "--format", "json").out)
    assert f"rejected: {row['source']}: {row['reason']}" == told
    assert len(json.loads(run("list", "--limit", 5000, "--format", "json").out)) == loaded + 1


def test_a_row_without_text_is_a_document_without_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(table("Only a title,,2024-08-06"))
    assert run("add", "a.csv").out == "2 inputs: 2 new documents.\n"
    counts = {row["item"].strip(): row["count"] for row in json.loads(run("stats", "--format", "json").out)}
    assert (counts["documents"], counts["of these without text"]) == (2, 1)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.bin", bytes(range(256)) * 40, bytes(range(256)) * 40),
        ("a.jsonl", lines(700), NOT_JSON.encode()),
        ("a.zip", zipped(**{"../b.txt": TEXT}), TEXT.encode()),
    ],
    ids=["bytes", "lines", "archive"],  # the bytes of an archive hold the time
)
def test_rejected_bytes_are_kept_and_given_out(
    name: str, content: bytes, kept: bytes, run: Run, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    run("add", name)
    (row,) = json.loads(run("list", "--rejected", "--format", "json").out)
    assert row["size"] == len(kept)
    assert run("show", row["id"], "--rejected").raw.strip() == kept.strip()
    done = run("show", row["id"], "--rejected", "--out", "kept")
    assert (done.code, done.out, done.err) == (0, "", f"{len(kept):,} bytes written to kept\n")
    assert (tmp_path / "kept").read_bytes().strip() == kept.strip()


def test_a_zip_bomb_is_stopped_at_the_limit(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_MEMBER_BYTES", 1024 * 1024)
    (tmp_path / "bomb.zip").write_bytes(zipped(**{"bomb.txt": "a" * 5_000_000, "fine.txt": TEXT}))
    done = run("add", "bomb.zip")
    assert (done.code, done.out) == (3, "2 inputs: 1 new document, 1 rejected.\n")
    assert "rejected: bomb.zip!bomb.txt: It " in done.err
    assert "more than 1 MiB, the most that is " in done.err


def test_a_folder_that_may_not_be_read(run: Run, tmp_path: Path) -> None:
    closed = tmp_path / "in/closed"
    closed.mkdir(parents=True)
    (tmp_path / "in/good.txt").write_text(TEXT)
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    try:
        done = run("add", "in")
    finally:
        closed.chmod(0o755)
    assert (done.code, done.out) == (3, "2 inputs: 1 new document, 1 rejected.\n")
    reason = "It cannot be opened (permission denied): give yourself the right to read it."
    assert f"rejected: in/closed: {reason}\n" in done.err


def test_a_disk_that_takes_no_more(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: nothing of the run is half there."""
    pytest.importorskip("resource", reason="needs the limits of Unix")
    (tmp_path / "rows.jsonl").write_bytes(lines(1000))
    limited = (
        "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000));"
        "runpy.run_module('corpus', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "add", "rows.jsonl", "--language", "en"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert "corpus.db" in done.stderr
    listed = subprocess.run(
        command("list", "--format", "json"),
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(listed.stdout) == []


QUESTIONS = {
    "freq '(peace'": "This bracket is never closed: write (one|other). (column 1 of: (peace)",
    "freq ''": "The query is empty: give a word or a phrase.",
    "freq '\"peace'": 'This quotation mark is never closed. (column 1 of: "peace)',
    "kwic '/pea(ce/'": "The regular expression does not compile (",
    "collocates peace --by year --by country": "--by takes one facet here; corpus freq takes two.",
    "freq 'peace within <s/>'": "within <s/> belongs to CQL",
    "first '*'": "* alone is every word: name one beside it; corpus stats counts them all.",
    "freq x --outlet sample-agenci": "There is no outlet 'sample-agenci' in the archive; there is: sample-a",
    "kwic x --country USA": "There is no country 'USA' in the archive; there is: XQV",
    "list --speaker Olman": "There is no speaker 'Olman' in the archive; there is: ",
    "freq x --voice song": "There is no voice 'song'; there is: headline, dateline, narration, speech",
    "freq x --by decade": "There is no facet 'decade'; there is: year, quarter",
    "freq x --by year,month": "The facets must differ, and only one can be a period of time.",
    "freq x --by outlet,voice,genre,year": "A table has at most three facets",
    "freq x --since 2024-02-31": "--since 2024-02-31: There is no 31 February 2024.",
    "freq x --until 0000": "--until 0000: There is no year 0",
    "freq x --since 2024 --until 2023": "--since 2024 is after --until 2023",
    "coverage --by decade": "There is no period 'decade'; there is: year, quarter, month, week, day",
    "kwic x --context many": "--context many: give a number of words from 0 to 1000, sentence, or passage.",
    "show sample-agency-2015": "sample-agency-2015 is the beginning of several references: sample-",
    "list --rejected --as-of 2024": "--rejected takes no filters: leave out --as-of.",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_wrong_question_is_answered_with_a_sentence(question: str, sample: Run) -> None:
    done = sample(*shlex.split(question))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {QUESTIONS[question]}"), done.err
    assert done.err.count("\n") == 1


def test_no_text_can_command_the_terminal(run: Run, tmp_path: Path) -> None:
    evil = "\x1b]0;evil\x07\x1b[2J\u202e"
    rows = [
        {
            "title": f"Ti{evil}tle",
            "text": f"Peace {evil} and canals.",
            "url": f"http://a.example/{evil}",
            "speaker": f"A{evil}B",
        }
    ]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    (tmp_path / "b\x1b[31m.txt").write_bytes(b"")
    for arguments in (
        ["add", ".", "--dry-run"],
        ["add", "."],
        ["list"],
        ["list", "--rejected"],
        ["show", "generic"],
        ["kwic", "peace"],
        ["first", "peace"],
        ["review"],
        ["freq", "peace", "--by", "speaker", "--chart"],
        ["freq", "peace\x1b[2J"],
        ["show", "\x1b[2J"],
    ):
        code, shown = in_terminal(*arguments, cwd=tmp_path, columns=100, NO_COLOR="1")
        assert code in (0, 1, 2, 3)
        assert "Traceback" not in shown
        for mark in ("\x1b]", "\x1b[2J", "\x1b[31m", "\x07", "\u202e"):
            assert mark not in shown, arguments
