"""Codes for lines of concordances and for documents, by several coders; people made known by hand.

Revision: 0005
After: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_coder"),
        sa.UniqueConstraint("name", name="uq_coder_name"),
    )
    op.create_table(
        "code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_code"),
        sa.UniqueConstraint("name", name="uq_code_name"),
    )
    op.create_table(
        "annotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=True),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", sa.String(20), nullable=False),
        sa.CheckConstraint("start_char >= 0 AND end_char >= start_char", name=op.f("ck_annotation_span")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_annotation_version_id_version"),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_annotation_coder_id_coder"),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name="fk_annotation_code_id_code"),
        sa.PrimaryKeyConstraint("id", name="pk_annotation"),
        sa.UniqueConstraint(
            "version_id",
            "start_char",
            "end_char",
            "coder_id",
            "code_id",
            name="uq_annotation_version_id_start_char_end_char_coder_id_code_id",
        ),
    )
    op.create_index("ix_annotation_coder_id", "annotation", ["coder_id"])
    op.create_index("ix_annotation_code_id", "annotation", ["code_id"])
    op.create_table(
        "person_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_change"),
    )
    op.add_column("actor_name", sa.Column("known", sa.String(10), nullable=True))


def downgrade() -> None:
    op.drop_column("actor_name", "known")
    op.drop_table("person_change")
    op.drop_index("ix_annotation_code_id", "annotation")
    op.drop_index("ix_annotation_coder_id", "annotation")
    op.drop_table("annotation")
    op.drop_table("code")
    op.drop_table("coder")
