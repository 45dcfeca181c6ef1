"""What was told to whom, and how each account wishes to be told."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.notifications.kinds import Kind, Way


class Notification(Base):
    """One thing told to one account.

    ``key`` names what is told, so that nothing is told twice to the same account. Several rows of a
    kind about one thread are shown as one ("3 replies in …"): those that are unread, and those that
    were read at the same moment. Who may still see it is asked when it is shown.
    """

    __tablename__ = "notification"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "key"),
        sa.Index("ix_notification_account", "account_id", "id"),
        sa.Index(
            "ix_notification_unread",
            "account_id",
            "thread_id",
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        ),
        sa.Index(
            "ix_notification_mail_due",
            "mail_due_at",
            sqlite_where=sa.text("mail_due_at IS NOT NULL"),
            postgresql_where=sa.text("mail_due_at IS NOT NULL"),
        ),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[Kind] = mapped_column(StrEnumType(Kind))
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), index=True
    )
    # Where it leads to; about a thread as a whole: its opening post.
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), index=True)
    # Who did it; nobody, where the clock did.
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    # How the account wished to be told at that time; the digest goes by it.
    way: Mapped[Way] = mapped_column(StrEnumType(Way))
    created_at: Mapped[CreatedAt]
    read_at: Mapped[dt.datetime | None]
    # When it is to go out by mail; emptied once that is settled, whether a letter went or not.
    mail_due_at: Mapped[dt.datetime | None]
    mail_attempts: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[dt.datetime | None]


class KindPreference(Base):
    """How an account wishes to be told of a kind; no row: as everybody is told."""

    __tablename__ = "kind_preference"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[Kind] = mapped_column(StrEnumType(Kind), primary_key=True)
    way: Mapped[Way] = mapped_column(StrEnumType(Way))


class ChannelPreference(Base):
    """How an account wishes to be told of a channel, whatever the kind."""

    __tablename__ = "channel_preference"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    channel_id: Mapped[int] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    way: Mapped[Way] = mapped_column(StrEnumType(Way))
