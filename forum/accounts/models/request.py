"""What an owner has asked for and must still confirm by mail: a new password, another address."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk, PublicId


class PasswordReset(Base):
    """Somebody has asked for a new password for this address, whether it is known or not.

    Bound to the address and not to an account, so that asking looks nothing up. Only the newest
    one of an address is good.
    """

    __tablename__ = "password_reset"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    locale: Mapped[str] = mapped_column(sa.String(8))
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
    old_email: Mapped[str] = mapped_column(sa.String(254))
    new_email: Mapped[str] = mapped_column(sa.String(254))
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[dt.datetime]
    old_confirmed_at: Mapped[dt.datetime | None]
    new_confirmed_at: Mapped[dt.datetime | None]
    # Carried out, called off, or replaced by a newer one.
    ended_at: Mapped[dt.datetime | None]
