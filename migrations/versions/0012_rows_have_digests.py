"""Digests of rows, so that nothing is told of a row that was damaged.

Those of rows that are there already are written after this (``corpus.index.renewal.renew``).

Revision: 0012
After: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PROPERTY = sa.table("property", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    op.create_table(
        "row_digest",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", "part", name="pk_row_digest"),
    )
    connection = op.get_bind()
    pending = connection.scalar(sa.text("SELECT value FROM property WHERE name = 'pending'"))
    tables = ("run", "change", "actor", "concept", "person_change")
    held = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)
    if pending is None and connection.scalar(sa.text(f"SELECT {held}")):
        op.bulk_insert(PROPERTY, [{"name": "pending", "value": "rows"}])


def downgrade() -> None:
    op.drop_table("row_digest")
