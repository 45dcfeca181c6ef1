"""A public identity: what stands above a post. It may live here or on another hub."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models.place import City, Organisation
from forum.kernel import clock
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class ActorKind(enum.StrEnum):
    """What acts."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SERVICE = "service"
    CHANNEL = "channel"
    UNCLAIMED = "unclaimed"
    """Somebody who wrote in an archive that was read in, and is no member: a name, nothing else."""


class Role(enum.StrEnum):
    """What an actor may do everywhere; channel roles stand in the memberships."""

    MEMBER = "member"
    ADMIN = "admin"


class Actor(Base):
    """A public identity, local (``domain`` is empty) or remote."""

    __tablename__ = "actor"
    __table_args__ = (sa.UniqueConstraint("handle", "domain"),)

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    kind: Mapped[ActorKind] = mapped_column(StrEnumType(ActorKind), default=ActorKind.PERSON)
    handle: Mapped[str] = mapped_column(sa.String(60))
    domain: Mapped[str] = mapped_column(sa.String(255), default="")
    uri: Mapped[str | None] = mapped_column(sa.String(500), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    function: Mapped[str] = mapped_column(sa.String(160), default="")
    offers: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    city_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("city.id", ondelete="SET NULL"), index=True
    )
    role: Mapped[Role] = mapped_column(StrEnumType(Role), default=Role.MEMBER)
    picture_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    closed_at: Mapped[dt.datetime | None]
    # The sanctions that hold now: reads but does not write, does not come in, never comes in again.
    # How they came about stands with the moderation.
    muted_until: Mapped[dt.datetime | None]
    suspended_until: Mapped[dt.datetime | None]
    banned_at: Mapped[dt.datetime | None]
    # Never waits for release, whatever a channel says.
    is_trusted: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")

    @property
    def is_admin(self) -> bool:
        """Whether the actor may run the hub."""
        return self.role is Role.ADMIN

    @property
    def is_muted(self) -> bool:
        """Whether the actor may read but not write now."""
        return self.muted_until is not None and self.muted_until > clock.now()

    @property
    def is_shut_out(self) -> bool:
        """Whether the actor may not come in now, or never again."""
        if self.banned_at is not None:
            return True
        return self.suspended_until is not None and self.suspended_until > clock.now()


class ActorPicture(Base):
    """The picture of an actor: a square WebP of at most 256 pixels.

    In the database and not in a folder: it is small, changes with the profile in one transaction,
    and is there on every machine.
    """

    __tablename__ = "actor_picture"

    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    content: Mapped[bytes]
    updated_at: Mapped[dt.datetime]
