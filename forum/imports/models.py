"""Archives of mailing lists being read in, what became of each letter, and who wrote it."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class ImportState(enum.StrEnum):
    """How far an import has come; an interrupted one goes on where it stood."""

    RUNNING = "running"
    FINISHED = "finished"


class ArchiveImport(Base):
    """One archive read into one channel."""

    __tablename__ = "archive_import"
    __table_args__ = (sa.UniqueConstraint("channel_id", "fingerprint"),)

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    channel_id: Mapped[int] = mapped_column(sa.ForeignKey("channel.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(sa.String(200))
    # SHA-256 of the beginning of the file and of its length: the same file is known again.
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[ImportState] = mapped_column(
        StrEnumType(ImportState), default=ImportState.RUNNING
    )
    # Everything before this byte is done.
    position: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    thread_count: Mapped[int] = mapped_column(default=0)
    post_count: Mapped[int] = mapped_column(default=0)
    known_count: Mapped[int] = mapped_column(default=0)
    left_out_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[dt.datetime]

    channel: Mapped[Channel] = relationship(lazy="raise")


class ImportedLetter(Base):
    """A letter of an archive and the post it became: read in again, it is known."""

    __tablename__ = "imported_letter"
    __table_args__ = (
        sa.UniqueConstraint("channel_id", "message_key"),
        sa.Index("ix_imported_letter_root", "channel_id", "root_key"),
        sa.Index("ix_imported_letter_subject", "channel_id", "subject_key", "sent_at"),
    )

    id: Mapped[Pk]
    channel_id: Mapped[int] = mapped_column(sa.ForeignKey("channel.id", ondelete="CASCADE"))
    # The archive it was first found in.
    import_id: Mapped[int] = mapped_column(
        sa.ForeignKey("archive_import.id", ondelete="CASCADE"), index=True
    )
    # SHA-256 of the Message-ID, or of what the letter says where it has none.
    message_key: Mapped[str] = mapped_column(sa.String(64))
    # Of the letter that began the conversation, as this one tells it; it need not be there. Letters
    # with the same one belong together. "" where this one began it.
    root_key: Mapped[str] = mapped_column(sa.String(64), default="")
    # Of the subject without "Re:", "AW:" and the name of the list; "" where it says nothing.
    subject_key: Mapped[str] = mapped_column(sa.String(64))
    sent_at: Mapped[dt.datetime]
    # Nothing where the letter was left out.
    thread_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="SET NULL"), index=True
    )
    post_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("post.id", ondelete="SET NULL"), index=True
    )
    # Why it was left out, as a code.
    reason: Mapped[str] = mapped_column(sa.String(40), default="")


class UnclaimedAuthor(Base):
    """Somebody who wrote in an archive and is no member; their address stays in this table.

    A member who confirms the same address takes over what they wrote.
    """

    __tablename__ = "unclaimed_author"

    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    created_at: Mapped[CreatedAt]
    claimed_at: Mapped[dt.datetime | None]
    claimed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL"), index=True
    )
