"""What an archive says of itself: its id and state, and what each of its rows was written as."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from corpus.store.tables.base import metadata

Property = Table(
    "property",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(100), nullable=False),
)
"""``archive``: an id given when the archive was made; ``state``: one given by each change; ``rules``: the
version of the counting rules (``corpus.text.counting_rules``) by which all of it was counted, 1 where that
row is missing; ``blocks``: see ``corpus.index.encoding.block_manifests``; ``pending``: there while an upgrade
is not at its end."""

RowDigest = Table(
    "row_digest",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
"""Digests of a group of columns, by key: ``corpus.store.row_digests`` reads and writes it."""
