"""Which rejected inputs the archive keeps already, without asking for each one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.store.lookups import in_parts
from corpus.store.tables.log import Rejection, Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

MOST_KEPT = 50_000
"""Rejections of one run that are kept with their bytes; a broken table may have millions of rows."""


class KeptRejections:
    """Sources of the rejections that are kept, by the digest of their bytes.

    One object serves a whole run: thousands of equal inputs (empty files, one broken row) are asked for once.
    What another loader keeps meanwhile is not seen, and may be kept twice. ``passed``: how many were not kept
    as there are ``MOST_KEPT`` already.
    """

    def __init__(self) -> None:
        self._sources: dict[bytes, set[int]] = {}
        self._number = 0
        self.passed = 0

    def learn(self, connection: Connection, digests: Iterable[bytes]) -> None:
        """Ask the archive for those digests that it was not asked for yet."""
        if self._number >= MOST_KEPT:
            return
        unknown = [digest for digest in dict.fromkeys(digests) if digest not in self._sources]
        self._sources.update((digest, set()) for digest in unknown)
        for some in in_parts(unknown):
            asked = Rejection.c.sha256.in_(some)
            query = select(Rejection.c.sha256, Rejection.c.source).join(Run, Run.c.id == Rejection.c.run_id)
            for row in connection.execute(query.where(asked, Run.c.removed_at.is_(None))):
                self._sources[row.sha256].add(hash(row.source))

    def add(self, digest: bytes, source: str) -> bool:
        """Remember a rejection of a digest that was learnt; whether it is a new one, and to be kept."""
        if self._number >= MOST_KEPT:
            self.passed += 1
            return False
        self._number += 1
        sources, key = self._sources[digest], hash(source)
        new = key not in sources
        sources.add(key)
        return new
