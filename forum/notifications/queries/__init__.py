"""Reading notifications: one page per question, one import path for all."""

from forum.notifications.queries.ended import Ended, ended_by
from forum.notifications.queries.mailing import (
    Item,
    Mailing,
    accounts_with_mail_due,
    hold_account,
    mailing_for,
)
from forum.notifications.queries.preferences import Wishes, channels_with_wishes, wishes_of
from forum.notifications.queries.recipients import Candidates, Recipient, recipients_of
from forum.notifications.queries.shown import (
    LIST_PAGE,
    Group,
    Told,
    has_unread_in,
    own_notification,
    told_to,
    unread_count,
)

__all__ = [
    "LIST_PAGE",
    "Candidates",
    "Ended",
    "Group",
    "Item",
    "Mailing",
    "Recipient",
    "Told",
    "Wishes",
    "accounts_with_mail_due",
    "channels_with_wishes",
    "ended_by",
    "has_unread_in",
    "hold_account",
    "mailing_for",
    "own_notification",
    "recipients_of",
    "told_to",
    "unread_count",
    "wishes_of",
]
