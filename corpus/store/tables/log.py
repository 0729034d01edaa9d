"""Tables of what happened to the archive: changes, runs, what they saw and rejected, doubts and corrections.

Times are written as in ``corpus.store.tables.archive``.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from corpus.store.tables.archive import TIME
from corpus.store.tables.base import CompressedBytes, metadata

Change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", TIME, nullable=False),
    Column("who", String(100), nullable=False),
    Column("what", String(20), nullable=False),  # corpus.store.changes.What
    Column("about", Text, nullable=False),
    Column("detail", Text),
    Column("undone_at", TIME),
)
"""What was done to the archive, by whom, in order: ``corpus log`` shows it, ``corpus undo`` takes it back.

``about``: for people. ``detail``: JSON, what taking it back needs to know. ``undone_at``: when that was done.
"""

Run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", TIME, nullable=False),
    Column("finished_at", TIME),
    Column("inputs", Text, nullable=False),
    Column("software", String(40), nullable=False),
    Column("rejected", Integer, server_default="0", nullable=False),
    Column("who", String(100)),
    Column("removed_at", TIME),
)
"""One call of the loader. ``rejected``: how many of its inputs could not be loaded. ``removed_at``: when the
run was taken back."""

Sighting = Table(
    "sighting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("run.id", ondelete="CASCADE"), nullable=False),
    Column("address_id", Integer, ForeignKey("address.id", ondelete="CASCADE"), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("seen_at", TIME, nullable=False),
    Index(None, "address_id"),
    Index(None, "run_id"),
)
"""One input that became, or was recognised as, a document: one row for each input of a run.

``outcome``: document (new), address (known text at a further
address), version (known address, changed text), reread (known address and bytes, in which this version of the
program reads another text), same (known address, known text), moved (known address, now of another outlet),
textless (known address, its text missing this time), misplaced (the text of another item, by mistake at this
address: no version), gone (no longer there).
"""

Rejection = Table(
    "rejection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("run.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),  # of the whole input
    Column("size", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
    Column("raw", CompressedBytes, nullable=False),
    Column("rejected_at", TIME, nullable=False),
    Index(None, "run_id"),
    Index(None, "sha256"),
)
"""An input that could not be loaded, why, and its bytes (or their beginning; ``size`` is the whole).

Kept once, by the run that met it first; ``Run.rejected`` counts it each time.
"""

DoubtRow = Table(
    "doubt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("field", String(40), nullable=False),
    Column("message", Text, nullable=False),
    Column("resolved_at", TIME),
    Column("resolved_why", String(10)),
    Column("address_id", Integer, ForeignKey("address.id", ondelete="SET NULL")),
    Index(None, "document_id"),
)
"""Metadata that a person should confirm; ``corpus review`` lists what is not resolved.

``resolved_why``: ``person`` who confirmed it, NULL where another reading or a correction settled it.
``address_id``: a reading of the document that was confirmed, with which the row goes when that is parted.
"""
PRINTED = "printed"
"""Field of a row that tells what stood in print where the text was mended: there is nothing to confirm."""
OPEN_DOUBT = DoubtRow.c.resolved_at.is_(None) & (DoubtRow.c.field != PRINTED)

Correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("field", String(40), nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("who", String(100), nullable=False),
    Column("at", TIME, nullable=False),
    Column("change_id", Integer, ForeignKey("change.id")),
    Column("address_id", Integer, ForeignKey("address.id", ondelete="SET NULL")),
    Column("aside", Text),
    Column("undone_at", TIME),
    Index(None, "document_id"),
    Index(None, "change_id"),
)
"""What a person set: which field, when, from what to what. Of those not undone the last one counts.

``address_id``: a reading of the document that was corrected, with which the row goes when that is parted.
``aside``: JSON, what else it changed (passages, readings), for giving that back.
"""

PersonChange = Table(
    "person_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("what", Text, nullable=False),
    Column("who", String(100), nullable=False),
    Column("at", TIME, nullable=False),
)
"""A log of ``corpus people``: who added which person or name, or joined rows of one person, or took
that back, and when."""
