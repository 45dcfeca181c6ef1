"""Conversations that are kept as threads, with the say of those who are quoted."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# On SQLite whole numbers as keys have to be INTEGER.
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables, and let messages say where they were kept."""
    op.create_table(
        "keeping",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("room_id", _KEY, nullable=True),
        sa.Column("keeper_id", _KEY, nullable=False),
        sa.Column("channel_id", _KEY, nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("needs_everybody", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("post_id", _KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_keeping_room_id_room"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["keeper_id"],
            ["actor.id"],
            name=op.f("fk_keeping_keeper_id_actor"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name=op.f("fk_keeping_channel_id_channel"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_keeping_post_id_post"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeping")),
        sa.UniqueConstraint("public_id", name=op.f("uq_keeping_public_id")),
        sa.UniqueConstraint("post_id", name=op.f("uq_keeping_post_id")),
    )
    op.create_index(op.f("ix_keeping_room_id"), "keeping", ["room_id"])
    op.create_index(op.f("ix_keeping_keeper_id"), "keeping", ["keeper_id"])
    op.create_index(op.f("ix_keeping_channel_id"), "keeping", ["channel_id"])
    op.create_index(op.f("ix_keeping_state"), "keeping", ["state"])
    op.create_table(
        "kept_part",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("keeping_id", _KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("message_id", _KEY, nullable=True),
        sa.Column("author_id", _KEY, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("treatment", sa.String(40), nullable=False),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["keeping_id"],
            ["keeping.id"],
            name=op.f("fk_kept_part_keeping_id_keeping"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name=op.f("fk_kept_part_message_id_message"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["actor.id"],
            name=op.f("fk_kept_part_author_id_actor"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_part")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kept_part_public_id")),
        sa.UniqueConstraint(
            "keeping_id", "position", name=op.f("uq_kept_part_keeping_id_position")
        ),
    )
    op.create_index(op.f("ix_kept_part_message_id"), "kept_part", ["message_id"])
    op.create_index(op.f("ix_kept_part_author_id"), "kept_part", ["author_id"])
    op.create_table(
        "keeping_voice",
        sa.Column("keeping_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("actor_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["keeping_id"],
            ["keeping.id"],
            name=op.f("fk_keeping_voice_keeping_id_keeping"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
            name=op.f("fk_keeping_voice_actor_id_actor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("keeping_id", "actor_id", name=op.f("pk_keeping_voice")),
    )
    op.create_index(op.f("ix_keeping_voice_actor_id"), "keeping_voice", ["actor_id"])
    op.add_column("message", sa.Column("kept_in", sa.String(16), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("message", "kept_in")
    op.drop_table("keeping_voice")
    op.drop_table("kept_part")
    op.drop_table("keeping")
