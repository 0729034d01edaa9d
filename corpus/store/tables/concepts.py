"""Tables of concepts: named groups of queries across languages."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from corpus.store.tables.base import metadata

Concept = Table(
    "concept",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), unique=True, nullable=False),
    Column("note", Text),
)
"""A named group of queries across languages."""

ConceptTerm = Table(
    "concept_term",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("concept_id", Integer, ForeignKey("concept.id", ondelete="CASCADE"), nullable=False),
    Column("language", String(35), nullable=False),
    Column("query", Text, nullable=False),
    UniqueConstraint("concept_id", "language", "query"),
)
