"""Archives of mailing lists, and who wrote in them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "archive_import",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("thread_count", sa.Integer(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("known_count", sa.Integer(), nullable=False),
        sa.Column("left_out_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name=op.f("fk_archive_import_channel_id_channel"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_import")),
        sa.UniqueConstraint(
            "channel_id", "fingerprint", name=op.f("uq_archive_import_channel_id_fingerprint")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_archive_import_public_id")),
    )
    op.create_table(
        "imported_letter",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("message_key", sa.String(length=64), nullable=False),
        sa.Column("root_key", sa.String(length=64), nullable=False),
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name=op.f("fk_imported_letter_channel_id_channel"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["archive_import.id"],
            name=op.f("fk_imported_letter_import_id_archive_import"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["post.id"],
            name=op.f("fk_imported_letter_post_id_post"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_imported_letter_thread_id_thread"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_letter")),
        sa.UniqueConstraint(
            "channel_id", "message_key", name=op.f("uq_imported_letter_channel_id_message_key")
        ),
    )
    op.create_index(op.f("ix_imported_letter_import_id"), "imported_letter", ["import_id"])
    op.create_index(op.f("ix_imported_letter_post_id"), "imported_letter", ["post_id"])
    op.create_index("ix_imported_letter_root", "imported_letter", ["channel_id", "root_key"])
    op.create_index(
        "ix_imported_letter_subject", "imported_letter", ["channel_id", "subject_key", "sent_at"]
    )
    op.create_index(op.f("ix_imported_letter_thread_id"), "imported_letter", ["thread_id"])
    op.create_table(
        "unclaimed_author",
        sa.Column(
            "actor_id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "claimed_by_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
            name=op.f("fk_unclaimed_author_actor_id_actor"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"],
            ["actor.id"],
            name=op.f("fk_unclaimed_author_claimed_by_id_actor"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("actor_id", name=op.f("pk_unclaimed_author")),
        sa.UniqueConstraint("email", name=op.f("uq_unclaimed_author_email")),
    )
    op.create_index(
        op.f("ix_unclaimed_author_claimed_by_id"), "unclaimed_author", ["claimed_by_id"]
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("unclaimed_author")
    op.drop_table("imported_letter")
    op.drop_table("archive_import")
