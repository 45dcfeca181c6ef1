"""Polls: what can be chosen, and who has chosen what."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.kernel.models import Base, Pk, PublicId, StrEnumType
from forum.threads.models.thread import Thread


class ResultsShown(enum.StrEnum):
    """From when on readers see how the votes are spread."""

    ALWAYS = "always"
    VOTED = "voted"
    CLOSED = "closed"


class PollOption(Base):
    """One of the answers to choose from, as it stands for good after the first vote."""

    __tablename__ = "poll_option"
    __table_args__ = (sa.UniqueConstraint("poll_id", "position"),)

    id: Mapped[Pk]
    # Sent with a vote: where options were changed meanwhile, the vote finds none of them.
    public_id: Mapped[PublicId]
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("poll.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.String(200))


class Poll(Base):
    """What a thread of the kind "poll" asks; its title is the question."""

    __tablename__ = "poll"

    id: Mapped[Pk]
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), unique=True
    )
    is_multiple: Mapped[bool] = mapped_column(default=False)
    # Who chose what is shown to nobody; otherwise to everybody who may read the thread.
    is_secret: Mapped[bool] = mapped_column(default=True)
    results: Mapped[ResultsShown] = mapped_column(
        StrEnumType(ResultsShown), default=ResultsShown.VOTED
    )
    # When nobody can vote any more, whether or not anything has happened by then.
    closes_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    # When it was told that the poll is closed; by somebody before its time, or by the clock.
    closed_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))

    thread: Mapped[Thread] = relationship(lazy="raise")
    options: Mapped[list[PollOption]] = relationship(
        lazy="raise", order_by=PollOption.position, cascade="all, delete-orphan"
    )


class Ballot(Base):
    """That somebody has voted; once a poll, however often they change their mind."""

    __tablename__ = "ballot"
    __table_args__ = (sa.UniqueConstraint("poll_id", "actor_id"),)

    id: Mapped[Pk]
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("poll.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    cast_at: Mapped[dt.datetime]


class BallotChoice(Base):
    """What is marked on a ballot."""

    __tablename__ = "ballot_choice"

    ballot_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ballot.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    option_id: Mapped[int] = mapped_column(
        sa.ForeignKey("poll_option.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
