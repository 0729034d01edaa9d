"""Texts that are pasted, or come from another program."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus, settings
from corpus.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SPEECH = "Speech on the Canal\n\n3 May 2024\n\nDear comrades, the canal was finished ahead of the plan.\n"


def test_the_same_is_one_text_and_another_is_another(sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        assert corpus.add(io.StringIO(SPEECH), outlet="kcna").outcomes["document"] == 1
        assert corpus.add(io.BytesIO(SPEECH.encode()), outlet="kcna").outcomes["same"] == 1
        assert corpus.add([io.StringIO(SPEECH.replace("canal", "dam"))]).outcomes["document"] == 1
        assert corpus.freq("finished").values("matches") == [2]
        assert {row["address"].partition(":")[0] for row in corpus.list().rows()} == {"pasted"}
        assert [row["title"] for row in corpus.preview(io.StringIO(SPEECH)).rows()] == ["Speech on the Canal"]


def test_rows_and_pages_are_told_by_what_they_are(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "The mill turns."}\n{"text": "The rain falls."}\n')
    with Corpus(sqlite_url) as corpus:
        with (tmp_path / "a.jsonl").open("rb") as stream:
            assert corpus.add(stream).outcomes["document"] == 2
        assert corpus.add(io.StringIO("<html><body><p>The wind blows.</p></body></html>")).inputs == 1
        assert len(corpus.kwic("html")) == 0


def test_a_stream_without_end(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_MEMBER_BYTES", 100)
    with (
        Corpus(sqlite_url) as corpus,
        pytest.raises(UsageError, match=r"^standard input has more than 100 bytes"),
    ):
        corpus.add(io.BytesIO(b"x" * 101))


def test_standard_input_of_the_command_line(tmp_path: Path) -> None:
    def run(*arguments: str, given: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "corpus", *arguments, "--db", str(tmp_path / "c.db")]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=False)

    assert "title      Speech on the Canal" in run("add", "-", "--dry-run", given=SPEECH).stdout
    assert run("add", "-", "--outlet", "kcna", given=SPEECH).stdout == "1 input: 1 new document.\n"
    again = run("add", "-", "--outlet", "kcna", given=SPEECH)
    assert again.stdout == "1 input, known already: nothing changed.\n"
    empty = run("add", "-", given="")
    assert (empty.returncode, empty.stdout) == (3, "1 input: 1 rejected.\n")


def test_an_address_of_the_web_is_no_path(sqlite_url: str) -> None:
    with (
        Corpus(sqlite_url) as corpus,
        pytest.raises(UsageError, match=r"is an address of the web, from which nothing"),
    ):
        corpus.add("https://kcna.example/a.html")
