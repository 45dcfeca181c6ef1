"""Say whether one comes to a chat hour, and note what one has seen of it."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.verdict import require
from forum.messaging.actions.plan_hour import hold_hour
from forum.messaging.hour_policy import can_answer_hour, can_see_hour
from forum.messaging.models import ChatHour, HourReader
from forum.messaging.queries import belonging_of
from forum.messaging.queries.hours import news_key
from forum.messaging.queries.reminders import AHEAD


def answer_hour(session: Session, actor: Actor, hour: ChatHour, *, comes: bool) -> HourReader:
    """Note whether the actor comes; said anew, the last answer counts. Raises `NotAllowed`."""
    room, hour = hold_hour(session, hour)
    require(can_answer_hour(actor, hour, belonging_of(session, actor, room)))
    reader = _own(session, actor, hour)
    reader.comes = comes
    if comes and clock.now() >= hour.starts_at - AHEAD:
        # Who says so now need not be reminded.
        reader.reminded_of = hour.moved
    session.flush()
    return reader


def see_hour(session: Session, actor: Actor, hour: ChatHour, *, told: str) -> None:
    """Note that the actor has seen what they were told; it is not told again.

    Where there is something else to tell by now, that was not seen yet: nothing is noted.
    """
    room, hour = hold_hour(session, hour)
    require(can_see_hour(actor, hour, belonging_of(session, actor, room)))
    if told == news_key(hour):
        _own(session, actor, hour).seen = told
        session.flush()


def _own(session: Session, actor: Actor, hour: ChatHour) -> HourReader:
    """Return the row of the actor; nobody makes a second one while the hour is held."""
    found = session.get(HourReader, (hour.id, actor.id), populate_existing=True)
    if found is None:
        found = HourReader(hour_id=hour.id, actor_id=actor.id, comes=None, seen="")
        session.add(found)
    return found
