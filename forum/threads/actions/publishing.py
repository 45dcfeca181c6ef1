"""What starting a thread and replying have in common: a post comes into being, once."""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.threads.actions.follow import follow_written
from forum.threads.actions.numbering import next_number
from forum.threads.actions.screening import Screening, flag, hold_on
from forum.threads.events import PostPublished, ThreadStarted
from forum.threads.models import Placement, Post, Thread
from forum.threads.text import Text

_NOTHING_FOUND = Screening()


def sent_before(
    session: Session, actor: Actor, submission_key: str | None, text: Text, thread: Thread | None
) -> Post | None:
    """Return the post that this form has made already, if it was sent twice.

    Raises `Conflict` ``sent_differently`` where the form was sent with another text, or elsewhere.
    """
    if submission_key is None:
        return None
    post = session.scalars(
        sa.select(Post).where(Post.author_id == actor.id, Post.submission_key == submission_key)
    ).one_or_none()
    if post is None:
        return None
    is_the_same_form = post.number == 1 if thread is None else post.thread_id == thread.id
    if post.source != text.source or not is_the_same_form:
        raise Conflict("sent_differently", post=post.public_id)
    return post


def add_post(
    session: Session,
    actor: Actor,
    thread: Thread,
    text: Text,
    *,
    at: dt.datetime,
    reply_to: Post | None = None,
    submission_key: str | None = None,
    screening: Screening = _NOTHING_FOUND,
) -> Post:
    """Give the held thread its next post, and count it; one that waits is not counted."""
    waits = bool(screening.wait)
    post = Post(
        thread_id=thread.id,
        author_id=actor.id,
        number=next_number(thread),
        reply_to_id=None if reply_to is None else reply_to.id,
        submission_key=submission_key,
        source=text.source,
        html=text.html,
        excerpt=text.excerpt,
        renderer_version=text.renderer_version,
        created_at=at,
        visible_at=None if waits else at,
        held_because="",
    )
    session.add(post)
    if not waits:
        _count(thread, post)
    session.flush()
    if waits:
        hold_on(session, post, screening.wait, screening.words)
    else:
        announce(session, post, mentions=text.mentions)
        flag(session, post, screening)
    follow_written(session, actor, thread)
    return post


def announce(session: Session, post: Post, *, mentions: Iterable[str]) -> None:
    """Tell that the post can be read, as something its author did."""
    event = PostPublished(
        post_id=post.id,
        thread_id=post.thread_id,
        number=post.number,
        reply_to_id=post.reply_to_id,
        mentions=list(mentions),
    )
    record(session, event, actor_id=post.author_id)


def announce_thread(session: Session, thread: Thread, post: Post) -> None:
    """Tell that the thread of a post can be read, as something its author did."""
    further = session.scalars(
        sa.select(Placement.channel_id)
        .where(Placement.thread_id == thread.id, Placement.is_home.is_(False))
        .order_by(Placement.channel_id)
    )
    event = ThreadStarted(
        thread_id=thread.id,
        channel_id=thread.channel_id,
        post_id=post.id,
        placed_in=list(further),
        kind=thread.kind,
    )
    record(session, event, actor_id=post.author_id)


def _count(thread: Thread, post: Post) -> None:
    thread.post_count += 1
    thread.reply_count += post.number > 1
    thread.last_post_number = post.number
    thread.last_post_at = post.created_at
