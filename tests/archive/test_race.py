"""A loader on the folder that holds the database, and loads of single texts beside it, all at once.

``CORPUS_RACE_RUNS=20 pytest tests/archive/test_race.py -s`` tries it twenty times.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus

if TYPE_CHECKING:
    from pathlib import Path

RUNS = int(os.environ.get("CORPUS_RACE_RUNS", "1"))
SINGLES, WRITERS = 5, 2


@pytest.mark.parametrize("run", range(RUNS))
def test_no_text_is_lost_and_nothing_torn(tmp_path: Path, run: int) -> None:
    folder, apart = tmp_path / "archive", tmp_path / "apart"
    for made in (folder, apart):
        made.mkdir()
    for number in range(60):
        words = " ".join(f"f{number}w{word}" for word in range(200))
        (folder / f"text-{number:03}.txt").write_text(f"Text {number} of the folder. {words}")
    database = folder / "corpus.db"
    (folder / "link.db").symlink_to(database)
    with Corpus(database) as corpus:
        corpus.init()
    os.link(database, folder / "a-hard-link.db")
    done: list[int] = []

    def load_folder() -> None:
        while len(done) < WRITERS:
            add(folder, ".")

    def load_singles(writer: int) -> None:
        try:
            for number in range(SINGLES):
                text = apart / f"{writer}-{number}.txt"
                text.write_text(f"A text by itself: single{writer}x{number}.")
                add(apart, str(text), "--db", str(database))
        finally:
            done.append(writer)

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        tasks = [pool.submit(load_folder), *(pool.submit(load_singles, n) for n in range(WRITERS))]
        for task in tasks:
            task.result()

    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with Corpus(database) as corpus:
        for word in [f"single{writer}x{number}" for writer in range(WRITERS) for number in range(SINGLES)]:
            assert corpus.freq(word, by="outlet").values("matches") == [1]
        assert len(corpus.list(rejected=True)) == 0
        assert len(corpus.list(limit=1000)) == 60 + WRITERS * SINGLES


def add(folder: Path, *arguments: str) -> None:
    """Load in a process of its own, until it is reported as done: a slow machine may let it wait in vain."""
    environment = {name: value for name, value in os.environ.items() if name != "CORPUS_DB"}
    command = [sys.executable, "-m", "corpus", "add", *arguments]
    for _ in range(5):
        ended = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        if not ended.stderr.endswith("; try again when it has finished\n"):
            break
    assert (ended.returncode, "rejected" in ended.stderr) == (0, False), ended.stderr
