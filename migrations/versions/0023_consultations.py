"""Peer consultations: their phases and roles, and people in a room who only listen for now."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# On SQLite whole numbers as keys have to be INTEGER.
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables, and let somebody in a room only listen."""
    op.create_table(
        "consultation",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("room_id", _KEY, nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("pace", sa.String(40), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("phase_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phase_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question", sa.String(500), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_consultation_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("room_id", name=op.f("uq_consultation_room_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consultation_public_id")),
    )
    op.create_index(op.f("ix_consultation_deleted_after"), "consultation", ["deleted_after"])
    op.create_table(
        "consultation_taker",
        sa.Column("consultation_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("actor_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_taker_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
            name=op.f("fk_consultation_taker_actor_id_actor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consultation_id", "actor_id", name=op.f("pk_consultation_taker")),
    )
    op.create_index(op.f("ix_consultation_taker_actor_id"), "consultation_taker", ["actor_id"])
    op.add_column(
        "room_participant",
        sa.Column("is_listening", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take them away again; rooms of consultations mean nothing without them."""
    op.execute(sa.text("DELETE FROM room WHERE kind = 'consultation'"))
    with op.batch_alter_table("room_participant") as table:
        table.drop_column("is_listening")
    op.drop_table("consultation_taker")
    op.drop_table("consultation")
