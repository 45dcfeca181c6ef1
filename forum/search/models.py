"""What can be found: one document per post, per message and per person.

Beside these slim rows stand the words themselves, in ``search_index…``: tables that each database
has of its own (see ``engines``), built by the migrations and known to no model.
"""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, Pk, StrEnumType


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """Tell Alembic which tables the models speak of: not those that only one database has."""
    return kind != "table" or not (name or "").startswith("search_index")


class DocumentKind(enum.StrEnum):
    """What a document stands for."""

    POST = "post"
    MESSAGE = "message"
    PERSON = "person"


class SearchDocument(Base):
    """What a query is narrowed by, without looking at the words.

    These are copies, made for speed. Whether somebody may read what was found is asked of the
    originals, in the same statement.
    """

    __tablename__ = "search_document"

    id: Mapped[Pk]
    kind: Mapped[DocumentKind] = mapped_column(StrEnumType(DocumentKind))
    post_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("post.id", ondelete="CASCADE"), unique=True
    )
    actor_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"), unique=True
    )
    message_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("message.id", ondelete="CASCADE"), unique=True
    )
    # Of a message: its room, and its number there; it has the channel if that is whose room it is.
    room_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    sequence: Mapped[int | None] = mapped_column(sa.BigInteger)
    # Of a post: where it stands and who wrote it. No index but that of the thread: the way leads
    # from the words to the documents, and the planner must not think of another.
    thread_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), index=True
    )
    channel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("channel.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"))
    visible_at: Mapped[dt.datetime]
    # The same as days since 1970, for the arithmetic of recency.
    day: Mapped[int]
