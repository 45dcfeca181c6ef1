"""Members who wish no direct messages."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Ask everybody's wishes about chat for one more."""
    with op.batch_alter_table("chat_wishes") as table:
        table.add_column(
            sa.Column("direct_refused", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("chat_wishes") as table:
        table.drop_column("direct_refused")
