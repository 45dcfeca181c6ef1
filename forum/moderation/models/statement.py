"""Statements of reasons in a chain of hashes, the sanctions they tell of, and objections."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.moderation.models.case import Decision, Measure, Target


class Origin(enum.StrEnum):
    """What the moderation acted on (Art. 17(3)(b))."""

    OWN_INITIATIVE = "own_initiative"
    NOTICE = "notice"
    AUTOMATIC = "automatic"


class Statement(Base):
    """A statement of reasons under Art. 17 of Regulation (EU) 2022/2065; append-only.

    `hash` covers everything that is said and the hash of the statement before: what is changed or
    taken out later is seen by `flask forum statements verify`.
    """

    __tablename__ = "statement_of_reasons"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    # 1, 2, 3 … without gaps.
    number: Mapped[int] = mapped_column(unique=True)
    previous_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    decision_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("decision.id", ondelete="RESTRICT"), index=True
    )
    addressee_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="RESTRICT"), index=True
    )
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    measure: Mapped[Measure] = mapped_column(StrEnumType(Measure))
    until: Mapped[dt.datetime | None]
    target: Mapped[Target] = mapped_column(StrEnumType(Target))
    target_id: Mapped[int] = mapped_column(sa.BigInteger)
    # What it is about, as people know it: the title of the thread, the name of the profile.
    about: Mapped[str] = mapped_column(sa.String(200))
    facts: Mapped[str]
    ground: Mapped[str] = mapped_column(sa.String(200))
    origin: Mapped[Origin] = mapped_column(StrEnumType(Origin))
    is_automated: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]

    decision: Mapped[Decision | None] = relationship(lazy="raise")
    addressee: Mapped[Actor] = relationship(lazy="raise", foreign_keys=[addressee_id])


class Sanction(Base):
    """A limit on an actor. What holds now stands on the actor; this is how it came about."""

    __tablename__ = "sanction"

    id: Mapped[Pk]
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    statement_id: Mapped[int] = mapped_column(
        sa.ForeignKey("statement_of_reasons.id", ondelete="RESTRICT"), unique=True
    )
    # `Measure.WARN`, `MUTE`, `SUSPEND` or `BAN`.
    measure: Mapped[Measure] = mapped_column(StrEnumType(Measure))
    until: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    lifted_at: Mapped[dt.datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))


class Objection(Base):
    """Somebody does not agree with a statement; another moderator decides (cf. Art. 20)."""

    __tablename__ = "objection"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    statement_id: Mapped[int] = mapped_column(
        sa.ForeignKey("statement_of_reasons.id", ondelete="RESTRICT"), unique=True
    )
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    text: Mapped[str]
    created_at: Mapped[CreatedAt]
    decided_at: Mapped[dt.datetime | None]
    is_upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")

    statement: Mapped[Statement] = relationship(lazy="raise")
