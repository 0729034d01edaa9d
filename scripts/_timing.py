"""Times of processes and functions, and the memory that they hold: what ``bench`` measures with."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 7
MILLION = 1_000_000
PROGRAM = str(Path(sys.executable).with_name("corpus"))
IMPORTS = [sys.executable, "-c", "import sqlalchemy, numpy, typer"]


def row(what: str, measured: str, limit: str = "") -> None:
    print(f"{what:58}{measured:>12}{limit:>12}", flush=True)


def one_question(more: float = 0) -> None:
    """A question beside the imports that any such program needs; ``more``: seconds beyond 1.3 times these."""
    question = [PROGRAM, "freq", "peace", "--by", "year"]
    imports, whole = medians(running(IMPORTS), running(question))
    row("python -c 'import sqlalchemy, numpy, typer'", f"{imports:.2f} s")
    row("corpus freq peace --by year", f"{whole:.2f} s", f"{1.3 * imports + more:.2f} s")


def running(command: list[str]) -> Callable[[], object]:
    def run() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return run


def median(run: Callable[[], object]) -> float:
    """Median seconds of several runs, after one that does not count."""
    return medians(run)[0]


def medians(*runs: Callable[[], object]) -> list[float]:
    """The same of several things in turn, so that a slower minute is slower for all of them."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(RUNS + 1):
        for run, found in zip(runs, times, strict=True):
            began = time.perf_counter()
            run()
            found.append(time.perf_counter() - began)
    return [statistics.median(found[1:]) for found in times]


class Watch:
    """The most memory, in bytes, that a process and its children hold together; 0 where /proc is missing."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample)

    def _sample(self) -> None:
        while not self._done.wait(0.05):
            self.peak = max(self.peak, sum(map(memory, family(self._pid))))

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def watch_self() -> Watch:
    """Watches this process and its children."""
    return Watch(os.getpid())


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in family(int(child)))]


def memory(pid: int) -> int:
    """Resident memory in bytes, pages shared with others in proportion."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
