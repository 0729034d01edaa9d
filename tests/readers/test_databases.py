"""Databases among the inputs: the one in use is passed over, others are named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from corpus import Corpus
from corpus.store.files import BESIDE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_database_and_its_files_are_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Peace and security.")
    (tmp_path / "deep").mkdir()
    with Corpus("corpus.db") as corpus:
        corpus.init()
        for ending in ("", *BESIDE):
            (tmp_path / f"deep/soft{ending or '.db'}").symlink_to(tmp_path / f"corpus.db{ending}")
        (tmp_path / "hard.txt").hardlink_to(tmp_path / "corpus.db")
        assert len(corpus.list()) == 0  # its connection is open, with files beside it
        for _ in range(2):
            report = corpus.add(".")
            assert (report.inputs, report.rejections, report.left_out) == (1, [], [])
        only = corpus.add("corpus.db", "hard.txt")
        assert only.inputs == 0
        assert only.left_out == ["corpus.db is the database itself, and no input."]
        assert len(corpus.preview(".")) == 1


def test_other_databases_are_told_apart(tmp_path: Path) -> None:
    with Corpus(tmp_path / "elsewhere.db") as other:
        other.init()
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "elsewhere.db").rename(folder / "backup-of-2024.db")
    with closing(sqlite3.connect(folder / "notes.sqlite")) as notes:
        notes.execute("PRAGMA journal_mode = WAL")
        notes.execute("CREATE TABLE notes (body TEXT)")
        (folder / "disguised.txt").write_bytes((folder / "notes.sqlite").read_bytes().ljust(4096, b"\0"))
        with Corpus(tmp_path / "corpus.db") as corpus:
            report = corpus.add(folder)
    assert sorted(rejected.source.rpartition("/")[2] for rejected in report.rejections) == [
        "disguised.txt",
        "notes.sqlite",
    ]
    assert all("It is an SQLite database: export" in rejected.reason for rejected in report.rejections)
    [sentence] = report.left_out
    assert "backup-of-2024.db is an archive of this program, and no input" in sentence
