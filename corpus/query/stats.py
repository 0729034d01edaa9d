"""What the archive holds, in numbers that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select

from corpus.model.tokens import Layer
from corpus.query.filters import Filters, select_documents
from corpus.query.table import Table, from_rows
from corpus.query.tally import tally
from corpus.store.archive import (
    NO_TEXT,
    Address,
    Document,
    DoubtRow,
    Outlet,
    Run,
    Sighting,
    Version,
)
from corpus.store.indexed import Block, Term

if TYPE_CHECKING:
    from corpus.query.view import Moment


def stats(moment: Moment) -> Table:
    """Counts of the whole archive: ``item``, ``count``.

    Every input of every run is a new document, an address of a known one (a further address, a changed
    text, a text that this version of the program reads anew, or the same seen again), or a rejection:
    a note shows the sum.
    """

    def count(model: type, *conditions: ColumnElement[bool]) -> int:
        return moment.connection.scalar(select(func.count()).select_from(model).where(*conditions)) or 0

    by_outcome = select(Sighting.outcome, func.count()).group_by(Sighting.outcome)
    outcomes = {outcome: int(number) for outcome, number in moment.connection.execute(by_outcome)}
    rejections = moment.connection.scalar(select(func.sum(Run.rejected))) or 0
    inputs = sum(outcomes.values()) + rejections
    without = moment.connection.scalar(
        select(func.count())
        .select_from(Document)
        .join(Version, Version.id == Document.current_version_id)
        .where(Version.body_sha256 == NO_TEXT)
    )
    counted = tally(moment, select_documents(moment, Filters()), [], passages=False)
    rows = [
        ("outlets", count(Outlet)),
        ("documents", count(Document)),
        ("  of these without text", without or 0),
        ("addresses", count(Address)),
        ("versions", count(Version)),
        ("tokens that count", int(counted.tokens.sum())),
        (
            "tokens in the index",
            moment.connection.scalar(select(func.sum(Block.tokens)).where(Block.layer == int(Layer.word)))
            or 0,
        ),
        ("word forms", count(Term, Term.layer == int(Layer.word))),
        ("doubts to review", count(DoubtRow, DoubtRow.resolved_at.is_(None))),
        ("runs", count(Run)),
        ("inputs", inputs),
        ("  new documents", outcomes.get("document", 0)),
        ("  further addresses", outcomes.get("address", 0)),
        ("  changed texts", outcomes.get("version", 0)),
        ("  texts read anew", outcomes.get("reread", 0)),
        ("  seen again", outcomes.get("same", 0) + outcomes.get("textless", 0)),
        ("  rejected", rejections),
    ]
    known = sum(outcomes.get(name, 0) for name in ("address", "version", "reread", "same", "textless"))
    note = (
        f"{inputs:,} inputs = {outcomes.get('document', 0):,} documents + {known:,} at addresses of known"
        f" documents + {rejections:,} rejections."
    )
    return from_rows(("item", "count"), rows, [note])
