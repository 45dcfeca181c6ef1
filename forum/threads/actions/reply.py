"""Reply to a thread; its inverse is `remove`."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.verdict import require
from forum.threads.actions.keep_draft import drop_draft
from forum.threads.actions.locks import (
    hold_actor,
    hold_channels,
    hold_thread,
    placements_of,
)
from forum.threads.actions.publishing import add_post, sent_before
from forum.threads.actions.screening import screen
from forum.threads.models import Post, Thread
from forum.threads.policy import can_reply
from forum.threads.text import Text


def reply(
    session: Session,
    actor: Actor,
    thread: Thread,
    *,
    text: Text,
    reply_to: Post | None = None,
    submission_key: str | None = None,
    keeps_draft: bool = False,
) -> Post:
    """Publish an answer and return it; sent twice, it is the first one that is returned.

    `keeps_draft`: what lies unfinished in the page is something else. One that has to wait for
    release (see `screen`) has no `visible_at`. Numbers have no gaps: the thread is held, and its
    posts come into being one by one. Raises `NotAllowed`, and `Conflict` ``sent_differently``.
    """
    thread, shown_in = _hold(session, actor, thread)
    membership = membership_of(session, actor, thread.channel_id)
    require(can_reply(actor, thread, membership))
    if reply_to is not None and reply_to.thread_id != thread.id:
        raise NotFound("no_post")
    if first := sent_before(session, actor, submission_key, text, thread):
        return first
    now = clock.now()
    post = add_post(
        session,
        actor,
        thread,
        text,
        at=now,
        reply_to=reply_to,
        submission_key=submission_key,
        screening=screen(session, actor, thread.channel, membership, text),
    )
    if post.visible_at is not None:
        shown = sa.update(Channel).where(Channel.id.in_(shown_in))
        session.execute(shown.values(last_activity_at=now))
    if not keeps_draft:
        drop_draft(session, actor, thread)
    return post


def _hold(session: Session, actor: Actor, thread: Thread) -> tuple[Thread, list[int]]:
    """Hold all that a reply changes; return the thread with the ids of where it is shown."""
    hold_actor(session, actor)
    thread = hold_thread(session, thread.id)
    shown_in = placements_of(session, thread)
    hold_channels(session, shown_in)
    # As it is now that nobody can change it: it may have been archived a moment ago.
    session.refresh(thread.channel, attribute_names=["archived_at", "audience", "waiting"])
    return thread, shown_in
