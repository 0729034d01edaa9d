"""Texts in clear: each passage has its own, and a version has none beside them.

The text of a version becomes its passages in order, joined by one line feed, and every span counts in that.
Passages are copied in batches, each a transaction where the caller allows it: what an interruption leaves
undone, the next upgrade does. What stood there before is taken away in the last one.

Revision: 0013
After: 0012
"""

from __future__ import annotations

import logging
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import zstandard
from alembic import context, op

from corpus.errors import StorageFullError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_log = logging.getLogger(__name__)

BATCH_BYTES = 32 * 1024 * 1024
"""Bytes of packed texts that are written in one transaction, about a third of what they are in clear."""
SPARE = 64 * 1024 * 1024
COPY = "passage_in_clear"
COLUMNS = (
    "version_id", "number", "start_char", "end_char", "role", "speaker_id", "language", "country", "glue",
    "text",
)  # fmt: skip
FOREIGN = "language IS NOT NULL OR country IS NOT NULL"
PROPERTY = sa.table("property", sa.column("name"), sa.column("value"))
PASSAGE = sa.table("passage", *map(sa.column, COLUMNS))
VERSION = sa.table("version", sa.column("id"), sa.column("raw"), sa.column("text"))
NOT_STORED = re.compile("[\0\ud800-\udfff]")
"""What no store holds; it is in no word."""
SPANS = ("quotation", "mention", "annotation")
"""Tables that point to a passage and a span."""
_AWAY = 1_000_000_000
"""Spans are moved by way of where none is, so that no two are the same in between."""


def upgrade() -> None:
    connection = op.get_bind()
    commit: Callable[[], None] = context.config.attributes.get("commit") or (lambda: None)
    if not sa.inspect(connection).has_table(COPY):
        if connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM version)")):
            _tell_room(connection)
            _set_pending(connection)
        _create(COPY, clear=True)
    commit()
    unreadable = 0
    for batch in _batches(connection):
        unreadable += _copy(connection, batch)
        commit()
    if unreadable:
        _log.warning(
            "%d texts could not be read: their passages are empty, and found by: corpus check", unreadable
        )
    _move_spans(connection, COPY, "passage")
    op.drop_table("passage")
    _rename(COPY)
    op.drop_column("version", "text")
    _create_names()


def downgrade() -> None:
    connection = op.get_bind()
    for name in ("role", "language", "country"):
        op.drop_table(name)
    frames = sa.Column("text", sa.LargeBinary(), nullable=False, server_default="")
    op.add_column("version", frames)
    if connection.dialect.name != "sqlite":
        op.alter_column("version", "text", server_default=None)
    _create("passage_as_spans", clear=False)
    query = sa.select(*(PASSAGE.c[name] for name in COLUMNS)).order_by(PASSAGE.c.version_id, PASSAGE.c.number)
    packer = zstandard.ZstdCompressor(level=1, write_checksum=True)
    for version in connection.scalars(sa.select(VERSION.c.id).order_by(VERSION.c.id)).all():
        text, rows = "", []
        for row in connection.execute(query.where(PASSAGE.c.version_id == version)).mappings():
            between = "" if not rows else "\n" if row["glue"] is None else row["glue"]
            start = len(text) + len(between)
            text += between + row["text"]
            rows.append({**row, "start_char": start, "end_char": len(text)})
        packed = packer.compress(text.encode("utf-8", "surrogatepass"))
        connection.execute(sa.update(VERSION).where(VERSION.c.id == version).values(text=packed))
        if rows:
            spans = sa.table("passage_as_spans", *map(sa.column, COLUMNS[:-2]))
            connection.execute(sa.insert(spans), [{name: row[name] for name in COLUMNS[:-2]} for row in rows])
    _move_spans(connection, "passage_as_spans", "passage")
    _set_pending(connection)  # the digests of rows are those of the tables as they were
    op.drop_table("passage")
    _rename("passage_as_spans")


def _create(name: str, clear: bool) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    texts = [sa.Column("glue", sa.String(1)), sa.Column("text", sa.Text(), nullable=False)] if clear else []
    op.create_table(
        name,
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(35), nullable=True),
        sa.Column("country", sa.String(100), nullable=True),
        *texts,
        # The names of PostgreSQL's keys are unique among tables.
        sa.PrimaryKeyConstraint("version_id", "number", name="pk_passage" if sqlite else f"pk_{name}"),
        sa.ForeignKeyConstraint(["speaker_id"], ["actor.id"], name="fk_passage_speaker_id_actor"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_passage_version_id_version", ondelete="CASCADE"
        ),
        sqlite_with_rowid=clear,
    )


def _create_names() -> None:
    """What codes stand for; the program fills it (``corpus.store.readable``)."""
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("counts", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
        sa.UniqueConstraint("name", name="uq_role_name"),
    )
    for table, key, length in (("language", "tag", 35), ("country", "code", 8)):
        op.create_table(
            table,
            sa.Column(key, sa.String(length), nullable=False),
            sa.Column("name", sa.String(100), nullable=False),
            sa.PrimaryKeyConstraint(key, name=f"pk_{table}"),
        )


def _rename(name: str) -> None:
    op.rename_table(name, "passage")
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        of_table = sa.text("SELECT conname FROM pg_constraint WHERE conrelid = 'passage'::regclass")
        for constraint in connection.scalars(of_table).all():
            if name in constraint:
                renamed = constraint.replace(name, "passage")
                op.execute(f"ALTER TABLE passage RENAME CONSTRAINT {constraint} TO {renamed}")
    where = sa.text(FOREIGN)
    op.create_index(
        "ix_passage_foreign", "passage", ["version_id"], sqlite_where=where, postgresql_where=where
    )


