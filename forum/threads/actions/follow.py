"""Following a thread, muting it, and neither."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.models import StrEnumType, UtcDateTime
from forum.kernel.rows import insert_into
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_actor
from forum.threads.events import FollowingEnded, ThreadFollowed, ThreadMuted
from forum.threads.models import Thread, ThreadLevel, ThreadSubscription
from forum.threads.policy import can_follow

_EVENTS = {
    ThreadLevel.WATCHING: ThreadFollowed,
    ThreadLevel.MUTED: ThreadMuted,
    ThreadLevel.NEITHER: FollowingEnded,
}


def follow(session: Session, actor: Actor, thread: Thread) -> ThreadSubscription:
    """Let the actor be told of every answer in the thread."""
    return _subscribe(session, actor, thread, ThreadLevel.WATCHING)


def mute_thread(session: Session, actor: Actor, thread: Thread) -> ThreadSubscription:
    """Leave the actor alone: the thread is never counted as new, and nothing is told of it."""
    return _subscribe(session, actor, thread, ThreadLevel.MUTED)


def end_following(session: Session, actor: Actor, thread: Thread) -> ThreadSubscription:
    """Neither follow nor mute, from now on and also after writing in the thread again."""
    return _subscribe(session, actor, thread, ThreadLevel.NEITHER)


def follow_written(session: Session, actor: Actor, thread: Thread) -> None:
    """Let who writes in a thread follow it, if they wish so and have not decided otherwise.

    One statement; it is part of writing, which is told of already.
    """
    values = sa.select(
        sa.literal(thread.id),
        Account.actor_id,
        sa.literal(ThreadLevel.WATCHING, StrEnumType(ThreadLevel)),
        sa.literal(clock.now(), UtcDateTime()),
    ).where(Account.actor_id == actor.id, Account.follows_written)
    session.execute(
        insert_into(session, ThreadSubscription)
        .from_select(["thread_id", "actor_id", "level", "created_at"], values)
        .on_conflict_do_nothing()
    )


def _subscribe(
    session: Session, actor: Actor, thread: Thread, level: ThreadLevel
) -> ThreadSubscription:
    """Note the wish; wishing it twice is wishing it once. ``thread.channel`` is loaded."""
    hold_actor(session, actor)
    row = session.scalars(
        sa.select(ThreadSubscription)
        .where(ThreadSubscription.thread_id == thread.id, ThreadSubscription.actor_id == actor.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is not None and row.level is level:
        return row
    if row is None or level is not ThreadLevel.NEITHER:  # ending it needs no right any more
        require(can_follow(actor, thread, membership_of(session, actor, thread.channel_id)))
    if row is None:
        row = ThreadSubscription(thread_id=thread.id, actor_id=actor.id)
        session.add(row)
    row.level = level
    row.created_at = clock.now()
    session.flush()
    event = _EVENTS[level](thread_id=thread.id, actor_id=actor.id)
    record(session, event, actor_id=actor.id)
    return row
