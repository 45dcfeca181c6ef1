"""Consultations and who takes part in them with which role."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.messaging.models import Room


class Phase(enum.StrEnum):
    """The steps of a consultation, in their order."""

    CASTING = "casting"
    """Who takes which role."""
    STORY = "story"
    """The case giver tells, without preparation."""
    QUESTION = "question"
    """What the others are to answer, in one sentence."""
    METHOD = "method"
    """In which way they are going to do it."""
    ADVICE = "advice"
    """The others collect; the case giver listens."""
    CLOSING = "closing"
    """What the case giver takes along."""


class Pace(enum.StrEnum):
    """How long a consultation is meant to take."""

    LIVE = "live"
    """Minutes: everybody is there at the same time."""
    DAYS = "days"
    """Five days: everybody looks in once a day."""


class Part(enum.StrEnum):
    """The role of somebody in a consultation."""

    GIVER = "giver"
    MODERATOR = "moderator"
    ADVISER = "adviser"
    SCRIBE = "scribe"
    """Advises, and writes down what is to stay."""


class Consultation(Base):
    """A peer consultation. Its room holds what is said; both are deleted on the same day.

    Read and changed while its room is held, so that nobody speaks in a phase that is over.
    """

    __tablename__ = "consultation"

    id: Mapped[Pk]
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id", ondelete="CASCADE"), unique=True)
    public_id: Mapped[PublicId]
    pace: Mapped[Pace] = mapped_column(StrEnumType(Pace))
    phase: Mapped[Phase] = mapped_column(StrEnumType(Phase), default=Phase.CASTING)
    # Grows with every change of the phase; who goes on names the one they saw.
    step: Mapped[int] = mapped_column(default=1)
    phase_since: Mapped[dt.datetime]
    # When it should be over; none: it takes as long as it takes.
    phase_until: Mapped[dt.datetime | None]
    question: Mapped[str] = mapped_column(sa.String(500), default="")
    # The key of a method of `forum.consultations.methods`.
    method: Mapped[str] = mapped_column(sa.String(40), default="")
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[dt.datetime | None]
    # On this day everything about it is deleted, ended or not.
    deleted_after: Mapped[dt.datetime] = mapped_column(index=True)
    # The case giver agrees that its result, without any case, becomes a report.
    shared_at: Mapped[dt.datetime | None]

    room: Mapped[Room] = relationship(lazy="raise")


class Taker(Base):
    """Somebody takes part in a consultation; who leaves it has no row any more."""

    __tablename__ = "consultation_taker"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    part: Mapped[Part] = mapped_column(StrEnumType(Part), default=Part.ADVISER)
    # When they said that they will name nobody and carry nothing out.
    promised_at: Mapped[dt.datetime | None]
    came_at: Mapped[CreatedAt]

    actor: Mapped[Actor] = relationship(lazy="raise")
