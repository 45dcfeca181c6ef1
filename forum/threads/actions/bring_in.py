"""Bring in what was written elsewhere long ago; `remove` and `remove_thread` take it away again.

Nothing is announced, since what is old is no news; nobody comes to follow a thread by it; nothing
is screened, since whoever brings it in answers for all of it. What happened is told by the room
that does it, once for many posts.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum.channels.models import Channel
from forum.threads.actions.numbering import next_number
from forum.threads.models import Placement, Post, Thread
from forum.threads.text import Text


@dataclass(frozen=True, slots=True)
class FormerThread:
    """A thread as it was begun elsewhere."""

    author_id: int
    title: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class FormerPost:
    """A post as it was written elsewhere, for a thread that is held."""

    thread: Thread
    author_id: int
    text: Text
    at: dt.datetime


def bring_in_threads(
    session: Session, channel: Channel, former: Sequence[FormerThread]
) -> list[Thread]:
    """Open threads with this home; each needs its first post, and the channel to be counted."""
    threads = [
        Thread(
            channel_id=channel.id,
            author_id=one.author_id,
            title=one.title,
            created_at=one.at,
            visible_at=one.at,
            last_post_at=one.at,
            highest_number=0,
            last_gone_number=0,
            post_count=0,
            reply_count=0,
            last_post_number=1,
        )
        for one in former
    ]
    session.add_all(threads)
    session.flush()
    session.add_all(
        Placement(channel_id=channel.id, thread_id=thread.id, is_home=True) for thread in threads
    )
    return threads


def bring_in_posts(session: Session, former: Sequence[FormerPost]) -> list[Post]:
    """Give the held threads their next posts, in this order, and count them."""
    posts = []
    for one in former:
        thread = one.thread
        post = Post(
            thread_id=thread.id,
            author_id=one.author_id,
            number=next_number(thread),
            source=one.text.source,
            html=one.text.html,
            excerpt=one.text.excerpt,
            renderer_version=one.text.renderer_version,
            created_at=one.at,
            visible_at=one.at,
            held_because="",
        )
        thread.post_count += 1
        thread.reply_count += post.number > 1
        thread.last_post_number = post.number
        thread.last_post_at = max(thread.last_post_at, one.at)
        posts.append(post)
    session.add_all(posts)
    session.flush()
    return posts
