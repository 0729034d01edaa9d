"""Texts and bytes as they were loaded: compared with their digests, and spans with the texts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, select, type_coerce

from corpus.errors import DamagedError
from corpus.index.check.finding import RESTORE, RESTORE_ALL, Finding
from corpus.index.check.rows import row_finding
from corpus.store.row_digests import RowDigests
from corpus.store.row_groups import GROUPS
from corpus.store.tables.archive import Document, PassageRow, QuotationRow, Version
from corpus.store.tables.base import decompress
from corpus.store.tables.log import Rejection
from corpus.text.body import body as body_of
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

TOGETHER = 200
"""Versions whose rows are read in one statement."""
_RAW, _TEXT = GROUPS["version.raw"], GROUPS["version.text"]
_ROLES = frozenset(int(role) for role in Role)


def check_texts(connection: Connection) -> Iterator[Finding]:
    """Digests of each version, and the passages and quotations in it."""
    after: int | None = 0
    digests = RowDigests()
    while after is not None:
        rows = connection.execute(
            select(
                Version.c.id, Document.c.ref, Version.c.sha256, Version.c.body_sha256,
                type_coerce(Version.c.raw, LargeBinary), type_coerce(Version.c.text, LargeBinary),
            )
            .outerjoin(Document, Document.c.id == Version.c.document_id)
            .where(Version.c.id > after).order_by(Version.c.id).limit(TOGETHER)
        ).all()  # fmt: skip
        if not rows:
            return
        first, last = rows[0][0], rows[-1][0]
        passages: defaultdict[int, list[list[int]]] = defaultdict(list)
        quotations: defaultdict[int, list[list[int]]] = defaultdict(list)
        for table, held, extra in ((PassageRow, passages, "role"), (QuotationRow, quotations, "passage")):
            spans = select(
                table.c.version_id, table.c.number, table.c.start_char, table.c.end_char, table.c[extra]
            ).where(table.c.version_id.between(first, last))
            for version, *span in connection.execute(spans.order_by(table.c.version_id, table.c.number)):
                held[version].append(span)
        for group, frames in ((_RAW, 4), (_TEXT, 5)):
            columns = [[row[at] for row in rows] for at in (0, frames)]
            for version in digests.differing(connection, group, columns):
                yield row_finding(group, version, next(row[1] or "" for row in rows if row[0] == version))
        for version, ref, sha256, body, raw, stored in rows:
            for problem in _version(sha256, body, raw, stored, passages[version], quotations[version]):
                yield Finding("lost", "version", str(version), ref or "", problem, RESTORE)
        after = last if len(rows) == TOGETHER else None


def check_rejections(connection: Connection) -> Iterator[Finding]:
    """What is kept of rejected inputs against its digest."""
    query = select(Rejection.c.id, Rejection.c.sha256, type_coerce(Rejection.c.raw, LargeBinary))
    for number, sha256, raw in connection.execute(query.execution_options(yield_per=TOGETHER)):
        try:
            if hashlib.sha256(decompress(raw)).digest() == sha256:
                continue
        except DamagedError:
            pass
        problem = "Its bytes do not have the digest sha256"
        yield Finding("lost", "rejection", str(number), "", problem, RESTORE_ALL)


def _version(
    sha256: bytes,
    body: bytes,
    raw: bytes,
    stored: bytes,
    passages: list[list[int]],
    quotations: list[list[int]],
) -> Iterator[str]:
    try:
        if hashlib.sha256(decompress(raw)).digest() != sha256:
            yield "The raw bytes do not have the digest sha256"
    except DamagedError:
        yield "The raw bytes are damaged"
    try:
        text = decompress(stored).decode("utf-8", "surrogatepass")
    except (DamagedError, UnicodeDecodeError):
        yield "The text is damaged"
        return
    before = 0
    for at, (number, start, end, role) in enumerate(passages):
        if number != at:
            yield f"Passage {at} is missing"
            return
        if not before <= start <= end <= len(text) or role not in _ROLES:
            yield f"Passage {number} has an impossible span or role"
            return
        before = end
    held = body_of(text, ((start, end, role) for _, start, end, role in passages))
    if hashlib.sha256(held.encode("utf-8", "surrogatepass")).digest() != body:
        yield "The text, cut into its passages, does not have the digest body_sha256"
    for at, (number, start, end, passage) in enumerate(quotations):
        if number != at:
            yield f"Quotation {at} is missing"
            return
        inside = 0 <= passage < len(passages) and passages[passage][1] <= start <= end <= passages[passage][2]
        if not inside:
            yield f"Quotation {number} lies outside of its passage"
