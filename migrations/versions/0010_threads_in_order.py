"""Threads archived, featured, pinned and merged, and lines about it between the posts."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Columns are added in place, not by `batch_alter_table`: see revision 0008.


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("thread", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("thread", sa.Column("featured_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "thread", sa.Column("last_gone_number", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("placement", sa.Column("pinned_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_thread_featured_until"), "thread", ["featured_until"])
    op.create_table(
        "merged_thread",
        sa.Column(
            "thread_id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["into_id"],
            ["thread.id"],
            name=op.f("fk_merged_thread_into_id_thread"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_merged_thread_thread_id_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_merged_thread")),
    )
    op.create_index(op.f("ix_merged_thread_into_id"), "merged_thread", ["into_id"])
    op.create_table(
        "thread_note",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("after_number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
            name=op.f("fk_thread_note_actor_id_actor"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_thread_note_thread_id_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_note")),
    )
    op.create_index(op.f("ix_thread_note_thread_id"), "thread_note", ["thread_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("thread_note")
    op.drop_table("merged_thread")
    op.drop_index(op.f("ix_thread_featured_until"), table_name="thread")
    op.drop_column("placement", "pinned_until")
    op.drop_column("thread", "last_gone_number")
    op.drop_column("thread", "featured_until")
    op.drop_column("thread", "archived_at")
