"""Loading and counting, measured: whole processes by wall clock, warm queries inside one process."""

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from pathlib import Path

from _compare import compare
from _timing import MILLION, PROGRAM, RUNS, Watch, median, one_question, row, running

from corpus import Corpus


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
        with Corpus(database) as corpus:
            compare(corpus, Path(folder), 1)
        one_text_more(Path(folder))


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
    row("  database, of the size of the texts", f"{database.stat().st_size / texts:.2f}", "2.40")
    row("  bytes of the index a word", f"{index_bytes(database) / tokens:.1f}", "6.0")


def one_text_more(folder: Path) -> None:
    """One text into the archive, as a whole process and in the library."""
    text = folder / "speech.txt"
    command = [PROGRAM, "add", str(text), "--outlet", "un-general-debate", "--date", "2026-11-30"]

    def write() -> None:
        text.write_text(
            f"Statement {time.time_ns()}\n\nWe met in Geneva and spoke of peace and of oranges.\n"
        )

    def whole() -> None:
        write()
        running(command)()

    row("one text more, whole process", f"{median(whole):.2f} s", "0.80 s")
    spent = []
    with Corpus() as corpus:
        for _ in range(RUNS + 1):
            write()
            began = time.process_time()
            corpus.add([text], outlet="un-general-debate", date="2026-11-30")
            spent.append(time.process_time() - began)
    row("  processor time of one more in the library", f"{statistics.median(spent[1:]):.2f} s", "0.10 s")


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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
