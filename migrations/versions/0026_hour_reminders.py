"""Reminders of chat hours: for each person, and as a wish."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Note of each person of which time they were reminded, and ask for one wish more."""
    with op.batch_alter_table("chat_hour_reader") as table:
        table.add_column(sa.Column("reminded_of", sa.Integer(), nullable=True))
    with op.batch_alter_table("chat_wishes") as table:
        table.add_column(
            sa.Column("hours_by_mail", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    # Those of whom the clock has reminded already had their letter.
    op.execute(
        sa.text(
            "UPDATE chat_hour_reader SET reminded_of = (SELECT chat_hour.moved FROM chat_hour "
            "WHERE chat_hour.id = chat_hour_reader.hour_id AND chat_hour.reminded_at IS NOT NULL)"
        )
    )


def downgrade() -> None:
    """Forget both."""
    with op.batch_alter_table("chat_wishes") as table:
        table.drop_column("hours_by_mail")
    with op.batch_alter_table("chat_hour_reader") as table:
        table.drop_column("reminded_of")
