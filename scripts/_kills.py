"""Kills commands at random moments: see ``kills``."""

from __future__ import annotations

import contextlib
import csv
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import zstandard
from sqlalchemy import text

from corpus import Corpus
from corpus.cli.main import app
from corpus.errors import DamagedError, SchemaError
from corpus.index.encoding import block
from corpus.ingest.load import batches
from corpus.store.engine import open_engine
from corpus.store.migrations import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    State = dict[str, Any]

FROZEN = Path(__file__).parents[1] / "tests/store/frozen/0005.db.zst"
BLOCK_TOKENS = 3000
"""Blocks are small here, so that a load commits several times."""
WORDS = (
    "rice", "rain", "coal", "iron", "peace", "river", "bridge", "train", "school", "hospital", "letter",
)  # fmt: skip
PRELOADED = [
    "corpus.cli.main", "corpus.cli.commands.add", "corpus.cli.commands.archive",
    "corpus.cli.commands.removals", "corpus.cli.commands.annotate", "corpus.cli.commands.corrections",
    "corpus.cli.commands.optimize", "corpus.cli.commands.check_and_backup", "corpus.api", "alembic.command",
    "corpus.ingest.load.loader", "corpus.query.select.typed_values", "corpus.curation.undo",
    "corpus.output.result", "corpus.ingest.load.normalise_item",
]  # fmt: skip
processes = multiprocessing.get_context("forkserver")
"""Processes begin with the program imported: kills before that would say nothing."""


@dataclass(frozen=True)
class Trial:
    """A command that is killed. ``prepare`` makes the database that it finds, with inputs in a folder;
    ``partly``: what it may leave beside the states before and after. ``beside``: a command that runs at the
    same time, of which one or both are killed. ``copy``: the name of a backup that it makes anew."""

    arguments: tuple[str, ...]
    prepare: Callable[[Path, str], None]
    partly: Callable[[State, State, State], bool] = lambda state, before, after: False
    beside: tuple[str, ...] | None = None
    copy: str | None = None

    def start(self, folder: Path, database: str = "corpus.db") -> list[Any]:
        """Processes that have begun to run the commands."""
        commands = [self.arguments] if self.beside is None else [self.arguments, self.beside]
        return [start((*command, "--db", database), folder) for command in commands]


@dataclass
class Tally:
    """What became of the kills of a command."""

    kills: int = 0
    too_late: int = 0
    before: int = 0
    between: int = 0
    after: int = 0
    faults: list[str] = field(default_factory=list)


def table(path: Path, first: int, last: int, seed: int) -> Path:
    """A table of invented articles."""
    chance = random.Random(seed)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "title", "date", "text"))
        for number in range(first, last):
            words = " ".join(chance.choices(WORDS, k=120))
            rows.writerow((number, f"Report {number}", f"2024-{1 + number % 12:02}-05", f"{words} {number}."))
    return path


def loaded(folder: Path, database: str) -> None:
    with Corpus(database) as corpus:
        corpus.add(table(folder / "first.csv", 0, 60, 1), outlet="kcna", workers=1)
        corpus.add(table(folder / "second.csv", 60, 90, 2), outlet="tass", workers=1)


def in_small_loads(folder: Path, database: str) -> None:
    with Corpus(database) as corpus:
        for number in range(7):
            part = table(folder / f"part{number}.csv", 10 * number, 10 * number + 10, number)
            corpus.add(part, outlet="kcna", workers=1)


def removed(folder: Path, database: str) -> None:
    loaded(folder, database)
    with Corpus(database) as corpus:
        corpus.remove(outlet="tass")


def coded(folder: Path, database: str) -> None:
    loaded(folder, database)
    with Corpus(database) as corpus:
        corpus.add_code("war")
        corpus.sheet("peace").write(folder / "lines.csv")
    with (folder / "lines.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / "sheet.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "code": "war"} for row in rows)


def old(folder: Path, database: str) -> None:
    raw = zstandard.ZstdDecompressor().decompress(FROZEN.read_bytes())
    Path(database).write_bytes(raw)


def backed_up(folder: Path, database: str) -> None:
    """An older copy is there, which lacks a load."""
    with Corpus(database) as corpus:
        corpus.add(table(folder / "first.csv", 0, 60, 1), outlet="kcna", workers=1)
        corpus.backup(folder / "copy.db")
        corpus.add(table(folder / "second.csv", 60, 90, 2), outlet="tass", workers=1)


