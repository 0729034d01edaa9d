"""Readings of items, and what identity makes of them: documents and their versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.ingest.identity.item_keys import Kind, reading_hash, title_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from corpus.ingest.identity.item_keys import Key


@dataclass(slots=True, eq=False)
class Capture:
    """A reading of an item: a row of ``address``, or one that will be.

    ``document``: the id of the document that it belongs to in the archive, None for a new one. ``outlet``: as
    the load named it; ``outlet_set``: as a person did; ``named``: whether it is more than ``generic``.
    ``version``: id of its text; ``stands_for``: of the version that it shows. ``body``: hash of the text
    without headline; ``characters``: its length where that is known. ``first`` and ``last``: when it was seen
    (ISO, UTC); ``run``: the last that saw it. ``live``: some run that saw it is not taken back; ``removed``:
    a person removed the document that it shows. ``read``: the
    metadata that it gives, by column of ``document``. ``new``: not stored yet.
    ``rules``: the version of those by which its text was read.
    ``replaced``: a later reading of the same bytes cuts them into other articles.
    """

    id: int
    document: int | None
    outlet: int
    named: bool
    keys: tuple[Key, ...]
    title: str
    title_given: bool
    body: bytes
    has_text: bool
    characters: int | None
    raw_hash: int | None
    digest: int | None
    mark: str
    first: str
    last: str
    run: int
    read: Mapping[str, Any]
    version: int | None = None
    stands_for: int | None = None
    outlet_set: int | None = None
    live: bool = True
    removed: bool = False
    url: str = ""
    topic: str | None = None
    new: bool = False
    rules: int = 0
    replaced: bool = False
    doubts: tuple[tuple[str, str], ...] = ()

    @property
    def published(self) -> str | None:
        published: str | None = self.read["published"]
        return published

    @property
    def headline(self) -> str | None:
        """The different words of its title, None where it has none of its own."""
        return (title_key(self.title) or None) if self.title_given else None

    @property
    def place(self) -> int:
        """The hash of its address."""
        return next(key.hash for key in self.keys if key.kind is Kind.address)

    @property
    def is_cut(self) -> bool:
        """Whether it is an article of a file or page that holds several."""
        return any(key.kind is Kind.reading for key in self.keys)

    @property
    def readings(self) -> list[int]:
        """The hashes of the file, or page, and of its bytes that it was read from."""
        cut = list(self.hashes(Kind.reading))
        if cut or self.raw_hash is None:
            return cut
        return [reading_hash(key, self.raw_hash) for key in self.hashes(Kind.address, Kind.file)]

    @property
    def order(self) -> tuple[str, str, int]:
        """Sorts by time, then by content."""
        return (self.first, self.mark, self.digest or 0)

    def hashes(self, *kinds: Kind) -> Iterator[int]:
        """Its keys of these kinds."""
        return (key.hash for key in self.keys if key.kind in kinds)


class Seen(NamedTuple):
    """A version seen at a place at a time. ``rank`` decides between versions that appear at the same time."""

    at: str
    place: int
    version: int
    has_text: bool
    rank: tuple[Hashable, ...]


@dataclass(slots=True)
class Version:
    """A version of a document: the captures that show it, first its earliest one."""

    captures: list[Capture]
    kept: Capture | None = None

    @property
    def first(self) -> Capture:
        """The earliest capture."""
        return self.captures[0]

    @property
    def text_of(self) -> Capture:
        """The capture whose text it is: of those that read the same the one read by the newest rules, unless
        a person's work lies on another (``kept``)."""
        first = self.captures[0]
        alike = [one for one in self.captures if (one.body, one.title) == (first.body, first.title)]
        return self.kept or max(alike, key=lambda one: one.rules)


@dataclass(slots=True)
class Group:
    """The captures that are one document. ``outlet``: whose; ``versions``: in order of time; ``misplaced``:
    those that show the text of another item; ``textless``: those without text, where others have one;
    ``replaced``: earlier readings of the same bytes, which were cut into articles otherwise, and which of
    them a person may have removed.
    """

    outlet: int
    captures: list[Capture]
    versions: list[Version] = field(default_factory=list)
    misplaced: list[Capture] = field(default_factory=list)
    textless: list[Capture] = field(default_factory=list)
    replaced: list[Capture] = field(default_factory=list)

    @property
    def first(self) -> Capture:
        """The earliest capture that counts."""
        return self.versions[0].first


def rank(published: str | None, characters: int | None, body: bytes, title: str) -> tuple[Hashable, ...]:
    """Between two versions that appear at once: the later day, then the longer text."""
    return (published or "", characters or 0, body, title)


def contradict(one: str | None, other: str | None) -> bool:
    """Whether two ISO dates, possibly partial, cannot both be right."""
    return not (one is None or other is None or one.startswith(other) or other.startswith(one))
