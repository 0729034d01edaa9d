"""Room for what language analysers tell, the archive's state, rejections counted by run, longer metadata.

Revision: 0002
After: 0001
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LENGTHS = {"country": (8, 100), "genre": (40, 100), "authority": (40, 100)}
"""Columns of the document table: length before and after."""

ADDED = (("block", "sentences"), ("block", "boundaries"), ("stream", "spans"), ("run", "rejected"))


def upgrade() -> None:
    properties = op.create_table(
        "property",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_property"),
    )
    op.bulk_insert(properties, [{"name": name, "value": uuid.uuid4().hex} for name in ("archive", "state")])
    op.add_column("run", sa.Column("rejected", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE run SET rejected = (SELECT count(*) FROM rejection WHERE rejection.run_id = run.id)")
    op.add_column("stream", sa.Column("spans", sa.LargeBinary(), nullable=True))
    for name in ("boundaries", "sentences"):
        op.add_column("block", sa.Column(name, sa.LargeBinary(), nullable=True))
    op.create_index("ix_term_lemma_layer", "term", ["lemma", "layer"])
    with op.batch_alter_table("document", recreate="auto") as batch:
        for name, (before, after) in LENGTHS.items():
            batch.alter_column(name, existing_type=sa.String(before), type_=sa.String(after))
    _collate("C")


def downgrade() -> None:
    _collate("default")
    for name, (before, _) in LENGTHS.items():
        op.execute(f"UPDATE document SET {name} = substr({name}, 1, {before})")
    with op.batch_alter_table("document", recreate="auto") as batch:
        for name, (before, after) in LENGTHS.items():
            batch.alter_column(name, existing_type=sa.String(after), type_=sa.String(before))
    op.drop_index("ix_term_lemma_layer", "term")
    for table, name in (
        ("block", "sentences"),
        ("block", "boundaries"),
        ("stream", "spans"),
        ("run", "rejected"),
    ):
        with op.batch_alter_table(table, recreate="auto") as batch:
            batch.drop_column(name)
    op.drop_table("property")


def _collate(collation: str) -> None:
    """How references sort on PostgreSQL; on SQLite they sort by code point already."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'ALTER TABLE document ALTER COLUMN ref TYPE varchar(120) COLLATE "{collation}"')
