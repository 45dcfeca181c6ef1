"""Two ways in: asking to join, and being invited. Neither is an account yet."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models.place import City, Organisation
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class ApplicationState(enum.StrEnum):
    """How far an application has come."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Application(Base):
    """What somebody sent with the sign-up form.

    Actor and account are made when the application is through, and not before: so filing one is
    the same single insert whether the address is known or not, an address that nobody has
    confirmed blocks nobody else, and who is not a member stands in no list of members.
    """

    __tablename__ = "application"
    __table_args__ = (
        sa.Index(
            "uq_application_waiting_email",
            "email",
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    # Made with the form, so that a form sent twice is one application.
    form_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    name: Mapped[str] = mapped_column(sa.String(120))
    function: Mapped[str] = mapped_column(sa.String(160), default="")
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL")
    )
    # Where the list does not have it; an admin may then add it to the programme file.
    other_organisation: Mapped[str] = mapped_column(sa.String(200), default="")
    city_id: Mapped[int | None] = mapped_column(sa.ForeignKey("city.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(sa.String(8))
    # Which version of rules and privacy notice was accepted; becomes the account's consents.
    documents_version: Mapped[str] = mapped_column(sa.String(40))
    state: Mapped[ApplicationState] = mapped_column(StrEnumType(ApplicationState), index=True)
    created_at: Mapped[CreatedAt]
    confirmed_at: Mapped[dt.datetime | None]
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    decision_note: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")


class Invitation(Base):
    """An invitation to join, sent to one address. Who comes by it needs no approval."""

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
    locale: Mapped[str] = mapped_column(sa.String(8), default="de")
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[dt.datetime]
    accepted_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
