"""search: messages can be found as posts can"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_FOREIGN = "fk_search_document_message_id_message"
_UNIQUE = "uq_search_document_message_id"


@contextmanager
def _documents() -> Iterator[BatchOperations]:
    """Change the table; where it has to be copied, its end takes the words with it: keep them."""
    is_copied = op.get_bind().dialect.name == "sqlite"
    if is_copied:
        op.execute(sa.text("CREATE TABLE search_index_kept AS SELECT * FROM search_index_text"))
        op.execute(sa.text("DELETE FROM search_index_text"))
    with op.batch_alter_table("search_document") as batch:
        yield batch
    if is_copied:
        op.execute(
            sa.text(
                "INSERT INTO search_index_text (id, title, body)"
                " SELECT id, title, body FROM search_index_kept"
            )
        )
        op.execute(sa.text("DROP TABLE search_index_kept"))


def upgrade() -> None:
    """Let a document stand for a message; the hourly catching up writes those that are missing."""
    with _documents() as batch:
        key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
        batch.add_column(sa.Column("message_id", key, nullable=True))
        batch.add_column(sa.Column("room_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("sequence", sa.BigInteger(), nullable=True))
        batch.create_foreign_key(
            batch.f(_FOREIGN), "message", ["message_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_unique_constraint(batch.f(_UNIQUE), ["message_id"])


def downgrade() -> None:
    """Forget the messages, and what told them apart."""
    op.execute(sa.text("DELETE FROM search_document WHERE kind = 'message'"))
    with _documents() as batch:
        batch.drop_constraint(batch.f(_UNIQUE), type_="unique")
        batch.drop_constraint(batch.f(_FOREIGN), type_="foreignkey")
        batch.drop_column("message_id")
        batch.drop_column("room_id")
        batch.drop_column("sequence")
