"""The newsletter: a letter that the service centre writes, the same for all who get it."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class NewsletterState(enum.StrEnum):
    """Where a newsletter stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    """Its letters are planned; nothing about it can be changed any more."""
    SENT = "sent"
    """Every letter is settled."""


class Newsletter(Base):
    """One newsletter, from the first line to the last letter handed over."""

    __tablename__ = "newsletter"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    subject: Mapped[str] = mapped_column(sa.String(150), default="")
    source: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    renderer_version: Mapped[int] = mapped_column(default=0)
    state: Mapped[NewsletterState] = mapped_column(
        StrEnumType(NewsletterState), default=NewsletterState.DRAFT, index=True
    )
    # Of `OrganisationKind`, sorted, between bars ("|bearer|city|"); "" for all.
    organisation_kinds: Mapped[str] = mapped_column(sa.String(200), default="")
    # Only for who belongs to this channel.
    channel_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="SET NULL"), index=True
    )
    # Grows with every saved change; a form names the version it was made from.
    version: Mapped[int] = mapped_column(default=1)
    # The version that was last sent to somebody to try it.
    tested_version: Mapped[int | None]
    send_at: Mapped[dt.datetime | None]
    written_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]

    channel: Mapped[Channel | None] = relationship(lazy="raise")
    written_by: Mapped[Actor | None] = relationship(lazy="raise")
