"""Notices: anybody, with or without an account, says that something should not be here."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.moderation.models.case import Case


class NoticeReason(enum.StrEnum):
    """What is wrong, in the words of the form."""

    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    HATE = "hate"
    COPYRIGHT = "copyright"
    ADVERTISING = "advertising"
    UNTRUE = "untrue"
    CHILD_ABUSE = "child_abuse"
    """Offences of Art. 3 to 7 of Directive 2011/93/EU: nobody has to give a name for these."""
    OTHER_LAW = "other_law"
    OTHER_RULE = "other_rule"


class Notice(Base):
    """A notice under Art. 16 of Regulation (EU) 2022/2065, or a member's word to the moderation."""

    __tablename__ = "notice"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    case_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("moderation_case.id", ondelete="SET NULL"), index=True
    )
    # As it was given; what it names is the target of the case.
    address: Mapped[str] = mapped_column(sa.String(500))
    reason: Mapped[NoticeReason] = mapped_column(StrEnumType(NoticeReason))
    explanation: Mapped[str]
    # Of a member; name and address of the account are not copied.
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    # Of anybody else; "" only where the law waives them.
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="", index=True)
    locale: Mapped[str] = mapped_column(sa.String(8), default="de")
    good_faith: Mapped[bool] = mapped_column(default=False)
    # The form carries a key; sending it twice finds the first notice again.
    submission_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    created_at: Mapped[CreatedAt]
    receipt_at: Mapped[dt.datetime | None]
    outcome_at: Mapped[dt.datetime | None]

    case: Mapped[Case | None] = relationship(lazy="raise")
    actor: Mapped[Actor | None] = relationship(lazy="raise")
