"""Texts and bytes as they were loaded: compared with their digests, and spans with the texts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, select, type_coerce

from corpus.errors import DamagedError
from corpus.index.check.finding import RESTORE, RESTORE_ALL, Finding
from corpus.index.check.rows import row_finding
from corpus.store.row_digests import RowDigests
from corpus.store.row_groups import GROUPS
from corpus.store.tables.archive import Document, PassageRow, QuotationRow, Version
from corpus.store.tables.base import decompress
from corpus.store.tables.log import Rejection
from corpus.store.version_texts import LINE_FEED
from corpus.text.body import body as body_of
from corpus.text.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection

TOGETHER = 200
"""Versions whose rows are read in one statement."""
_RAW, _TEXT = GROUPS["version.raw"], GROUPS["passage.text"]
_PASSAGE = (
    PassageRow.c.version_id, PassageRow.c.number, PassageRow.c.start_char, PassageRow.c.end_char,
    PassageRow.c.role, PassageRow.c.glue, PassageRow.c.text,
)  # fmt: skip
_QUOTATION = (
    QuotationRow.c.version_id, QuotationRow.c.number, QuotationRow.c.start_char, QuotationRow.c.end_char,
    QuotationRow.c.passage,
)  # fmt: skip
_ROLES = frozenset(int(role) for role in Role)


def check_texts(connection: Connection) -> Iterator[Finding]:
    """Digests of each version, and the passages and quotations in it."""
    after: int | None = 0
    digests = RowDigests()
    while after is not None:
        rows = connection.execute(
            select(
                Version.c.id, Document.c.ref, Version.c.sha256, Version.c.body_sha256,
                type_coerce(Version.c.raw, LargeBinary),
            )
            .outerjoin(Document, Document.c.id == Version.c.document_id)
            .where(Version.c.id > after).order_by(Version.c.id).limit(TOGETHER)
        ).all()  # fmt: skip
        if not rows:
            return
        first, last = rows[0][0], rows[-1][0]
        passages = _by_version(connection, _PASSAGE, first, last)
        quotations = _by_version(connection, _QUOTATION, first, last)
        texts = [(version, row[0], row[5]) for version, some in passages.items() for row in some]
        for group, columns in (
            (_RAW, [[row[at] for row in rows] for at in (0, 4)]),
            (_TEXT, list(zip(*texts, strict=True))),
        ):
            for version in digests.differing(connection, group, columns, [row[0] for row in rows]):
                yield row_finding(group, version, next(row[1] or "" for row in rows if row[0] == version))
        for version, ref, sha256, body, raw in rows:
            for problem in _version(sha256, body, raw, passages[version], quotations[version]):
                yield Finding("lost", "version", str(version), ref or "", problem, RESTORE)
        after = last if len(rows) == TOGETHER else None


def check_rejections(connection: Connection) -> Iterator[Finding]:
    """Rejected inputs against their digests; one that is kept in part has its row's digest alone."""
    columns = Rejection.c.id, Rejection.c.sha256, Rejection.c.size, type_coerce(Rejection.c.raw, LargeBinary)
    for number, sha256, size, raw in connection.execute(
        select(*columns).execution_options(yield_per=TOGETHER)
    ):
        problem = _rejection(sha256, size, raw)
        if problem:
            yield Finding("lost", "rejection", str(number), "", problem, RESTORE_ALL)


def _rejection(sha256: bytes, size: int, raw: bytes) -> str:
    try:
        kept = decompress(raw)
    except DamagedError:
        return "Its bytes are damaged"
    if len(kept) < size:
        return ""
    same = len(kept) == size and hashlib.sha256(kept).digest() == sha256
    return "" if same else "Its bytes do not have the digest sha256"


def _by_version(
    connection: Connection, columns: tuple[Column[Any], ...], first: int, last: int
) -> defaultdict[int, list[list[Any]]]:
    """Rows of the versions from ``first`` to ``last``, without their ids, in order of their numbers."""
    found: defaultdict[int, list[list[Any]]] = defaultdict(list)
    query = select(*columns).where(columns[0].between(first, last)).order_by(*columns[:2])
    for version, *row in connection.execute(query):
        found[version].append(row)
    return found


def _version(
    sha256: bytes,
    body: bytes,
    raw: bytes,
    passages: list[list[Any]],
    quotations: list[list[Any]],
) -> Iterator[str]:
    try:
        if hashlib.sha256(decompress(raw)).digest() != sha256:
            yield "The raw bytes do not have the digest sha256"
    except DamagedError:
        yield "The raw bytes are damaged"
    begins = 0
    for at, (number, start, end, role, _, text) in enumerate(passages):
        if number != at:
            yield f"Passage {at} is missing"
            return
        if start != begins or end != start + len(text) or role not in _ROLES:
            yield f"Passage {number} has an impossible span or role"
            return
        begins = end + len(LINE_FEED)
    held = body_of((text, role, glue) for _, _, _, role, glue, text in passages)
    if hashlib.sha256(held.encode("utf-8", "surrogatepass")).digest() != body:
        yield "The text does not have the digest body_sha256"
    for at, (number, start, end, passage) in enumerate(quotations):
        if number != at:
            yield f"Quotation {at} is missing"
            return
        inside = 0 <= passage < len(passages) and passages[passage][1] <= start <= end <= passages[passage][2]
        if not inside:
            yield f"Quotation {number} lies outside of its passage"
