"""A login: address, password, preferences, and where it is signed in."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models.actor import Actor
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class AccountState(enum.StrEnum):
    """Whether a login can be used. Who is not in yet has an application, and no account."""

    ACTIVE = "active"
    CLOSED = "closed"


class Appearance(enum.StrEnum):
    """Light, dark, or as the device says."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Account(Base):
    """The login of a local actor."""

    __tablename__ = "account"

    id: Mapped[Pk]
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"), unique=True
    )
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    email_confirmed_at: Mapped[dt.datetime | None]
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[AccountState] = mapped_column(StrEnumType(AccountState), index=True)
    locale: Mapped[str] = mapped_column(sa.String(8), default="de")
    timezone: Mapped[str] = mapped_column(sa.String(60), default="Europe/Berlin")
    appearance: Mapped[Appearance] = mapped_column(StrEnumType(Appearance), default=Appearance.AUTO)
    uses_shortcuts: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    # Nobody is shown as present without having asked for it.
    shows_presence: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # Who writes in a thread follows it from then on.
    follows_written: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    created_at: Mapped[CreatedAt]

    actor: Mapped[Actor] = relationship(lazy="raise", foreign_keys=[actor_id])


class SignIn(Base):
    """A place where an account is signed in; ending it signs that browser out."""

    __tablename__ = "sign_in"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    # SHA-256 of the random key in the cookie: a stolen database signs nobody in.
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    device: Mapped[str] = mapped_column(sa.String(300), default="")
    created_at: Mapped[CreatedAt]
    last_seen_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]

    account: Mapped[Account] = relationship(lazy="raise")


class Consent(Base):
    """The proof that a person accepted one version of a document, and when (Art. 7(1) GDPR)."""

    __tablename__ = "consent"
    __table_args__ = (sa.UniqueConstraint("account_id", "document", "version"),)

    id: Mapped[Pk]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    document: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[str] = mapped_column(sa.String(40))
    given_at: Mapped[CreatedAt]
    withdrawn_at: Mapped[dt.datetime | None]
