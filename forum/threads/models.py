"""Threads and posts, their former texts, drafts, and how far somebody has read."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId


class Thread(Base):
    """A titled discussion with one home channel; its audience is that channel's."""

    __tablename__ = "thread"
    __table_args__ = (sa.Index("ix_thread_activity", "last_post_at", "public_id"),)

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    uri: Mapped[str | None] = mapped_column(sa.String(500), unique=True)
    channel_id: Mapped[int] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="RESTRICT"), index=True
    )
    author_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="RESTRICT"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(200))
    created_at: Mapped[CreatedAt]
    # When it could first be read (after release, not when written); feeds and the digest go by it.
    visible_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    locked_at: Mapped[dt.datetime | None]
    removed_at: Mapped[dt.datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    removal_reason: Mapped[str | None]
    # The highest number given to a post; the next one gets the number after it.
    highest_number: Mapped[int] = mapped_column(default=0)
    # Counters of the posts that can be read: visible, not removed. Changed in actions only,
    # proven by `flask forum recount`.
    post_count: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    last_post_number: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[dt.datetime]

    channel: Mapped[Channel] = relationship(lazy="raise")
    author: Mapped[Actor] = relationship(lazy="raise", foreign_keys=[author_id])


class Placement(Base):
    """A thread stands in a channel's list: in its home, and in themes and cities it names."""

    __tablename__ = "placement"

    channel_id: Mapped[int] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    is_home: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]


class Post(Base):
    """One contribution in a thread; number 1 opens it. Numbers have no gaps and never change."""

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


class Draft(Base):
    """An unfinished text: a new thread in a channel, a reply to a thread, or an edit of a post."""

    __tablename__ = "draft"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    # What it is for, e.g. "thread:beteiligung", "reply:<public id>", "edit:<public id>"; one each.
    purpose: Mapped[str] = mapped_column(sa.String(120))
    channel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("channel.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(sa.ForeignKey("thread.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    # The other channels a new thread names, by slug, separated by blanks.
    channel_slugs: Mapped[str] = mapped_column(default="")
    # Of an edit: the version of the post that it was made from.
    version: Mapped[int | None]
    updated_at: Mapped[dt.datetime]

    __table_args__ = (sa.UniqueConstraint("actor_id", "purpose"),)


class ReadMark(Base):
    """How far an actor has read a thread; reading moves it forward, "mark as unread" back."""

    __tablename__ = "read_mark"

    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    number: Mapped[int]
    # Where the mark stood when the present visit began: what is after it is new in this visit.
    visit_number: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[dt.datetime]
