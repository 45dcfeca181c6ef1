"""The versions of a page; the newest one is shown, none is ever overwritten."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk, PublicId


class PageName(enum.StrEnum):
    """The pages that every page links to, by the last part of their address."""

    IMPRINT = "imprint"
    PRIVACY = "privacy"
    RULES = "rules"
    ACCESSIBILITY = "accessibility"
    FUNDING = "funding"


class PageVersion(Base):
    """One text of a page in one language. A consent names the version that was read."""

    __tablename__ = "page_version"
    __table_args__ = (sa.UniqueConstraint("name", "locale", "version"),)

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(sa.String(40))
    locale: Mapped[str] = mapped_column(sa.String(8))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    source: Mapped[str]
    html: Mapped[str]
    editor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]


class ContactMessage(Base):
    """What somebody wrote to the operator; kept whatever the mail does."""

    __tablename__ = "contact_message"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    name: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(254))
    text: Mapped[str]
    # The address of the page it is about, as the sender left it.
    about: Mapped[str] = mapped_column(sa.String(500), default="")
    submission_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    created_at: Mapped[CreatedAt]
    answered_at: Mapped[dt.datetime | None]
