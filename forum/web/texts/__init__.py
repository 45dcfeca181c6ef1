"""The sentences behind reason codes: what a person reads when something is refused."""

import datetime as dt

from flask_babel import format_datetime, format_timedelta, gettext

from forum.kernel.verdict import Denied
from forum.web.texts import (
    accounts,
    attachments,
    bookmarks,
    cases,
    channels,
    chat_hours,
    chat_settings,
    common,
    consultations,
    curation,
    delivery,
    editions,
    holding,
    keepings,
    kinds,
    letters,
    mailboxes,
    messages,
    notices,
    notifications,
    ordering,
    reactions,
    reports,
    rooms,
    search,
    showcase,
    statements,
    threads,
)

SENTENCES = (
    common.SENTENCES
    | accounts.SENTENCES
    | attachments.SENTENCES
    | bookmarks.SENTENCES
    | cases.SENTENCES
    | channels.SENTENCES
    | chat_hours.SENTENCES
    | chat_settings.SENTENCES
    | consultations.SENTENCES
    | curation.SENTENCES
    | delivery.SENTENCES
    | editions.SENTENCES
    | holding.SENTENCES
    | keepings.SENTENCES
    | kinds.SENTENCES
    | letters.SENTENCES
    | mailboxes.SENTENCES
    | messages.SENTENCES
    | notices.SENTENCES
    | notifications.SENTENCES
    | ordering.SENTENCES
    | reactions.SENTENCES
    | reports.SENTENCES
    | rooms.SENTENCES
    | search.SENTENCES
    | statements.SENTENCES
    | showcase.SENTENCES
    | threads.SENTENCES
)


def sentence(reason: str, **values: object) -> str:
    """Return the sentence for a reason code, with its values filled in."""
    text = SENTENCES.get(reason)
    if text is None:
        return str(gettext("That is not possible."))
    shown = {name: _shown(value) for name, value in values.items()}
    return str(text) % shown if shown else str(text)


def refusal(denied: Denied) -> str:
    """Return the sentence for what a policy has denied, with the moment it ends if it has one."""
    return sentence(denied.reason, **({} if denied.until is None else {"until": denied.until}))


def _shown(value: object) -> object:
    if isinstance(value, dt.datetime):
        return format_datetime(value, gettext("d MMM y, HH:mm"))
    if isinstance(value, dt.timedelta):
        return format_timedelta(value, threshold=1)
    return value
