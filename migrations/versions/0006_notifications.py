"""Notifications, what one follows, and how one wishes to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build what is new."""
    # Added in place: SQLite would otherwise copy the tables with all that hangs on them.
    follows: sa.Column[bool] = sa.Column(
        "follows_written", sa.Boolean(), server_default=sa.true(), nullable=False
    )
    op.add_column("account", follows)
    op.add_column("outgoing_mail", sa.Column("headers", sa.JSON(), nullable=True))
    _subscriptions("thread")
    _subscriptions("tag")
    _notifications()
    _preferences()


def downgrade() -> None:
    """Take it away again."""
    for table in (
        "channel_preference",
        "kind_preference",
        "notification",
        "tag_subscription",
        "thread_subscription",
    ):
        op.drop_table(table)
    op.drop_column("outgoing_mail", "headers")
    op.drop_column("account", "follows_written")


def _subscriptions(noun: str) -> None:
    table = f"{noun}_subscription"
    level = [sa.Column("level", sa.String(40), nullable=False)] if noun == "thread" else []
    op.create_table(
        table,
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column(f"{noun}_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        *level,
        sa.Column("created_at", MOMENT, nullable=False),
        _points(table, f"{noun}_id", noun),
        _points(table, "actor_id", "actor"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(f"{noun}_id", "actor_id", name=op.f(f"uq_{table}_{noun}_id_actor_id")),
    )
    op.create_index(op.f(f"ix_{table}_actor_id"), table, ["actor_id"])


def _notifications() -> None:
    op.create_table(
        "notification",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("thread_id", KEY, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("mail_due_at", MOMENT, nullable=True),
        sa.Column("mail_attempts", sa.Integer(), nullable=False),
        sa.Column("mailed_at", MOMENT, nullable=True),
        _points("notification", "account_id", "account"),
        _points("notification", "thread_id", "thread"),
        _points("notification", "post_id", "post"),
        _points("notification", "actor_id", "actor", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notification_public_id")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_notification_account_id_key")),
    )
    op.create_index("ix_notification_account", "notification", ["account_id", "id"])
    op.create_index(op.f("ix_notification_thread_id"), "notification", ["thread_id"])
    op.create_index(op.f("ix_notification_post_id"), "notification", ["post_id"])
    for name, columns, where in (
        ("ix_notification_unread", ["account_id", "thread_id"], "read_at IS NULL"),
        ("ix_notification_mail_due", ["mail_due_at"], "mail_due_at IS NOT NULL"),
    ):
        op.create_index(
            name,
            "notification",
            columns,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def _preferences() -> None:
    op.create_table(
        "kind_preference",
        sa.Column("account_id", KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        _points("kind_preference", "account_id", "account"),
        sa.PrimaryKeyConstraint("account_id", "kind", name=op.f("pk_kind_preference")),
    )
    op.create_table(
        "channel_preference",
        sa.Column("account_id", KEY, autoincrement=False, nullable=False),
        sa.Column("channel_id", KEY, autoincrement=False, nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        _points("channel_preference", "account_id", "account"),
        _points("channel_preference", "channel_id", "channel"),
        sa.PrimaryKeyConstraint("account_id", "channel_id", name=op.f("pk_channel_preference")),
    )
    op.create_index(op.f("ix_channel_preference_channel_id"), "channel_preference", ["channel_id"])


def _points(
    table: str, column: str, target: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
