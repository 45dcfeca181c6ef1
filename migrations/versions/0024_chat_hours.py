"""Chat hours, and who comes to them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# On SQLite whole numbers as keys have to be INTEGER.
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "chat_hour",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("room_id", _KEY, nullable=False),
        sa.Column("host_id", _KEY, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("description", sa.String(500), nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("set_at", _MOMENT, nullable=False),
        sa.Column("called_off_at", _MOMENT, nullable=True),
        sa.Column("reminded_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("first_sequence", sa.BigInteger(), nullable=True),
        sa.Column("last_sequence", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_chat_hour_room_id_room"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["actor.id"], name=op.f("fk_chat_hour_host_id_actor"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_hour")),
        sa.UniqueConstraint("public_id", name=op.f("uq_chat_hour_public_id")),
    )
    for column in ("room_id", "host_id", "starts_at", "ends_at"):
        op.create_index(op.f(f"ix_chat_hour_{column}"), "chat_hour", [column])
    op.create_table(
        "chat_hour_reader",
        sa.Column("hour_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("actor_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("comes", sa.Boolean(), nullable=True),
        sa.Column("seen", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["hour_id"],
            ["chat_hour.id"],
            name=op.f("fk_chat_hour_reader_hour_id_chat_hour"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
            name=op.f("fk_chat_hour_reader_actor_id_actor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hour_id", "actor_id", name=op.f("pk_chat_hour_reader")),
    )
    op.create_index(op.f("ix_chat_hour_reader_actor_id"), "chat_hour_reader", ["actor_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("chat_hour_reader")
    op.drop_table("chat_hour")
