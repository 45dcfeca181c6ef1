"""Threads, and where else they are shown."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class ThreadKind(enum.StrEnum):
    """What a thread is for."""

    DISCUSSION = "discussion"
    QUESTION = "question"
    ANNOUNCEMENT = "announcement"
    POLL = "poll"
    EXPERIENCE_REPORT = "experience_report"
    """Begun by submitting an experience report (`forum.practices`), never by hand."""


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
    kind: Mapped[ThreadKind] = mapped_column(
        StrEnumType(ThreadKind),
        default=ThreadKind.DISCUSSION,
        server_default=ThreadKind.DISCUSSION.value,
    )
    title: Mapped[str] = mapped_column(sa.String(200))
    created_at: Mapped[CreatedAt]
    # When it could first be read (after release, not when written); feeds and the digest go by it.
    visible_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    locked_at: Mapped[dt.datetime | None]
    # Done with: readable and findable, but out of the lists of what is going on.
    archived_at: Mapped[dt.datetime | None]
    # Shown on the first page until then.
    featured_until: Mapped[dt.datetime | None] = mapped_column(index=True)
    removed_at: Mapped[dt.datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    removal_reason: Mapped[str | None]
    # The highest number of a post that stands here.
    highest_number: Mapped[int] = mapped_column(default=0)
    # The highest number of a post that has gone to another thread: it is not given again, since
    # readers have read so far, and words point to it. See `forum.threads.actions.numbering`.
    last_gone_number: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
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
    # On top of this channel's list until then.
    pinned_until: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]


class MergedThread(Base):
    """A removed thread whose posts have gone to another one; its address leads there."""

    __tablename__ = "merged_thread"

    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    into_id: Mapped[int] = mapped_column(sa.ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
