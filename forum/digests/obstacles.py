"""Why a letter does not go out: the codes that stand in ``Issue.reason``."""

import datetime as dt
import enum
from dataclasses import dataclass

from forum.accounts.models import Account, AccountState
from forum.channels.models import Channel, Membership
from forum.channels.policy import can_read
from forum.digests.calendar import place_of
from forum.digests.models import Order


class Reason(enum.StrEnum):
    """Why none was sent, or why it is not clear whether it was."""

    ACCOUNT_CLOSED = "account_closed"
    SHUT_OUT = "shut_out"
    ENDED = "ended"
    """Ordered no more."""
    PAUSED = "paused"
    """The member wants none before a day."""
    MAILBOX_PAUSED = "mailbox_paused"
    """Letters to the address came back."""
    NOT_READABLE = "not_readable"
    """The member may not read the channel (any more)."""
    TOO_LATE = "too_late"
    """The hub or the mail server did not run for two days; the next letter brings it."""
    EMPTY = "empty"
    """There was nothing in it for this member."""

    REFUSED = "refused"
    """The mail server will not take it."""
    PUT_OFF = "put_off"
    """The mail server does not take it now; it is tried again."""
    PUT_OFF_TOO_LONG = "put_off_too_long"
    NOT_WRITTEN = "not_written"
    """It could not be made; it is tried again."""
    CONNECTION_LOST = "connection_lost"
    """The server went silent after it had got the text."""
    PROCESS_LOST = "process_lost"
    """The sending process ended while the text was on its way."""
    RESENT = "resent"
    """An administrator has it sent again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether a letter may go to an account (actor and organisation loaded)."""

    account: Account
    order: Order | None
    """With the same key; ``None``: there is none."""
    has_failing_mailbox: bool
    channel: Channel | None
    """That the letter is about, or whose members the newsletter is for."""
    membership: Membership | None
    """In this channel."""


def obstacle(standing: Standing, now: dt.datetime) -> Reason | None:
    """Return what stands in the way of a letter at this moment, the gravest first."""
    account, order = standing.account, standing.order
    if account.state is not AccountState.ACTIVE or account.actor.closed_at is not None:
        return Reason.ACCOUNT_CLOSED
    if account.actor.is_shut_out:
        return Reason.SHUT_OUT
    if order is None or not order.counts:
        return Reason.ENDED
    today = now.astimezone(place_of(account.timezone)).date()
    is_paused = order.paused_until is not None and today < order.paused_until
    others = (
        (is_paused, Reason.PAUSED),
        (standing.has_failing_mailbox, Reason.MAILBOX_PAUSED),
        (not _reads(standing, order), Reason.NOT_READABLE),
    )
    return next((reason for stands, reason in others if stands), None)


def _reads(standing: Standing, order: Order) -> bool:
    channel = standing.channel
    if channel is None:
        return order.channel_id is None
    return bool(can_read(standing.account.actor, channel, standing.membership))
