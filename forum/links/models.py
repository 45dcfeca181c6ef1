"""Titles of linked pages, and which posts link to them."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, BigKey, CreatedAt, Pk, StrEnumType

TITLE_LIMIT = 200
ADDRESS_LIMIT = 2_000


class TitleState(enum.StrEnum):
    """How far we are with a title."""

    WAITING = "waiting"
    KNOWN = "known"
    FAILED = "failed"


class LinkTitle(Base):
    """The title of a page elsewhere, asked for by the worker and never by a reader's browser.

    Found by the hash of its address: an address is too long for an index.
    """

    __tablename__ = "link_title"

    id: Mapped[Pk]
    address_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    address: Mapped[str]
    title: Mapped[str] = mapped_column(sa.String(TITLE_LIMIT), default="")
    state: Mapped[TitleState] = mapped_column(StrEnumType(TitleState), default=TitleState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime] = mapped_column(index=True)
    leased_until: Mapped[dt.datetime | None]
    fetched_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]


class LinkUse(Base):
    """A post in which an address stands bare, so that it shows the title."""

    __tablename__ = "link_use"

    post_id: Mapped[int] = mapped_column(
        BigKey, sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    link_title_id: Mapped[int] = mapped_column(
        BigKey,
        sa.ForeignKey("link_title.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
