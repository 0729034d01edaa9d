"""Digests of the terms' columns, so that no word is missed because its row was damaged.

Those of terms that are there already are written after this (``corpus.index.renewal.renew``).

Revision: 0011
After: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PROPERTY = sa.table("property", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    op.create_table(
        "term_digest",
        sa.Column("name", sa.String(10), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", "part", name="pk_term_digest"),
    )
    connection = op.get_bind()
    pending = connection.scalar(sa.text("SELECT value FROM property WHERE name = 'pending'"))
    if pending is None and connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM term)")):
        op.bulk_insert(PROPERTY, [{"name": "pending", "value": "words"}])


def downgrade() -> None:
    op.drop_table("term_digest")
