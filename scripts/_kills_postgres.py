"""The same kills on PostgreSQL, on a server of its own: see ``kills``."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from corpus import Corpus
from scripts import _kills as kills
from tests.conftest import PostgresServer

NAMES = ("add", "add and add", "remove", "set", "optimize")


class Databases:
    """Databases of a server, copied from a template that nobody uses."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    def new(self, template: str) -> str:
        """A copy, as soon as the server has noticed that those who were killed are gone."""
        for _ in range(100):
            try:
                return self._server.create(template)
            except Exception as error:
                if "being accessed by other users" not in str(error):
                    raise
                time.sleep(0.1)
        raise RuntimeError(f"{template} is in use")

    def url(self, name: str) -> str:
        return self._server.url(name)

    def drop(self, name: str) -> None:
        self._server.drop(name)


def attempt(name: str, number: int, chance: random.Random, databases: Databases, empty: str) -> kills.Tally:
    """Kill a command so many times."""
    trial, tally = kills.TRIALS[name], kills.Tally()
    with tempfile.TemporaryDirectory() as place:
        template = Path(place) / "template"
        template.mkdir()
        base = databases.new(empty)
        trial.prepare(template, databases.url(base))
        kills.tables(template)
        before = kills.state(databases.url(base))
        whole = databases.new(base)
        began = time.monotonic()
        kills.finish(trial.start(template, databases.url(whole)))
        duration = time.monotonic() - began
        after = kills.state(databases.url(whole))
        databases.drop(whole)
        for at in range(number):
            folder, made = Path(place) / f"kill{at}", databases.new(base)
            shutil.copytree(template, folder)
            started = trial.start(folder, databases.url(made))
            time.sleep(chance.uniform(0, duration * 1.05))
            kills.kill_some(started, chance)
            tally.kills += 1
            tally.too_late += not kills.finish(started)
            judge(name, trial, folder, databases.url(made), before, after, tally)
            databases.drop(made)
        databases.drop(base)
    return tally


def judge(
    name: str,
    trial: kills.Trial,
    folder: Path,
    url: str,
    before: kills.State,
    after: kills.State,
    tally: kills.Tally,
) -> None:
    tally.faults += [f"{name}: {fault}" for fault in faults_of(url)]
    kills.judge_state(name, trial, kills.state(url), before, after, tally)
    kills.finish(trial.start(folder, url))
    if kills.state(url) != after:
        tally.faults.append(f"{name}: the same command again ends otherwise")
    tally.faults += [f"{name}, again: {fault}" for fault in faults_of(url)]


def faults_of(url: str) -> list[str]:
    """What the check of the program finds, words cut anew."""
    with Corpus(url) as corpus:
        found = corpus.check("full").findings
    # What a killed load has not packed yet is read from the tables, more slowly.
    return [f"{one.table} {one.row}: {one.problem}" for one in found if one.severity != "slow"]


def main(number: int = 8, *names: str) -> int:
    kills.processes.set_forkserver_preload(kills.PRELOADED)
    chance = random.Random(time.time_ns())
    faults: list[str] = []
    with tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as place:
        server = PostgresServer(Path(place) / "server")
        try:
            kills.print_head()
            for name in names or NAMES:
                tally = attempt(name, number, chance, Databases(server), server.template)
                kills.print_tally(name, tally)
                faults += tally.faults
        finally:
            server.close()
    for fault in faults[:20]:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*([int(sys.argv[1])] if len(sys.argv) > 1 else []), *sys.argv[2:]))
