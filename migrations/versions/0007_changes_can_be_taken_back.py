"""One log of what was done to the archive, from which changes can be taken back; corrections and removals
belong to readings, so that they go with them when documents are joined or parted.

Revision: 0007
After: 0006
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME = sa.String(20)
UNKNOWN = "unknown"
FIELDS = {
    "published": ("published", "published_known"),
    "event": ("event", "event_known"),
    "language": ("language", "language_known"),
    "place": ("place", None),
    "country": ("country", None),
    "genre": ("genre", None),
    "authority": ("authority", None),
}
"""Columns of ``address`` that 0006 filled from what a person had set: the value, and how it is known."""


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.add_column("address", sa.Column("removed", sa.SmallInteger(), server_default="0", nullable=False))
    with op.batch_alter_table("doubt", recreate="auto") as batch:
        batch.add_column(sa.Column("resolved_why", sa.String(10), nullable=True))
        batch.add_column(sa.Column("address_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_doubt_address_id_address", "address", ["address_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("correction", recreate="auto") as batch:
        batch.add_column(sa.Column("change_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("address_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("aside", sa.Text(), nullable=True))
        batch.add_column(sa.Column("undone_at", TIME, nullable=True))
        batch.create_foreign_key("fk_correction_change_id_change", "change", ["change_id"], ["id"])
        batch.create_foreign_key(
            "fk_correction_address_id_address", "address", ["address_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_correction_change_id", "correction", ["change_id"])
    _fill()


def downgrade() -> None:
    op.drop_index("ix_correction_change_id", "correction")
    with op.batch_alter_table("correction", recreate="auto") as batch:
        batch.drop_constraint("fk_correction_address_id_address", type_="foreignkey")
        batch.drop_constraint("fk_correction_change_id_change", type_="foreignkey")
        for name in ("undone_at", "aside", "address_id", "change_id"):
            batch.drop_column(name)
    with op.batch_alter_table("doubt", recreate="auto") as batch:
        batch.drop_constraint("fk_doubt_address_id_address", type_="foreignkey")
        batch.drop_column("address_id")
        batch.drop_column("resolved_why")
    with op.batch_alter_table("address", recreate="auto") as batch:
        batch.drop_column("removed")
    op.drop_table("change")


def _fill() -> None:
    """Log what was done so far, and let readings say again what was read where a person had set something."""
    connection = op.get_bind()
    tables = sa.MetaData()
    change, run, correction, person, document, address, doubt, actor = (
        sa.Table(name, tables, autoload_with=connection, resolve_fks=False)
        for name in (
            "change", "run", "correction", "person_change", "document", "address", "doubt", "actor",
        )
    )  # fmt: skip
    # Who settled a doubt is not known: none is asked again.
    connection.execute(sa.update(doubt).where(doubt.c.resolved_at.is_not(None)).values(resolved_why="person"))
    by_person = sa.select(document.c.id).where(document.c.removed_why == "person")
    connection.execute(sa.update(address).where(address.c.document_id.in_(by_person)).values(removed=1))
    first = sa.select(sa.func.min(address.c.id)).where(address.c.document_id == correction.c.document_id)
    connection.execute(sa.update(correction).values(address_id=first.scalar_subquery()))
    rows = [
        (row.started_at, 0, row.id, row.who or UNKNOWN, "load", row.inputs, {"run": row.id})
        for row in connection.execute(sa.select(run.c.id, run.c.started_at, run.c.who, run.c.inputs))
    ]
    set_so_far = (
        sa.select(correction, document.c.ref)
        .join(document, document.c.id == correction.c.document_id)
        .order_by(correction.c.id)
    )
    for row in connection.execute(set_so_far):
        about = f"{row.ref}: {row.field}={row.new or ''}"
        rows.append((row.at, 1, row.id, row.who, "set", about, None))
    rows += [
        (row.at, 2, row.id, row.who, "people", row.what, None)
        for row in connection.execute(sa.select(person))
    ]
    for number, (at, kind, of, who, what, about, detail) in enumerate(sorted(rows, key=_key), 1):
        connection.execute(
            change.insert(),
            {
                "id": number, "at": at, "who": who, "what": what, "about": about,
                "detail": json.dumps(detail) if detail is not None else None,
            },
        )  # fmt: skip
        if kind == 1:
            one = sa.update(correction).where(correction.c.id == of)
            connection.execute(one.values(change_id=number))
    met = set()
    for row in connection.execute(sa.select(correction).order_by(correction.c.id)).all():
        if (row.document_id, row.field) in met:
            continue
        met.add((row.document_id, row.field))
        own = sa.update(address).where(address.c.document_id == row.document_id)
        if row.field in FIELDS:
            column, known = FIELDS[row.field]
            connection.execute(own.values({column: row.old, **({known: None} if known else {})}))
        elif row.field == "speaker":
            name = sa.select(actor.c.id).where(actor.c.name == row.old).scalar_subquery()
            connection.execute(own.values(speaker_id=name))


def _key(row: tuple) -> tuple:
    return row[:3]
