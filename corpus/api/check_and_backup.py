"""Keeping the archive sound: check, repair, backup."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import store
from corpus.api.database import Database
from corpus.errors import DamagedError
from corpus.index import check as index_check

if TYPE_CHECKING:
    from corpus.index.check.check_archive import Checked, Level


class Keeping(Database):
    """What finds damage and guards against it."""

    def check(self, level: Level = "default", repair: bool = False) -> Checked:
        """What is broken.

        ``level``: ``quick`` (tables, the store's own check), ``default`` (every digest, the index
        against itself and the tables), ``full`` (texts cut into words anew, and compared).

        ``repair``: what follows from the texts is written anew, after a backup beside the database (of
        PostgreSQL by pg_dump, in the present folder); the findings returned are those that remain.
        Raises SchemaError where there is no database.
        """
        engine = store.engine.open_engine(self.url, "read")
        try:
            with engine.connect() as connection:
                store.migrations.check_schema(connection)
                found = index_check.check_archive.check(connection, level)
            if not repair or found.sound:
                return found
            saved = self._save()
            with self._writer().begin() as connection:
                index_check.repair.repair(connection, found.broken)
            with engine.connect() as connection:
                after = index_check.check_archive.check(connection, level)
            after.backup, after.repaired = saved, True
            return after
        finally:
            engine.dispose()

    def backup(self, file: str | Path) -> None:
        """Copy the database to a file, while texts may be loaded; a sound copy replaces an older one.

        Raises UsageError for PostgreSQL (pg_dump copies that), DamagedError where the database is damaged.
        """
        store.backup.backup(self.url, Path(file), _verify)

    def _save(self) -> str:
        """A copy made before a repair, damaged as it is; its name."""
        url = store.urls.parse_url(self.url)
        stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
        target = Path(f"{url.database or ''}.before-repair-{stamp}")
        if url.get_backend_name() == "sqlite":
            store.backup.backup(self.url, target, lambda _: None)
        else:
            store.backup.dump(self.url, target)
        return str(target)


def _verify(copy: Path) -> None:
    engine = store.engine.open_engine(str(copy), "read")
    try:
        with engine.connect() as connection:
            if not store.migrations.is_current(
                connection
            ):  # a copy before an upgrade: the store's own check must do
                return
    finally:
        engine.dispose()
    with Keeping(str(copy)) as made:
        found = made.check()
    worst = [finding for finding in found.findings if finding.severity != "slow"]
    if worst:
        one = worst[0]
        raise DamagedError(
            f"The database is damaged ({one.table} {one.row}: {one.problem}) and was not copied;"
            " an older backup stays"
        )
