"""Doubts that asked nothing are gone: a title that was made from a text is no question to a person.

Revision: 0008
After: 0007
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TOGETHER = 10_000
MADE = "No headline is printed; the title is %"
doubt = sa.table("doubt", sa.column("field"), sa.column("message"))
address = sa.table("address", sa.column("id"), sa.column("doubts"))


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(sa.delete(doubt).where(doubt.c.field == "title", doubt.c.message.like(MADE)))
    changed = sa.update(address).where(address.c.id == sa.bindparam("at")).values(doubts=sa.bindparam("kept"))
    last = 0
    while True:
        query = sa.select(address.c.id, address.c.doubts).where(
            address.c.id > last, address.c.doubts.like(f"%{MADE}")
        )
        rows = connection.execute(query.order_by(address.c.id).limit(TOGETHER)).all()
        if not rows:
            return
        last = rows[-1].id
        connection.execute(changed, [{"at": row.id, "kept": _kept(row.doubts)} for row in rows])


def downgrade() -> None:
    pass  # the older program makes them again where it reads a text again


def _kept(doubts: str) -> str | None:
    start = MADE.removesuffix("%")
    kept = [one for one in json.loads(doubts) if one[0] != "title" or not one[1].startswith(start)]
    return json.dumps(kept, ensure_ascii=False) if kept else None
