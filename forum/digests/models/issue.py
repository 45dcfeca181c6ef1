"""The ledger: one row for each letter that an account is to get, and what stood in it."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.digests.models.newsletter import Newsletter
from forum.digests.models.order import LetterKind
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class IssueState(enum.StrEnum):
    """Where a letter stands. Each arrow between two is a commit of its own."""

    PLANNED = "planned"
    SELECTED = "selected"
    """What stands in it is committed; it waits to be handed over."""
    HANDING = "handing"
    """Its text is on the way to the server, which has not answered yet."""
    SENT = "sent"
    SKIPPED = "skipped"
    """None was sent, for the reason given: nothing new, paused, too late, …"""
    FAILED = "failed"
    """The server refused it for good, or for too long; what stood in it comes with the next."""
    UNKNOWN = "unknown"
    """Lost while handing over: it may have arrived, and is never repeated by itself."""
    KEPT = "kept"
    """There is no mail server: it can only be read in the page (development)."""


# What stood in these is told; what stood in others may come again.
TOLD = (
    IssueState.SELECTED,
    IssueState.HANDING,
    IssueState.SENT,
    IssueState.UNKNOWN,
    IssueState.KEPT,
)


class Section(enum.StrEnum):
    """The parts of a letter, in this order."""

    PICKS = "picks"
    FOR_YOU = "for_you"
    UNANSWERED = "unanswered"
    REPORTS = "reports"
    BUSY = "busy"
    DECISIONS = "decisions"
    OCCASIONS = "occasions"
    ELSEWHERE = "elsewhere"


class Issue(Base):
    """One letter to one account. There is one for each order and period, whoever plans it twice.

    ``period`` is the week of the day it was due, where the member lives ("2026-W48"), or names the
    newsletter. ``attempts`` grows with each claim, so a late worker knows that it lost the letter.
    """

    __tablename__ = "digest_issue"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "key", "period"),
        sa.Index("ix_digest_issue_key_account", "account_id", "key", "id"),
        sa.Index(
            "ix_digest_issue_waiting",
            "next_attempt_at",
            sqlite_where=sa.text("state IN ('planned', 'selected', 'handing')"),
            postgresql_where=sa.text("state IN ('planned', 'selected', 'handing')"),
        ),
        sa.Index("ix_digest_issue_state", "state", "id"),
    )

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[LetterKind] = mapped_column(StrEnumType(LetterKind))
    channel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("channel.id", ondelete="CASCADE"))
    newsletter_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("newsletter.id", ondelete="CASCADE"), index=True
    )
    period: Mapped[str] = mapped_column(sa.String(40))
    state: Mapped[IssueState] = mapped_column(StrEnumType(IssueState), default=IssueState.PLANNED)
    # Of a letter that was skipped, failed or put off: why, as a code.
    reason: Mapped[str] = mapped_column(sa.String(40), default="")
    # The same for the same account, order and period, on whichever attempt.
    message_id: Mapped[str] = mapped_column(sa.String(300), unique=True)
    due_at: Mapped[dt.datetime]
    # What became visible after the first and not after the second.
    window_from: Mapped[dt.datetime | None]
    window_to: Mapped[dt.datetime | None]
    # How many more there were in a section than stand in it, by section.
    more: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    item_count: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime]
    leased_until: Mapped[dt.datetime | None]
    last_error: Mapped[str | None]
    # Not handed over by then, it is given up; nothing: two days after it was due.
    late_at: Mapped[dt.datetime | None]
    # An administrator has seen that it failed or is unclear, and leaves it so.
    looked_at: Mapped[dt.datetime | None]
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
    sent_at: Mapped[dt.datetime | None]

    account: Mapped[Account] = relationship(lazy="raise")
    channel: Mapped[Channel | None] = relationship(lazy="raise")
    newsletter: Mapped[Newsletter | None] = relationship(lazy="raise")


class IssueItem(Base):
    """One thing told in a letter. Texts are not kept: they are read anew, with the reader's rights.

    ``key`` names what is told, so that no account is told it twice: "post:12", "thread:7",
    "report:3", "summary:7:2", "answer:7", "occasion:4", "hour:5:0".
    """

    __tablename__ = "digest_item"
    __table_args__ = (
        sa.UniqueConstraint("issue_id", "key"),
        sa.Index("ix_digest_item_account", "account_id", "key"),
    )

    id: Mapped[Pk]
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("digest_issue.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(60))
    section: Mapped[Section] = mapped_column(StrEnumType(Section))
    position: Mapped[int]
    # Where it leads to; about a thread as a whole no post is named.
    thread_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), index=True
    )
    post_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("post.id", ondelete="CASCADE"), index=True
    )
    occasion_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("occasion.id", ondelete="CASCADE"), index=True
    )
    hour_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("chat_hour.id", ondelete="CASCADE"), index=True
    )
    # Why it stands here, as a code for the words beside it: "mention", "reply", "solved", …
    because: Mapped[str] = mapped_column(sa.String(40), default="")
