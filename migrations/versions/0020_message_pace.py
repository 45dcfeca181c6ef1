"""How fast somebody writes is asked before each message."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Find what somebody wrote lately without looking at all they ever wrote."""
    op.create_index("ix_message_author_id_created_at", "message", ["author_id", "created_at"])


def downgrade() -> None:
    """Look at all of it."""
    op.drop_index("ix_message_author_id_created_at", table_name="message")
