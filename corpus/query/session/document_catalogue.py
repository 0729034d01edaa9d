"""The documents of a view as aligned arrays: which version counts, dates, outlets and other facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Column, Connection, select

from corpus.index.read.document_facts import COUNTED, FACETS, NONE, REMOVED, Facet, dates_of, read_facts
from corpus.ingest import identity
from corpus.query import session
from corpus.store.row_digests import RowDigests
from corpus.store.tables.archive import Document, Version
from corpus.store.tables.log import Sighting
from corpus.text.gazetteer import places_of

if TYPE_CHECKING:
    from collections.abc import Container

    from corpus.index.read.document_facts import Dates
    from corpus.ingest.identity.captures import Seen

PLACE = "place"
DOCUMENT_FACETS = (*FACETS, PLACE)
"""Facets of documents; the place is read from its column, under the name that the gazetteer gives it."""
_AT_ONCE = ("language",)
"""Facets that nearly every query needs: read with the documents."""


class Catalogue:
    """Documents in order of their ids; further facets are read when first asked for.

    ``as_of``: an ISO time; only what the archive had seen by then, in the text of then, with the dates and
    titles of then, and without what persons have set since. ``removed``: the documents that a person removed,
    not those that count.
    """

    def __init__(self, connection: Connection, as_of: str | None = None, removed: bool = False) -> None:
        self.as_of = as_of
        self._removed = removed
        facts = read_facts(connection, _AT_ONCE, removed)
        self.ids, self.versions, self._dates = facts.ids, facts.versions, facts.dates
        self._held: npt.NDArray[np.bool_] | None = None
        if as_of is not None:
            current = _current_at(connection, as_of)
            self._held = held = np.isin(self.ids, list(current))
            self.ids = self.ids[held]
            self.versions = np.array([current[number] for number in self.ids.tolist()], dtype=np.int64)
            self._dates = self._dates_at(connection, as_of, self._dates.of(held))
        self._facets: dict[str, Facet] = {}
        self._keep(connection, facts.facets)
        self._by_version = np.argsort(self.versions, kind="stable")
        self._sorted_versions = self.versions[self._by_version]

    def __len__(self) -> int:
        return len(self.ids)

    def documents_of(self, versions: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
        """The document (an ordinal of this catalogue) of each version, -1 where it does not count."""
        if not len(self):
            return np.full(len(versions), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._sorted_versions, versions), len(self) - 1)
        return np.where(self._sorted_versions[at] == versions, self._by_version[at], -1)

    def facet(self, connection: Connection, name: str) -> Facet:
        """A facet of the documents."""
        if name == PLACE and name not in self._facets:
            self._facets[name] = self._places(connection)
        if name not in self._facets:
            self._keep(connection, read_facts(connection, (name,), self._removed).facets)
        return self._facets[name]

    def _places(self, connection: Connection) -> Facet:
        """The first place that each dateline names."""
        RowDigests().verify_all(connection, "document")
        printed = self.column(connection, Document.c.place)
        names = {words: next(iter(places_of(words)), NONE) for words in {*printed} if words}
        labels = [*sorted({*names.values()}), NONE]
        codes = {words: labels.index(names[words]) if words else len(labels) - 1 for words in {*printed}}
        return Facet(np.array([codes[words] for words in printed], dtype=np.int32), labels)

    def _keep(self, connection: Connection, facets: dict[str, Facet]) -> None:
        for name, facet in facets.items():
            held = facet if self._held is None else Facet(facet.codes[self._held], facet.labels)
            self._facets[name] = held if self.as_of is None else self._facet_at(connection, name, held)

    def _facet_at(self, connection: Connection, name: str, facet: Facet) -> Facet:
        """A facet with the values that documents had before persons changed them."""
        assert self.as_of is not None
        then = session.past_metadata.set_since(connection, name, self.as_of)
        places = {number: at for at, number in enumerate(self.ids.tolist()) if number in then}
        if not places:
            return facet
        values = [facet.labels[code] for code in facet.codes.tolist()]
        for number, at in places.items():
            values[at] = then[number] or NONE
        labels = [*sorted({*values} - {NONE}), *([NONE] if NONE in values else [])]
        codes = {label: code for code, label in enumerate(labels)}
        return Facet(np.array([codes[value] for value in values], dtype=np.int32), labels)

    def _dates_at(self, connection: Connection, as_of: str, dates: Dates) -> Dates:
        """The dates of then; today's where nothing says what they were."""
        then = session.past_metadata.dates_at(connection, as_of)
        today = [dates.text(at) if dates.precision[at] else None for at in range(len(self.ids))]
        texts = [then.get(number, now) or "" for number, now in zip(self.ids.tolist(), today, strict=True)]
        return dates_of(texts)

    def having(self, connection: Connection, name: str, labels: Container[str]) -> npt.NDArray[np.bool_]:
        """Which documents have one of some labels of a facet."""
        facet = self.facet(connection, name)
        return np.array([*(label in labels for label in facet.labels), False])[facet.codes]

    def present(self, connection: Connection, name: str, mask: npt.NDArray[np.bool_]) -> list[str]:
        """The labels of a facet that some of the documents have."""
        facet = self.facet(connection, name)
        held = np.flatnonzero(np.bincount(facet.codes[mask], minlength=len(facet.labels)))
        return [facet.labels[code] for code in held.tolist()]

    def dates(self) -> Dates:
        """When the documents were published."""
        return self._dates

    def column(self, connection: Connection, column: Column[Any]) -> list[str | None]:
        """Any column of the document table, aligned, as it stands there."""
        if self.as_of is not None and column is Document.c.title:
            return self._titles_at(connection)
        which = REMOVED if self._removed else COUNTED
        rows = select(Document.c.id, column).where(which).order_by(Document.c.id)
        return self._align(connection.execute(rows).all())

    def _titles_at(self, connection: Connection) -> list[str | None]:
        """The titles of the versions of then."""
        RowDigests().verify_all(connection, "version")
        rows = connection.execute(select(Version.c.id, Version.c.title))
        titles: dict[int, str | None] = {row.id: row.title for row in rows}
        return [titles[version] for version in self.versions.tolist()]

    def _align(self, rows: object) -> list[str | None]:
        pairs: list[tuple[int, str | None]] = rows  # type: ignore[assignment]
        if len(pairs) == len(self.ids):
            return [value for _, value in pairs]
        by_id = dict(pairs)
        return [by_id[identifier] for identifier in self.ids.tolist()]


def _current_at(connection: Connection, as_of: str) -> dict[int, int]:
    """Version of each document that was current at a time, by the rule of the loader."""
    RowDigests().verify_all(connection, "sighting", "address", "address_key", "version", "run")
    sightings: dict[int, list[Seen]] = {}
    for row in connection.execute(identity.known_documents.CURRENT.where(Sighting.c.seen_at <= as_of)):
        sightings.setdefault(row[0], []).append(identity.known_documents.seen_of(row))
    found = {document: identity.versions.current_version(seen) for document, seen in sightings.items()}
    return {document: version for document, version in found.items() if version is not None}
