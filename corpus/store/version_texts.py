"""The texts of versions: their passages in order, joined by one line feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.store.lookups import in_parts
from corpus.store.tables.archive import PassageRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

LINE_FEED = "\n"


def texts_of_versions(connection: Connection, versions: Iterable[int]) -> dict[int, str]:
    """The text of each version, by id; "" where it has none."""
    wanted = list(versions)
    passages: dict[int, list[str]] = {version: [] for version in wanted}
    query = select(PassageRow.c.version_id, PassageRow.c.text)
    query = query.order_by(PassageRow.c.version_id, PassageRow.c.number)
    for some in in_parts(wanted):
        for version, text in connection.execute(query.where(PassageRow.c.version_id.in_(some))):
            passages[version].append(text)
    return {version: LINE_FEED.join(held) for version, held in passages.items()}
