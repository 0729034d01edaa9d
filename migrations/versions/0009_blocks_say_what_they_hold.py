"""Manifests: what each block of the index should hold, and a checksum of it, so that nothing is missed.

The manifests of blocks that are there already are written after this, in batches, as their frames are
(``corpus.index.renewal.renew``): until then the property ``pending`` says so.

Revision: 0009
After: 0008
"""

from __future__ import annotations

import zlib

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PROPERTY = sa.table("property", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    op.create_table(
        "manifest",
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["block.id"], name="fk_manifest_block_id_block", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_id", name="pk_manifest"),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, layer, tokens, documents FROM block")).all()
    marks = [zlib.crc32(" ".join(map(str, row)).encode()) for row in rows]
    added = [{"name": "blocks", "value": f"{len(marks)} {sum(marks) % (1 << 64)}"}]
    held = (f"EXISTS (SELECT 1 FROM {table})" for table in ("block", "version", "rejection"))
    if connection.scalar(sa.text(f"SELECT {' OR '.join(held)}")):
        added.append({"name": "pending", "value": "frames"})
    op.bulk_insert(PROPERTY, added)


def downgrade() -> None:
    op.execute("DELETE FROM property WHERE name IN ('blocks', 'pending')")
    op.drop_table("manifest")
