"""How letters go out, as administrators see it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, format_datetime
from flask_babel import gettext as _

from forum.accounts.models import Account
from forum.digests.models import Issue, IssueState, LetterKind
from forum.digests.obstacles import Reason
from forum.digests.queries.delivery import OPEN, MemberDelivery, OrderStanding, PeriodCounts
from forum.digests.weeks import Week
from forum.mailboxes.models import Mailbox
from forum.web.texts.delivery import NEVER_ORDERED, REASONS, STATES
from forum.web.texts.letters import KINDS

# The columns of the table; what is under way counts together.
COLUMNS: tuple[tuple[str, tuple[IssueState, ...]], ...] = (
    ("sent", (IssueState.SENT, IssueState.KEPT)),
    ("skipped", (IssueState.SKIPPED,)),
    ("waiting", (IssueState.PLANNED, IssueState.SELECTED, IssueState.HANDING)),
    ("failed", (IssueState.FAILED,)),
    ("unknown", (IssueState.UNKNOWN,)),
)


@dataclass(frozen=True, slots=True)
class CountRow:
    """A week or a newsletter in the table."""

    name: str
    numbers: tuple[int, ...]
    """As many as `COLUMNS`."""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One letter."""

    letter: str
    due_at: dt.datetime
    state: str
    reason: str
    """Why, as a sentence; "" where there is none."""
    said: str
    """What the mail server said."""
    member: str
    member_url: str
    resend_url: str | None
    leave_url: str | None


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """A mailbox that letters come back from."""

    member: str
    member_url: str
    email: str
    paused_at: dt.datetime | None
    diagnostic: str
    resume_url: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody found by name."""

    name: str
    email: str
    url: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A letter that a member has ordered, and whether it comes."""

    letter: str
    standing: str
    is_coming: bool


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Why letters reach a member, or do not."""

    name: str
    email: str
    orders: tuple[OrderRow, ...]
    never: str
    """What is said of a member who has ordered nothing; "" otherwise."""
    mailbox: MailboxRow | None
    issues: tuple[IssueRow, ...]


def count_rows(counted: Sequence[PeriodCounts]) -> tuple[CountRow, ...]:
    """Return the rows of the table."""
    return tuple(
        CountRow(
            _period_name(one),
            tuple(sum(one.counts.get(state, 0) for state in states) for _n, states in COLUMNS),
        )
        for one in counted
    )


def issue_row(issue: Issue, account: Account) -> IssueRow:
    """Return one letter of this account."""
    is_open = issue.state in OPEN and issue.looked_at is None
    resend = url_for("delivery.resend", public_id=issue.public_id)
    return IssueRow(
        letter=_letter_name(issue),
        due_at=issue.due_at,
        state=str(STATES[issue.state]),
        reason=_reason(issue.reason),
        said=issue.last_error or "",
        member=account.actor.name,
        member_url=url_for("delivery.member", public_id=account.actor.public_id),
        resend_url=resend if issue.state in OPEN else None,
        leave_url=url_for("delivery.leave", public_id=issue.public_id) if is_open else None,
    )


def mailbox_row(mailbox: Mailbox, account: Account) -> MailboxRow:
    """Return a mailbox that letters come back from."""
    actor = account.actor
    return MailboxRow(
        member=actor.name,
        member_url=url_for("delivery.member", public_id=actor.public_id),
        email=mailbox.email,
        paused_at=mailbox.paused_at,
        diagnostic=mailbox.diagnostic,
        resume_url=url_for("delivery.resume", public_id=actor.public_id),
    )


def member_rows(accounts: Sequence[Account]) -> tuple[MemberRow, ...]:
    """Return who was found."""
    return tuple(
        MemberRow(
            one.actor.name, one.email, url_for("delivery.member", public_id=one.actor.public_id)
        )
        for one in accounts
    )


def member_page(found: MemberDelivery) -> MemberPage:
    """Return the page of one member."""
    account, mailbox = found.account, found.mailbox
    return MemberPage(
        name=account.actor.name,
        email=account.email,
        orders=tuple(_order_row(one) for one in found.orders),
        never="" if found.orders else str(NEVER_ORDERED),
        mailbox=None if mailbox is None else mailbox_row(mailbox, account),
        issues=tuple(issue_row(one, account) for one in found.issues),
    )


def _order_row(one: OrderStanding) -> OrderRow:
    order = one.order
    name = str(KINDS[order.kind].name)
    letter = name if order.channel is None else f"{name}: {order.channel.name}"
    return OrderRow(letter, _standing(one), is_coming=one.obstacle is None)


def _standing(one: OrderStanding) -> str:
    order = one.order
    if one.asked_at is not None:
        asked = format_datetime(one.asked_at, _("d MMM y, HH:mm"))
        return str(
            _("Asked for on %(moment)s, and not confirmed by the link in the mail.", moment=asked)
        )
    if order.confirmed_at is None:
        return str(_("Never confirmed by the link in the mail."))
    if order.ended_at is not None:
        ended = format_datetime(order.ended_at, _("d MMM y, HH:mm"))
        return str(_("Ended on %(moment)s.", moment=ended))
    return _running(one)


def _running(one: OrderStanding) -> str:
    order = one.order
    if order.paused_until is not None and one.obstacle is Reason.PAUSED:
        day = format_date(order.paused_until, _("d MMMM y"), rebase=False)
        return str(_("The member wants none before %(day)s.", day=day))
    if one.obstacle is not None:
        return _reason(one.obstacle.value)
    if order.next_due_at is None:
        return str(_("Comes whenever there is one."))
    moment = format_datetime(order.next_due_at, _("EEEE, d MMMM y, HH:mm"))
    return str(_("The next one is due on %(moment)s.", moment=moment))


def _letter_name(issue: Issue) -> str:
    if issue.newsletter is not None:
        return str(_("Newsletter “%(subject)s”", subject=issue.newsletter.subject))
    name = str(KINDS[issue.kind].name)
    if issue.channel is not None:
        name = f"{name}: {issue.channel.name}"
    if issue.kind is LetterKind.NEWSLETTER:
        return name
    return f"{name}, {_week(issue.period)}"


def _period_name(one: PeriodCounts) -> str:
    if one.kind is LetterKind.NEWSLETTER:
        return str(_("Newsletter “%(subject)s”", subject=one.subject or one.period))
    return f"{KINDS[one.kind].name}, {_week(one.period)}"


def _week(period: str) -> str:
    week = Week.read(period)
    year = week.monday.isocalendar().year
    return str(_("week %(number)d/%(year)d", number=week.number, year=year))


def _reason(code: str) -> str:
    return str(REASONS.get(code, code))
