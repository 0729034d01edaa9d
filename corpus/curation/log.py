"""What was done to the archive, when and by whom."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from corpus.store.changes import What
from corpus.store.row_digests import RowDigests
from corpus.store.tables.log import Change, Run, Sighting

if TYPE_CHECKING:
    from sqlalchemy import Connection

COLUMNS = ("change", "at", "who", "what", "run", "inputs", "documents", "rejected", "about", "undone")
NO_RUN = (None, None, None, None)


def changes(connection: Connection, limit: int = 50, offset: int = 0) -> tuple[list[tuple[Any, ...]], int]:
    """Changes, newest first, a page of them, and how many there are.

    A row: number of the change, time (UTC), who, what (see ``corpus.store.changes.What``); of loads the run,
    how many inputs it had, new documents of them, rejected ones; about what; when it was taken back.
    """
    query = select(Change).order_by(Change.c.id.desc()).limit(limit).offset(offset)
    RowDigests().verify_all(connection, "change", "run", "sighting")
    rows = connection.execute(query).all()
    runs = {
        row.id: int(json.loads(row.detail)["run"]) for row in rows if row.what == What.load and row.detail
    }
    counts = _counts(connection, set(runs.values()))
    found = []
    for row in rows:
        run = counts.get(runs.get(row.id, 0), (*NO_RUN, None))
        undone = row.undone_at or run[4]
        found.append((row.id, row.at, row.who, row.what, *run[:4], row.about, undone))
    return found, connection.scalar(select(func.count()).select_from(Change)) or 0


def _counts(connection: Connection, runs: set[int]) -> dict[int, tuple[Any, ...]]:
    """Of each run: number, inputs, new documents, rejected inputs, when it was taken back."""
    outcomes: dict[int, dict[str, int]] = {}
    query = select(Sighting.c.run_id, Sighting.c.outcome, func.count()).where(Sighting.c.run_id.in_(runs))
    for run, outcome, count in connection.execute(query.group_by(Sighting.c.run_id, Sighting.c.outcome)):
        outcomes.setdefault(run, {})[outcome] = count
    found = {}
    for row in connection.execute(
        select(Run.c.id, Run.c.rejected, Run.c.removed_at).where(Run.c.id.in_(runs))
    ):
        seen = outcomes.get(row.id, {})
        inputs = sum(seen.values()) + row.rejected
        found[row.id] = (row.id, inputs, seen.get("document", 0), row.rejected, row.removed_at)
    return found
