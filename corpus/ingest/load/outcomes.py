"""What became of each new reading of a batch, beside those of its document that came before it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from corpus.ingest.identity.item_keys import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.ingest.identity.captures import Capture
    from corpus.ingest.identity.known_documents import Knowledge

_PLACES = (Kind.address, Kind.file, Kind.id)


class Outcomes:
    """The outcomes of new captures, which are settled already; asked for once each, in their order."""

    def __init__(self, known: Knowledge, new: Iterable[Capture]) -> None:
        self._known = known
        self._new = {one.id for one in new}
        self._earlier: dict[int, _Earlier] = {}

    def next(self, one: Capture) -> str:
        """See ``Report.outcomes``."""
        assert one.document is not None
        earlier = self._earlier.get(one.document)
        if earlier is None:
            others = self._known.of_document(one.document)
            earlier = self._earlier[one.document] = _Earlier(
                [other for other in others if other.live and other.id not in self._new]
            )
        outcome = earlier.outcome(one)
        earlier.take(one)
        return outcome


class _Earlier:
    """The captures of a document that came before, as sets: there may be very many."""

    def __init__(self, captures: Sequence[Capture]) -> None:
        self._replaced = self._any = self._text = False
        self._stand_for: set[int | None] = set()
        self._versions: set[int | None] = set()
        self._outlets: dict[int, set[int]] = defaultdict(set)
        self._bytes: dict[int, set[int | None]] = defaultdict(set)
        for one in captures:
            self.take(one)

    def take(self, one: Capture) -> None:
        if one.replaced:
            self._replaced = True
            return
        self._any = True
        self._text = self._text or one.has_text
        self._stand_for.add(one.stands_for)
        self._versions.add(one.version)
        for place in one.hashes(*_PLACES):
            self._outlets[place].add(one.outlet)
            self._bytes[place].add(one.raw_hash)

    def outcome(self, one: Capture) -> str:
        if one.replaced:
            return "reread"
        if not self._any:
            return "reread" if self._replaced else "document"
        if one.stands_for is None:
            return "misplaced"
        here = [place for place in one.hashes(*_PLACES) if place in self._outlets]
        if one.named and any(self._outlets[place] - {one.outlet} for place in here):
            return "moved"
        if not one.has_text and self._text:
            return "textless"
        known = one.stands_for in self._stand_for
        if not here:
            return "address" if known else "version"
        if one.version in self._versions:
            return "same"
        if any(one.raw_hash in self._bytes[place] for place in here):
            return "reread"
        return "same" if known else "version"
