"""Texts of versions as the index needs them, read back from the tables to be cut anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from corpus.store.tables.archive import Document, PassageRow, QuotationRow, Version
from corpus.store.version_texts import texts_of_versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

TOGETHER = 200
"""Versions whose texts are read in one statement: stays under the parameter limits of both stores."""

Spans = list[tuple[int, int]]


class StoredText(NamedTuple):
    """``passages`` and ``quotations``: half-open spans in code points of the text, in its order. ``foreign``:
    by number of the passage its language, where it is not the text's."""

    language: str
    text: str
    passages: Spans
    quotations: Spans
    foreign: dict[int, str]

    @property
    def arguments(self) -> tuple[str, str, Spans, Spans, dict[int, str]]:
        """As ``corpus.index.build.tokenise.tokenise`` takes them."""
        return self.text, self.language, self.passages, self.quotations, self.foreign


def texts_of(connection: Connection, versions: Sequence[int]) -> Iterator[StoredText | None]:
    """The text of each version, in their order; None where there is no such version."""
    for begin in range(0, len(versions), TOGETHER):
        yield from _texts(connection, versions[begin : begin + TOGETHER])


def _texts(connection: Connection, versions: Sequence[int]) -> Iterator[StoredText | None]:
    query = (
        select(Version.c.id, Document.c.language)
        .join(Document, Document.c.id == Version.c.document_id)
        .where(Version.c.id.in_(versions))
    )
    texts = texts_of_versions(connection, versions)
    found = {id_: StoredText(language, texts[id_], [], [], {}) for id_, language in connection.execute(query)}
    for table, kind in ((PassageRow, "passages"), (QuotationRow, "quotations")):
        spans = select(table.c.version_id, table.c.start_char, table.c.end_char)
        spans = spans.where(table.c.version_id.in_(versions)).order_by(table.c.version_id, table.c.number)
        for version, start, end in connection.execute(spans):
            getattr(found[version], kind).append((start, end))
    foreign = select(PassageRow.c.version_id, PassageRow.c.number, PassageRow.c.language).where(
        PassageRow.c.language.isnot(None), PassageRow.c.version_id.in_(versions)
    )
    for version, number, language in connection.execute(foreign):
        found[version].foreign[number] = language
    return (found.get(version) for version in versions)
