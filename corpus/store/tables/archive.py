"""Tables of the archive: who published what, where it was found, what it said at each retrieval.

Times are UTC, as ISO 8601 text (``2024-08-06T12:00:00Z``); dates are ISO text as long as they are
precise (``2024``, ``2024-08``, ``2024-08-06``). Such text sorts and compares as time does, on every store.
The text of a version is its passages in order, joined by one line feed; spans are half-open, in code points
of it.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
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

from corpus.store.tables.base import CompressedBytes, metadata

BYTEWISE_REF = String(120).with_variant(String(120, collation="C"), "postgresql")
"""References sort by code point, so that a beginning is a range; SQLite does so by itself."""
HASH = BigInteger().with_variant(Integer(), "sqlite")
"""The first 63 bits of a SHA-256."""
DATE = String(10)
TIME = String(20)
HOW = String(10)
NO_TEXT = hashlib.sha256(b"").digest()
"""``Version.body_sha256`` of a version without text."""
LONGEST = {"place": 200, "speaker": 300, "genre": 100, "authority": 100, "language": 35, "country": 100}
"""Longest value of a document's metadata, in characters."""

Outlet = Table(
    "outlet",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(40), unique=True, nullable=False),
    Column("name", String(200), nullable=False),
    Column("country", String(8)),
    Column("kind", String(20), nullable=False),
    Column("languages", String(200), nullable=False),  # BCP 47 tags, separated by spaces
)

Actor = Table(
    "actor",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(300), unique=True, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("country", String(8)),
)
"""A person or an institution: who can speak, sign or be named."""

