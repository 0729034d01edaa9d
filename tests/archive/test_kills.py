"""Killed commands leave a whole database: a few of the kills that ``scripts/kills`` makes by the hundred."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from scripts import _kills as kills

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", sorted(kills.TRIALS))
def test_a_killed_command_leaves_the_archive_as_before_or_after(name: str) -> None:
    kills.processes.set_forkserver_preload(kills.PRELOADED)
    tally = kills.attempt(name, kills.TRIALS[name], 1, random.Random(name))
    assert (tally.kills, tally.faults) == (1, [])


def test_a_torn_database_is_a_fault(tmp_path: Path) -> None:
    """The check can fail: a table whose rows lack what they refer to, and other documents than before."""
    kills.loaded(tmp_path, str(tmp_path / "corpus.db"))
    before = kills.state(tmp_path / "corpus.db")
    engine = kills.open_engine(f"sqlite:///{tmp_path}/corpus.db", "migrate")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM run")
        connection.exec_driver_sql("UPDATE document SET published = '2020-01-01' WHERE id = 1")
    engine.dispose()
    assert kills.faults_of(tmp_path / "corpus.db")
    tally = kills.Tally()
    kills.judge("set", kills.TRIALS["set"], tmp_path, before, before, tally)
    assert any("neither" in fault for fault in tally.faults)
