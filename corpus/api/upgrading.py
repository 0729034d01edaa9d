"""Bringing an archive up to date: its tables, and the counting of its words."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import store
from corpus import text as corpus_text
from corpus.api.database import Database
from corpus.errors import StorageFullError
from corpus.index import read as index_read
from corpus.index import renewal
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.index.renewal.recount import Owed


@dataclass(frozen=True, slots=True)
class Upgraded:
    """``tables``: whether they were brought up to date; ``recounted``: words that were counted anew, in so
    many ``documents``; true where anything was done. ``older``: the sentence on texts that were read by older
    rules, which stay as they are; None where there are none."""

    tables: bool
    counting: bool = False
    recounted: int = 0
    documents: int = 0
    older: str | None = None

    def __bool__(self) -> bool:
        return self.tables or self.counting


class Upgrading(Database):
    """What brings an archive of an older version up to date."""

    def upgrade(
        self,
        announce: Callable[[Owed], None] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Upgraded:
        """Bring tables and counts up to this version of the program; the database is created where there is
        none.

        An archive that was counted by older rules is counted anew from its texts, block after block, each in
        a
        transaction: what an interruption leaves undone, the next call does, and queries in between count each
        block by the rules that made it. ``announce`` is called before that with what there is to do and the
        free room that it needs, ``progress`` with words done. Raises StorageFullError where the room is
        lacking.
        """
        tables = self.init()
        engine = self._writer()
        with engine.connect() as connection:
            older = store.state.read_by_older_rules(connection)
            if store.state.counted_by(connection) == corpus_text.counting_rules.RULES:
                return Upgraded(tables, older=older)
            work = renewal.recount.owed(connection)
        if work.words:
            if announce is not None:
                announce(work)
            self._need_room(work.room)
        recount = renewal.recount.Recount()
        while True:
            with engine.begin() as connection:
                done = recount.step(connection)
            if done is None:
                break
            if progress is not None:
                progress(done)
        with engine.begin() as connection:
            renewal.recount.finish(connection)
            index_read.document_facts.pack_facts(connection)
        return Upgraded(tables, True, work.words, work.documents, older)

    def _need_room(self, room: int) -> None:
        url = store.urls.parse_url(self.url)
        if url.get_backend_name() != "sqlite" or not url.database:
            return
        free = shutil.disk_usage(Path(url.database).resolve().parent).free
        if free < room:
            raise StorageFullError(
                f"Counting {self.name} anew needs about {room / 1e6:,.0f} MB of free room, and its disk has"
                f" {free / 1e6:,.0f} MB: make room, then run again: {action('upgrade')}"
            )
