"""Rooms that keep messages for a shorter time from now on, and let go of none at once."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Remember until when everything stays, whatever the room says."""
    with op.batch_alter_table("room") as table:
        table.add_column(sa.Column("spared_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("room") as table:
        table.drop_column("spared_until")
