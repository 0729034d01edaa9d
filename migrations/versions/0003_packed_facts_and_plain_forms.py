"""Facts of the documents packed for the archive's state; words found whatever their diacritics.

Revision: 0003
After: 0002
"""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TOGETHER = 10_000


def upgrade() -> None:
    op.create_table(
        "packed_fact",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_packed_fact"),
    )
    bytewise = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("term", sa.Column("plain", bytewise, nullable=True))
    _fill()
    op.create_index("ix_term_plain_layer", "term", ["plain", "layer"])


def downgrade() -> None:
    op.drop_index("ix_term_plain_layer", "term")
    with op.batch_alter_table("term", recreate="auto") as batch:
        batch.drop_column("plain")
    op.drop_table("packed_fact")


def _fill() -> None:
    """Forms without diacritics, as this revision knows them: see ``corpus.text.normalisation``."""
    connection = op.get_bind()
    term = sa.table("term", sa.column("id"), sa.column("fold"), sa.column("plain"))
    marks = _diacritics()
    last = 0
    while rows := connection.execute(
        sa.select(term.c.id, term.c.fold).where(term.c.id > last).order_by(term.c.id).limit(TOGETHER)
    ).all():
        found = [
            {"of": row.id, "without": plain}
            for row in rows
            if not row.fold.isascii() and (plain := row.fold.translate(marks)) != row.fold
        ]
        if found:
            changed = sa.update(term).where(term.c.id == sa.bindparam("of"))
            connection.execute(changed.values(plain=sa.bindparam("without")), found)
        last = rows[-1].id


def _diacritics() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370))
    for low, high in ((0xC0, 0x250), (0x370, 0x400), (0x1E00, 0x2000)):
        for point in range(low, high):
            whole = unicodedata.normalize("NFD", chr(point))
            base = "".join(char for char in whole if not unicodedata.combining(char))
            if base and base != chr(point):
                table[point] = base
    return table | {ord("ё"): "е"}
