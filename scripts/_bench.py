"""Loading and counting, measured: whole processes by wall clock, warm queries inside one process."""

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
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
        insight()
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
    row("  words a second", f"{tokens / seconds:,.0f}", "1,000,000+")
    row("  memory of all processes", f"{peak / 2**20:,.0f} MiB" if peak else "unknown", "2,048 MiB")
    row("  database, of the size of the texts", f"{database.stat().st_size / texts:.2f}", "1.60")
    row("  bytes of the index a word", f"{index_bytes(database) / tokens:.1f}", "6.0")


def index_bytes(database: Path) -> int:
    """What the tables of the index hold, in bytes."""
    tables = {
        "stream": "data",
        "posting": "data",
        "term": "surface || fold || coalesce(lemma, '')",
        "block": "versions || document_starts || document_tokens || passage_starts || document_passages"
        " || roles || speakers || excluded || quotations || coalesce(sentences, '')",
    }
    with closing(sqlite3.connect(database)) as connection:
        sums = [
            connection.execute(f"SELECT coalesce(sum(length(CAST({columns} AS BLOB))), 0) FROM {table}")
            for table, columns in tables.items()
        ]
        return sum(rows.fetchone()[0] for rows in sums)


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


PROGRAM = str(Path(sys.executable).with_name("corpus"))
IMPORTS = [sys.executable, "-c", "import sqlalchemy, numpy, typer"]


def processes() -> None:
    """Whole processes, by wall clock."""
    one_question()
    for what, command, limit in (
        ("corpus --help", ["--help"], "0.30 s"),
        ("corpus freq 'peace and security' --by year", ["freq", "peace and security"], "0.80 s"),
        ("corpus freq 'nuclear*' --by country", ["freq", "nuclear*", "--by", "country"], "0.80 s"),
        ("corpus freq peace --by voice", ["freq", "peace", "--by", "voice"], "0.80 s"),
        ("corpus kwic sovereignty", ["kwic", "sovereignty"], "0.80 s"),
        (
            "corpus kwic 'peace and security' --limit 100",
            ["kwic", "peace and security", "--limit", "100"],
            "0.80 s",
        ),
    ):
        row(what, f"{median(running([PROGRAM, *command])):.2f} s", limit)


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


def insight() -> None:
    """Questions that look at all of the words, once each, and one about a person."""
    for what, command, limit in (
        ("corpus formulas", ["formulas"], "60 s"),
        ("corpus reuse", ["reuse"], "60 s"),
        ("corpus people", ["people"], ""),
    ):
        began = time.perf_counter()
        running([PROGRAM, *command])()
        row(what, f"{time.perf_counter() - began:.1f} s", limit)
    for name in ("Kofi Annan", "Nelson Mandela", "Boutros Boutros-Ghali"):
        row(f"corpus titles '{name}'", f"{median(running([PROGRAM, 'titles', name])):.2f} s", "1 s")


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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
