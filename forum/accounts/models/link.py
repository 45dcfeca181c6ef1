"""Links in mails: each works once, for one purpose, for a limited time."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class LinkPurpose(enum.StrEnum):
    """What a link in a mail does."""

    CONFIRM_EMAIL = "confirm_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, no secret


class Link(Base):
    """A single-use link sent to an account's address; the mail carries its signed public id."""

    __tablename__ = "link"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[LinkPurpose] = mapped_column(StrEnumType(LinkPurpose))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class EmailChange(Base):
    """A change of address under way; it takes effect once both addresses have agreed."""

    __tablename__ = "email_change"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    new_email: Mapped[str] = mapped_column(sa.String(254))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[dt.datetime]
    old_confirmed_at: Mapped[dt.datetime | None]
    new_confirmed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]


class Invitation(Base):
    """An invitation to join, sent to one address."""

    __tablename__ = "invitation"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    invited_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL")
    )
    city_id: Mapped[int | None] = mapped_column(sa.ForeignKey("city.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[dt.datetime]
    accepted_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
