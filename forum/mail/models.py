"""The ledger of outgoing mail: the truth about what was sent, to whom, and how it went."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class MailState(enum.StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    HANDING = "handing"
    """Its text is on the way to the server, which has not answered yet."""
    SENT = "sent"
    FAILED = "failed"
    """The server refused it for good, or for too long."""
    UNKNOWN = "unknown"
    """The connection or the process was lost while handing over; never repeated by itself."""
    KEPT = "kept"
    """There is no mail server: the letter stays in the outbox page (development)."""


class OutgoingMail(Base):
    """One letter to one address.

    ``key`` names what caused it (event, subscriber, letter, address), so that a repeated subscriber
    makes no second one. ``attempts`` grows with each claim and so also tells a late worker that
    somebody else has taken over.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        sa.Index(
            "ix_outgoing_mail_waiting",
            "next_attempt_at",
            sqlite_where=sa.text("state IN ('waiting', 'handing')"),
            postgresql_where=sa.text("state IN ('waiting', 'handing')"),
        ),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    key: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    message_id: Mapped[str] = mapped_column(sa.String(300), unique=True)
    letter: Mapped[str] = mapped_column(sa.String(80))
    locale: Mapped[str] = mapped_column(sa.String(8))
    recipient: Mapped[str] = mapped_column(sa.String(254))
    subject: Mapped[str]
    # Letters carry links that sign in or confirm; both texts are emptied once handed over.
    text: Mapped[str]
    html: Mapped[str]
    # Further headers by name, e.g. those that tell how to end a subscription.
    headers: Mapped[dict[str, str] | None] = mapped_column(sa.JSON)
    state: Mapped[MailState] = mapped_column(StrEnumType(MailState))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime]
    leased_until: Mapped[dt.datetime | None]
    last_error: Mapped[str | None]
    request_id: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
    sent_at: Mapped[dt.datetime | None]


class IncomingKind(enum.StrEnum):
    """What a letter to the hub turned out to be."""

    REPLY = "reply"
    """An answer to a thread or to a notification about a report."""
    QUESTION = "question"
    """An answer to a letter that nobody reads: answered with help."""
    BOUNCE = "bounce"
    ENDING = "ending"
    """Written by a mail program, or by hand, to end a regular letter."""
    AUTOMATIC = "automatic"
    """Written by a machine: holiday replies, receipts, lists. Dropped without a word."""
    STRAY = "stray"
    """To an address that leads nowhere, or that nobody may use."""


class IncomingMail(Base):
    """One letter that came in, and what became of it; its text is not kept."""

    __tablename__ = "incoming_mail"
    __table_args__ = (sa.Index("ix_incoming_mail_sender", "sender", "answered_at"),)

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    # SHA-256 of its Message-ID (or whole text) and of who it is for: taken in once.
    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    kind: Mapped[IncomingKind] = mapped_column(StrEnumType(IncomingKind))
    # The address it claims to come from; "" for the null sender.
    sender: Mapped[str] = mapped_column(sa.String(254), default="")
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    # The post that it became.
    post_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("post.id", ondelete="SET NULL"), index=True
    )
    # Why nothing became of it, as a code; "" where all went well.
    reason: Mapped[str] = mapped_column(sa.String(60), default="")
    size: Mapped[int]
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
    # When its sender was told why it was refused; nobody is answered twice within a day.
    answered_at: Mapped[dt.datetime | None]
