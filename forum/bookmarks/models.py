"""Bookmarks."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk, PublicId

NOTE_LIMIT = 500


class Bookmark(Base):
    """A post that a reader wants to find again; nobody else knows of it.

    It is due from ``remind_at`` on, until the reader has done with it. ``announced_at`` is when its
    event was recorded: once for each moment chosen.
    """

    __tablename__ = "bookmark"
    __table_args__ = (
        sa.UniqueConstraint("actor_id", "post_id"),
        sa.Index("ix_bookmark_reminders", "actor_id", "remind_at"),
        sa.Index(
            "ix_bookmark_waiting",
            "remind_at",
            sqlite_where=sa.text("announced_at IS NULL"),
            postgresql_where=sa.text("announced_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(sa.String(NOTE_LIMIT), default="")
    remind_at: Mapped[dt.datetime | None]
    announced_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
