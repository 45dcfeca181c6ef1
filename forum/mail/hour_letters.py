"""Letters to those who have said that they come to a chat hour, and to nobody else."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.kernel import clock
from forum.mail.letters import queue_letter
from forum.messaging.events import HourCalledOff, HourChanged, HourNears
from forum.messaging.models import ChatHour, Room
from forum.messaging.queries.hours import accounts_coming
from forum.wording.letters import moment_of


def remind(session: Session, event: HourNears) -> None:
    """Remind them; not of a time that does not hold any more, nor of a chat that is closed."""
    hour = _hour(session, event.hour_id)
    if hour is None or hour.called_off_at is not None or hour.room.closed_at is not None:
        return
    if hour.moved == event.moved and clock.now() < hour.ends_at:
        _write(session, hour, "hour_nears")


def tell_of_move(session: Session, event: HourChanged) -> None:
    """Tell them the new time; of other changes the page tells."""
    hour = _hour(session, event.hour_id)
    if hour is not None and event.moved == hour.moved and hour.called_off_at is None:
        _write(session, hour, "hour_moved")


def tell_of_end(session: Session, event: HourCalledOff) -> None:
    """Tell them that there is no such hour, unless its time is over anyhow."""
    hour = _hour(session, event.hour_id)
    if hour is not None and hour.called_off_at is not None and clock.now() < hour.ends_at:
        _write(session, hour, "hour_called_off")


def _write(session: Session, hour: ChatHour, letter: str) -> None:
    channel = hour.room.channel
    assert channel is not None  # noqa: S101 - only channels have such hours
    for account in accounts_coming(session, hour):
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter=letter,
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