def loaded_in_part(state: State, before: State, after: State) -> bool:
    """Some blocks: documents that were not there before, each as in the end."""
    rows = {row["ref"]: row for row in state["list"]}
    final = {row["ref"]: row for row in after["list"]}
    return all(final.get(ref) == row for ref, row in rows.items()) and len(rows) >= len(before["list"])


def nothing_counts_otherwise(state: State, before: State, after: State) -> bool:
    """The index is tidied block by block: no answer changes."""
    return bool(state["list"] == before["list"] and state["freq"] == before["freq"])


TRIALS = {
    "add": Trial(("add", "third.csv", "--outlet", "xinhua"), loaded, loaded_in_part),
    "add again": Trial(("add", "first.csv", "--outlet", "kcna"), loaded, loaded_in_part),
    "optimize": Trial(("optimize",), in_small_loads, nothing_counts_otherwise),
    "optimize --purge": Trial(("optimize", "--purge", "--yes"), removed, nothing_counts_otherwise),
    "upgrade": Trial(("upgrade",), old),
    "remove": Trial(("remove", "--outlet", "kcna"), loaded),
    "remove --run": Trial(("remove", "--run", "1"), loaded),
    "restore": Trial(("restore", "--outlet", "tass"), removed),
    "set": Trial(("set", "kcna-2024-01-05-report-0", "speaker=Kim Song", "published=2023-02"), loaded),
    "set outlet": Trial(("set", "kcna-2024-01-05-report-0", "outlet=tass"), loaded),
    "backup": Trial(("backup", "copy.db"), backed_up, copy="copy.db"),
    "add and add": Trial(
        ("add", "third.csv", "--outlet", "xinhua"),
        loaded,
        loaded_in_part,
        beside=("add", "fourth.csv", "--outlet", "rt"),
    ),
    "annotate import": Trial(("annotate", "import", "sheet.csv", "--coder", "Anna"), coded),
}
"""A command that writes is one line more."""


def state(database: Path | str) -> State:
    """What the database answers, whatever the order in which texts came; a sentence where it is damaged."""
    try:
        return _state(database)
    except DamagedError as error:
        return {"damaged": str(error)}


def _state(database: Path | str) -> State:
    with Corpus(database) as corpus:
        codes = corpus.annotations(limit=10_000).rows()
        return {
            "list": sorted(
                # each trial has a folder of its own, which addresses of files name
                ({**row, "address": None} for row in corpus.list(limit=10_000).rows()),
                key=lambda row: row["ref"],
            ),
            "removed": corpus.list(removed=True, limit=10_000).values("ref"),
            "freq": corpus.freq("peace", "rice", by=["outlet", "month"]).rows(),
            "speakers": corpus.freq("peace", by="speaker").rows(),
            "codes": [{name: row[name] for name in row if name != "at"} for row in codes],
            "stored": next(
                row["count"] for row in corpus.stats().rows() if row["item"] == "tokens that count"
            ),
        }


def revision(database: Path) -> str:
    engine = open_engine(f"sqlite:///{database}", "read")
    with engine.connect() as connection:
        found = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    engine.dispose()
    return found


def faults_of(database: Path) -> list[str]:
    """What SQLite finds wrong with the file."""
    engine = open_engine(f"sqlite:///{database}", "write")
    with engine.connect() as connection:
        found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"orphan in {row[0]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    engine.dispose()
    return found


def run(arguments: tuple[str, ...], folder: Path, begun: Connection | None = None) -> None:
    """Run a command in a folder, with small blocks."""
    os.chdir(folder)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    block.BLOCK_TOKENS, batches.BATCH_BYTES = BLOCK_TOKENS, 20_000
    if begun is not None:
        begun.send_bytes(b".")
    with contextlib.suppress(SystemExit):
        app(list(arguments), prog_name="corpus")


def start(arguments: tuple[str, ...], folder: Path) -> Any:
    """A process that has begun to run a command."""
    end, begun = processes.Pipe(duplex=False)
    process = processes.Process(target=run, args=(arguments, folder, begun))
    process.start()
    end.recv_bytes()
    return process


def finish(started: list[Any]) -> bool:
    """Wait for processes; whether one of them was killed."""
    for process in started:
        process.join()
    return any(process.exitcode == -signal.SIGKILL for process in started)


