"""link titles: what pages elsewhere are called, and which posts link to them"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Build what is new."""
    op.create_table(
        "link_title",
        sa.Column("id", BIG_KEY, autoincrement=True, nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_title")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_link_title_address_hash")),
    )
    with op.batch_alter_table("link_title") as batch:
        batch.create_index(batch.f("ix_link_title_next_attempt_at"), ["next_attempt_at"])
    op.create_table(
        "link_use",
        sa.Column("post_id", BIG_KEY, autoincrement=False, nullable=False),
        sa.Column("link_title_id", BIG_KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_link_use_post_id_post"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["link_title_id"],
            ["link_title.id"],
            name=op.f("fk_link_use_link_title_id_link_title"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", "link_title_id", name=op.f("pk_link_use")),
    )
    with op.batch_alter_table("link_use") as batch:
        batch.create_index(batch.f("ix_link_use_link_title_id"), ["link_title_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("link_use")
    op.drop_table("link_title")