ActorName = Table(
    "actor_name",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("actor_id", Integer, ForeignKey("actor.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(300), nullable=False),
    Column("fold", String(300), nullable=False),
    Column("language", String(35)),
    Column("known", HOW),
    UniqueConstraint("actor_id", "name"),
    Index(None, "fold"),
)
"""A name of an actor, in any script or romanisation. ``fold`` is what a search compares. ``known``: ``set``
where a person gave it."""

Document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ref", BYTEWISE_REF, unique=True, nullable=False),
    Column("outlet_id", Integer, ForeignKey("outlet.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("language_known", HOW, nullable=False),
    Column("country", String(LONGEST["country"])),  # whose words; the outlet's country unless known
    Column("genre", String(LONGEST["genre"])),
    Column("authority", String(LONGEST["authority"])),
    Column("published", DATE),
    Column("published_precision", String(5)),
    Column("published_known", HOW),
    Column("event", DATE),
    Column("event_known", HOW),
    Column("place", String(LONGEST["place"])),
    Column("speaker_id", Integer, ForeignKey("actor.id")),
    Column(
        "current_version_id",
        Integer,
        ForeignKey("version.id", use_alter=True, name="fk_document_current_version_id_version"),
    ),
    Column("withdrawn_at", TIME),
    Column("ref_base", BYTEWISE_REF),
    Column("ref_mark", String(8)),
    Column("first_seen_at", TIME),
    Column("removed_at", TIME),
    Column("removed_why", String(10)),
    CheckConstraint(
        "(published IS NULL AND published_precision IS NULL)"
        " OR (length(published) = 10 AND published_precision = 'day')"
        " OR (length(published) = 7 AND published_precision = 'month')"
        " OR (length(published) = 4 AND published_precision = 'year')",
        name="published_precision",
    ),
    Index(None, "outlet_id", "published"),
    Index(None, "speaker_id"),
    Index(None, "ref_base"),
)
"""One published item: what its addresses together tell of it, and what a person has set.

``ref_base`` is its reference as long as no other document has the same; of several the one seen first
(``first_seen_at``, then ``ref_mark``) keeps it, and the others end with the beginning of their mark.
``removed_at``: no query sees it. ``removed_why``: ``person`` where a person removed all that was read of it,
``run`` where every run that saw it was taken back.
"""

Reference = Table(
    "reference",
    metadata,
    Column("name", BYTEWISE_REF, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "document_id"),
    sqlite_with_rowid=False,
)
"""Every reference that a document has, or had before it was joined with another or dated anew."""

Address = Table(
    "address",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("outlet_id", Integer, ForeignKey("outlet.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("topic", String(200)),
    Column("title", Text, nullable=False),
    Column("first_seen_at", TIME, nullable=False),
    Column("last_seen_at", TIME, nullable=False),
    Column("version_id", Integer, ForeignKey("version.id", ondelete="CASCADE")),
    Column("stands_for_id", Integer, ForeignKey("version.id", ondelete="CASCADE")),
    Column("live", SmallInteger, server_default="1", nullable=False),
    Column("removed", SmallInteger, server_default="0", nullable=False),
    Column("outlet_set", Integer, ForeignKey("outlet.id")),
    Column("digest", HASH),
    Column("raw_hash", HASH),
    Column("mark", String(8)),
    Column("characters", Integer),
    Column("title_given", SmallInteger, server_default="1", nullable=False),
    Column("language", String(LONGEST["language"])),
    Column("language_known", HOW),
    Column("country", String(LONGEST["country"])),
    Column("genre", String(LONGEST["genre"])),
    Column("authority", String(LONGEST["authority"])),
    Column("published", DATE),
    Column("published_known", HOW),
    Column("event", DATE),
    Column("event_known", HOW),
    Column("place", String(LONGEST["place"])),
    Column("speaker_id", Integer, ForeignKey("actor.id")),
    Column("doubts", Text),
    Index(None, "document_id"),
    Index(None, "version_id"),
)
"""Where a document was found (a URL or a file's path), and what stood there: one row for each reading of an
item, with the metadata that it gave. ``corpus.ingest.identity.grouping`` says which rows are one document.

``outlet_id``: as the load named it; ``outlet_set``: as a person set it. ``version_id``: its text, whether
that is a version or not; ``stands_for_id``: the version that it shows, NULL where it shows another item's
text by mistake. ``digest``: of all that was read; ``raw_hash``: of the bytes; ``mark``: of what identity
compares. ``live``: 0 where every run that saw it was taken back. ``removed``: 1 where a person removed the
document that it shows. ``doubts``: JSON, pairs of field and message.
"""

AddressKey = Table(
    "address_key",
    metadata,
    Column("hash", HASH, primary_key=True, autoincrement=False),
    Column("address_id", Integer, ForeignKey("address.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", SmallInteger, nullable=False),  # corpus.ingest.identity.item_keys.Kind
    Index(None, "address_id"),
    sqlite_with_rowid=False,
)
"""What may make rows of ``address`` one document: the same place, id, text, or title and day."""

Version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("retrieved_at", TIME, nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),  # of the raw bytes
    Column("body_sha256", LargeBinary(32), nullable=False),  # of the text without its headline
    Column("title", Text, nullable=False),
    Column("raw", CompressedBytes, nullable=False),
    Column("encoding", String(40), nullable=False),
    Column("source", Text, nullable=False),
    Column("normaliser", String(40), nullable=False),
    UniqueConstraint("document_id", "number"),
    Index(None, "body_sha256"),
)
"""A text that was retrieved; it never changes. ``number``: of the versions of a document, 1 for the first in
time; negative for a text that is none: one that stood at an address by mistake, or another reading of the
same bytes."""

PassageRow = Table(
    "passage",
    metadata,
    Column("version_id", Integer, ForeignKey("version.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # zero-based, in order of the text
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("role", Integer, nullable=False),  # corpus.text.records.Role
    Column("speaker_id", Integer, ForeignKey("actor.id")),
    Column("language", String(LONGEST["language"])),  # where it is not the document's
    Column("country", String(LONGEST["country"])),  # of its speaker, where it is not the document's
    Column("glue", String(1)),
    Column("text", Text, nullable=False),
)
"""A paragraph of a version, or a part of one that somebody else says. ``glue``: what stands in print between
it and the passage before where both are of one paragraph (a space, or nothing), NULL where it begins one.

SQLite keeps such long rows with row ids: without, 196 MB of texts take 330 MB instead of 234.
"""

QuotationRow = Table(
    "quotation",
    metadata,
    Column("version_id", Integer, ForeignKey("version.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("passage", Integer, nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("speaker_id", Integer, ForeignKey("actor.id")),
    sqlite_with_rowid=False,
)
"""Words in quotation marks inside a passage; the marks are outside the span."""

MentionRow = Table(
    "mention",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", Integer, ForeignKey("version.id", ondelete="CASCADE"), nullable=False),
    Column("actor_id", Integer, ForeignKey("actor.id"), nullable=False),
    Column("title", Text),
    Column("passage", Integer),
    Column("start_char", Integer),
    Column("end_char", Integer),
    Column("known", HOW, nullable=False),
    Index(None, "version_id"),
    Index(None, "actor_id"),
)
"""An actor named, with title or honorific as printed. Known from metadata only: no passage, no span."""