def _set_pending(connection: sa.Connection) -> None:
    """Until the upgrade is at its end, no program reads the archive or writes to it."""
    pending = sa.select(PROPERTY.c.value).where(PROPERTY.c.name == "pending")
    if connection.scalar(pending) is None:
        connection.execute(sa.insert(PROPERTY), [{"name": "pending", "value": "texts"}])


def _tell_room(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        _log.warning("The texts are written in clear: the database grows by what they take, about threefold.")
        return
    path = Path(str(connection.engine.url.database))
    clear, kept = 0, 0
    heads = sa.select(sa.func.substr(VERSION.c.text, 1, 18), sa.func.length(VERSION.c.raw))
    for head, raw in connection.execute(heads):
        with suppress(zstandard.ZstdError):  # damaged: it stays without words
            clear += max(zstandard.frame_content_size(bytes(head)), 0)
        kept += raw
    room = clear * 5 // 4 + kept * 3 // 2 + SPARE
    megabytes = f"{room / 1e6:,.0f} MB"
    # Without handlers of its own, a program shows this on standard error.
    _log.warning(
        "%s: texts are written in clear (%s MB); that takes up to %s beside it for a while.",
        path.name, f"{clear / 1e6:,.0f}", megabytes,
    )  # fmt: skip
    free = shutil.disk_usage(path.absolute().parent).free
    if free < room:
        raise StorageFullError(
            f"The disk of {path.name} has {free / 1e6:,.0f} MB left of {megabytes} that the upgrade takes for"
            " a while; free some and run it again: corpus upgrade"
        )


def _batches(connection: sa.Connection) -> Iterator[tuple[int, int]]:
    """First and last id of the versions that are yet to be copied, some at a time."""
    last = connection.scalar(sa.text(f"SELECT max(version_id) FROM {COPY}")) or 0
    sizes = sa.select(VERSION.c.id, sa.func.length(VERSION.c.text)).where(VERSION.c.id > last)
    first, size, version = None, 0, last
    for version, packed in connection.execute(sizes.order_by(VERSION.c.id)).all():
        first = version if first is None else first
        size += packed
        if size >= BATCH_BYTES:
            yield first, version
            first, size = None, 0
    if first is not None:
        yield first, version


def _copy(connection: sa.Connection, batch: tuple[int, int]) -> int:
    """Copy the passages of the versions from the first to the last; how many texts could not be read."""
    held: dict[int, list[tuple[Any, ...]]] = {}
    query = sa.select(*(PASSAGE.c[name] for name in COLUMNS[:-2])).where(PASSAGE.c.version_id.between(*batch))
    for row in connection.execute(query.order_by(PASSAGE.c.version_id, PASSAGE.c.number)):
        held.setdefault(row[0], []).append(tuple(row))
    unpacker = zstandard.ZstdDecompressor()
    unreadable = 0
    rows: list[tuple[Any, ...]] = []
    frames = (
        sa.select(VERSION.c.id, VERSION.c.text).where(VERSION.c.id.between(*batch)).order_by(VERSION.c.id)
    )
    for version, frame in connection.execute(frames):
        passages = held.get(version, [])
        try:
            text = unpacker.decompress(frame).decode("utf-8", "surrogatepass")
        except (zstandard.ZstdError, UnicodeDecodeError):
            text = ""
            unreadable += 1
        rows += _in_clear(text, passages)
    _insert(connection, rows)
    return unreadable


def _in_clear(text: str, passages: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Rows of the copy."""
    text = NOT_STORED.sub("\ufffd", text)
    at = end = 0
    for number, (version, place, start, stop, *rest) in enumerate(passages):
        said, gap = text[start:stop], text[end:start]
        glue = None if not number or "\n" in gap else " " if gap else ""
        yield version, place, at, at + len(said), *rest, glue, said
        at += len(said) + 1
        end = stop


def _insert(connection: sa.Connection, rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(COLUMNS)
    cursor: Any = connection.connection.cursor()
    try:
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {COPY} ({names}) VALUES ({marks})", rows)
        else:
            with cursor.copy(f"COPY {COPY} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    finally:
        cursor.close()


def _move_spans(connection: sa.Connection, new: str, old: str) -> None:
    """Let spans follow their passages, where these begin elsewhere in the new table than in the old one."""
    both = f"{new} AS new JOIN {old} AS old ON old.version_id = new.version_id AND old.number = new.number"
    moved = f"SELECT new.version_id FROM {both} WHERE new.start_char <> old.start_char"
    if connection.execute(sa.text(f"{moved} LIMIT 1")).first() is None:
        return
    for table in SPANS:
        by = (
            f"(SELECT new.start_char - old.start_char FROM {both}"
            f" WHERE new.version_id = {table}.version_id AND new.number = {table}.passage)"
        )
        where = f"passage IS NOT NULL AND start_char IS NOT NULL AND version_id IN ({moved})"
        for start, end in (
            (f"start_char + {_AWAY} + {by}", f"end_char + {_AWAY} + {by}"),
            (f"start_char - {_AWAY}", f"end_char - {_AWAY}"),
        ):
            op.execute(f"UPDATE {table} SET start_char = {start}, end_char = {end} WHERE {where}")
