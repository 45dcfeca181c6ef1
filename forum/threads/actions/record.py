"""Threads that stand for a record of another room: their opening post is written from it.

Whoever may change the record is asked where the record is at home; nobody edits the post itself.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.threads.actions.edit import replace
from forum.threads.actions.locks import hold_post, hold_thread
from forum.threads.events import ThreadRemoved
from forum.threads.models import Post, Thread
from forum.threads.text import TITLE_LIMIT, Text

_WITHOUT_A_TRACE = dt.timedelta.max
_MARKED = dt.timedelta(0)


def rewrite_opening(
    session: Session, actor: Actor, thread: Thread, *, text: Text, title: str
) -> Post:
    """Replace text and title of the opening post, and return it; nothing new changes nothing.

    What others could read is kept as a revision. Raises `Invalid` for the field ``title``.
    """
    found = sa.select(Post.id).where(Post.thread_id == thread.id, Post.number == 1)
    post = hold_post(session, session.scalars(found).one())
    title = clean_line(title, limit=TITLE_LIMIT, field="title")
    if (post.source, post.thread.title) != (text.source, title):
        grace = _WITHOUT_A_TRACE if post.visible_at is None else _MARKED
        replace(session, actor, post, text, title, grace)
    return post


def drop_held(session: Session, actor: Actor, thread: Thread) -> None:
    """Take away a thread that was never released, whoever has answered in it."""
    thread = hold_thread(session, thread.id)
    if thread.visible_at is None and thread.removed_at is None:
        thread.removed_at = clock.now()
        thread.removed_by_id = actor.id
        thread.removal_reason = ""
        event = ThreadRemoved(thread_id=thread.id, by_author=True, reason="")
        record(session, event, actor_id=actor.id)
