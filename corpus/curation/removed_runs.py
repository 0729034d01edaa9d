"""Taking runs of the loader back, and letting them count again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, func, select, update

from corpus.curation.corrections import settle_anew
from corpus.errors import NotFoundError, UsageError
from corpus.store.tables.archive import Address
from corpus.store.tables.log import Run, Sighting
from corpus.store.times import now
from corpus.wording import action

if TYPE_CHECKING:
    from sqlalchemy import Connection

LARGEST_ID = 2**31 - 1
"""Largest id: PostgreSQL compares the column with none that is larger."""


def switch_run(connection: Connection, run_id: int, counts: bool) -> None:
    """Let a run count, or no more, in the caller's transaction: what it alone saw comes back, or leaves.

    Raises NotFoundError where there is no such run, UsageError where nothing would change.
    """
    row = None
    if 0 < run_id <= LARGEST_ID:
        row = connection.execute(select(Run.c.removed_at).where(Run.c.id == run_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no run {run_id}: {action('log')} shows the runs.")
    if counts == (row.removed_at is None):
        raise UsageError(
            f"Run {run_id} {'counts already' if counts else 'was taken back already'}:"
            f" {action('log')} shows it."
        )
    own = update(Run).where(Run.c.id == run_id)
    connection.execute(own.values(removed_at=None if counts else now()))
    seen = select(Sighting.c.address_id).where(Sighting.c.run_id == run_id)
    documents = connection.scalars(
        select(Address.c.document_id).where(Address.c.id.in_(seen)).distinct()
    ).all()
    times = (
        select(func.min(Sighting.c.seen_at), func.max(Sighting.c.seen_at), func.count())
        .join(Run, Run.c.id == Sighting.c.run_id)
        .where(Sighting.c.address_id == Address.c.id, Run.c.removed_at.is_(None))
    )
    first, last, count = (
        times.with_only_columns(column).scalar_subquery() for column in times.selected_columns
    )
    connection.execute(
        update(Address)
        .where(Address.c.id.in_(seen))
        .values(
            live=case((count > 0, 1), else_=0),
            first_seen_at=func.coalesce(first, Address.c.first_seen_at),
            last_seen_at=func.coalesce(last, Address.c.last_seen_at),
        )
    )
    settle_anew(connection, documents)
