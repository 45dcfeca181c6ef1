"""Letters about what somebody has missed in chat: one about all rooms that are due, and once.

How far a letter has told is noted in the transaction that puts it into the outgoing mail, so a
worker that is killed writes it later, and never twice. In quiet hours it waits.
"""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

import structlog
from flask import current_app

from forum.accounts.models import Account
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.mail.letters import queue_letter
from forum.mail.missed_letter import letter_of_missed
from forum.messaging.actions.settle_missed import settle_missed
from forum.messaging.queries.missed import Missed, missed_rooms, still_missed
from forum.notifications.queries import hold_account

log = structlog.get_logger(__name__)


def write_missed() -> int:
    """Write every letter that is due; return how many. One that fails holds up no other."""
    with current_app.app_context():
        due = sorted(missed_rooms(db.session(), clock.now()), key=attrgetter("account_id"))
    written = 0
    for account_id, rooms in groupby(due, key=attrgetter("account_id")):
        # A session of its own for each.
        with current_app.app_context():
            written += _try(account_id, list(rooms))
    return written


def _try(account_id: int, rooms: Sequence[Missed]) -> bool:
    try:
        return _write(account_id, rooms)
    except Exception:
        log.exception("missed_letter_failed", account_id=account_id)
    with unit_of_work() as session:
        account = hold_account(session, account_id)
        if account is not None:
            # It stands in the list of rooms anyhow; the same letter would fail again and again.
            for one in rooms:
                settle_missed(session, account.actor, one.room_id, up_to=one.up_to)
    return False


def _write(account_id: int, rooms: Sequence[Missed]) -> bool:
    """Settle what is due for the account; return whether a letter was worth it."""
    with unit_of_work() as session:
        account = hold_account(session, account_id)
        if account is None:  # another worker is at it
            return False
        waiting = still_missed(session, account.actor, [one.room_id for one in rooms], clock.now())
        if not _may_be_told(account):
            waiting = []
        told = {one.room.id: one.last.sequence for one in waiting}
        for due in rooms:
            up_to = max(due.up_to, told.get(due.room_id, 0))
            settle_missed(session, account.actor, due.room_id, up_to=up_to)
        if not waiting:
            return False
        about = letter_of_missed(account, waiting)
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter="missed_chat",
            headers=about.headers,
            name=account.actor.name,
            about=about,
        )
        return True


def _may_be_told(account: Account) -> bool:
    return not (account.actor.closed_at or account.actor.is_shut_out)