def kill_some(started: list[Any], chance: random.Random) -> None:
    for process in chance.sample(started, k=chance.randint(1, len(started))):
        process.kill()


def tables(folder: Path) -> None:
    """What is loaded while it is killed."""
    table(folder / "third.csv", 200, 320, 3)
    table(folder / "fourth.csv", 400, 520, 4)


def attempt(name: str, trial: Trial, kills: int, chance: random.Random) -> Tally:
    """Kill a command so many times."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as place:
        template = Path(place) / "template"
        template.mkdir()
        trial.prepare(template, str(template / "corpus.db"))
        tables(template)
        whole = Path(place) / "whole"
        shutil.copytree(template, whole)
        finish(trial.start(whole))
        duration = measured(trial, template, Path(place) / "measured")
        after = state(whole / "corpus.db")
        before = after if name == "upgrade" else state(template / "corpus.db")
        for number in range(kills):
            folder = Path(place) / f"kill{number}"
            shutil.copytree(template, folder)
            started = trial.start(folder)
            time.sleep(chance.uniform(0, duration * 1.05))
            kill_some(started, chance)
            tally.kills += 1
            if not finish(started):
                tally.too_late += 1
            judge(name, trial, folder, before, after, tally)
            shutil.rmtree(folder)
    return tally


def measured(trial: Trial, template: Path, folder: Path) -> float:
    """Seconds that the command takes after its import."""
    shutil.copytree(template, folder)
    started = trial.start(folder)
    began = time.monotonic()
    finish(started)
    shutil.rmtree(folder)
    return time.monotonic() - began


def judge(name: str, trial: Trial, folder: Path, before: State, after: State, tally: Tally) -> None:
    database = folder / "corpus.db"
    tally.faults += [f"{name}: {fault}" for fault in faults_of(database)]
    upgraded = name != "upgrade" or revision(database) == HEAD
    if not upgraded:
        tally.before += 1
    elif name == "upgrade":
        judge_upgrade(database, after, tally)
    else:
        judge_state(name, trial, state(database), before, after, tally)
    if trial.copy is not None:
        older = folder.parent / "template" / trial.copy
        tally.faults += [f"{name}, copy: {fault}" for fault in faults_of(folder / trial.copy)]
        if state(folder / trial.copy) not in (after, state(older)):
            tally.faults.append(f"{name}: the copy is neither the older one nor the new one")
    finish(trial.start(folder))
    if state(database) != after:
        tally.faults.append(f"{name}: the same command again ends otherwise")
    if trial.copy is not None and (state(folder / trial.copy) != after or [*folder.glob(".*.part")]):
        tally.faults.append(f"{name}: the same command again leaves another copy")
    tally.faults += [f"{name}, again: {fault}" for fault in faults_of(database)]


def judge_upgrade(database: Path, after: State, tally: Tally) -> None:
    try:
        found = state(database)
    except SchemaError:  # it says that the upgrade has not come to its end
        tally.between += 1
        return
    tally.after += 1
    if found != after:
        tally.faults.append("upgrade: not what it should hold after it")


def judge_state(name: str, trial: Trial, found: State, before: State, after: State, tally: Tally) -> None:
    if found == after and found != before:
        tally.after += 1
    elif found == before:
        tally.before += 1
    elif "damaged" not in found and trial.partly(found, before, after):
        tally.between += 1
    else:
        tally.faults.append(f"{name}: neither as before nor as after")


def print_head() -> None:
    print(f"{'command':18}{'kills':>6}{'too late':>10}{'before':>8}{'between':>9}{'after':>7}{'faults':>8}")


def print_tally(name: str, tally: Tally) -> None:
    print(
        f"{name:18}{tally.kills:>6}{tally.too_late:>10}{tally.before:>8}{tally.between:>9}"
        f"{tally.after:>7}{len(tally.faults):>8}",
        flush=True,
    )


def main(kills: int = 40, *names: str) -> int:
    processes.set_forkserver_preload(PRELOADED)
    chance = random.Random(time.time_ns())
    print_head()
    faults: list[str] = []
    for name in names or TRIALS:
        tally = attempt(name, TRIALS[name], kills, chance)
        faults += tally.faults
        print_tally(name, tally)
    for fault in faults[:20]:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*([int(sys.argv[1])] if len(sys.argv) > 1 else []), *sys.argv[2:]))
