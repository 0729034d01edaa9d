"""A view of the archive for queries: connection, documents and index, at one moment and within bounds."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from corpus.index.encoding import tokeniser_versions as makers
from corpus.index.read.reader import IndexReader
from corpus.index.read.term_groups import term_groups
from corpus.query.session.document_catalogue import Catalogue
from corpus.store.row_digests import RowDigests
from corpus.store.row_groups import group_of
from corpus.store.state import archive_and_state, counted_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    import numpy.typing as npt
    from sqlalchemy import Column, Connection, Engine

    from corpus.choices import Unit
    from corpus.index.encoding.term_digests import TermDigests
    from corpus.index.read.foreign_passages import Foreign
    from corpus.index.read.sections import SectionArrays
    from corpus.index.read.term_groups import Groups
    from corpus.text.tokens import Layer

T = TypeVar("T")

MOST_CATALOGUES = 4
"""Catalogues kept: the present one, and those of days asked for with ``as_of``."""
MOST_REMEMBERED = 2000
"""Answers kept to questions that come again: terms of a word, tokens of each document."""


class View:
    """What queries share. Everything kept is asked for anew when the archive has changed.

    ``removed``: of the documents that a person removed, in place of those that count.
    """

    def __init__(self, engine: Engine, removed: bool = False) -> None:
        self._engine = engine
        self.removed = removed
        self._archive = ""
        self._state: str | None = None
        self.rules = 0
        self._catalogues: dict[str | None, Catalogue] = {}
        self._documents: dict[tuple[str | None, int], npt.NDArray[np.int64]] = {}
        self.index = IndexReader()
        self._memory: dict[object, object] = {}
        self.rows = RowDigests()

    @contextmanager
    def open(self) -> Iterator[Moment]:
        """One read transaction: every query inside sees the same state."""
        with self._engine.connect() as connection:
            self._archive, state = archive_and_state(connection)
            if state != self._state:
                self._catalogues.clear()
                self._documents.clear()
                self._memory.clear()
                self.rows.clear()
                self.rows.verify_all(connection, "property")
                self.index.refresh(connection)
                self.rules = counted_by(connection)
                self._state = state
            yield Moment(self, connection)

    def remember(self, key: object, make: Callable[[], T]) -> T:
        """What ``make`` makes, kept under the key while the archive does not change."""
        if key not in self._memory:
            if len(self._memory) >= MOST_REMEMBERED:
                self._memory.clear()
            self._memory[key] = make()
        return cast("T", self._memory[key])

    @property
    def fingerprint(self) -> str:
        """Tells one state of one archive from every other: changed by every load and every correction."""
        return (self._state or "")[:16]

    def made_by(self) -> dict[str, object]:
        """What tells this archive from others, the version of the rules by which all of it was counted, and
        the tokenisers of its layers with their versions."""
        analysers = self.remember("analysers", self._analysers)
        return {"archive": self._archive, "rules": self.rules, "analysers": analysers}

    def _analysers(self) -> dict[str, str]:
        with self._engine.connect() as connection:
            found: dict[str, str] = {}
            for made_by in sorted(set(self.index.makers(connection).values())):
                found.update(makers.read(made_by))
            return found

    def catalogue(self, connection: Connection, as_of: str | None) -> Catalogue:
        found = self._catalogues.get(as_of)
        if found is None:
            if len(self._catalogues) >= MOST_CATALOGUES:
                self._catalogues.clear()
                self._documents.clear()
                self._memory.clear()
            found = self._catalogues[as_of] = Catalogue(connection, as_of, self.removed)
        return found

    def documents(
        self, connection: Connection, catalogue: Catalogue, section_id: int
    ) -> npt.NDArray[np.int64]:
        key = (catalogue.as_of, section_id)
        found = self._documents.get(key)
        if found is None:
            versions = self.index.arrays(connection, section_id).versions
            found = self._documents[key] = catalogue.documents_of(versions)
        return found


class Moment:
    """An archive during one read transaction: all answers of a question come from one state of it.

    ``removed``: its documents are those that a person removed. ``rules``: by which all of it was counted.
    """

    def __init__(self, view: View, connection: Connection) -> None:
        self._view = view
        self.connection = connection
        self.removed, self.rules = view.removed, view.rules
        self.index, self.row_digests = view.index, view.rows

    def catalogue(self, as_of: str | None = None) -> Catalogue:
        """The documents, now or as they were known at a time (ISO, UTC)."""
        return self._view.catalogue(self.connection, as_of)

    def remember(self, key: object, make: Callable[[], T]) -> T:
        """What ``make`` makes, kept under the key while the archive does not change."""
        return self._view.remember(key, make)

    @property
    def digests(self) -> TermDigests:
        """What the terms of the archive were written as."""
        return self.index.digests

    def verify(self, *tables: str) -> None:
        """Raise DamagedError where a row of these groups (``corpus.store.row_groups``) is not what was
        written, or is missing: once a state."""
        self.row_digests.verify_all(self.connection, *tables)

    def verify_rows(self, table: str, keys: Iterable[int]) -> None:
        """The same of the rows of some keys."""
        self.row_digests.verify_keys(self.connection, table, keys)

    def rows(self, groups: Sequence[str], keys: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The rows of some keys with the columns of groups of one table, by key; verified."""
        return self.row_digests.read(self.connection, groups, keys)

    def document_column(self, catalogue: Catalogue, column: Column[Any]) -> list[str | None]:
        """Any column of the document table, aligned with the catalogue; verified."""
        self.verify(group_of(column).name)
        return catalogue.column(self.connection, column)

    def sections(self, layer: Layer) -> list[int]:
        return self.index.sections(layer)

    def arrays(self, section_id: int) -> SectionArrays:
        return self.index.arrays(self.connection, section_id)

    def documents(self, catalogue: Catalogue, section_id: int) -> npt.NDArray[np.int64]:
        """For each version of a section its document in the catalogue, -1 where it does not count."""
        return self._view.documents(self.connection, catalogue, section_id)

    def stream(self, section_id: int) -> npt.NDArray[np.uint32]:
        """The term ids of a section's tokens, in order."""
        return self.index.stream(self.connection, section_id)

    def groups(self, layer: Layer, unit: Unit = "word") -> Groups:
        """Which terms count as one word, or one lemma."""
        return self.remember(
            ("groups", layer, unit), lambda: term_groups(self.connection, self.digests, layer, unit)
        )

    def foreign(self) -> Foreign:
        """The passages in another language, or of another country, than their document."""
        return self.index.foreign(self.connection)

    def spans(self, section_id: int, start: int, end: int) -> npt.NDArray[np.uint32] | None:
        """Where a document's words stand in its passages, if an analyser cut them; see ``IndexReader``."""
        return self.index.spans(self.connection, section_id, start, end)

    def positions(self, section_id: int, terms: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
        """Sorted positions in a section of any of the terms."""
        return self.index.positions(self.connection, section_id, terms)
