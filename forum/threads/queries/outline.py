"""What stands in a thread, from far: a line for every post, or for every so many."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.threads.models import Post, Thread
from forum.threads.queries.posts import PAGE, shown_posts
from forum.threads.queries.rows import Author

_MOST = 60


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A post, without its text."""

    public_id: str
    number: int
    created_at: dt.datetime
    author: str
    """The name; "" of somebody who has left."""


def outline_step(thread: Thread) -> int:
    """Return how many posts a line stands for: one, or as many pages as keep the outline short."""
    if thread.highest_number <= _MOST:
        return 1
    pages = -(-thread.highest_number // PAGE)
    return PAGE * -(-pages // _MOST)


def outline_of(
    session: Session, actor: Actor | None, thread: Thread, *, moderates: bool
) -> list[OutlineRow]:
    """Return at most sixty lines in one statement; it reads no text and walks only the index."""
    step = outline_step(thread)
    numbers = range(1, thread.highest_number + 1, step)
    statement = (
        sa.select(Post.public_id, Post.number, Post.created_at, Author.name, Author.closed_at)
        .join(Author, Author.id == Post.author_id)
        .where(
            Post.thread_id == thread.id,
            Post.number.in_(numbers),
            shown_posts(actor, moderates=moderates),
        )
        .order_by(Post.number)
    )
    return [
        OutlineRow(public_id, number, created_at, "" if closed_at else name)
        for public_id, number, created_at, name, closed_at in session.execute(statement)
    ]
