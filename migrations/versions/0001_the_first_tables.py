"""The first tables: archive and index.

Revision: 0001
After: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
CURRENT_VERSION = "fk_document_current_version_id_version"


def upgrade() -> None:
    op.create_table(
        "outlet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("country", sa.String(8), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("languages", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outlet"),
        sa.UniqueConstraint("code", name="uq_outlet_code"),
    )
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("country", sa.String(8), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_actor"),
        sa.UniqueConstraint("name", name="uq_actor_name"),
    )
    op.create_table(
        "actor_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("fold", sa.String(300), nullable=False),
        sa.Column("language", sa.String(35), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_actor_name"),
        sa.UniqueConstraint("actor_id", "name", name="uq_actor_name_actor_id_name"),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name="fk_actor_name_actor_id_actor", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_actor_name_fold", "actor_name", ["fold"])
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(120), nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("language_known", sa.String(10), nullable=False),
        sa.Column("country", sa.String(8), nullable=True),
        sa.Column("genre", sa.String(40), nullable=True),
        sa.Column("authority", sa.String(40), nullable=True),
        sa.Column("published", sa.String(10), nullable=True),
        sa.Column("published_precision", sa.String(5), nullable=True),
        sa.Column("published_known", sa.String(10), nullable=True),
        sa.Column("event", sa.String(10), nullable=True),
        sa.Column("event_known", sa.String(10), nullable=True),
        sa.Column("place", sa.String(200), nullable=True),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("current_version_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("ref", name="uq_document_ref"),
        sa.CheckConstraint(
            "(published IS NULL AND published_precision IS NULL)"
            " OR (length(published) = 10 AND published_precision = 'day')"
            " OR (length(published) = 7 AND published_precision = 'month')"
            " OR (length(published) = 4 AND published_precision = 'year')",
            name=op.f("ck_document_published_precision"),
        ),
        sa.ForeignKeyConstraint(["current_version_id"], ["version.id"], name=CURRENT_VERSION, use_alter=True),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name="fk_document_outlet_id_outlet"),
        sa.ForeignKeyConstraint(["speaker_id"], ["actor.id"], name="fk_document_speaker_id_actor"),
    )
    op.create_index("ix_document_outlet_id_published", "document", ["outlet_id", "published"])
    op.create_index("ix_document_speaker_id", "document", ["speaker_id"])
    op.create_table(
        "address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(200), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.String(20), nullable=False),
        sa.Column("last_seen_at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
        sa.UniqueConstraint("outlet_id", "url", name="uq_address_outlet_id_url"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_address_document_id_document", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name="fk_address_outlet_id_outlet"),
    )
    op.create_index("ix_address_document_id", "address", ["document_id"])
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("retrieved_at", sa.String(20), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("body_sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("encoding", sa.String(40), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("normaliser", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("document_id", "number", name="uq_version_document_id_number"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_version_document_id_document", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_version_body_sha256", "version", ["body_sha256"])
    op.create_table(
        "passage",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("version_id", "number", name="pk_passage"),
        sa.ForeignKeyConstraint(["speaker_id"], ["actor.id"], name="fk_passage_speaker_id_actor"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_passage_version_id_version", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quotation",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("version_id", "number", name="pk_quotation"),
        sa.ForeignKeyConstraint(["speaker_id"], ["actor.id"], name="fk_quotation_speaker_id_actor"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_quotation_version_id_version", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("passage", sa.Integer(), nullable=True),
        sa.Column("start_char", sa.Integer(), nullable=True),
        sa.Column("end_char", sa.Integer(), nullable=True),
        sa.Column("known", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name="fk_mention_actor_id_actor"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_mention_version_id_version", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_mention_actor_id", "mention", ["actor_id"])
    op.create_index("ix_mention_version_id", "mention", ["version_id"])
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.String(20), nullable=False),
        sa.Column("finished_at", sa.String(20), nullable=True),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("software", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("address_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("seen_at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
        sa.ForeignKeyConstraint(
            ["address_id"], ["address.id"], name="fk_sighting_address_id_address", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_sighting_document_id_document", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_sighting_run_id_run", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_sighting_version_id_version", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sighting_document_id", "sighting", ["document_id"])
    op.create_index("ix_sighting_run_id", "sighting", ["run_id"])
    op.create_table(
        "rejection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("rejected_at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rejection"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_rejection_run_id_run", ondelete="CASCADE"),
    )
    op.create_index("ix_rejection_run_id", "rejection", ["run_id"])
    op.create_index("ix_rejection_sha256", "rejection", ["sha256"])
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_doubt"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_doubt_document_id_document", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_doubt_document_id", "doubt", ["document_id"])
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_correction_document_id_document", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_correction_document_id", "correction", ["document_id"])
    op.create_table(
        "concept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_concept"),
        sa.UniqueConstraint("name", name="uq_concept_name"),
    )
    op.create_table(
        "concept_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_concept_term"),
        sa.UniqueConstraint(
            "concept_id", "language", "query", name="uq_concept_term_concept_id_language_query"
        ),
        sa.ForeignKeyConstraint(
            ["concept_id"], ["concept.id"], name="fk_concept_term_concept_id_concept", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("layer", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("surface", BYTEWISE, nullable=False),
        sa.Column("fold", BYTEWISE, nullable=False),
        sa.Column("lemma", BYTEWISE, nullable=True),
        sa.Column("tag", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_term"),
        sa.UniqueConstraint("surface", "layer", "language", "tag", name="uq_term_surface_layer_language_tag"),
    )
    op.create_index("ix_term_fold_layer", "term", ["fold", "layer"])
    op.create_table(
        "block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.SmallInteger(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("versions", sa.LargeBinary(), nullable=False),
        sa.Column("document_starts", sa.LargeBinary(), nullable=False),
        sa.Column("document_tokens", sa.LargeBinary(), nullable=False),
        sa.Column("passage_starts", sa.LargeBinary(), nullable=False),
        sa.Column("document_passages", sa.LargeBinary(), nullable=False),
        sa.Column("roles", sa.LargeBinary(), nullable=False),
        sa.Column("speakers", sa.LargeBinary(), nullable=False),
        sa.Column("excluded", sa.LargeBinary(), nullable=False),
        sa.Column("quotations", sa.LargeBinary(), nullable=False),
        sa.Column("analysers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_block"),
    )
    op.create_index("ix_block_layer", "block", ["layer"])
    op.create_table(
        "stream",
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_id", "part", name="pk_stream"),
        sa.ForeignKeyConstraint(
            ["block_id"], ["block.id"], name="fk_stream_block_id_block", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "posting",
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("first_term", sa.Integer(), nullable=False),
        sa.Column("last_term", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_id", "first_term", name="pk_posting"),
        sa.ForeignKeyConstraint(
            ["block_id"], ["block.id"], name="fk_posting_block_id_block", ondelete="CASCADE"
        ),
    )

    # document and version refer to each other; SQLite takes the key before the other table exists.
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(CURRENT_VERSION, "document", "version", ["current_version_id"], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(CURRENT_VERSION, "document", type_="foreignkey")
    for table in (
        "posting",
        "stream",
        "block",
        "term",
        "concept_term",
        "concept",
        "correction",
        "doubt",
        "rejection",
        "sighting",
        "run",
        "mention",
        "quotation",
        "passage",
        "version",
        "address",
        "document",
        "actor_name",
        "actor",
        "outlet",
    ):
        op.drop_table(table)
