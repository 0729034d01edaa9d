"""A database that is opened when it is needed: creating, reading, writing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from corpus import store
from corpus.errors import SchemaError
from corpus.index import renewal
from corpus.query import select, session
from corpus.settings import database_url
from corpus.store.engine import open_engine
from corpus.store.migrations import check_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Engine

    from corpus.query.session.moment import View


class Database:
    """``database``: a path, or an SQLAlchemy URL; by default ``CORPUS_DB``, else ``corpus.db`` here."""

    def __init__(self, database: str | Path | None = None) -> None:
        self.url = database_url(None if database is None else str(database))
        self._view: View | None = None
        self._reading: Engine | None = None
        self._writing: Engine | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. Using the corpus again opens new ones."""
        for engine in (self._reading, self._writing):
            if engine is not None:
                engine.dispose()
        self._view = self._reading = self._writing = None

    @property
    def name(self) -> str:
        """How messages call the database: never with user or password."""
        return store.urls.database_name(store.urls.parse_url(self.url))

    @property
    def archive(self) -> str:
        """The id that the archive got when it was made, which its copies share.

        Raises SchemaError where there is no archive.
        """
        with self._opened().open():
            return str(self._opened().made_by()["archive"])

    @property
    def state(self) -> str:
        """Tells the archive as it is now from what it was: changed by every load and every correction.

        Raises SchemaError where there is no archive.
        """
        with self._opened().open():
            return self._opened().fingerprint

    def exists(self) -> bool:
        """Whether there is a database with tables of this program, of whatever version."""
        return store.migrations.exists(self.url)

    def init(self) -> bool:
        """Create the database, or bring its tables up to this version of the program; whether it changed.

        What an older version wrote is written anew in batches, so that an interrupted upgrade is taken up
        by the next one. It logs what room on the disk that takes. Raises StorageFullError where there is
        less.
        """
        done = store.migrations.create_or_upgrade(self.url)
        engine = open_engine(self.url, "write")
        try:
            return renewal.renew.renew(engine) or done
        finally:
            engine.dispose()

    def _writer(self) -> Engine:
        if self._writing is None:
            engine = open_engine(self.url, "write")
            with engine.connect() as connection:
                check_schema(connection)
            self._writing = engine
        return self._writing

    @contextmanager
    def _to_read(self) -> Iterator[Engine | None]:
        """The archive for what can do without it; None where there is none, or one of another version."""
        if not self.exists():
            yield None
            return
        engine = open_engine(self.url, "read")
        try:
            current = True
            with engine.connect() as connection:
                try:
                    check_schema(connection)
                except SchemaError:
                    current = False
            yield engine if current else None
        finally:
            engine.dispose()

    def _opened(self) -> session.moment.View:
        if self._view is None:
            engine = open_engine(self.url, "read")
            with engine.connect() as connection:
                check_schema(connection)
            self._reading, self._view = engine, session.moment.View(engine)
        return self._view

    def _opened_removed(self) -> session.moment.View:
        """A view of the documents that a person removed."""
        with self._opened().open():  # what a result says of its archive
            assert self._reading is not None
        return session.moment.View(self._reading, removed=True)

    def _document_id(self, document: str) -> int:
        """Of the document that is named as ``show`` takes it."""
        with self._opened().open() as moment:
            return select.typed_documents.document_meant(moment, document)
