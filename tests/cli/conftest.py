"""Running the program: inside this process, or as a process of its own, with or without a terminal."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import corpus
from corpus.api import Corpus
from corpus.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., "Done"]

SAMPLE = Path(corpus.__file__).parent / "data" / "sample"
ROOT = Path(corpus.__file__).parents[1]


@dataclass(frozen=True)
class Done:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str
    raw: bytes = b""


def command(*arguments: str) -> list[str]:
    """The program as a process."""
    return [sys.executable, "-m", "corpus", *arguments]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("CORPUS_DB", "COLUMNS")}
    return {**kept, "PYTHONPATH": str(ROOT), "CORPUS_PROGRESS": "no", **more}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder; no trace may show, and no exception come out."""
    monkeypatch.chdir(tmp_path)
    for name in ("CORPUS_DB", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Done:
        done = CliRunner().invoke(app, [str(one) for one in arguments], prog_name="corpus")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        assert "Traceback" not in done.output
        return Done(done.exit_code, done.stdout, done.stderr, done.stdout_bytes)

    return run


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample collection in a database; not to be changed."""
    path = tmp_path_factory.mktemp("cli") / "sample.db"
    with Corpus(path) as archive:
        archive.add(SAMPLE / "agency", outlet="sample-agency")
        archive.add(SAMPLE / "lantern", outlet="sample-lantern")
    return path


@pytest.fixture
def sample(sample_archive: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run`` on the sample collection."""
    monkeypatch.setenv("CORPUS_DB", str(sample_archive))
    return run


@pytest.fixture
def own(sample_archive: Path, run: Run, tmp_path: Path) -> Run:
    """``run`` on a copy of the sample collection, to be changed."""
    shutil.copy(sample_archive, tmp_path / "corpus.db")
    return run


def in_terminal(
    *arguments: str, cwd: Path, columns: int = 80, typing: bool = False, **more: str
) -> tuple[int, str]:
    """Exit code, and what a terminal of 24 lines got from both streams; ``typing``: it is the input, too."""
    pty = pytest.importorskip("pty", reason="needs the pseudo-terminals of Unix")
    import fcntl
    import termios

    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env=environment(TERM="xterm", **more),
        stdin=terminal if typing else subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:  # Linux says so that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(controller)
    return process.wait(), shown.decode("utf-8", "replace").replace("\r\n", "\n")
