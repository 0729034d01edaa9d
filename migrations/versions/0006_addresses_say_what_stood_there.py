"""Addresses say what stood there at each reading, so that all sightings together decide which document an
item is; documents have references that stay, and can be removed; runs can be taken back.

Revision: 0006
After: 0005
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HASH = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REF = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")
TOGETHER = 10_000
COPIED = (
    "language", "language_known", "country", "genre", "authority", "published", "published_known", "event",
    "event_known", "place", "speaker_id",
)  # fmt: skip
ADDED = (
    ("version_id", sa.Integer()),
    ("stands_for_id", sa.Integer()),
    ("outlet_set", sa.Integer()),
    ("digest", HASH),
    ("raw_hash", HASH),
    ("mark", sa.String(8)),
    ("characters", sa.Integer()),
    ("language", sa.String(35)),
    ("language_known", sa.String(10)),
    ("country", sa.String(100)),
    ("genre", sa.String(100)),
    ("authority", sa.String(100)),
    ("published", sa.String(10)),
    ("published_known", sa.String(10)),
    ("event", sa.String(10)),
    ("event_known", sa.String(10)),
    ("place", sa.String(200)),
    ("speaker_id", sa.Integer()),
    ("doubts", sa.Text()),
)
FOREIGN = (
    ("version_id", "version", "CASCADE"),
    ("stands_for_id", "version", "CASCADE"),
    ("outlet_set", "outlet", None),
    ("speaker_id", "actor", None),
)


def upgrade() -> None:
    for name, kind in (
        ("ref_base", REF), ("ref_mark", sa.String(8)), ("first_seen_at", sa.String(20)),
        ("removed_at", sa.String(20)), ("removed_why", sa.String(10)),
    ):  # fmt: skip
        op.add_column("document", sa.Column(name, kind, nullable=True))
    op.add_column("run", sa.Column("who", sa.String(100), nullable=True))
    op.add_column("run", sa.Column("removed_at", sa.String(20), nullable=True))
    op.create_index("ix_document_ref_base", "document", ["ref_base"])
    op.create_table(
        "reference",
        sa.Column("name", REF, nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_reference_document_id_document", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("name", "document_id", name="pk_reference"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reference_document_id", "reference", ["document_id"])
    with op.batch_alter_table("address", recreate="auto") as batch:
        batch.drop_constraint("uq_address_outlet_id_url", type_="unique")
        for name, kind in ADDED:
            batch.add_column(sa.Column(name, kind, nullable=True))
        for name in ("live", "title_given"):
            batch.add_column(sa.Column(name, sa.SmallInteger(), server_default="1", nullable=False))
        for name, other, ondelete in FOREIGN:
            batch.create_foreign_key(f"fk_address_{name}_{other}", other, [name], ["id"], ondelete=ondelete)
    op.create_table(
        "address_key",
        sa.Column("hash", HASH, nullable=False, autoincrement=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["address.id"], name="fk_address_key_address_id_address", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", "address_id", name="pk_address_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_address_key_address_id", "address_key", ["address_id"])
    _fill()
    with op.batch_alter_table("sighting", recreate="auto") as batch:
        batch.drop_index("ix_sighting_document_id")
        batch.drop_constraint("fk_sighting_document_id_document", type_="foreignkey")
        batch.drop_constraint("fk_sighting_version_id_version", type_="foreignkey")
        batch.drop_column("document_id")
        batch.drop_column("version_id")
    op.create_index("ix_sighting_address_id", "sighting", ["address_id"])
    op.create_index("ix_address_version_id", "address", ["version_id"])


def downgrade() -> None:
    op.drop_index("ix_address_version_id", "address")
    op.drop_index("ix_sighting_address_id", "sighting")
    op.add_column("sighting", sa.Column("document_id", sa.Integer(), nullable=True))
    op.add_column("sighting", sa.Column("version_id", sa.Integer(), nullable=True))
    _join_addresses()
    with op.batch_alter_table("sighting", recreate="auto") as batch:
        for name, other in (("document_id", "document"), ("version_id", "version")):
            batch.alter_column(name, existing_type=sa.Integer(), nullable=False)
            batch.create_foreign_key(f"fk_sighting_{name}_{other}", other, [name], ["id"], ondelete="CASCADE")
    op.create_index("ix_sighting_document_id", "sighting", ["document_id"])
    op.drop_index("ix_address_key_address_id", "address_key")
    op.drop_table("address_key")
    with op.batch_alter_table("address", recreate="auto") as batch:
        for name, other, _ in FOREIGN:
            batch.drop_constraint(f"fk_address_{name}_{other}", type_="foreignkey")
        for name in (*(name for name, _ in ADDED), "live", "title_given"):
            batch.drop_column(name)
        batch.create_unique_constraint("uq_address_outlet_id_url", ["outlet_id", "url"])
    op.drop_index("ix_reference_document_id", "reference")
    op.drop_table("reference")
    op.drop_column("run", "removed_at")
    op.drop_column("run", "who")
    op.drop_index("ix_document_ref_base", "document")
    for name in ("removed_why", "removed_at", "first_seen_at", "ref_mark", "ref_base"):
        op.drop_column("document", name)


def _tables(*names: str) -> list[sa.Table]:
    connection = op.get_bind()
    metadata = sa.MetaData()
    return [sa.Table(name, metadata, autoload_with=connection, resolve_fks=False) for name in names]


def _fill() -> None:
    """One row of ``address`` for each text that an address showed, with what its document says, and its
    keys."""
    connection = op.get_bind()
    document, address, sighting, version, outlet, reference, address_key = _tables(
        "document", "address", "sighting", "version", "outlet", "reference", "address_key"
    )
    refs = sa.select(document.c.ref, document.c.id)
    connection.execute(reference.insert().from_select(["name", "document_id"], refs))
    first_seen = sa.select(sa.func.min(address.c.first_seen_at)).where(address.c.document_id == document.c.id)
    connection.execute(
        sa.update(document).values(ref_base=document.c.ref, first_seen_at=first_seen.scalar_subquery())
    )
    texts = connection.execute(
        sa.select(sighting.c.address_id, sighting.c.version_id, sa.func.max(sighting.c.id))
        .where(sighting.c.outcome.not_in(("textless", "gone")))
        .group_by(sighting.c.address_id, sighting.c.version_id)
    ).all()
    shown: dict[int, list[tuple[int, int]]] = {}
    for at, text, last in texts:
        shown.setdefault(at, []).append((last, text))
    next_id = connection.scalar(sa.select(sa.func.max(address.c.id))) or 0
    for at, found in sorted(shown.items()):
        found.sort(reverse=True)  # the row itself keeps the last
        connection.execute(sa.update(address).where(address.c.id == at).values(version_id=found[0][1]))
        for _, text in found[1:]:
            next_id += 1
            row = dict(connection.execute(sa.select(address).where(address.c.id == at)).mappings().one())
            times = sa.select(sa.func.min(sighting.c.seen_at), sa.func.max(sighting.c.seen_at)).where(
                sighting.c.address_id == at, sighting.c.version_id == text
            )
            first, last_seen = connection.execute(times).one()
            title = connection.scalar(sa.select(version.c.title).where(version.c.id == text))
            row |= {
                "id": next_id, "version_id": text, "first_seen_at": first, "last_seen_at": last_seen,
                "title": title,
            }  # fmt: skip
            connection.execute(address.insert(), row)
            moved = sa.update(sighting).where(sighting.c.address_id == at, sighting.c.version_id == text)
            connection.execute(moved.values(address_id=next_id))
    of = address.c.document_id == document.c.id
    copied = {name: sa.select(document.c[name]).where(of).scalar_subquery() for name in COPIED}
    current = sa.select(document.c.current_version_id).where(of).scalar_subquery()
    connection.execute(
        sa.update(address).values(
            version_id=sa.func.coalesce(address.c.version_id, current),
            stands_for_id=sa.func.coalesce(address.c.version_id, current),
            **copied,
        )
    )
    query = (
        sa.select(
            address.c.id, address.c.url, address.c.title, address.c.published, outlet.c.code,
            version.c.body_sha256, version.c.sha256,
        )
        .join(outlet, outlet.c.id == address.c.outlet_id)
        .outerjoin(version, version.c.id == address.c.version_id)
        .order_by(address.c.id)
    )  # fmt: skip
    last = 0
    while rows := connection.execute(query.where(address.c.id > last).limit(TOGETHER)).all():
        keys: dict[tuple[int, int], int] = {}
        hashes = []
        for row in rows:
            for kind, found_hash in _keys(row):
                keys[found_hash, row.id] = kind
            if row.sha256 is not None:
                hashes.append({"of": row.id, "raw": _hash(row.sha256)})
        connection.execute(
            address_key.insert(),
            [{"hash": key, "address_id": at, "kind": kind} for (key, at), kind in keys.items()],
        )
        if hashes:
            changed = sa.update(address).where(address.c.id == sa.bindparam("of"))
            connection.execute(changed.values(raw_hash=sa.bindparam("raw")), hashes)
        last = rows[-1].id


def _keys(row: sa.Row) -> list[tuple[int, int]]:
    """The keys of a row: see ``corpus.ingest.identity.item_keys``, whose rules of this revision these are."""
    from corpus.ingest.identity.item_keys import keys_of

    path, mark, key = row.url.rpartition("#")
    web = "://" in row.url or row.url.startswith("www.")
    is_row = bool(mark) and not web and len(key) == 16
    no_text = hashlib.sha256(b"").digest()
    found = keys_of(
        row.code,
        row.url,
        file=None,
        row=is_row,
        identifier=key if mark and path and not web and not is_row else None,
        title=row.title,
        published=row.published,
        body=row.body_sha256 if row.body_sha256 not in (None, no_text) else None,
        words=None,
    )
    return [(int(kind), number) for kind, number in found]


def _hash(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "little") >> 1


def _join_addresses() -> None:
    """One row for each address of an outlet again, and sightings of documents and versions."""
    connection = op.get_bind()
    address, sighting, version = _tables("address", "sighting", "version")
    of = sighting.c.address_id == address.c.id
    connection.execute(
        sa.update(sighting).values(
            document_id=sa.select(address.c.document_id).where(of).scalar_subquery(),
            version_id=sa.select(sa.func.coalesce(address.c.stands_for_id, address.c.version_id))
            .where(of)
            .scalar_subquery(),
        )
    )
    connection.execute(sa.delete(sighting).where(sighting.c.version_id.is_(None)))
    rows = connection.execute(
        sa.select(
            address.c.outlet_id, address.c.url, sa.func.min(address.c.id), sa.func.count(),
            sa.func.min(address.c.first_seen_at), sa.func.max(address.c.last_seen_at),
        )
        .group_by(address.c.outlet_id, address.c.url)
        .having(sa.func.count() > 1)
    ).all()  # fmt: skip
    for outlet_id, url, kept, _, first, last in rows:
        same = sa.select(address.c.id).where(address.c.outlet_id == outlet_id, address.c.url == url)
        others = [number for number in connection.scalars(same) if number != kept]
        moved = sa.update(sighting).where(sighting.c.address_id.in_(others))
        connection.execute(moved.values(address_id=kept))
        connection.execute(sa.delete(address).where(address.c.id.in_(others)))
        changed = sa.update(address).where(address.c.id == kept)
        connection.execute(changed.values(first_seen_at=first, last_seen_at=last))
    taken = sa.select(version.c.document_id, sa.func.max(version.c.number)).group_by(version.c.document_id)
    highest = dict(connection.execute(taken).all())
    unnumbered = sa.select(version.c.id, version.c.document_id).where(version.c.number < 0)
    for number, document_id in connection.execute(unnumbered).all():
        highest[document_id] = max(highest[document_id], 0) + 1
        changed = sa.update(version).where(version.c.id == number)
        connection.execute(changed.values(number=highest[document_id]))
