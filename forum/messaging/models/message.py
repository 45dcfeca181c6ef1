"""Messages and everything that is said about them, and the log of what happened in a room."""

import datetime as dt
import enum
import re

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.messaging.models.room import Room

_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,40}")


def is_client_id(text: str) -> bool:
    """Tell whether this can be the id that a browser has chosen for a message."""
    return _CLIENT_ID.fullmatch(text) is not None


class Message(Base):
    """One message. Sent again under the same ``client_id``, it is still this one."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("author_id", "client_id"),
        sa.UniqueConstraint("room_id", "sequence"),
        sa.Index("ix_message_author_id_created_at", "author_id", "created_at"),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    # Chosen by the browser before it sends (a UUID).
    client_id: Mapped[str] = mapped_column(sa.String(40))
    # SHA-256 of room, source and what it answers: other words under the same id are a conflict.
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    # Its number in the room, and so its place; an edit takes a number of its own, not this one.
    sequence: Mapped[int] = mapped_column(sa.BigInteger)
    reply_to_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("message.id", ondelete="SET NULL"), index=True
    )
    source: Mapped[str]
    html: Mapped[str]
    excerpt: Mapped[str] = mapped_column(default="")
    renderer_version: Mapped[int] = mapped_column(default=0, index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
    edited_at: Mapped[dt.datetime | None]
    removed_at: Mapped[dt.datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    removal_reason: Mapped[str | None]
    pinned_at: Mapped[dt.datetime | None]
    pinned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    # The public id of the keeping that quotes it under its author's name, once that is a thread.
    kept_in: Mapped[str | None] = mapped_column(sa.String(16))

    room: Mapped[Room] = relationship(lazy="raise")
    author: Mapped[Actor] = relationship(lazy="raise", foreign_keys=[author_id])


class MessageVersion(Base):
    """A former text of a message, for the moderation."""

    __tablename__ = "message_version"
    __table_args__ = (sa.UniqueConstraint("message_id", "version"),)

    id: Mapped[Pk]
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id", ondelete="CASCADE"))
    version: Mapped[int]
    source: Mapped[str]
    replaced_at: Mapped[CreatedAt]


class MessageReaction(Base):
    """Somebody reacts to a message."""

    __tablename__ = "message_reaction"

    message_id: Mapped[int] = mapped_column(
        sa.ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sign: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    created_at: Mapped[CreatedAt]


class MessageMention(Base):
    """Somebody is mentioned in a message; an edit adds and takes away."""

    __tablename__ = "message_mention"

    message_id: Mapped[int] = mapped_column(
        sa.ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class RoomEventKind(enum.StrEnum):
    """What happened in a room."""

    SENT = "sent"
    EDITED = "edited"
    REMOVED = "removed"
    RESTORED = "restored"
    REACTED = "reacted"
    PINNED = "pinned"
    """Pinned, or not any more."""
    KEPT = "kept"
    """Quoted in a thread, or not any more."""
    CAME = "came"
    WENT = "went"
    CHANGED = "changed"
    """Something about the room: its name, its phase, whether it is open."""


class RoomEvent(Base):
    """One thing that happened in a room; the numbers have no gaps.

    What a message looks like is not kept here: whoever catches up gets it as it is now, once.
    """

    __tablename__ = "room_event"

    room_id: Mapped[int] = mapped_column(
        sa.ForeignKey("room.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sequence: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[RoomEventKind] = mapped_column(StrEnumType(RoomEventKind))
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
