"""Cases: what moderation must decide, what brought it up, and what was decided."""

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class Target(enum.StrEnum):
    """What a case is about; ``target_id`` is the key of that table."""

    POST = "post"
    REPORT = "report"
    MESSAGE = "message"
    PROFILE = "profile"
    STATEMENT = "statement"
    """A statement of reasons that somebody objects to."""
    ELSEWHERE = "elsewhere"
    """An address that a notice names and that is none of these; ``target_id`` is the notice's."""


class Source(enum.StrEnum):
    """What brings a case up; the first one here says what kind of case it is."""

    OBJECTION = "objection"
    NOTICE = "notice"
    HELD = "held"
    SUBMITTED = "submitted"
    AUTOMATIC = "automatic"
    OWN_INITIATIVE = "own_initiative"


class CaseState(enum.StrEnum):
    """Whether somebody has to look at it."""

    OPEN = "open"
    DECIDED = "decided"


class Case(Base):
    """One case per target: whatever comes up about it later opens the same case again.

    It outlives what it is about: `title` and the snapshots of its signals stay.
    """

    __tablename__ = "moderation_case"
    __table_args__ = (
        sa.UniqueConstraint("target", "target_id"),
        sa.Index("ix_moderation_case_queue", "state", "channel_id", "opened_at"),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    target: Mapped[Target] = mapped_column(StrEnumType(Target))
    target_id: Mapped[int] = mapped_column(sa.BigInteger)
    source: Mapped[Source] = mapped_column(StrEnumType(Source))
    state: Mapped[CaseState] = mapped_column(StrEnumType(CaseState), default=CaseState.OPEN)
    # Whose moderation decides; none: the administrators.
    channel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("channel.id", ondelete="SET NULL"))
    # Whom a decision would concern; nobody decides about themselves.
    about_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL"), index=True
    )
    # Who must not decide although entitled: of an objection, whoever made the decision.
    barred_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(sa.String(200))
    # The clock of the queue: when it came up, or came up again.
    opened_at: Mapped[CreatedAt]
    decided_at: Mapped[dt.datetime | None]
    # Grows with every claim, take-over, decision and signal. A decision names the one it was made
    # under: who lost the case meanwhile, or has not seen what came up, cannot decide (a fencing
    # token).
    fence: Mapped[int] = mapped_column(default=1)
    claimed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    claimed_until: Mapped[dt.datetime | None]

    channel: Mapped[Channel | None] = relationship(lazy="raise")
    about: Mapped[Actor | None] = relationship(lazy="raise", foreign_keys=[about_id])
    claimed_by: Mapped[Actor | None] = relationship(lazy="raise", foreign_keys=[claimed_by_id])


class Signal(Base):
    """Why a case came up, with what could be read at that moment."""

    __tablename__ = "case_signal"
    __table_args__ = (sa.UniqueConstraint("case_id", "key"),)

    id: Mapped[Pk]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_case.id", ondelete="CASCADE"))
    # What makes it this signal and no other, so that the same one is kept once: "held:12:3".
    key: Mapped[str] = mapped_column(sa.String(120))
    source: Mapped[Source] = mapped_column(StrEnumType(Source))
    # A code: "newcomer", "links", "word", "personal_data", or the reason of a notice.
    reason: Mapped[str] = mapped_column(sa.String(40))
    detail: Mapped[str] = mapped_column(default="")
    snapshot: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    # Answered by a decision.
    settled_at: Mapped[dt.datetime | None]


class CaseNote(Base):
    """A word among moderators; nobody else reads it."""

    __tablename__ = "case_note"

    id: Mapped[Pk]
    case_id: Mapped[int] = mapped_column(
        sa.ForeignKey("moderation_case.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    text: Mapped[str]
    created_at: Mapped[CreatedAt]

    author: Mapped[Actor | None] = relationship(lazy="raise")


class Measure(enum.StrEnum):
    """What a decision does."""

    NONE = "none"
    """Nothing is wrong; the signals are settled."""
    RELEASE = "release"
    RETURN = "return"
    REJECT = "reject"
    EDIT = "edit"
    HIDE = "hide"
    MOVE = "move"
    LOCK = "lock"
    WARN = "warn"
    MUTE = "mute"
    SUSPEND = "suspend"
    BAN = "ban"
    UPHOLD = "uphold"
    """The objection is right: what was done is taken back."""
    DISMISS = "dismiss"
    """The objection is not right: what was done stays."""


class Decision(Base):
    """What was done about a case, why, and by whom; never changed."""

    __tablename__ = "decision"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    case_id: Mapped[int] = mapped_column(
        sa.ForeignKey("moderation_case.id", ondelete="RESTRICT"), index=True
    )
    measure: Mapped[Measure] = mapped_column(StrEnumType(Measure))
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    fence: Mapped[int]
    # The text to the person concerned, and the rule or law it rests on.
    reason: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(sa.String(200), default="")
    until: Mapped[dt.datetime | None]
    # What else the measure needed: the channel moved to, the remarks on fields.
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    created_at: Mapped[CreatedAt]

    case: Mapped[Case] = relationship(lazy="raise")
    decided_by: Mapped[Actor] = relationship(lazy="raise")


class CannedText(Base):
    """A text that moderators write often; ``{name}`` and the like are filled in."""

    __tablename__ = "canned_text"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    text: Mapped[str]
    # The decision it belongs to; none: any.
    measure: Mapped[Measure | None] = mapped_column(StrEnumType(Measure))
    created_at: Mapped[CreatedAt]
