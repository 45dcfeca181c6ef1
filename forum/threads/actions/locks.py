"""Taking rows for a change: read again as they are now, and held until the commit.

Always in this order, so that two changes never wait for each other: actor, thread, post, channels
by id. ``key_share``: rows that only point here, such as read marks, need not wait.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.threads.models import Placement, Post, Thread

# Asked with everything that is written, and so not put together each time.
_LIMITS = (
    sa.select(Actor.muted_until, Actor.suspended_until, Actor.banned_at)
    .where(Actor.id == sa.bindparam("actor_id"))
    .with_for_update(key_share=True, of=Actor)
)


def _held(statement: sa.Select[Any], of: type[Any]) -> sa.Select[Any]:
    return statement.with_for_update(key_share=True, of=of).execution_options(
        populate_existing=True
    )


def hold_actor(session: Session, actor: Actor) -> None:
    """Let this actor's posts be published one after the other, and know of limits set meanwhile."""
    for name, value in session.execute(_LIMITS, {"actor_id": actor.id}).mappings().one().items():
        set_committed_value(actor, str(name), value)


def hold_thread(session: Session, thread_id: int) -> Thread:
    """Return the thread with its home channel; its next number is the caller's."""
    statement = sa.select(Thread).where(Thread.id == thread_id).options(joinedload(Thread.channel))
    thread: Thread = session.scalars(_held(statement, Thread)).one()
    return thread


def hold_both(session: Session, one: Thread, other: Thread) -> tuple[Thread, Thread]:
    """Return two threads held, and their homes as they are: also held, with all they stand in.

    By id, whichever is which: who puts them together crosswise waits for the other to be done.
    """
    held = {thread_id: hold_thread(session, thread_id) for thread_id in sorted({one.id, other.id})}
    shown_in = {place for thread in held.values() for place in placements_of(session, thread)}
    hold_channels(session, shown_in)
    for thread in held.values():
        session.refresh(thread.channel, attribute_names=["archived_at", "audience"])
    return held[one.id], held[other.id]


def hold_post(session: Session, post_id: int) -> Post:
    """Return the post with thread and home channel; the thread is held as well.

    Not with its author: that may be the one who acts, whose own row must stay as it was loaded.
    """
    statement = (
        sa.select(Post)
        .where(Post.id == post_id)
        .options(joinedload(Post.thread).joinedload(Thread.channel))
    )
    thread_id = session.scalars(sa.select(Post.thread_id).where(Post.id == post_id)).one()
    while True:
        hold_thread(session, thread_id)
        post: Post = session.scalars(_held(statement, Post)).one()
        if post.thread_id == thread_id:
            return post
        thread_id = post.thread_id  # It went to another thread while we waited.


def hold_channels(session: Session, channel_ids: Iterable[int]) -> None:
    """Hold the channels whose counters are about to change."""
    statement = sa.select(Channel.id).where(Channel.id.in_(list(channel_ids))).order_by(Channel.id)
    session.execute(_held(statement, Channel))


def placements_of(session: Session, thread: Thread) -> list[int]:
    """Return the ids of all channels the thread is shown in."""
    return list(
        session.scalars(sa.select(Placement.channel_id).where(Placement.thread_id == thread.id))
    )
