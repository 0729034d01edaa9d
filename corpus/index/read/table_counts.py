"""How many rows the tables had when the archive last changed.

Queries do not read it; the check compares it, which is quick. What the rows hold has digests of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from corpus.store.tables.archive import (
    Actor,
    ActorName,
    Address,
    AddressKey,
    Document,
    MentionRow,
    Outlet,
    PassageRow,
    QuotationRow,
    Reference,
    Version,
)
from corpus.store.tables.coding import Annotation
from corpus.store.tables.concepts import Concept, ConceptTerm
from corpus.store.tables.index import Block, Manifest, Posting, Stream, Term, TermDigest

if TYPE_CHECKING:
    from sqlalchemy import Connection

COUNTED = (
    Outlet, Actor, ActorName, Document, Reference, Address, AddressKey, Version, PassageRow, QuotationRow,
    MentionRow, Annotation, Concept, ConceptTerm, Term, TermDigest, Block, Manifest, Stream, Posting,
)  # fmt: skip
"""Tables that only change together with the state of the archive."""


def counts(connection: Connection) -> dict[str, int]:
    """Rows of each table."""
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in COUNTED}
