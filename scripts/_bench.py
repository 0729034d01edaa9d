"""Loading and counting, measured: whole processes by wall clock, warm queries inside one process."""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from corpus import Corpus

RUNS = 7
MILLION = 1_000_000


def main(archive: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        os.environ["CORPUS_DB"] = str(database)
        print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}; medians of {RUNS} runs\n")
        print(f"{'what':58}{'measured':>12}{'at most':>12}")
        loading(archive, database)
        processes()
        queries()
        from _compare import compare

        with Corpus(database) as corpus:
            compare(corpus, Path(folder), 1)


def row(what: str, measured: str, limit: str = "") -> None:
    print(f"{what:58}{measured:>12}{limit:>12}", flush=True)


def loading(archive: Path, database: Path) -> None:
    script = Path(__file__).with_name("ingest_un_general_debate.py")
    texts = sum(member.file_size for member in zipfile.ZipFile(archive).infolist())
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, str(script), str(archive)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with Watch(child.pid) as memory_of:
        child.wait()
    peak = memory_of.peak
    seconds = time.perf_counter() - began
    if child.returncode not in (0, 3):
        raise SystemExit(f"Loading failed with exit code {child.returncode}.")
    with Corpus(database) as corpus:
        tokens = {r["item"]: r["count"] for r in corpus.stats().rows()}["tokens in the index"]
    row(f"load {tokens / MILLION:.1f} million words", f"{seconds:.1f} s", "90 s")
    row("  words a second", f"{tokens / seconds:,.0f}")
    row("  memory of all processes", f"{peak / 2**20:,.0f} MiB" if peak else "unknown", "2,048 MiB")
    row("  database, of the size of the texts", f"{database.stat().st_size / texts:.2f}", "1.60")


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


def processes() -> None:
    program = str(Path(sys.executable).with_name("corpus"))
    base = [sys.executable, "-c", "import sqlalchemy, numpy, typer"]
    for what, command, limit in (
        ("python -c 'import sqlalchemy, numpy, typer'", base, ""),
        ("corpus --help", [program, "--help"], "0.30 s"),
        ("corpus freq peace --by year", [program, "freq", "peace", "--by", "year"], "0.80 s"),
        ("corpus freq 'peace and security' --by year", [program, "freq", "peace and security"], "0.80 s"),
        ("corpus freq 'nuclear*' --by country", [program, "freq", "nuclear*", "--by", "country"], "0.80 s"),
        ("corpus freq peace --by voice", [program, "freq", "peace", "--by", "voice"], "0.80 s"),
        ("corpus kwic sovereignty", [program, "kwic", "sovereignty"], "0.80 s"),
        (
            "corpus kwic 'peace and security' --limit 100",
            [program, "kwic", "peace and security", "--limit", "100"],
            "0.80 s",
        ),
    ):

        def run(command: list[str] = command) -> None:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        row(what, f"{median(run):.2f} s", limit)


def queries() -> None:
    with Corpus() as corpus:
        for what, query, by, limit in (
            ("freq peace --by year, warm", "peace", "year", "10 ms"),
            ("freq 'peace and security' --by year, warm", "peace and security", "year", "25 ms"),
            ("freq 'nuclear*' --by year, warm", "nuclear*", "year", ""),
            ("freq peace --by voice, warm", "peace", "voice", ""),
        ):

            def run(query: str = query, by: str = by) -> None:
                corpus.freq(query, by=by)

            row(what, f"{1000 * median(run):.1f} ms", limit)
        row(
            "kwic sovereignty, 100 lines, warm",
            f"{1000 * median(lambda: corpus.kwic('sovereignty', limit=100)):.1f} ms",
        )


def median(run: Callable[[], object]) -> float:
    """Median seconds of several runs, after one that does not count."""
    run()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
