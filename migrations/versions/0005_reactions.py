"""Reactions, bookmarks and feed keys."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build what is new."""
    op.create_table(
        "reaction",
        sa.Column("post_id", KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("actor_id", KEY, autoincrement=False, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _points("reaction", "post_id", "post"),
        _points("reaction", "actor_id", "actor"),
        sa.PrimaryKeyConstraint("post_id", "kind", "actor_id", name=op.f("pk_reaction")),
    )
    op.create_index(op.f("ix_reaction_actor_id"), "reaction", ["actor_id"])
    op.create_table(
        "bookmark",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("remind_at", MOMENT, nullable=True),
        sa.Column("announced_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        _points("bookmark", "actor_id", "actor"),
        _points("bookmark", "post_id", "post"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookmark")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bookmark_public_id")),
        sa.UniqueConstraint("actor_id", "post_id", name=op.f("uq_bookmark_actor_id_post_id")),
    )
    op.create_index(op.f("ix_bookmark_post_id"), "bookmark", ["post_id"])
    op.create_index("ix_bookmark_reminders", "bookmark", ["actor_id", "remind_at"])
    waiting = sa.text("announced_at IS NULL")
    op.create_index(
        "ix_bookmark_waiting",
        "bookmark",
        ["remind_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "feed_key",
        sa.Column("account_id", KEY, autoincrement=False, nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _points("feed_key", "account_id", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_feed_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_feed_key_key_hash")),
    )


def downgrade() -> None:
    """Take it away again."""
    for table in ("feed_key", "bookmark", "reaction"):
        op.drop_table(table)


def _points(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")
