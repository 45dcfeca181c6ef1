"""What somebody follows of threads: single ones, and all that bear a tag."""

import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk, StrEnumType


class ThreadLevel(enum.StrEnum):
    """How much of a thread one wishes to be told; no row means that nothing was decided."""

    WATCHING = "watching"
    MUTED = "muted"
    NEITHER = "neither"
    """Decided: writing in the thread does not make one follow it again."""


class ThreadSubscription(Base):
    """A wish to be told of a thread, or to be left alone by it."""

    __tablename__ = "thread_subscription"
    __table_args__ = (sa.UniqueConstraint("thread_id", "actor_id"),)

    id: Mapped[Pk]
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("thread.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    level: Mapped[ThreadLevel] = mapped_column(StrEnumType(ThreadLevel))
    created_at: Mapped[CreatedAt]


class TagSubscription(Base):
    """A wish to be told of new threads that bear a tag."""

    __tablename__ = "tag_subscription"
    __table_args__ = (sa.UniqueConstraint("tag_id", "actor_id"),)

    id: Mapped[Pk]
    tag_id: Mapped[int] = mapped_column(sa.ForeignKey("tag.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
