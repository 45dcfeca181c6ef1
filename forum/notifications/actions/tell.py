"""Tell accounts of something, each once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.rows import insert_into
from forum.notifications.events import Notified
from forum.notifications.kinds import Way
from forum.notifications.models import Notification
from forum.notifications.queries import Recipient

# What happens meanwhile goes into the same letter, and what is read meanwhile into none.
MAIL_DELAY = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class About:
    """What is told: its key, where it leads to, and who did it."""

    key: str
    thread_id: int
    post_id: int
    actor_id: int | None


def tell(session: Session, recipients: Sequence[Recipient], about: About) -> list[int]:
    """Put a notification there for each recipient; return the accounts that did not have it yet.

    One statement however many there are. Who was told the same before is left alone, so that
    telling again tells nobody twice.
    """
    if not recipients:
        return []
    now = clock.now()
    told = session.scalars(
        insert_into(session, Notification)
        .on_conflict_do_nothing(index_elements=["account_id", "key"])
        .returning(Notification.account_id)
        # Otherwise rows with and without a moment for the mail would be statements of their own.
        .execution_options(render_nulls=True),
        [
            {
                "account_id": one.account_id,
                "key": about.key,
                "kind": one.kind,
                "thread_id": about.thread_id,
                "post_id": about.post_id,
                "actor_id": about.actor_id,
                "way": one.way,
                "created_at": now,
                "mail_due_at": now + MAIL_DELAY if one.way is Way.MAIL else None,
            }
            for one in recipients
        ],
    ).all()
    if told:
        record(session, Notified(account_ids=sorted(told)))
    return list(told)
