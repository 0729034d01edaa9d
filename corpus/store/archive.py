"""Tables of the archive: who published what, where it was found, what it said at each retrieval.

Times are UTC, as ISO 8601 text (``2024-08-06T12:00:00Z``); dates are ISO text as long as they are
precise (``2024``, ``2024-08``, ``2024-08-06``). Such text sorts and compares as time does, on every store.
Spans are half-open, in code points of ``version.text``.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from corpus.store.base import Base, CompressedBytes, CompressedText

BYTEWISE_REF = String(120).with_variant(String(120, collation="C"), "postgresql")
"""References sort by code point, so that a beginning is a range; SQLite does so by itself."""
DATE = String(10)
TIME = String(20)
HOW = String(10)
NO_TEXT = hashlib.sha256(b"").digest()
"""``Version.body_sha256`` of a version without text."""
LONGEST = {"place": 200, "speaker": 300, "genre": 100, "authority": 100, "language": 35, "country": 100}
"""Longest value of a document's metadata, in characters."""


class Outlet(Base):
    __tablename__ = "outlet"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str | None] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))
    languages: Mapped[str] = mapped_column(String(200), default="", doc="BCP 47 tags, separated by spaces")


class Actor(Base):
    """A person or an institution: who can speak, sign or be named."""

    __tablename__ = "actor"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default="person")
    country: Mapped[str | None] = mapped_column(String(8))


class ActorName(Base):
    """A name of an actor, in any script or romanisation. ``fold`` is what a search compares."""

    __tablename__ = "actor_name"
    __table_args__ = (UniqueConstraint("actor_id", "name"), Index(None, "fold"))

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(300))
    fold: Mapped[str] = mapped_column(String(300))
    language: Mapped[str | None] = mapped_column(String(35))


class Document(Base):
    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint(
            "(published IS NULL AND published_precision IS NULL)"
            " OR (length(published) = 10 AND published_precision = 'day')"
            " OR (length(published) = 7 AND published_precision = 'month')"
            " OR (length(published) = 4 AND published_precision = 'year')",
            name="published_precision",
        ),
        Index(None, "outlet_id", "published"),
        Index(None, "speaker_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(BYTEWISE_REF, unique=True)
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlet.id"))
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(35))
    language_known: Mapped[str] = mapped_column(HOW)
    country: Mapped[str | None] = mapped_column(
        String(LONGEST["country"]), doc="whose words; the outlet's country unless known"
    )
    genre: Mapped[str | None] = mapped_column(String(LONGEST["genre"]))
    authority: Mapped[str | None] = mapped_column(String(LONGEST["authority"]))
    published: Mapped[str | None] = mapped_column(DATE)
    published_precision: Mapped[str | None] = mapped_column(String(5))
    published_known: Mapped[str | None] = mapped_column(HOW)
    event: Mapped[str | None] = mapped_column(DATE)
    event_known: Mapped[str | None] = mapped_column(HOW)
    place: Mapped[str | None] = mapped_column(String(LONGEST["place"]))
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("version.id", use_alter=True, name="fk_document_current_version_id_version")
    )
    withdrawn_at: Mapped[str | None] = mapped_column(TIME)


class Address(Base):
    """Where a document was found: a URL or a file's path, with the headline and topic it had there."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("outlet_id", "url"), Index(None, "document_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlet.id"))
    url: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text)
    first_seen_at: Mapped[str] = mapped_column(TIME)
    last_seen_at: Mapped[str] = mapped_column(TIME)


class Version(Base):
    """What a document said at one retrieval; never changed afterwards."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("document_id", "number"), Index(None, "body_sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    retrieved_at: Mapped[str] = mapped_column(TIME)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), doc="of the raw bytes")
    body_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), doc="of the text without its headline")
    title: Mapped[str] = mapped_column(Text)
    raw: Mapped[bytes] = mapped_column(CompressedBytes)
    text: Mapped[str] = mapped_column(CompressedText)
    encoding: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(Text)
    normaliser: Mapped[str] = mapped_column(String(40))


class PassageRow(Base):
    __tablename__ = "passage"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, doc="zero-based, in order of the text")
    start: Mapped[int] = mapped_column("start_char")
    end: Mapped[int] = mapped_column("end_char")
    role: Mapped[int] = mapped_column(doc="corpus.model.records.Role")
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))


class QuotationRow(Base):
    """Words in quotation marks inside a passage; the marks are outside the span."""

    __tablename__ = "quotation"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    passage: Mapped[int]
    start: Mapped[int] = mapped_column("start_char")
    end: Mapped[int] = mapped_column("end_char")
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"))


class MentionRow(Base):
    """An actor named, with title or honorific as printed. Known from metadata only: no passage, no span."""

    __tablename__ = "mention"
    __table_args__ = (Index(None, "version_id"), Index(None, "actor_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    title: Mapped[str | None] = mapped_column(Text)
    passage: Mapped[int | None]
    start: Mapped[int | None] = mapped_column("start_char")
    end: Mapped[int | None] = mapped_column("end_char")
    known: Mapped[str] = mapped_column(HOW)


class Run(Base):
    """One call of the loader. ``rejected``: how many of its inputs could not be loaded."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[str] = mapped_column(TIME)
    finished_at: Mapped[str | None] = mapped_column(TIME)
    inputs: Mapped[str] = mapped_column(Text)
    software: Mapped[str] = mapped_column(String(40))
    rejected: Mapped[int] = mapped_column(server_default="0")


class Sighting(Base):
    """One input that became, or was recognised as, a document: one row for each input of a run.

    ``outcome``: document (new), address (known text at a further address), version (known address,
    changed text), reread (known address and bytes, in which this version of the program reads another
    text), same (known address, known text), textless (known address, its text missing this time),
    gone (no longer there).
    """

    __tablename__ = "sighting"
    __table_args__ = (Index(None, "document_id"), Index(None, "run_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    address_id: Mapped[int] = mapped_column(ForeignKey("address.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    outcome: Mapped[str] = mapped_column(String(10))
    seen_at: Mapped[str] = mapped_column(TIME)


class Rejection(Base):
    """An input that could not be loaded, why, and its bytes (or their beginning; ``size`` is the whole).

    Kept once, by the run that met it first; ``Run.rejected`` counts it each time.
    """

    __tablename__ = "rejection"
    __table_args__ = (Index(None, "run_id"), Index(None, "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), doc="of what is kept")
    size: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"))
    raw: Mapped[bytes] = mapped_column(CompressedBytes)
    rejected_at: Mapped[str] = mapped_column(TIME)


class DoubtRow(Base):
    """Metadata that a person should confirm; ``corpus review`` lists what is not resolved."""

    __tablename__ = "doubt"
    __table_args__ = (Index(None, "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(Text)
    resolved_at: Mapped[str | None] = mapped_column(TIME)


class Correction(Base):
    """A log of ``corpus set``: who changed which field, when, from what to what."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(40))
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(100))
    at: Mapped[str] = mapped_column(TIME)


class Concept(Base):
    """A named group of queries across languages."""

    __tablename__ = "concept"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    note: Mapped[str | None] = mapped_column(Text)


class ConceptTerm(Base):
    __tablename__ = "concept_term"
    __table_args__ = (UniqueConstraint("concept_id", "language", "query"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    concept_id: Mapped[int] = mapped_column(ForeignKey("concept.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(35))
    query: Mapped[str] = mapped_column(Text)
