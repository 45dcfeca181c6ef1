"""What the editors add to the weekly letter: an introduction, picks, what to leave out, dates."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.threads.models import Thread


class Edition(Base):
    """The weekly letters of one ISO week; made when an editor first writes something for it."""

    __tablename__ = "digest_edition"

    id: Mapped[Pk]
    # "2026-W48"
    week: Mapped[str] = mapped_column(sa.String(8), unique=True)
    source: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    renderer_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    edited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    updated_at: Mapped[dt.datetime]

    edited_by: Mapped[Actor | None] = relationship(lazy="raise")


class EditionRole(enum.StrEnum):
    """What editors have decided about a thread."""

    PICKED = "picked"
    LEFT_OUT = "left_out"


class EditionEntry(Base):
    """A thread that the editors recommend in one week's letters, or leave out of them."""

    __tablename__ = "digest_edition_entry"

    edition_id: Mapped[int] = mapped_column(
        sa.ForeignKey("digest_edition.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    role: Mapped[EditionRole] = mapped_column(StrEnumType(EditionRole))
    position: Mapped[int] = mapped_column(default=0)
    # Why it is worth reading, in a sentence.
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    created_at: Mapped[CreatedAt]

    thread: Mapped[Thread] = relationship(lazy="raise")


class Occasion(Base):
    """A date that members should know of: a meeting, a deadline, an online hour."""

    __tablename__ = "occasion"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    title: Mapped[str] = mapped_column(sa.String(200))
    begins_at: Mapped[dt.datetime] = mapped_column(index=True)
    # The hour is not said where the day is all that matters.
    is_whole_day: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    url: Mapped[str] = mapped_column(sa.String(500), default="")
    # Whose readers are told; nobody's in particular: all members.
    channel_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="CASCADE"), index=True
    )
    written_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    created_at: Mapped[CreatedAt]
    removed_at: Mapped[dt.datetime | None]

    channel: Mapped[Channel | None] = relationship(lazy="raise")
