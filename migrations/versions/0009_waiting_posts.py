"""Posts that wait for release, watched words, and what limits an actor."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Columns are added in place, not by `batch_alter_table`: see revision 0008.


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("actor", sa.Column("muted_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("actor", sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("actor", sa.Column("banned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "actor", sa.Column("is_trusted", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "channel", sa.Column("waiting", sa.String(40), server_default="nothing", nullable=False)
    )
    op.add_column(
        "post",
        sa.Column("held_because", sa.String(200), server_default=sa.text("''"), nullable=False),
    )
    op.create_table(
        "watched_word",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("phrase", sa.String(length=120), nullable=False),
        sa.Column("watched_for", sa.String(40), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["actor.id"],
            name=op.f("fk_watched_word_added_by_id_actor"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_word")),
        sa.UniqueConstraint("phrase", name=op.f("uq_watched_word_phrase")),
        sa.UniqueConstraint("public_id", name=op.f("uq_watched_word_public_id")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("watched_word")
    op.drop_column("post", "held_because")
    op.drop_column("channel", "waiting")
    op.drop_column("actor", "is_trusted")
    op.drop_column("actor", "banned_at")
    op.drop_column("actor", "suspended_until")
    op.drop_column("actor", "muted_until")
