"""Whoever waits for a command is told how long, on a terminal alone."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpus.cli import durations, patience
from tests.cli.conftest import environment

if TYPE_CHECKING:
    from pathlib import Path

SLOW = """
import sys, time
from corpus import Corpus
from corpus.cli import patience
patience.AFTER, patience.EVERY = 0.2, 0.05
stats = Corpus.stats
Corpus.stats = lambda self: (time.sleep(0.8), stats(self))[1]
sys.argv = ["corpus", "stats"]
from corpus.cli.start import run
run()
"""


def waited(archive: Path, folder: Path, code: str = SLOW, progress: str = "") -> str:
    """What a terminal got on standard error."""
    more = {"CORPUS_PROGRESS": progress}
    pty = pytest.importorskip("pty", reason="needs the pseudo-terminals of Unix")
    import fcntl
    import termios

    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment(TERM="xterm", CORPUS_DB=str(archive), XDG_CACHE_HOME=str(folder), **more),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    out, _ = process.communicate(timeout=60)
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(controller)
    assert process.returncode == 0
    assert b"documents" in out
    assert b"\x1b" not in out
    return shown.decode()


def test_the_second_time_it_knows_how_long(sample_archive: Path, tmp_path: Path) -> None:
    first = waited(sample_archive, tmp_path)
    assert "stats: 0 s of about 3 s (" in first  # as long as such a database takes elsewhere
    assert first.endswith("\r\x1b[K")  # the line is gone at the end
    known = json.loads((tmp_path / "state-media-corpus" / "durations.json").read_text())
    (seconds,) = set(known.values())
    assert seconds >= 0.8
    path = tmp_path / "state-media-corpus" / "durations.json"
    path.write_text(json.dumps(dict.fromkeys(known, 100.0)))
    assert "of about 100 s (" in waited(sample_archive, tmp_path)
    path.write_text("no json")
    assert "of about 3 s" in waited(sample_archive, tmp_path)


def test_what_is_quick_is_told_nothing(sample_archive: Path, tmp_path: Path) -> None:
    assert waited(sample_archive, tmp_path, SLOW.replace("0.2, 0.05", "60, 1")) == ""
    assert not (tmp_path / "state-media-corpus" / "durations.json").exists()
    assert waited(sample_archive, tmp_path, progress="no") == ""


@pytest.mark.parametrize(
    ("seconds", "before", "line"),
    [
        (3.2, None, "check: 3 s, Ctrl-C ends it"),
        (5.0, 20.0, "check: 5 s of about 20 s (25 %)"),
        (20.0, 20.0, "check: 20 s, longer than the 20 s that were to be expected"),
    ],
)
def test_what_the_line_says(seconds: float, before: float | None, line: str) -> None:
    assert patience.said("check", seconds, before) == line


def test_the_first_time_it_goes_by_the_size_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    database = tmp_path / "large.db"
    with database.open("wb") as file:
        file.truncate(durations.GIGABYTE)
    named = ["--db", str(database)]
    assert durations.expected(["formulas", *named], "formulas") == 17
    assert durations.expected(["stats", *named], "stats") == 3
    assert durations.expected(["stats", "--db", str(tmp_path / "none.db")], "stats") is None
    assert durations.expected(["stats", "--db", "postgresql://localhost/a"], "stats") is None
    with database.open("wb") as file:
        file.truncate(durations.GIGABYTE // 1000)
    assert durations.expected(["formulas", *named], "formulas") == durations.LEAST
