"""What the archive holds, in numbers that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, distinct, func, select

from corpus.index.read.document_facts import COUNTED, REMOVED
from corpus.query.count.selected_units import selected_units
from corpus.query.result.table import Table, from_rows
from corpus.query.select.selection import Filters
from corpus.query.select_documents import select_documents
from corpus.store.state import read_by_older_rules
from corpus.store.tables.archive import NO_TEXT, Address, Document, Version
from corpus.store.tables.index import Block, Term
from corpus.store.tables.log import OPEN_DOUBT, DoubtRow, Run, Sighting
from corpus.text.tokens import Layer

if TYPE_CHECKING:
    from sqlalchemy import Table as SqlTable

    from corpus.query.session.moment import Moment


def stats(moment: Moment) -> Table:
    """Counts of the whole archive: ``item``, ``count``.

    Every input of every run is a new document, an address of a known one (a further address, a changed
    text, a text that this version of the program reads anew, or the same seen again), or a rejection:
    a note shows the sum. Runs that were taken back, and what they alone saw, do not count; documents that a
    person removed do, in a line of their own.
    """

    moment.verify("sighting", "run", "document.facts", "version", "address", "doubt")

    def count(model: SqlTable, *conditions: ColumnElement[bool]) -> int:
        found = select(func.count()).select_from(model).where(*conditions)
        return moment.connection.scalar(found) or 0

    by_outcome = (
        select(Sighting.c.outcome, func.count())
        .join(Run, Run.c.id == Sighting.c.run_id)
        .where(Run.c.removed_at.is_(None))
        .group_by(Sighting.c.outcome)
    )
    outcomes = {outcome: int(number) for outcome, number in moment.connection.execute(by_outcome)}
    misplaced = outcomes.get("misplaced", 0)
    counts = Run.c.removed_at.is_(None)
    rejections = moment.connection.scalar(select(func.sum(Run.c.rejected)).where(counts)) or 0
    inputs = sum(outcomes.values()) + rejections
    without = moment.connection.scalar(
        select(func.count())
        .select_from(Document)
        .join(Version, Version.c.id == Document.c.current_version_id)
        .where(Version.c.body_sha256 == NO_TEXT, COUNTED)
    )
    known = Document.c.removed_at.is_(None) | (Document.c.removed_why != "run")
    documents, removed = count(Document, known), count(Document, REMOVED)
    outlets = select(func.count(distinct(Document.c.outlet_id))).where(known)
    addresses = select(func.count(distinct(Address.c.url))).where(Address.c.live == 1)
    versions = (
        select(func.count()).select_from(Version).join(Document, Document.c.id == Version.c.document_id)
    )
    doubts = (
        select(func.count()).select_from(DoubtRow).join(Document, Document.c.id == DoubtRow.c.document_id)
    )
    units = selected_units(moment, select_documents(moment, Filters()))
    moment.digests.verify_all(moment.connection, "surface")
    rows = [
        ("outlets", moment.connection.scalar(outlets) or 0),
        ("documents", documents),
        ("  of these without text", without or 0),
        *([("  of these removed", removed)] if removed else []),
        ("addresses", moment.connection.scalar(addresses) or 0),
        ("versions", moment.connection.scalar(versions.where(Version.c.number > 0, known)) or 0),
        ("tokens that count", int(units.tokens.sum())),
        (
            "tokens in the index",
            moment.connection.scalar(select(func.sum(Block.c.tokens)).where(Block.c.layer == int(Layer.word)))
            or 0,
        ),
        ("word forms", count(Term, Term.c.layer == int(Layer.word))),
        (
            "doubts to review",
            moment.connection.scalar(doubts.where(OPEN_DOUBT, COUNTED)) or 0,
        ),
        ("runs", count(Run, counts)),
        ("inputs", inputs),
        ("  new documents", outcomes.get("document", 0)),
        ("  further addresses", outcomes.get("address", 0)),
        ("  changed texts", outcomes.get("version", 0)),
        ("  texts read anew", outcomes.get("reread", 0) + outcomes.get("moved", 0)),
        *([("  texts of other items", misplaced)] if misplaced else []),
        ("  seen again", outcomes.get("same", 0) + outcomes.get("textless", 0)),
        ("  rejected", rejections),
    ]
    others = inputs - rejections - documents
    note = (
        f"{inputs:,} inputs = {documents:,} documents + {others:,} at addresses of known"
        f" documents + {rejections:,} rejections."
    )
    older = read_by_older_rules(moment.connection)
    return from_rows(("item", "count"), rows, [note, *([older] if older else [])])
