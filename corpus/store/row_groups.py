"""Which columns of which rows have digests together: all that an answer, or the log, is told from.

Blocks of the index have manifests, terms digests of their own; see ``corpus.index``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Integer, LargeBinary, type_coerce
from sqlalchemy.types import TypeDecorator

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
from corpus.store.tables.coding import Annotation, Code, Coder
from corpus.store.tables.concepts import Concept, ConceptTerm
from corpus.store.tables.log import Change, Correction, DoubtRow, PersonChange, Rejection, Run, Sighting
from corpus.store.tables.properties import Property

if TYPE_CHECKING:
    from typing import Any, Literal

    from sqlalchemy import Column, ColumnElement, Table

    Kind = Literal["number", "text", "bytes", "frame"]


class Group(NamedTuple):
    """Columns that are read, and compared, together.

    ``key``: the column by whose number a digest is found (of a text, that of its bytes); several rows of one
    key (the passages of a version) have one digest. ``columns``: the primary key, and what is compared.
    """

    name: str
    table: Table
    key: Column[Any]
    columns: tuple[Column[Any], ...]

    @property
    def single(self) -> bool:
        """Whether a key has one row."""
        return len(self.table.primary_key.columns) == 1

    @property
    def kinds(self) -> list[Kind]:
        """How the values of each column are compared."""
        return [_kind(column) for column in self.columns]

    @property
    def selected(self) -> list[ColumnElement[Any]]:
        """The columns as a query of them reads them: frames are not unpacked."""
        return [stored(column) for column in self.columns]


def stored(column: Column[Any]) -> ColumnElement[Any]:
    """A column as the store holds it: what is compressed stays so."""
    return type_coerce(column, LargeBinary).label(column.name) if _kind(column) == "frame" else column


def _kind(column: Column[Any]) -> Kind:
    if isinstance(column.type, TypeDecorator):
        return "frame"
    if isinstance(column.type, Integer):
        return "number"
    return "bytes" if isinstance(column.type, LargeBinary) else "text"


def _groups(table: Table, key: Column[Any], **parts: tuple[str, ...]) -> list[Group]:
    """A group for each part of the columns, named after it, and one of all that are in none."""
    keys = tuple(table.primary_key.columns)
    named = {name: tuple(table.c[each] for each in columns) for name, columns in parts.items()}
    taken = {column.name for columns in (keys, *named.values()) for column in columns}
    rest = tuple(column for column in table.columns if column.name not in taken)
    found = [Group(f"{table.name}.{name}", table, key, keys + held) for name, held in named.items()]
    return [*found, Group(table.name, table, key, keys + rest)]


_FACTS = (
    "outlet_id", "language", "country", "genre", "authority", "published", "current_version_id",
    "removed_at", "removed_why",
)  # fmt: skip
GROUPS: dict[str, Group] = {
    group.name: group
    for groups in (
        _groups(
            Document, Document.c.id,
            ref=("ref",), title=("title",), speaker=("speaker_id",), facts=_FACTS,
        ),
        _groups(Version, Version.c.id, raw=("raw",)),
        _groups(PassageRow, PassageRow.c.version_id, text=("text",)),
        _groups(QuotationRow, QuotationRow.c.version_id),
        _groups(Reference, Reference.c.document_id),
        _groups(AddressKey, AddressKey.c.address_id),
        _groups(Rejection, Rejection.c.id, raw=("raw",)),
        *(
            _groups(table, table.c.id)
            for table in (
                Outlet, Actor, ActorName, Address, MentionRow, Concept, ConceptTerm, Coder, Code, Annotation,
                Change, Run, Sighting, DoubtRow, Correction, PersonChange,
            )
        ),
        _groups(Property, Property.c.name),
    )
    for group in groups
}  # fmt: skip
"""All groups by name."""
OF_TABLE: dict[str, list[Group]] = {}
for _group in GROUPS.values():
    OF_TABLE.setdefault(_group.table.name, []).append(_group)


def group_of(column: Column[Any]) -> Group:
    """The group that a column of a table belongs to."""
    return next(group for group in OF_TABLE[column.table.name] if column in set(group.columns[1:]))
