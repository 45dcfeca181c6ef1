"""Chat hours: a channel agrees to be in its chat at the same time."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId
from forum.messaging.models.room import Room

LENGTHS = (30, 45, 60, 90, 120, 180)
"""Minutes."""


class ChatHour(Base):
    """A time at which people meet in the chat of a channel."""

    __tablename__ = "chat_hour"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id", ondelete="CASCADE"), index=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    starts_at: Mapped[dt.datetime] = mapped_column(index=True)
    ends_at: Mapped[dt.datetime] = mapped_column(index=True)
    # Grows with every change; calendars go by it, and an edit names the one it began with.
    version: Mapped[int] = mapped_column(default=1)
    # Grows when it is at another time: whoever said that they come is told.
    moved: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    # When it got its present time.
    set_at: Mapped[CreatedAt]
    called_off_at: Mapped[dt.datetime | None]
    reminded_at: Mapped[dt.datetime | None]
    # When it was over and noted what was said in it; the numbers are empty where nobody said any.
    closed_at: Mapped[dt.datetime | None]
    first_sequence: Mapped[int | None] = mapped_column(sa.BigInteger)
    last_sequence: Mapped[int | None] = mapped_column(sa.BigInteger)

    room: Mapped[Room] = relationship(lazy="raise")
    host: Mapped[Actor] = relationship(lazy="raise")

    @property
    def minutes(self) -> int:
        """How long it is."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class HourReader(Base):
    """What one person has to do with a chat hour."""

    __tablename__ = "chat_hour_reader"

    hour_id: Mapped[int] = mapped_column(
        sa.ForeignKey("chat_hour.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    # None: has not said.
    comes: Mapped[bool | None]
    # Of which time they were reminded by mail, see `ChatHour.moved`.
    reminded_of: Mapped[int | None]
    # What of it was told and seen last, see `forum.messaging.queries.hours`.
    seen: Mapped[str] = mapped_column(sa.String(40), default="")
