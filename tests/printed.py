"""Texts as they were printed, from their passages: labels and counts by hand were made of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.store.lookups import in_parts
from corpus.store.tables.archive import PassageRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

Span = tuple[int, int]


def printed(connection: Connection, versions: Iterable[int]) -> dict[int, tuple[str, list[Span]]]:
    """The printed text of each version, and where each of its passages stands in it, by their numbers."""
    columns = PassageRow.c.version_id, PassageRow.c.glue, PassageRow.c.text
    query = select(*columns).order_by(PassageRow.c.version_id, PassageRow.c.number)
    wanted = list(versions)
    found: dict[int, tuple[str, list[Span]]] = {version: ("", []) for version in wanted}
    for some in in_parts(wanted):
        for version, glue, words in connection.execute(query.where(PassageRow.c.version_id.in_(some))):
            text, spans = found[version]
            if spans:
                text += "\n" if glue is None else glue
            spans.append((len(text), len(text) + len(words)))
            found[version] = text + words, spans
    return found
