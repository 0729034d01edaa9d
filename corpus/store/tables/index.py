"""Tables of the token index: terms, blocks of tokens, and for each term its postings.

Arrays are little-endian and compressed with Zstandard (see ``corpus.index.encoding.codec``).
A position is a zero-based token ordinal within its block; spans are half-open.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from corpus.store.tables.base import metadata

BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point, so that a prefix is a range; SQLite does so by itself."""

Term = Table(
    "term",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("layer", SmallInteger, nullable=False),
    Column("language", String(35), nullable=False),
    Column("surface", BYTEWISE, nullable=False),
    Column("fold", BYTEWISE, nullable=False),
    Column("plain", BYTEWISE),
    Column("lemma", BYTEWISE),
    Column("tag", String(20), nullable=False),
    UniqueConstraint("surface", "layer", "language", "tag"),
    Index(None, "fold", "layer"),
    Index(None, "plain", "layer"),
    Index(None, "lemma", "layer"),
)
"""One row for each layer, language, surface form and part of speech. ``layer``: 0 word, 1 char.

``plain``: ``fold`` without diacritics, NULL where that is the same.
"""

TermDigest = Table(
    "term_digest",
    metadata,
    Column("name", String(10), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
"""Digests of a column of ``term``, by term id: ``corpus.index.encoding.term_digests`` writes and reads it."""

Block = Table(
    "block",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("layer", SmallInteger, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("versions", LargeBinary, nullable=False),
    Column("document_starts", LargeBinary, nullable=False),
    Column("document_tokens", LargeBinary, nullable=False),
    Column("passage_starts", LargeBinary, nullable=False),
    Column("document_passages", LargeBinary, nullable=False),
    Column("roles", LargeBinary, nullable=False),
    Column("speakers", LargeBinary, nullable=False),
    Column("excluded", LargeBinary, nullable=False),
    Column("quotations", LargeBinary, nullable=False),
    Column("boundaries", LargeBinary),
    Column("sentences", LargeBinary),
    Column("analysers", Text, nullable=False),  # name and version of each layer's tokeniser, as JSON
    Index(None, "layer"),
)
"""A few million tokens of one layer, with the versions and passages that they belong to.

Arrays, aligned by document: ``versions`` (version ids), ``document_starts`` (positions, one more
than documents), ``document_passages`` (ordinal in the block of each document's first passage, one more
than documents), ``document_tokens`` (tokens that count by default); by passage: ``passage_starts``
(positions, one more than passages), ``roles``, ``speakers`` (actor ids, 0 for none);
``excluded`` (start, end of each run of tokens that does not count by default) and
``quotations`` (start, end of each run of quoted tokens), both flat pairs.
Where an analyser told them, else NULL: ``boundaries`` (positions of the layer char at which a morpheme
of Hangul begins or ends) and ``sentences`` (positions at which a sentence begins).
"""

Stream = Table(
    "stream",
    metadata,
    Column("block_id", Integer, ForeignKey("block.id", ondelete="CASCADE"), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("spans", LargeBinary),
)
"""The term ids of a block's tokens in order, in parts of a fixed number of tokens.

``spans``: start (code points from the passage's) and length of each token; NULL where the rule of the
layer gives them back from the text, as it does without a morphological analyser.
"""

Posting = Table(
    "posting",
    metadata,
    Column("block_id", Integer, ForeignKey("block.id", ondelete="CASCADE"), primary_key=True),
    Column("first_term", Integer, primary_key=True),
    Column("last_term", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Sorted positions of the terms from ``first_term`` to ``last_term`` in one block."""

Manifest = Table(
    "manifest",
    metadata,
    Column("block_id", Integer, ForeignKey("block.id", ondelete="CASCADE"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""What a block should hold: each row of its stream and postings, and the checksum of each array and row.

``corpus.index.encoding.block_manifests`` writes and reads it. The property ``blocks`` says the same of the
blocks together.
"""

PackedFact = Table(
    "packed_fact",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("state", String(100), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("labels", Text),
)
"""What is asked of every document (its id, current version, date, facets), as arrays in order of ids.

A copy of what the tables say in one ``state`` of the archive (see ``corpus.store.state``), and of no use in
another; ``corpus.index.read.document_facts`` writes and reads it. ``labels``: JSON, the values that codes
stand for.
"""
