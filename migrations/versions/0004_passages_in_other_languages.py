"""Passages in another language than their document.

Revision: 0004
After: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("passage", sa.Column("language", sa.String(35), nullable=True))
    foreign = sa.text("language IS NOT NULL")
    op.create_index(
        "ix_passage_foreign", "passage", ["version_id"], sqlite_where=foreign, postgresql_where=foreign
    )


def downgrade() -> None:
    op.drop_index("ix_passage_foreign", "passage")
    op.drop_column("passage", "language")
