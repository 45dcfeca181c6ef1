"""Posts, and their former texts."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId
from forum.threads.models.thread import Thread


class Post(Base):
    """One contribution in a thread; number 1 opens it.

    Numbers rise and stay as long as the post stays in its thread. They have no gaps, but where the
    moderation took posts to another thread.
    """

    __tablename__ = "post"
    __table_args__ = (
        sa.UniqueConstraint("thread_id", "number"),
        # The form carries a key; sending it twice finds the first post again.
        sa.UniqueConstraint("author_id", "submission_key"),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    uri: Mapped[str | None] = mapped_column(sa.String(500), unique=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("thread.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    number: Mapped[int]
    reply_to_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("post.id", ondelete="SET NULL"), index=True
    )
    submission_key: Mapped[str | None] = mapped_column(sa.String(40))
    source: Mapped[str]
    html: Mapped[str]
    excerpt: Mapped[str] = mapped_column(default="")
    renderer_version: Mapped[int] = mapped_column(default=0, index=True)
    # Grows with every change of the text; an edit names the version it was made from.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    visible_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    # Why it waits, as codes separated by blanks ("newcomer links"); "" once it is released.
    held_because: Mapped[str] = mapped_column(
        sa.String(200), default="", server_default=sa.text("''")
    )
    edited_at: Mapped[dt.datetime | None]
    removed_at: Mapped[dt.datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    removal_reason: Mapped[str | None]

    thread: Mapped[Thread] = relationship(lazy="raise")
    author: Mapped[Actor] = relationship(lazy="raise", foreign_keys=[author_id])


class Revision(Base):
    """A former text of a post, as it stood until somebody replaced it."""

    __tablename__ = "revision"
    __table_args__ = (sa.UniqueConstraint("post_id", "version"),)

    id: Mapped[Pk]
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    version: Mapped[int]
    # The former title, where the post opens its thread.
    title: Mapped[str | None] = mapped_column(sa.String(200))
    source: Mapped[str]
    html: Mapped[str]
    # Who replaced it, and so wrote the text that came after.
    editor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    replaced_at: Mapped[CreatedAt]

    editor: Mapped[Actor | None] = relationship(lazy="raise")
