"""Choose how chat is to be for oneself; choosing again is the inverse.

These are wishes of one person about themselves: nothing is recorded.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.rows import insert_into
from forum.kernel.verdict import require
from forum.messaging.models import ChatWishes, Room, RoomLevel, RoomReader
from forum.messaging.policy import can_read_room
from forum.messaging.queries import belonging_of
from forum.messaging.quiet import quiet_minutes


@dataclass(frozen=True, slots=True)
class ChatChoice:
    """What somebody chooses for all rooms."""

    by_mail: bool
    enter_sends: bool
    direct_refused: bool
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    hours_by_mail: bool = True


def choose_chat(session: Session, account: Account, choice: ChatChoice) -> None:
    """Keep the choice. Raises `Invalid` ``quiet_hours_half`` or ``quiet_hours_empty``."""
    begins, ends, wrong = quiet_minutes(choice.quiet_from, choice.quiet_until)
    if wrong is not None:
        raise Invalid(wrong, field="quiet_from" if choice.quiet_from is None else "quiet_until")
    _keep(
        session,
        account,
        by_mail=choice.by_mail,
        hours_by_mail=choice.hours_by_mail,
        enter_sends=choice.enter_sends,
        direct_refused=choice.direct_refused,
        quiet_from=begins,
        quiet_until=ends,
    )


def end_chat_mail(session: Session, account: Account) -> None:
    """Send no more letters about what was missed; ending twice is ending once."""
    choose_chat_mail(session, account, by_mail=False)


def end_hour_mail(session: Session, account: Account) -> None:
    """Send no more letters about chat hours; ending twice is ending once."""
    _keep(session, account, hours_by_mail=False)


def choose_chat_mail(session: Session, account: Account, *, by_mail: bool) -> None:
    """Choose whether letters tell what was missed; the other wishes stay as they are."""
    _keep(session, account, by_mail=by_mail)


def choose_level(session: Session, actor: Actor, room: Room, *, level: RoomLevel) -> None:
    """Choose what one is told of a room (channel loaded). Raises `NotAllowed`."""
    require(can_read_room(actor, room, belonging_of(session, actor, room)))
    # Who has never been here begins with what comes from now on.
    last = select(Room.last_sequence).where(Room.id == room.id).scalar_subquery()
    now = clock.now()
    chosen = insert_into(session, RoomReader).values(
        room_id=room.id,
        actor_id=actor.id,
        read_up_to=last,
        mailed_up_to=0,
        level=level,
        draft="",
        updated_at=now,
    )
    session.execute(
        chosen.on_conflict_do_update(
            index_elements=["room_id", "actor_id"], set_={"level": level, "updated_at": now}
        )
    )


def _keep(session: Session, account: Account, **values: bool | int | None) -> None:
    usual = {"by_mail": True, "hours_by_mail": True, "enter_sends": True, "direct_refused": False}
    kept = insert_into(session, ChatWishes).values(account_id=account.id, **{**usual, **values})
    session.execute(kept.on_conflict_do_update(index_elements=["account_id"], set_=values))
