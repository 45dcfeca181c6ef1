"""Hours at which a channel meets in its room."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId
from forum.messaging.models.keeping import Keeping
from forum.messaging.models.room import Room
from forum.threads.models import Post


class ChatHour(Base):
    """A chat hour: planned, announced, begun and ended by the clock, then offered for keeping."""

    __tablename__ = "chat_hour"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id", ondelete="CASCADE"), index=True)
    planned_by_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="RESTRICT"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    begins_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime]
    # Grows with every change; calendars know by it which one is newer.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    cancelled_at: Mapped[dt.datetime | None]
    # What the clock has done already, so that it does it once.
    reminded_at: Mapped[dt.datetime | None]
    begun_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    # The numbers of the room's log between which it took place.
    first_sequence: Mapped[int | None] = mapped_column(sa.BigInteger)
    last_sequence: Mapped[int | None] = mapped_column(sa.BigInteger)
    # The opening post of the thread that announced it; followers of the channel were told by that.
    post_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("post.id", ondelete="SET NULL"), index=True
    )
    keeping_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("keeping.id", ondelete="SET NULL"), index=True
    )

    room: Mapped[Room] = relationship(lazy="raise")
    planned_by: Mapped[Actor] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")
    keeping: Mapped[Keeping | None] = relationship(lazy="raise")
