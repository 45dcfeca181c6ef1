"""Kinds of thread, accepted answers, polls and tags."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Build what is new."""
    # Added in place: SQLite would otherwise copy the tables with all that hangs on them.
    kind = sa.Column("kind", sa.String(40), server_default="discussion", nullable=False)
    op.add_column("thread", kind)
    op.add_column("draft", sa.Column("fields", sa.Text(), server_default="{}", nullable=False))
    _answers()
    _polls()
    _tags()


def downgrade() -> None:
    """Take it away again."""
    for table in (
        "thread_tag",
        "tag",
        "ballot_choice",
        "ballot",
        "poll_option",
        "poll",
        "accepted_answer",
    ):
        op.drop_table(table)
    op.drop_column("draft", "fields")
    op.drop_column("thread", "kind")


def _answers() -> None:
    op.create_table(
        "accepted_answer",
        sa.Column("thread_id", KEY, autoincrement=False, nullable=False),
        sa.Column("post_id", KEY, nullable=False),
        sa.Column("accepted_by_id", KEY, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=False),
        _points("accepted_answer", "thread_id", "thread"),
        _points("accepted_answer", "post_id", "post"),
        _points("accepted_answer", "accepted_by_id", "actor", "SET NULL"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_accepted_answer")),
        sa.UniqueConstraint("post_id", name=op.f("uq_accepted_answer_post_id")),
    )


def _polls() -> None:
    op.create_table(
        "poll",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("thread_id", KEY, nullable=False),
        sa.Column("is_multiple", sa.Boolean(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("results", sa.String(40), nullable=False),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by_id", KEY, nullable=True),
        _points("poll", "thread_id", "thread"),
        _points("poll", "closed_by_id", "actor", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_poll_thread_id")),
    )
    op.create_index(op.f("ix_poll_closes_at"), "poll", ["closes_at"])
    op.create_table(
        "poll_option",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(16), nullable=False),
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        _points("poll_option", "poll_id", "poll"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
        sa.UniqueConstraint("public_id", name=op.f("uq_poll_option_public_id")),
        sa.UniqueConstraint("poll_id", "position", name=op.f("uq_poll_option_poll_id_position")),
    )
    op.create_table(
        "ballot",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("cast_at", MOMENT, nullable=False),
        _points("ballot", "poll_id", "poll"),
        _points("ballot", "actor_id", "actor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("poll_id", "actor_id", name=op.f("uq_ballot_poll_id_actor_id")),
    )
    op.create_index(op.f("ix_ballot_actor_id"), "ballot", ["actor_id"])
    op.create_table(
        "ballot_choice",
        sa.Column("ballot_id", KEY, autoincrement=False, nullable=False),
        sa.Column("option_id", KEY, autoincrement=False, nullable=False),
        _points("ballot_choice", "ballot_id", "ballot"),
        _points("ballot_choice", "option_id", "poll_option"),
        sa.PrimaryKeyConstraint("ballot_id", "option_id", name=op.f("pk_ballot_choice")),
    )
    op.create_index(op.f("ix_ballot_choice_option_id"), "ballot_choice", ["option_id"])


def _tags() -> None:
    op.create_table(
        "tag",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("synonyms", sa.Text(), nullable=False),
        sa.Column("archived_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("slug", name=op.f("uq_tag_slug")),
    )
    op.create_table(
        "thread_tag",
        sa.Column("thread_id", KEY, autoincrement=False, nullable=False),
        sa.Column("tag_id", KEY, autoincrement=False, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _points("thread_tag", "thread_id", "thread"),
        _points("thread_tag", "tag_id", "tag"),
        sa.PrimaryKeyConstraint("thread_id", "tag_id", name=op.f("pk_thread_tag")),
    )
    op.create_index(op.f("ix_thread_tag_tag_id"), "thread_tag", ["tag_id"])


def _points(
    table: str, column: str, target: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)
