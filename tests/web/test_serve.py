"""``corpus serve`` as a process: it begins, says where it is, and ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def serve(database: Path, port: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "corpus", "serve", "--db", str(database), "--port", str(port)]
    return subprocess.Popen([*command, "--workers", "1", *more], stderr=subprocess.PIPE, text=True)


@pytest.fixture
def port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_server_says_where_it_is_and_ends(sample_archive: Path, port: int) -> None:
    server = serve(sample_archive, port, "--write")
    assert server.stderr is not None
    first, second = server.stderr.readline(), server.stderr.readline()
    assert f"61 documents: http://localhost:{port}/" in first
    assert f"http://localhost:{port}/review?token=" in second
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/api/stats", timeout=60) as answer:
                assert answer.status == 200
                break
        except OSError:
            time.sleep(0.1)
    server.send_signal(signal.SIGINT)
    assert server.wait(20) in (0, 130)
    assert "Traceback" not in server.stderr.read()


def test_a_port_that_is_taken_is_said(sample_archive: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = serve(sample_archive, port)
        _, said = server.communicate(timeout=60)
    assert server.returncode == 2
    assert f"Port {port} cannot be had" in said
    assert "Traceback" not in said


def test_a_database_that_is_not_there_is_said(tmp_path: Path, port: int) -> None:
    server = serve(tmp_path / "none.db", port)
    _, said = server.communicate(timeout=60)
    assert server.returncode == 2
    assert "There is no database" in said
