"""Mark a thread as read up to a post; mark it as unread from one on.

Neither records an event: how far somebody reads is nobody else's business.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.rows import insert_into
from forum.threads.models import ReadMark, Thread

# Who comes back later than this begins a new visit, with a new line above what is new in it.
VISIT_PAUSE = dt.timedelta(minutes=15)


def mark_read(session: Session, actor: Actor, thread: Thread, *, number: int) -> None:
    """Move the mark to this number, forward only; marking twice changes nothing.

    One statement, so that two pages opened at once cannot move it back.
    """
    now = clock.now()
    is_new_visit = ReadMark.updated_at < now - VISIT_PAUSE
    session.execute(
        _insert(session, actor, thread, number, 0, now).on_conflict_do_update(
            index_elements=[ReadMark.actor_id, ReadMark.thread_id],
            set_={
                "number": number,
                "visit_number": sa.case(
                    (is_new_visit, ReadMark.number), else_=ReadMark.visit_number
                ),
                "updated_at": now,
            },
            where=ReadMark.number < number,
        )
    )


def mark_unread(session: Session, actor: Actor, thread: Thread, *, number: int) -> None:
    """Put the mark before this number: that post and all after it are new again."""
    now = clock.now()
    before = max(number - 1, 0)
    session.execute(
        _insert(session, actor, thread, before, before, now).on_conflict_do_update(
            index_elements=[ReadMark.actor_id, ReadMark.thread_id],
            set_={"number": before, "visit_number": before, "updated_at": now},
        )
    )


def number_before_visit(mark: ReadMark | None) -> int:
    """Return the number up to which the reader had read when this visit began; 0: never here."""
    if mark is None:
        return 0
    is_same_visit = clock.now() - mark.updated_at <= VISIT_PAUSE
    return mark.visit_number if is_same_visit else mark.number


def _insert(
    session: Session, actor: Actor, thread: Thread, number: int, visit: int, now: dt.datetime
) -> sqlite.Insert | postgresql.Insert:
    return insert_into(session, ReadMark).values(
        actor_id=actor.id, thread_id=thread.id, number=number, visit_number=visit, updated_at=now
    )
