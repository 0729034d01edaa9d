"""Tables of the token index: terms, blocks of tokens, and for each term its postings.

Arrays are little-endian and compressed with Zstandard (see ``corpus.index.codec``).
A position is a zero-based token ordinal within its block; spans are half-open.
"""

from __future__ import annotations

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from corpus.store.base import Base

BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point, so that a prefix is a range; SQLite does so by itself."""


class Term(Base):
    """One row for each layer, language and surface form. ``layer``: 0 word, 1 char."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("surface", "layer", "language", "tag"),
        Index(None, "fold", "layer"),
        Index(None, "lemma", "layer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    layer: Mapped[int] = mapped_column(SmallInteger)
    language: Mapped[str] = mapped_column(String(35))
    surface: Mapped[str] = mapped_column(BYTEWISE)
    fold: Mapped[str] = mapped_column(BYTEWISE)
    lemma: Mapped[str | None] = mapped_column(BYTEWISE)
    tag: Mapped[str] = mapped_column(String(20), default="")


class Block(Base):
    """A few million tokens of one layer, with the versions and passages that they belong to.

    Arrays, aligned by document: ``versions`` (version ids), ``document_starts`` (positions, one more
    than documents), ``document_passages`` (ordinal in the block of each document's first passage, one more
    than documents), ``document_tokens`` (tokens that count by default); by passage: ``passage_starts``
    (positions, one more than passages), ``roles``, ``speakers`` (actor ids, 0 for none);
    ``excluded`` (start, end of each run of tokens that does not count by default) and
    ``quotations`` (start, end of each run of quoted tokens), both flat pairs.
    Where an analyser told them, else NULL: ``boundaries`` (positions of the layer char at which a morpheme
    begins) and ``sentences`` (positions at which a sentence begins).
    """

    __tablename__ = "block"
    __table_args__ = (Index(None, "layer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    layer: Mapped[int] = mapped_column(SmallInteger)
    tokens: Mapped[int]
    documents: Mapped[int]
    versions: Mapped[bytes] = mapped_column(LargeBinary)
    document_starts: Mapped[bytes] = mapped_column(LargeBinary)
    document_tokens: Mapped[bytes] = mapped_column(LargeBinary)
    passage_starts: Mapped[bytes] = mapped_column(LargeBinary)
    document_passages: Mapped[bytes] = mapped_column(LargeBinary)
    roles: Mapped[bytes] = mapped_column(LargeBinary)
    speakers: Mapped[bytes] = mapped_column(LargeBinary)
    excluded: Mapped[bytes] = mapped_column(LargeBinary)
    quotations: Mapped[bytes] = mapped_column(LargeBinary)
    boundaries: Mapped[bytes | None] = mapped_column(LargeBinary)
    sentences: Mapped[bytes | None] = mapped_column(LargeBinary)
    analysers: Mapped[str] = mapped_column(Text, doc="name and version of each layer's tokeniser, as JSON")


class Stream(Base):
    """The term ids of a block's tokens in order, in parts of a fixed number of tokens.

    ``spans``: start (code points from the passage's) and length of each token; NULL where the rule of the
    layer gives them back from the text, as it does without a morphological analyser.
    """

    __tablename__ = "stream"

    block_id: Mapped[int] = mapped_column(ForeignKey("block.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    spans: Mapped[bytes | None] = mapped_column(LargeBinary)


class Posting(Base):
    """Sorted positions of the terms from ``first_term`` to ``last_term`` in one block."""

    __tablename__ = "posting"

    block_id: Mapped[int] = mapped_column(ForeignKey("block.id", ondelete="CASCADE"), primary_key=True)
    first_term: Mapped[int] = mapped_column(primary_key=True)
    last_term: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
