"""Passages of another country than their document: the words of a message from abroad.

Revision: 0010
After: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("passage", sa.Column("country", sa.String(100), nullable=True))
    _index("language IS NOT NULL OR country IS NOT NULL")


def downgrade() -> None:
    _index("language IS NOT NULL")
    op.drop_column("passage", "country")


def _index(foreign: str) -> None:
    op.drop_index("ix_passage_foreign", "passage")
    where = sa.text(foreign)
    op.create_index(
        "ix_passage_foreign", "passage", ["version_id"], sqlite_where=where, postgresql_where=where
    )
