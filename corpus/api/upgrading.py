"""Bringing an archive up to date: its tables, and the counting of its words."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.api.database import Database
from corpus.errors import StorageFullError

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
        from corpus.index.read.document_facts import pack_facts
        from corpus.index.renewal.recount import Recount, finish, owed
        from corpus.store.state import counted_by, read_by_older_rules
        from corpus.text.counting_rules import RULES

        tables = self.init()
        engine = self._writer()
        with engine.connect() as connection:
            older = read_by_older_rules(connection)
            if counted_by(connection) == RULES:
                return Upgraded(tables, older=older)
            work = owed(connection)
        if work.words:
            if announce is not None:
                announce(work)
            self._need_room(work.room)
        recount = Recount()
        while True:
            with engine.begin() as connection:
                done = recount.step(connection)
            if done is None:
                break
            if progress is not None:
                progress(done)
        with engine.begin() as connection:
            finish(connection)
            pack_facts(connection)
        return Upgraded(tables, True, work.words, work.documents, older)

    def _need_room(self, room: int) -> None:
        from corpus.store.urls import parse_url

        url = parse_url(self.url)
        if url.get_backend_name() != "sqlite" or not url.database:
            return
        free = shutil.disk_usage(Path(url.database).resolve().parent).free
        if free < room:
            raise StorageFullError(
                f"Counting {self.name} anew needs about {room / 1e6:,.0f} MB of free room, and its disk has"
                f" {free / 1e6:,.0f} MB: make room, then run again: corpus upgrade"
            )
