"""Rooms, who takes part, and how far each has read."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType

# What is said in passing is kept for so long, unless a room says otherwise (GDPR Art. 5(1)(e)).
RETENTION_DAYS = 180
RETENTIONS = (30, 90, RETENTION_DAYS, 365)
PAUSES = (0, 10, 30, 60, 300)
"""Seconds between two messages of the same person, in a room that goes slowly."""


class RoomKind(enum.StrEnum):
    """Whose room it is; this decides who may read it."""

    CHANNEL = "channel"
    """Of a channel: read by whoever reads the channel."""
    DIRECT = "direct"
    """Of two people, for good."""
    GROUP = "group"
    """Of some people who wrote to each other."""
    WORKING = "working"
    """Of a working group: with a name, people come and go."""
    CONSULTATION = "consultation"
    """Of a peer consultation (`forum.consultations`); it ends and is deleted."""


class Room(Base):
    """A place for quick exchange.

    ``last_sequence`` numbers whatever happens in it, without gaps: each change takes the next one
    in its own transaction while it holds this row, and so the order of numbers is that of commits.
    """

    __tablename__ = "room"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    kind: Mapped[RoomKind] = mapped_column(StrEnumType(RoomKind), index=True)
    channel_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="CASCADE"), unique=True
    )
    # Of two people: their ids, the smaller one first ("3:7"); so that there is one room for them.
    pair: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    last_sequence: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    # Before this number nothing is kept any more of what happened, only messages as they stand.
    first_sequence: Mapped[int] = mapped_column(sa.BigInteger, default=1)
    message_count: Mapped[int] = mapped_column(default=0)
    last_message_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    # Messages are deleted after so many days; none: kept.
    kept_days: Mapped[int | None] = mapped_column(default=RETENTION_DAYS)
    # Until then nothing is deleted: they were to be kept for longer when they were written.
    spared_until: Mapped[dt.datetime | None]
    # Seconds between two messages of the same person, while there is a rush.
    slow_seconds: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    created_at: Mapped[CreatedAt]
    # Switched off or done with: read, but not written in.
    closed_at: Mapped[dt.datetime | None]

    channel: Mapped[Channel | None] = relationship(lazy="raise")


class ParticipantRole(enum.StrEnum):
    """What somebody may do in a room that is not a channel's."""

    MEMBER = "member"
    HOST = "host"


class Participant(Base):
    """Somebody takes part in a room; who has left keeps the row, and reads no further."""

    __tablename__ = "room_participant"

    room_id: Mapped[int] = mapped_column(
        sa.ForeignKey("room.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    role: Mapped[ParticipantRole] = mapped_column(
        StrEnumType(ParticipantRole), default=ParticipantRole.MEMBER
    )
    # Reads what came after this number: who comes later does not read what was said before.
    after_sequence: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    joined_at: Mapped[CreatedAt]
    left_at: Mapped[dt.datetime | None]
    # Only reads for now: in a peer consultation, while others have the floor.
    is_listening: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    actor: Mapped[Actor] = relationship(lazy="raise")


class RoomLevel(enum.StrEnum):
    """What one wishes to be told of a room."""

    ALL = "all"
    MENTIONS = "mentions"
    NOTHING = "nothing"


class RoomReader(Base):
    """What belongs to one reader of a room: how far it was read, wishes, an unfinished message."""

    __tablename__ = "room_reader"

    room_id: Mapped[int] = mapped_column(
        sa.ForeignKey("room.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    # The greatest number of a message that was seen; "mark as unread" takes it back.
    read_up_to: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    # Up to here a letter has told of what was not read.
    mailed_up_to: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    # None: as rooms of this kind are told of.
    level: Mapped[RoomLevel | None] = mapped_column(StrEnumType(RoomLevel))
    draft: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[dt.datetime]


class ChatWishes(Base):
    """How an account wishes chat to be; no row: as everybody has it."""

    __tablename__ = "chat_wishes"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # A letter about what was missed in conversations, and where one was mentioned.
    by_mail: Mapped[bool] = mapped_column(default=True)
    # Letters about the chat hours to which one comes.
    hours_by_mail: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    enter_sends: Mapped[bool] = mapped_column(default=True)
    # In these minutes of the day, by the clock of the account, nobody is disturbed; none: never so.
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    # Nobody begins a conversation with them, or brings them into one.
    direct_refused: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
