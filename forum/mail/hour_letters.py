"""Letters to those who have said that they come to a chat hour, and to nobody else."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account
from forum.kernel import clock
from forum.mail.context import signer
from forum.mail.letters import absolute_url, queue_letter
from forum.mail.list_headers import list_headers
from forum.messaging.events import HourCalledOff, HourChanged
from forum.messaging.models import ChatHour, Room
from forum.messaging.queries.hours import accounts_coming
from forum.messaging.queries.reminders import Reminder
from forum.notifications.ending import PURPOSE, Ending
from forum.wording.letters import moment_of


def write_reminder(session: Session, due: Reminder) -> bool:
    """Remind somebody; return whether they were: not of another time, nor of a closed chat."""
    hour = _hour(session, due.hour_id)
    if hour is None or hour.called_off_at is not None or hour.room.closed_at is not None:
        return False
    if hour.moved != due.moved or clock.now() >= hour.ends_at:
        return False
    coming = [one for one in accounts_coming(session, hour) if one.id == due.account_id]
    _write(session, hour, "hour_nears", coming)
    return bool(coming)


def tell_of_move(session: Session, event: HourChanged) -> None:
    """Tell them the new time; of other changes the page tells."""
    hour = _hour(session, event.hour_id)
    if hour is not None and event.moved == hour.moved and hour.called_off_at is None:
        _write(session, hour, "hour_moved", accounts_coming(session, hour))


def tell_of_end(session: Session, event: HourCalledOff) -> None:
    """Tell them that there is no such hour, unless its time is over anyhow."""
    hour = _hour(session, event.hour_id)
    if hour is not None and hour.called_off_at is not None and clock.now() < hour.ends_at:
        _write(session, hour, "hour_called_off", accounts_coming(session, hour))


def _write(session: Session, hour: ChatHour, letter: str, accounts: Sequence[Account]) -> None:
    channel = hour.room.channel
    assert channel is not None  # noqa: S101 - only channels have such hours
    for account in accounts:
        ending = Ending(account.id, hours=True)
        end_url = absolute_url("unsubscriptions.ask", token=signer().sign(PURPOSE, ending.text()))
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter=letter,
            headers=list_headers("chat", end_url, about=f"hour-{hour.public_id}"),
            end_url=end_url,
            name=account.actor.name,
            title=hour.title,
            channel=channel.name,
            slug=channel.slug,
            starts_at=hour.starts_at,
            zone=account.timezone,
            place=account.timezone.replace("_", " "),
            moment=moment_of,
            public_id=hour.public_id,
        )


def _hour(session: Session, hour_id: int) -> ChatHour | None:
    return session.scalars(
        sa.select(ChatHour)
        .where(ChatHour.id == hour_id)
        .options(joinedload(ChatHour.room).joinedload(Room.channel))
    ).one_or_none()
