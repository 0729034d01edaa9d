"""Rows against the digests of what was written."""

from __future__ import annotations

from sqlalchemy import Connection, Integer, select

from corpus.errors import DamagedError
from corpus.index.check.finding import RESTORE, RESTORE_ALL, Finding, repair
from corpus.store.lookups import in_parts
from corpus.store.row_digests import PART, RowDigests, digest_rows, read_parts, rows_of
from corpus.store.row_groups import GROUPS, Group
from corpus.store.tables.archive import Document, Version
from corpus.store.tables.properties import RowDigest

MOST_NAMED = 100
"""Rows of one group that are named."""
OF_TEXTS = frozenset(("version.raw", "passage.text"))
"""Groups that are compared where their bytes and texts are read anyway."""


def check_rows(connection: Connection) -> list[Finding]:
    """Rows that are not what was written, missing, or none that was written."""
    found = []
    for group in GROUPS.values():
        if broken := broken_digests(connection, group):
            found.append(Finding("wrong", "row_digest", group.name, "", broken, repair()))
        elif group.name not in OF_TEXTS:
            keys = _differing(connection, group)[:MOST_NAMED]
            refs = _references(connection, group, keys)
            found += [row_finding(group, key, refs.get(key, "")) for key in keys]
    return found


def row_finding(group: Group, key: int, ref: str = "") -> Finding:
    """The finding of a key whose rows are not what was written. ``ref``: of its document."""
    row = str(key) if group.single else f"{group.key.name} {key}"
    remedy = RESTORE if group.table.name in {"version", "passage", "quotation"} else RESTORE_ALL
    _, _, part = group.name.partition(".")
    problem = f"Its {part} is not what was written" if part else "It is not what was written"
    return Finding("lost", group.table.name, row, ref, problem, remedy)


def _differing(connection: Connection, group: Group) -> list[int]:
    digests = RowDigests()
    found: list[int] = []
    for rows, keys in rows_of(connection, group):
        found += digests.differing(connection, group, list(zip(*rows, strict=True)), keys)
        digests.clear()
    return found


def _references(connection: Connection, group: Group, keys: list[int]) -> dict[int, str]:
    """The references of the documents that some keys belong to."""
    table = group.table
    if not {table.name, *table.c.keys()} & {"document", "document_id", "version_id"}:
        return {}
    found: dict[int, str] = {}
    for some in in_parts(keys):
        query = select(group.key, Document.c.ref).where(group.key.in_(some))
        if table is Document:
            pass
        elif "document_id" in table.c:
            query = query.join(Document, Document.c.id == table.c.document_id)
        elif "version_id" in table.c:
            query = query.join(Version, Version.c.id == table.c.version_id)
            query = query.join(Document, Document.c.id == Version.c.document_id)
        found |= {row[0]: row[1] for row in connection.execute(query.distinct())}
    return found


def broken_digests(connection: Connection, group: Group) -> str:
    """What is wrong with the digests of a group themselves; "" for nothing."""
    try:
        written = connection.scalars(select(RowDigest.c.part).where(RowDigest.c.name == group.name)).all()
        for _ in read_parts(connection, group, written):
            pass
    except DamagedError as error:
        return error.problem
    numbered = isinstance(group.key.type, Integer)
    there = connection.scalars(select(group.key // PART).distinct()) if numbered else [0]
    if set(there) - set(written):
        return "Some of the digests are missing"
    return ""


def repair_digests(connection: Connection) -> None:
    """Make digests that are damaged themselves anew, from the rows as they are."""
    for group in GROUPS.values():
        if broken_digests(connection, group):
            digest_rows(connection, group)
