"""Reminding those who come to a chat hour: each once, and in nobody's quiet hours.

That somebody was reminded is noted in the transaction that puts the letter into the outgoing mail,
so a worker that is killed writes it later, and never twice.
"""

import structlog
from flask import current_app

from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.mail.hour_letters import write_reminder
from forum.messaging.actions.note_reminded import note_reminded
from forum.messaging.queries.reminders import Reminder, reminders_due

log = structlog.get_logger(__name__)


def write_reminders() -> int:
    """Write every reminder that is due; return how many. One that fails holds up no other."""
    with current_app.app_context():
        due = reminders_due(db.session(), clock.now())
    written = 0
    for one in due:
        # A session of its own for each.
        with current_app.app_context():
            written += _try(one)
    return written


def _try(due: Reminder) -> bool:
    try:
        with unit_of_work() as session:
            return note_reminded(session, due) and write_reminder(session, due)
    except Exception:
        log.exception("hour_reminder_failed", hour_id=due.hour_id, account_id=due.account_id)
    with unit_of_work() as session:
        # It stands at the bell anyhow; the same letter would fail again and again.
        note_reminded(session, due)
    return False
