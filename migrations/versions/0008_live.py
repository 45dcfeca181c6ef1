"""Preferences for shortcuts and presence."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Added in place, not by `batch_alter_table`: for a default like this it would copy the table and
# drop the old one, and SQLite then deletes every row that points to it with ON DELETE CASCADE.


def upgrade() -> None:
    """Add both, as they stand for accounts that never chose."""
    op.add_column(
        "account",
        sa.Column("uses_shortcuts", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.add_column(
        "account",
        sa.Column("shows_presence", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("account", "shows_presence")
    op.drop_column("account", "uses_shortcuts")
