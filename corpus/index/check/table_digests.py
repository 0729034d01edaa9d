"""What the tables held when the archive last changed: how many rows, and digests of some columns.

Queries do not read it; the check compares it, so that rows which are gone and values which became others are
found where nothing else tells.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text, cast, func, select

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
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement, Connection

COUNTED = (
    Outlet, Actor, ActorName, Document, Reference, Address, AddressKey, Version, PassageRow, QuotationRow,
    MentionRow, Annotation, Concept, ConceptTerm, Term, TermDigest, Block, Manifest, Stream, Posting,
)  # fmt: skip
"""Tables that only change together with the state of the archive."""
DIGESTED = (
    (Outlet.c.code, Outlet.c.country),
    (Actor.c.name,),
    (ActorName.c.actor_id, ActorName.c.name),
    (Document.c.ref, Document.c.title, Document.c.place, Document.c.event, Document.c.speaker_id),
)
"""Columns of a table each, beyond those that are packed facts anyway."""
SUMMED = (QuotationRow.c.speaker_id, QuotationRow.c.start_char)
"""Numbers of a table with very many rows: the store sums them, weighted by their keys."""
_NONE, _BETWEEN, _ROW = "\x1d", "\x1e", "\x1f"
_WEIGHTS = 1009


def counts(connection: Connection) -> dict[str, int]:
    """Rows of each table."""
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in COUNTED}


def digests(connection: Connection) -> dict[str, str]:
    """A digest of some columns of some tables."""
    found = {columns[0].table.name: _digest(connection, columns) for columns in DIGESTED}
    return found | {SUMMED[0].table.name: _sums(connection)}


def _digest(connection: Connection, columns: Sequence[Column[Any]]) -> str:
    texts = [func.coalesce(cast(column, Text), _NONE) for column in columns]
    line: ColumnElement[Any] = texts[0]
    for text in texts[1:]:
        line = line.op("||")(_BETWEEN).op("||")(text)
    rows = select(line.label("line")).order_by(*columns[0].table.primary_key.columns).subquery()
    whole = connection.scalar(select(func.aggregate_strings(rows.c.line, _ROW))) or ""
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _sums(connection: Connection) -> str:
    first, *others = (cast(key, BigInteger) for key in SUMMED[0].table.primary_key.columns)
    weight = sum(others, first) % _WEIGHTS + 1
    sums = [func.coalesce(func.sum(cast(column, BigInteger) * weight), 0) for column in SUMMED]
    return " ".join(str(int(total)) for total in connection.execute(select(*sums)).one())
