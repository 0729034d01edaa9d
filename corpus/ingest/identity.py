"""Which document an input is: the same address, the same text within a few days, or a new one.

Pure decisions over what the archive knows; ``corpus.ingest.archivist`` fetches and stores.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from corpus.model.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SAME_TEXT_DAYS = 3
"""The same text from the same outlet within so many days is one document under two addresses."""

Outcome = Literal["document", "address", "version", "reread", "same", "textless"]


@dataclass(slots=True)
class KnownVersion:
    id: int
    number: int
    title: str
    body_sha256: bytes
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """What an input shows, as far as identity needs it. ``sha256``: of its bytes, before normalisation."""

    title: str
    sha256: bytes
    body_sha256: bytes
    has_text: bool
    published: str | None
    country: str | None


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A version seen at an address; ordered by time, then by ``id``, the order of loading."""

    seen_at: str
    id: int
    address: int
    version: int
    has_text: bool


@dataclass(slots=True)
class KnownDocument:
    """What the archive knows of a document, as far as identity needs it.

    ``sightings``: all but those that missed a known text.
    """

    id: int
    published: str | None
    country: str | None
    has_text: bool
    current_version: int
    versions: list[KnownVersion] = field(default_factory=list)
    sightings: list[Seen] = field(default_factory=list)
    found_dates: tuple[str | None, ...] = ()

    @property
    def dates(self) -> tuple[str | None, ...]:
        """Its date, and those that were found before a person set it."""
        return (self.published, *self.found_dates)


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


def contradict(one: str | None, other: str | None) -> bool:
    """Whether two ISO dates, possibly partial, cannot both be right."""
    return not (one is None or other is None or one.startswith(other) or other.startswith(one))


def decide(shown: Shown, address: KnownAddress | None, same_body: list[KnownDocument]) -> Decision:
    """Decide what an input is.

    ``address``: what is known under its address; ``same_body``: documents of its outlet that have, or
    had, the same text. A retrieval without text never replaces a text: it is the same document, seen again.
    A text seen before at its address makes no new version, so that loading twice changes nothing.
    """
    if address is not None:
        document = address.document
        alike = [version for version in document.versions if version.body_sha256 == shown.body_sha256]
        exact = [version for version in alike if version.title == shown.title]
        if exact:
            return Decision("same", document, exact[0])
        if alike and shown.title == address.title:
            return Decision("same", document, alike[0])
        if not shown.has_text:
            current = next(v for v in document.versions if v.id == document.current_version)
            return Decision("textless", document, current)
        known_bytes = any(version.sha256 == shown.sha256 for version in document.versions)
        return Decision("reread" if known_bytes else "version", document, None)
    if shown.has_text:
        for document in same_body:
            near = any(same_time(date, shown.published) for date in document.dates)
            if near and document.country == shown.country:
                version = next(v for v in document.versions if v.body_sha256 == shown.body_sha256)
                return Decision("address", document, version)
    return Decision("document", None, None)


def current_version(sightings: Iterable[Seen]) -> int | None:
    """What a document says after these sightings: of texts the one that was shown anew last.

    A version is shown anew when it was not known before, or when its address showed another one before.
    So an older snapshot that is loaded later undoes nothing, nor does an address that goes on showing
    an old text beside another that has changed. A text stands before no text.
    """
    current: int | None = None
    has_text = False
    known: set[int] = set()
    shown: dict[int, int] = {}
    for seen in sorted(sightings):
        anew = seen.version not in known or shown.get(seen.address, seen.version) != seen.version
        known.add(seen.version)
        shown[seen.address] = seen.version
        if (anew and seen.has_text >= has_text) or seen.has_text > has_text:
            current = seen.version
        has_text = has_text or seen.has_text
    return current


def see(document: KnownDocument, seen: Seen) -> int | None:
    """Take a sighting in; the version that the document says now."""
    last = document.sightings[-1] if document.sightings else None
    document.sightings.append(seen)
    if last is not None and seen.version == document.current_version and seen > last:
        return seen.version  # in order, and nothing new
    document.sightings.sort()
    return current_version(document.sightings)
