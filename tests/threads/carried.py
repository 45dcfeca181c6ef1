"""Threads with replies, and how the posts stand in them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.threads import actions
from forum.threads.models import Post, Thread
from tests.factories.threads import make_reply, make_thread


def with_replies(session: Session, channel: Channel, author: Actor, count: int) -> Thread:
    thread = make_thread(session, channel, author)
    for _ in range(count):
        make_reply(session, thread, author)
    return thread


def texts(session: Session, thread: Thread) -> list[tuple[int, str]]:
    rows = session.execute(
        sa.select(Post.number, Post.source).where(Post.thread_id == thread.id).order_by(Post.number)
    )
    return [(number, source) for number, source in rows]


def numbers(session: Session, thread: Thread) -> list[int]:
    return [number for number, _ in texts(session, thread)]


def mark(session: Session, thread: Thread, number: int, *, reader: Actor) -> None:
    if number:
        actions.mark_read(session, reader, thread, number=number)
