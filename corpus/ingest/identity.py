"""Which document an input is: the same address, the same text within a few days, or a new one.

Pure decisions over what the archive knows; ``corpus.ingest.archivist`` fetches and stores.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from corpus.model.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Collection

SAME_TEXT_DAYS = 3
"""The same text from the same outlet within so many days is one document under two addresses."""

Outcome = Literal["document", "address", "version", "same"]


@dataclass(slots=True)
class KnownVersion:
    id: int
    number: int
    title: str
    body_sha256: bytes


@dataclass(slots=True)
class KnownDocument:
    """What the archive knows of a document, as far as identity needs it."""

    id: int
    published: str | None
    country: str | None
    has_text: bool
    current_version: int
    seen_at: str
    versions: list[KnownVersion] = field(default_factory=list)


@dataclass(slots=True)
class KnownAddress:
    id: int
    document: KnownDocument
    title: str
    first_seen_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True)
class Decision:
    """``version`` is the known version that was seen again, None when a new one must be made."""

    outcome: Outcome
    document: KnownDocument | None
    version: KnownVersion | None


def same_time(one: str | None, other: str | None) -> bool:
    """Whether two ISO dates are a few days apart at most; a partial date is near to those inside it."""
    if one is None or other is None:
        return one == other
    if len(one) == len(other) == 10:
        apart = PartialDate.parse(one).first - PartialDate.parse(other).first
        return abs(apart.days) <= SAME_TEXT_DAYS
    return one.startswith(other) or other.startswith(one)


def near_dates(published: str | None, known: Collection[str | None]) -> list[str | None]:
    """Of many known dates those that ``same_time`` would accept, without comparing with each."""
    if published is None or len(published) < 10:
        return [date for date in known if same_time(published, date)]
    day = PartialDate.parse(published).first
    days = [(day + datetime.timedelta(n)).isoformat() for n in range(-SAME_TEXT_DAYS, SAME_TEXT_DAYS + 1)]
    return [date for date in (*days, published[:7], published[:4]) if date in known]


def decide(
    title: str,
    body_sha256: bytes,
    has_text: bool,
    published: str | None,
    country: str | None,
    address: KnownAddress | None,
    same_body: list[KnownDocument],
) -> Decision:
    """Decide what an input is.

    ``address``: what is known under its address; ``same_body``: documents of its outlet that have, or
    had, the same text. A retrieval without text never replaces a text: it is the same document, seen again.
    A text seen before at its address makes no new version, so that loading twice changes nothing.
    """
    if address is not None:
        document = address.document
        alike = [version for version in document.versions if version.body_sha256 == body_sha256]
        exact = [version for version in alike if version.title == title]
        if exact:
            return Decision("same", document, exact[0])
        if alike and title == address.title:
            return Decision("same", document, alike[0])
        if not has_text:
            current = next(v for v in document.versions if v.id == document.current_version)
            return Decision("same", document, current)
        return Decision("version", document, None)
    if has_text:
        for document in same_body:
            if document.country == country and same_time(document.published, published):
                version = next(v for v in document.versions if v.body_sha256 == body_sha256)
                return Decision("address", document, version)
    return Decision("document", None, None)


def becomes_current(document: KnownDocument, seen_at: str, has_text: bool) -> bool:
    """Whether a version seen at ``seen_at`` is what the document says now.

    The version seen last is current: an older snapshot loaded later does not undo a newer one.
    """
    return seen_at >= document.seen_at and (has_text or not document.has_text)
