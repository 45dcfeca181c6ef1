"""Orders: which letters an account has asked for, and the proof that it did."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class LetterKind(enum.StrEnum):
    """What kind of letter comes on a regular day, or when the service centre writes one."""

    WEEKLY = "weekly"
    """What matters to this member, from all channels: the digest."""
    CHANNEL = "channel"
    """Everything new in one channel."""
    NEWSLETTER = "newsletter"
    """Written by the service centre, the same for all who get it."""

    def key(self, channel_id: int | None = None) -> str:
        """Return what an order of such a letter is known by; those of a channel name it."""
        return self.value if channel_id is None else f"{self.value}:{channel_id}"


class Length(enum.StrEnum):
    """How much a letter holds before it says how many more there are."""

    SHORT = "short"
    NORMAL = "normal"
    LONG = "long"


class Order(Base):
    """A letter that an account wishes to get, on which day and with what in it.

    It counts from the moment it was confirmed by mail (``confirmed_at``) until it was ended. No
    row: never asked for. ``key`` is "weekly", "newsletter" or "channel:<id>".
    """

    __tablename__ = "letter_order"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "key"),
        sa.Index(
            "ix_letter_order_due",
            "next_due_at",
            sqlite_where=sa.text("next_due_at IS NOT NULL"),
            postgresql_where=sa.text("next_due_at IS NOT NULL"),
        ),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[LetterKind] = mapped_column(StrEnumType(LetterKind))
    channel_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="CASCADE"), index=True
    )
    # Monday is 0; the hour is that of the clock where the member lives.
    weekday: Mapped[int] = mapped_column(default=0)
    hour: Mapped[int] = mapped_column(default=7)
    # No letter when there is nothing in it for this member.
    only_with_news: Mapped[bool] = mapped_column(default=True)
    length: Mapped[Length] = mapped_column(StrEnumType(Length), default=Length.NORMAL)
    # Whether the weekly letter also tells of places that were not chosen.
    shows_elsewhere: Mapped[bool] = mapped_column(default=True)
    # No letter before this day.
    paused_until: Mapped[dt.date | None] = mapped_column(sa.Date)
    # When the next letter is to go out; nothing while the order does not count.
    next_due_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt]
    confirmed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]

    account: Mapped[Account] = relationship(lazy="raise")
    channel: Mapped[Channel | None] = relationship(lazy="raise")

    @property
    def counts(self) -> bool:
        """Whether letters are to come."""
        return self.confirmed_at is not None and self.ended_at is None


class OrderedChannel(Base):
    """A channel chosen for the weekly letter; none chosen: those the member belongs to."""

    __tablename__ = "letter_order_channel"

    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("letter_order.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    channel_id: Mapped[int] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class OrderConsent(Base):
    """The proof that one person ordered one letter (§ 7 UWG, Art. 7(1) GDPR): double opt-in.

    Asked for on the page, confirmed by the link in a mail to the address; the words that were
    agreed to are kept whole. A row that was never confirmed goes after some days; the others stay
    as long as the account.
    """

    __tablename__ = "letter_consent"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(sa.String(40))
    email: Mapped[str] = mapped_column(sa.String(254))
    wording_version: Mapped[str] = mapped_column(sa.String(40))
    wording: Mapped[str]
    locale: Mapped[str] = mapped_column(sa.String(8))
    asked_at: Mapped[CreatedAt]
    # Of the mail that asked to confirm.
    message_id: Mapped[str | None] = mapped_column(sa.String(300))
    confirmed_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]
    # "page", "link", "one_click", "mail", "settings_link", "account_closed"
    withdrawn_by: Mapped[str] = mapped_column(sa.String(40), default="")
