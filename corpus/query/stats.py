"""What the archive holds, in numbers that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, distinct, func, select

from corpus.index.facts import COUNTED
from corpus.model.tokens import Layer
from corpus.query.filters import Filters, select_documents
from corpus.query.table import Table, from_rows
from corpus.query.tally import tally
from corpus.store.archive import NO_TEXT, Address, Document, Outlet, Version
from corpus.store.indexed import Block, Term
from corpus.store.log import DoubtRow, Run, Sighting

if TYPE_CHECKING:
    from sqlalchemy import Table as SqlTable

    from corpus.query.view import Moment


def stats(moment: Moment) -> Table:
    """Counts of the whole archive: ``item``, ``count``.

    Every input of every run is a new document, an address of a known one (a further address, a changed
    text, a text that this version of the program reads anew, or the same seen again), or a rejection:
    a note shows the sum.
    """

    def count(model: SqlTable, *conditions: ColumnElement[bool]) -> int:
        found = select(func.count()).select_from(model).where(*conditions)
        return moment.connection.scalar(found) or 0

    by_outcome = select(Sighting.c.outcome, func.count()).group_by(Sighting.c.outcome)
    outcomes = {outcome: int(number) for outcome, number in moment.connection.execute(by_outcome)}
    misplaced = outcomes.get("misplaced", 0)
    rejections = moment.connection.scalar(select(func.sum(Run.c.rejected))) or 0
    inputs = sum(outcomes.values()) + rejections
    without = moment.connection.scalar(
        select(func.count())
        .select_from(Document)
        .join(Version, Version.c.id == Document.c.current_version_id)
        .where(Version.c.body_sha256 == NO_TEXT, COUNTED)
    )
    documents, removed = count(Document), count(Document, Document.c.removed_at.is_not(None))
    addresses = select(func.count(distinct(Address.c.url)))
    counted = tally(moment, select_documents(moment, Filters()), [], passages=False)
    rows = [
        ("outlets", count(Outlet)),
        ("documents", documents),
        ("  of these without text", without or 0),
        *([("  of these removed", removed)] if removed else []),
        ("addresses", moment.connection.scalar(addresses) or 0),
        ("versions", count(Version, Version.c.number > 0)),
        ("tokens that count", int(counted.tokens.sum())),
        (
            "tokens in the index",
            moment.connection.scalar(select(func.sum(Block.c.tokens)).where(Block.c.layer == int(Layer.word)))
            or 0,
        ),
        ("word forms", count(Term, Term.c.layer == int(Layer.word))),
        ("doubts to review", count(DoubtRow, DoubtRow.c.resolved_at.is_(None))),
        ("runs", count(Run)),
        ("inputs", inputs),
        ("  new documents", outcomes.get("document", 0)),
        ("  further addresses", outcomes.get("address", 0)),
        ("  changed texts", outcomes.get("version", 0)),
        ("  texts read anew", outcomes.get("reread", 0) + outcomes.get("moved", 0)),
        *([("  texts of other items", misplaced)] if misplaced else []),
        ("  seen again", outcomes.get("same", 0) + outcomes.get("textless", 0)),
        ("  rejected", rejections),
    ]
    known = inputs - rejections - documents
    note = (
        f"{inputs:,} inputs = {documents:,} documents + {known:,} at addresses of known"
        f" documents + {rejections:,} rejections."
    )
    return from_rows(("item", "count"), rows, [note])
