"""Taking back what was done last."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from corpus.curation import corrections
from corpus.curation.merge_undo import part_people
from corpus.curation.persons import log_people
from corpus.curation.removals import switch_documents
from corpus.curation.removed_runs import LARGEST_ID, switch_run
from corpus.curation.row_undo import ROWS, give_rows_back
from corpus.errors import NotFoundError, UsageError
from corpus.index.read.document_facts import COUNTED, pack_facts
from corpus.store.changes import What, log_change
from corpus.store.ids import Ids
from corpus.store.state import mark_changed
from corpus.store.tables.archive import Document
from corpus.store.tables.log import Change, Correction, Run
from corpus.store.times import now
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was taken back, or would be: its number in the log, when, who, what, and about what.

    ``before``, ``after``: documents that counted, and that count then.
    """

    number: int
    at: str
    who: str
    what: str
    about: str
    before: int
    after: int


def undo(engine: Engine, number: int | None = None, dry_run: bool = False) -> Done:
    """Take back a change: the one of this number, else the last that is not taken back yet.

    ``dry_run``: only say which that is. Raises NotFoundError where there is none, UsageError for one that
    cannot be taken back.
    """
    counted = select(func.count()).select_from(Document).where(COUNTED)
    with engine.connect() as connection, connection.begin() as transaction:
        row = _wanted(connection, number)
        before = connection.scalar(counted) or 0
        _TAKERS[What(row.what)](connection, row)
        after = connection.scalar(counted) or 0
        done = Done(row.id, row.at, row.who, row.what, row.about, before, after)
        if dry_run:
            transaction.rollback()
            return done
        own = update(Change).where(Change.c.id == row.id)
        connection.execute(own.values(undone_at=now()))
        about = f"{row.id}: {row.what} {row.about}"
        log_change(connection, Ids(connection), What.undo, about, {"change": row.id})
        mark_changed(connection)
        pack_facts(connection)
    return done


def _wanted(connection: Connection, number: int | None) -> Any:
    query = select(Change).where(Change.c.what != What.undo.value)
    if number is not None:
        query = query.where(Change.c.id == number) if 0 < number <= LARGEST_ID else query.where(False)  # type: ignore[arg-type]
        row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError(f"There is no change {number} to take back: {action('log')} shows them.")
        if row.undone_at is not None or _is_back(connection, row):
            raise UsageError(f"Change {number} was taken back already: {action('log')} shows it.")
    else:
        open_now = query.where(Change.c.undone_at.is_(None)).order_by(Change.c.id.desc())
        row = next((one for one in connection.execute(open_now) if not _is_back(connection, one)), None)
        if row is None:
            raise NotFoundError(f"There is nothing to take back: {action('log')} shows what was done.")
    if (why := _never(row)) is not None:
        earlier = query.where(Change.c.undone_at.is_(None), Change.c.id < row.id).order_by(Change.c.id.desc())
        other = next((one for one in connection.execute(earlier) if _never(one) is None), None)
        hint = f" The one before it that can: {action('undo', other.id)}" if other is not None else ""
        raise UsageError(
            f"Change {row.id} cannot be taken back ({row.what}: {row.about[:100]}): {why}.{hint}"
        )
    return row


def _never(row: Any) -> str | None:
    """Why a change cannot be taken back, whatever came after it; None where it can."""
    if row.what not in _TAKERS:
        return "what was deleted for good does not come back"
    if row.what in ROWS and "rows" not in _detail(row):
        return "it was made by an older version of the program, which did not keep what was there before"
    return None


def _is_back(connection: Connection, row: Any) -> bool:
    """Whether a load, a correction was taken back in another way than by undoing it."""
    if row.what == What.load:
        run = select(Run.c.removed_at).where(Run.c.id == _detail(row)["run"])
        return connection.scalar(run) is not None
    if row.what == What.set:
        own = select(Correction.c.id).where(
            Correction.c.change_id == row.id, Correction.c.undone_at.is_(None)
        )
        return connection.scalar(own.limit(1)) is None
    return False


def _detail(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row.detail or "{}")
    return found


def _load(connection: Connection, row: Any) -> None:
    switch_run(connection, _detail(row)["run"], counts=False)


def _set(connection: Connection, row: Any) -> None:
    own = select(Correction.c.id).where(Correction.c.change_id == row.id, Correction.c.undone_at.is_(None))
    corrections.take_back(connection, connection.scalars(own.order_by(Correction.c.id)).all())


def _unset(connection: Connection, row: Any) -> None:
    corrections.repeat(connection, _detail(row)["corrections"])


def _confirm(connection: Connection, row: Any) -> None:
    corrections.confirm_doubts(connection, _detail(row)["doubts"], False)


def _remove(connection: Connection, row: Any) -> None:
    _switch(connection, row, removed=False)


def _restore(connection: Connection, row: Any) -> None:
    _switch(connection, row, removed=True)


def _switch(connection: Connection, row: Any, removed: bool) -> None:
    detail = _detail(row)
    if "run" in detail:
        switch_run(connection, detail["run"], counts=not removed)
    else:
        switch_documents(connection, detail["addresses"], removed, detail.get("last"))


def _people(connection: Connection, row: Any) -> None:
    (part_people if "into" in _detail(row) else give_rows_back)(connection, row)
    log_people(connection, Ids(connection), f"undo {row.about}")


_TAKERS: dict[str, Callable[[Connection, Any], None]] = {
    What.load: _load,
    What.set: _set,
    What.unset: _unset,
    What.confirm: _confirm,
    What.remove: _remove,
    What.restore: _restore,
    What.people: _people,
    What.concept: give_rows_back,
    What.code: give_rows_back,
}
