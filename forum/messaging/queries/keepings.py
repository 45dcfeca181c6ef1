"""Conversations that are kept: their parts, who is asked, where they led to."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import startable_channels
from forum.kernel.errors import NotFound
from forum.messaging.keeping_policy import NO_KEEPING, visible_keepings
from forum.messaging.models import (
    Keeping,
    KeepingState,
    KeepingVoice,
    KeptPart,
    Message,
    Room,
)
from forum.messaging.policy import Belonging
from forum.threads.models import Post, Thread

MOST_LISTED = 100


def keeping_by_public_id(session: Session, public_id: str) -> Keeping:
    """Return the keeping with room, channels, keeper and thread; raises ``NotFound``."""
    found = session.scalars(
        _loaded(sa.select(Keeping).where(Keeping.public_id == public_id))
    ).one_or_none()
    if found is None:
        raise NotFound(NO_KEEPING)
    return found


def parts_of(session: Session, keeping: Keeping) -> Sequence[KeptPart]:
    """Return the parts in order, with authors."""
    return session.scalars(
        sa.select(KeptPart)
        .where(KeptPart.keeping_id == keeping.id)
        .options(joinedload(KeptPart.author))
        .order_by(KeptPart.position)
    ).all()


def voices_of(session: Session, keeping: Keeping) -> Sequence[KeepingVoice]:
    """Return who is asked, with their names."""
    return session.scalars(
        sa.select(KeepingVoice)
        .where(KeepingVoice.keeping_id == keeping.id)
        .join(Actor, Actor.id == KeepingVoice.actor_id)
        .options(joinedload(KeepingVoice.actor))
        .order_by(Actor.name, Actor.id)
    ).all()


def keepings_shown(session: Session, actor: Actor) -> Sequence[Keeping]:
    """Return what the actor keeps and is asked about, newest first."""
    statement = sa.select(Keeping).where(
        visible_keepings(actor), Keeping.state != KeepingState.DROPPED
    )
    return session.scalars(
        _loaded(statement).order_by(Keeping.created_at.desc()).limit(MOST_LISTED)
    ).all()


def channels_to_keep_in(session: Session, actor: Actor) -> Sequence[Channel]:
    """Return the channels in which the actor may begin a thread, by name."""
    return session.scalars(
        sa.select(Channel).where(startable_channels(actor)).order_by(Channel.name)
    ).all()


def stretch_between(
    session: Session, room: Room, own: Belonging, first: int, last: int, *, limit: int
) -> Sequence[Message]:
    """Return what stands in the room from one number to another, at most one more than `limit`."""
    return session.scalars(
        sa.select(Message)
        .where(*_standing(room, own, first, last))
        .options(joinedload(Message.author))
        .order_by(Message.sequence)
        .limit(limit + 1)
    ).all()


def count_between(session: Session, room: Room, own: Belonging, first: int, last: int) -> int:
    """Return how many messages stand in the room from one number to another, both included."""
    statement = sa.select(sa.func.count(Message.id)).where(*_standing(room, own, first, last))
    return session.scalar(statement) or 0


def number_after(
    session: Session, room: Room, own: Belonging, after: int, *, messages: int
) -> int | None:
    """Return the number of the last of so many messages after a number; ``None``: none comes."""
    numbers = session.scalars(
        sa.select(Message.sequence)
        .where(*_standing(room, own, after + 1, room.last_sequence))
        .order_by(Message.sequence)
        .limit(messages)
    ).all()
    return numbers[-1] if numbers else None


def _standing(
    room: Room, own: Belonging, first: int, last: int
) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Message.room_id == room.id,
        Message.sequence.between(first, last),
        Message.sequence > own.after,
        Message.removed_at.is_(None),
    )


def _loaded(statement: sa.Select[Keeping]) -> sa.Select[Keeping]:
    room = joinedload(Keeping.room).joinedload(Room.channel)
    home = joinedload(Keeping.channel)
    return statement.options(
        room.joinedload(Channel.city),
        room.joinedload(Channel.theme),
        home.joinedload(Channel.city),
        home.joinedload(Channel.theme),
        joinedload(Keeping.keeper),
        joinedload(Keeping.post).joinedload(Post.thread).joinedload(Thread.channel),
    )
