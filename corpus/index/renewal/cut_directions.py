"""Stage directions of texts that were loaded before the program knew them: cut out of their passages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import delete, insert, select, update

from corpus.store.tables.archive import MentionRow, PassageRow, QuotationRow
from corpus.store.tables.coding import Annotation
from corpus.store.version_texts import LINE_FEED
from corpus.text.roles import Role
from corpus.text.stage_directions import has_directions, with_directions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from corpus.index.encoding.block import IndexedDocument
    from corpus.index.renewal.stored_texts import Spans, StoredText


class _Part(NamedTuple):
    """Of a passage. ``start`` and ``end``: in the text as it was; ``shift``: how much further they are in the
    text as it is cut; ``of``: the number of the passage."""

    start: int
    end: int
    role: Role
    speaker: int
    of: int
    shift: int


def cut_directions(
    connection: Connection, document: IndexedDocument, stored: StoredText
) -> tuple[IndexedDocument, StoredText, Spans]:
    """The document with the roles and speakers, and the text with the spans, that it has with its stage
    directions, whose rows are written; the same objects where it has none. The document's tokens are as they
    were. Third: where its passages stood in the text as it was."""
    if not has_directions(stored.text):
        return document, stored, stored.passages
    roles, speakers = document.roles.tolist(), document.speakers.tolist()
    parts: list[_Part] = []
    at = 0
    for number, (start, end) in enumerate(stored.passages):
        for low, high, role in with_directions(stored.text, start, end, Role(roles[number])):
            speaker = 0 if role is Role.stage_direction else speakers[number]
            parts.append(_Part(low, high, role, speaker, number, at - low))
            at += high - low + 1
    if [part.role for part in parts] == roles:
        return document, stored, stored.passages
    foreign = {
        number: stored.foreign[part.of] for number, part in enumerate(parts) if part.of in stored.foreign
    }
    quotations = _write(connection, document.version_id, parts, stored.text)
    document = replace(
        document,
        roles=np.array([part.role for part in parts], dtype=np.uint32),
        speakers=np.array([part.speaker for part in parts], dtype=np.uint32),
    )
    now = stored._replace(
        text=LINE_FEED.join(stored.text[part.start : part.end] for part in parts),
        passages=[(part.start + part.shift, part.end + part.shift) for part in parts],
        quotations=quotations,
        foreign=foreign,
    )
    return document, now, [(part.start, part.end) for part in parts]


def _write(connection: Connection, version: int, parts: list[_Part], text: str) -> list[tuple[int, int]]:
    """Write the passages of a version anew, and what points to them; the spans of its quotations."""
    own = PassageRow.c.version_id == version
    of_passages = select(PassageRow.c.language, PassageRow.c.country, PassageRow.c.glue).where(own)
    held = connection.execute(of_passages.order_by(PassageRow.c.number)).all()
    connection.execute(delete(PassageRow).where(own))
    rows = []
    for number, part in enumerate(parts):
        language, country, glue = held[part.of]
        if number and parts[number - 1].of == part.of:
            glue = " " if parts[number - 1].end < part.start else ""
        rows.append(
            {
                "version_id": version, "number": number, "start_char": part.start + part.shift,
                "end_char": part.end + part.shift, "role": int(part.role), "speaker_id": part.speaker or None,
                "language": language, "country": country, "glue": glue, "text": text[part.start : part.end],
            }
        )  # fmt: skip
    connection.execute(insert(PassageRow), rows)
    for table in (MentionRow, Annotation):
        columns = table.c.id, table.c.passage, table.c.start_char, table.c.end_char
        query = select(*columns).where(table.c.version_id == version, table.c.passage.is_not(None))
        for row, passage, start, end in connection.execute(query).all():
            number = _number(parts, passage, start)
            shift = parts[number].shift
            moved = {} if start is None else {"start_char": start + shift, "end_char": end + shift}
            connection.execute(update(table).where(table.c.id == row).values(passage=number, **moved))
    return _write_quotations(connection, version, parts)


def _write_quotations(connection: Connection, version: int, parts: list[_Part]) -> list[tuple[int, int]]:
    own = QuotationRow.c.version_id == version
    held = select(QuotationRow.c.start_char, QuotationRow.c.end_char, QuotationRow.c.speaker_id)
    cut = [
        (passage, max(start, part.start) + part.shift, min(end, part.end) + part.shift, speaker)
        for start, end, speaker in connection.execute(held.where(own).order_by(QuotationRow.c.number)).all()
        for passage, part in enumerate(parts)
        if part.role is not Role.stage_direction and max(start, part.start) < min(end, part.end)
    ]
    connection.execute(delete(QuotationRow).where(own))
    if cut:
        connection.execute(
            insert(QuotationRow),
            [
                {
                    "version_id": version, "number": number, "passage": passage, "start_char": start,
                    "end_char": end, "speaker_id": speaker,
                }
                for number, (passage, start, end, speaker) in enumerate(cut)
            ],
        )  # fmt: skip
    return [(start, end) for _, start, end, _ in cut]


def _number(parts: list[_Part], passage: int, start: int | None) -> int:
    """The number of the part that holds a place of a passage."""
    own = [number for number, part in enumerate(parts) if part.of == passage]
    if start is not None:
        own = [number for number in own if parts[number].start <= start < parts[number].end] or own
    return own[0]
