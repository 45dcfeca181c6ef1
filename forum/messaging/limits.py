"""How fast one may write in a room, and what somebody may not send yet whom nobody knows.

Asked by the actions while they hold actor and room: whatever somebody sends at the same moment
waits for its turn and is counted, too. A message that comes again under its id is none of it.
"""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid, TooMany
from forum.messaging.models import Message, Room
from forum.messaging.policy import Belonging, can_keep_order
from forum.threads.queries.newcomers import is_newcomer
from forum.threads.text import Text

NEWCOMER_MENTIONS = 2
"""People whom a newcomer may mention in one message."""
NEWCOMER_LINKS = 3
"""Links to other sites, and files, in one message of a newcomer."""
# Who has been here for so long, and has said so much that stands, is known from chat alone.
KNOWN_AFTER = dt.timedelta(days=7)
KNOWN_BY = 10

_LEADS_AWAY = re.compile(r'(?:href|src)="((?:https?:)?//[^"]+|/attachments/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Pace:
    """So many messages in so many seconds."""

    messages: int
    seconds: int


FLOOD = Pace(10, 20)
"""Of one person in one room."""
NEWCOMERS = Pace(5, 60)
"""Of one newcomer in all rooms."""
NEWCOMERS_LINKS = Pace(3, 600)
"""Messages with links to other sites or with files, of one newcomer in all rooms."""
_RECENT = max(FLOOD.seconds, NEWCOMERS.seconds)


def require_slowness(session: Session, actor: Actor, room: Room, own: Belonging) -> None:
    """Raise `TooMany` ``slow_mode`` while the room is slow; who keeps order here is not held up."""
    pause = room.slow_seconds
    if not pause or can_keep_order(actor, room, own):
        return
    latest = session.scalars(
        sa.select(sa.func.max(Message.created_at)).where(
            Message.author_id == actor.id,
            Message.room_id == room.id,
            Message.created_at > _ago(pause),
        )
    ).one()
    if latest is not None:
        raise _too_early("slow_mode", latest, pause)


def require_pace(session: Session, actor: Actor, room: Room, own: Belonging, text: Text) -> None:
    """Raise `TooMany` where it is too early for this message; actor and room are held.

    ``flood``, ``newcomer_pace`` or ``newcomer_links_pace``, with the moment `until`.
    """
    recent = session.execute(
        sa.select(Message.room_id, Message.created_at)
        .where(Message.author_id == actor.id, Message.created_at > _ago(_RECENT))
        .order_by(Message.created_at)
    ).all()
    _require_under(FLOOD, [at for room_id, at in recent if room_id == room.id], "flood")
    links = _links_in(text)
    is_much = len(recent) >= NEWCOMERS.messages
    if (links or is_much) and _is_new_here(session, actor, room, own):
        _require_under(NEWCOMERS, [at for _, at in recent], "newcomer_pace")
        if links:
            _require_under(NEWCOMERS_LINKS, _linking(session, actor), "newcomer_links_pace")


def require_modest(session: Session, actor: Actor, room: Room, own: Belonging, text: Text) -> None:
    """Raise `Invalid` where a newcomer mentions or links to too much in one message.

    ``newcomer_mentions`` or ``newcomer_links`` for the field ``body``.
    """
    mentions, links = len(text.mentions), len(_links_in(text))
    if mentions <= NEWCOMER_MENTIONS and links <= NEWCOMER_LINKS:
        return
    if not _is_new_here(session, actor, room, own):
        return
    if mentions > NEWCOMER_MENTIONS:
        raise Invalid("newcomer_mentions", field="body", limit=NEWCOMER_MENTIONS)
    raise Invalid("newcomer_links", field="body", limit=NEWCOMER_LINKS)


def _links_in(text: Text) -> set[str]:
    return set(_LEADS_AWAY.findall(text.html))


def _linking(session: Session, actor: Actor) -> Sequence[dt.datetime]:
    """Return when the actor has last sent links or files, earliest first."""
    leads_away = sa.or_(
        *(Message.html.contains(start) for start in ('="http', '="//', '="/attachments/'))
    )
    since = _ago(NEWCOMERS_LINKS.seconds)
    return session.scalars(
        sa.select(Message.created_at)
        .where(Message.author_id == actor.id, Message.created_at > since, leads_away)
        .order_by(Message.created_at)
    ).all()


def _require_under(pace: Pace, sent: Sequence[dt.datetime], reason: str) -> None:
    counted = [at for at in sent if at > _ago(pace.seconds)]
    if len(counted) >= pace.messages:
        raise _too_early(reason, counted[-pace.messages], pace.seconds)


def _too_early(reason: str, since: dt.datetime, seconds: int) -> TooMany:
    """Return the refusal; a clock that was ahead for a while lets nobody wait longer than that."""
    now, whole = clock.now(), dt.timedelta(seconds=seconds)
    until = min(since + whole, now + whole)
    left = max(1, math.ceil((until - now).total_seconds()))
    return TooMany(reason, until=until, seconds=left, pause=whole)


def _is_new_here(session: Session, actor: Actor, room: Room, own: Belonging) -> bool:
    """Tell whether the hub does not know the actor, from threads or from chat."""
    if actor.is_trusted or actor.is_admin or can_keep_order(actor, room, own):
        return False
    return is_newcomer(session, actor) and not _is_known_from_chat(session, actor)


def _is_known_from_chat(session: Session, actor: Actor) -> bool:
    if actor.created_at > clock.now() - KNOWN_AFTER:
        return False
    standing = (
        sa.select(Message.id)
        .where(Message.author_id == actor.id, Message.removed_at.is_(None))
        .limit(KNOWN_BY)
        .subquery()
    )
    return session.scalars(sa.select(sa.func.count()).select_from(standing)).one() >= KNOWN_BY


def _ago(seconds: int) -> dt.datetime:
    return clock.now() - dt.timedelta(seconds=seconds)
