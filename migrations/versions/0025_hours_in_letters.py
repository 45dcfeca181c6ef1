"""Chat hours in regular letters."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Let an entry of a letter name a chat hour."""
    with op.batch_alter_table("digest_item") as table:
        table.add_column(sa.Column("hour_id", _KEY, nullable=True))
        table.create_foreign_key(
            op.f("fk_digest_item_hour_id_chat_hour"),
            "chat_hour",
            ["hour_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_index(op.f("ix_digest_item_hour_id"), ["hour_id"])


def downgrade() -> None:
    """Forget it, and what was told of them: nothing else says what such an entry is about."""
    op.execute(sa.text("DELETE FROM digest_item WHERE hour_id IS NOT NULL"))
    with op.batch_alter_table("digest_item") as table:
        table.drop_index(op.f("ix_digest_item_hour_id"))
        table.drop_constraint(op.f("fk_digest_item_hour_id_chat_hour"), type_="foreignkey")
        table.drop_column("hour_id")
