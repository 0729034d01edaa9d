"""Measures loads of hostile inputs: see ``hostile``."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import _hostile_archives  # noqa: F401 (adds its inputs)
import _hostile_documents  # noqa: F401
from _hostile_inputs import DOCUMENTS, INPUTS, PLAIN

BOUND = 600
"""Most MiB above a plain load."""
DOCUMENT_BOUND = 300
"""The same for one document."""
DOCUMENT_SECONDS = 10.0
"""Most processor time for one document."""
TOLD = 0.02
"""Seconds between two looks at the processes."""


@dataclass
class Measured:
    """MiB at most of all processes and of the main one, seconds of processors and of the clock, exit code."""

    tree: float
    main: float
    processors: float
    clock: float
    code: int
    message: str


def resident(pid: int) -> tuple[float, list[int]]:
    """MiB that a process holds, and its children."""
    page = os.sysconf("SC_PAGE_SIZE") / 2**20
    try:
        held = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return held, [int(child) for task in tasks for child in task.read_text().split()]
    except (OSError, IndexError):
        return 0, []


def measured(path: Path, place: Path) -> Measured:
    program = Path(sys.executable).parent / "corpus"
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with (place / "said").open("w+") as said:
        process = subprocess.Popen(
            [program, "--db", place / "corpus.db", "add", path], stdout=said, stderr=said, cwd=place
        )
        tree = main = 0.0
        while process.poll() is None:
            waiting, held = [process.pid], []
            while waiting:
                size, children = resident(waiting.pop())
                held.append(size)
                waiting += children
            tree, main = max(tree, sum(held)), max(main, held[0])
            time.sleep(TOLD)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        said.seek(0)
        message = " ".join(said.read().split())
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(tree, main, used, time.monotonic() - started, process.returncode, message)


def main(*names: str) -> int:
    sizes = (1, 2) if "--twice" in names else (1,)
    asked = [name for name in names if name != "--twice"] or list(INPUTS)
    print(f"{'input':36}{'size':>5}{'MiB':>7}{'above':>7}{'main':>7}{'cpu s':>8}{'clock':>8} exit  message")
    plain: float | None = None
    above = 0
    for name in dict.fromkeys((PLAIN, *asked)):
        for size in sizes if name in asked else (1,):
            with tempfile.TemporaryDirectory() as place:
                found = measured(INPUTS[name](Path(place), size), Path(place))
                text = found.message.replace(f"{place}/", "")
            plain = found.tree if plain is None else plain
            document = name in DOCUMENTS
            above += found.tree - plain > (DOCUMENT_BOUND if document else BOUND)
            above += document and found.processors > DOCUMENT_SECONDS * size
            print(
                f"{name:36}{size:>5}{found.tree:>7.0f}{found.tree - plain:>7.0f}{found.main:>7.0f}"
                f"{found.processors:>8.1f}{found.clock:>8.1f}{found.code:>5}  {text[:220]}",
                flush=True,
            )
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
