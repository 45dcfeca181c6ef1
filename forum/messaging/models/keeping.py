"""Parts of a conversation on their way into a thread, and what those who are quoted say to it."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.messaging.models.room import Room
from forum.threads.models import Post, ThreadKind


class KeepingState(enum.StrEnum):
    """How far a keeping has come."""

    DRAFT = "draft"
    """Its keeper works on it; nobody has been told."""
    ASKED = "asked"
    """Those who are quoted were told and can object; its words still change, its parts do not."""
    PUBLISHED = "published"
    DROPPED = "dropped"


class Keeping(Base):
    """A stretch of a conversation that somebody makes a thread of."""

    __tablename__ = "keeping"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    # The room may end before the thread does.
    room_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("room.id", ondelete="SET NULL"), index=True
    )
    keeper_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="RESTRICT"), index=True
    )
    # Where the thread is to stand.
    channel_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[ThreadKind] = mapped_column(StrEnumType(ThreadKind), default=ThreadKind.DISCUSSION)
    state: Mapped[KeepingState] = mapped_column(
        StrEnumType(KeepingState), default=KeepingState.DRAFT, index=True
    )
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    # What it came down to, in the keeper's words; Markdown.
    summary: Mapped[str] = mapped_column(default="")
    # Grows with every change of what the keeper decides; an edit names the one it began with.
    version: Mapped[int] = mapped_column(default=1)
    # Whether everybody has to agree, or silence is enough once they had time to object.
    needs_everybody: Mapped[bool]
    created_at: Mapped[CreatedAt]
    asked_at: Mapped[dt.datetime | None]
    published_at: Mapped[dt.datetime | None]
    # The opening post that holds the quotes, wherever it was moved.
    post_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("post.id", ondelete="SET NULL"), unique=True
    )

    room: Mapped[Room | None] = relationship(lazy="raise")
    keeper: Mapped[Actor] = relationship(lazy="raise", foreign_keys=[keeper_id])
    channel: Mapped[Channel | None] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")


class Treatment(enum.StrEnum):
    """What becomes of a quoted message."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    """Without name and time; only its author lifts this again."""
    WITHDRAWN = "withdrawn"
    """By its author; the words are not kept here any more."""


class KeptPart(Base):
    """One message as it was when the keeping began: its text stays, whatever happens in the room.

    Until it is published, a message that was removed meanwhile is not quoted.
    """

    __tablename__ = "kept_part"
    __table_args__ = (sa.UniqueConstraint("keeping_id", "position"),)

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    keeping_id: Mapped[int] = mapped_column(sa.ForeignKey("keeping.id", ondelete="CASCADE"))
    position: Mapped[int]
    message_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("message.id", ondelete="SET NULL"), index=True
    )
    author_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="RESTRICT"), index=True
    )
    said_at: Mapped[dt.datetime]
    source: Mapped[str]
    treatment: Mapped[Treatment] = mapped_column(StrEnumType(Treatment), default=Treatment.NAMED)
    # By the keeper, who does not need it; what its author wishes stays as it is.
    is_left_out: Mapped[bool] = mapped_column(default=False)
    # The lines that stand for it in the thread, once it is published; so they are found again.
    block: Mapped[str] = mapped_column(default="")

    keeping: Mapped[Keeping] = relationship(lazy="raise")
    author: Mapped[Actor] = relationship(lazy="raise")

    @property
    def is_quoted(self) -> bool:
        """Whether its words stand in the thread."""
        return not self.is_left_out and self.treatment is not Treatment.WITHDRAWN


class KeepingVoice(Base):
    """Somebody who is asked about a keeping: who is quoted; in closed rooms everybody there."""

    __tablename__ = "keeping_voice"

    keeping_id: Mapped[int] = mapped_column(
        sa.ForeignKey("keeping.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    # Whether they agree that there is a thread; nothing: they have not answered.
    agrees: Mapped[bool | None]
    answered_at: Mapped[dt.datetime | None]

    actor: Mapped[Actor] = relationship(lazy="raise")
