"""Tables of codes: who coded which line of a concordance, or which document, as what.

Spans are half-open, in code points of the version's text. Versions never change, so a coded line is found
again however its words are cut or indexed; a corrected text is a version of its own, and has none of these
codes.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from corpus.store.tables.archive import TIME
from corpus.store.tables.base import metadata

LONGEST_NAME = 60
"""Longest name of a coder or a code, in characters."""

Coder = Table(
    "coder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(LONGEST_NAME), unique=True, nullable=False),
)
"""A person who codes."""

Code = Table(
    "code",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(LONGEST_NAME), unique=True, nullable=False),
    Column("description", Text),
)
"""An entry of the codebook. ``description``: when the code is to be given."""

Annotation = Table(
    "annotation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", Integer, ForeignKey("version.id"), nullable=False),
    Column("passage", Integer),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("coder_id", Integer, ForeignKey("coder.id"), nullable=False),
    Column("code_id", Integer, ForeignKey("code.id"), nullable=False),
    Column("note", Text),
    Column("at", TIME, nullable=False),
    UniqueConstraint("version_id", "start_char", "end_char", "coder_id", "code_id"),
    CheckConstraint("start_char >= 0 AND end_char >= start_char", name="span"),
    Index(None, "coder_id"),
    Index(None, "code_id"),
)
"""One code that one coder gave to the match of a line, or to a document as a whole: no passage, span 0 to 0.

Nothing that is coded can be deleted: neither the version, nor its coder, nor the code.
"""
