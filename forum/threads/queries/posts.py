"""Reading posts: a page of a thread, one post, its former texts.

A page is a range of numbers. Numbers have no gaps and never change, so page and permalink stay
where they are, and page 100 costs what page 1 costs.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.kernel.errors import NotFound
from forum.threads.models import Post, Revision, Thread
from forum.threads.queries.rows import AuthorLine, PostRow, author_columns, with_author

PAGE = 20
_COLUMNS = (
    Post.id,
    Post.public_id,
    Post.number,
    Post.html,
    Post.created_at,
    Post.visible_at,
    Post.edited_at,
    Post.removed_at,
    Post.removed_by_id,
    Post.removal_reason,
    Post.author_id,
    Post.held_because,
)


def shown_posts(actor: Actor | None, *, moderates: bool) -> sa.ColumnElement[bool]:
    """Return what is left of `can_read_post` for who may read the thread: who sees held posts."""
    visible: list[sa.ColumnElement[bool]] = [Post.visible_at.is_not(None)]
    if actor is not None:
        visible.append(Post.author_id == actor.id)
    if moderates:
        visible.append(sa.true())
    return sa.or_(*visible)


def posts_after(
    session: Session,
    actor: Actor | None,
    thread: Thread,
    number: int,
    *,
    moderates: bool,
    most: int = PAGE,
) -> list[PostRow]:
    """Return the page of posts that follow this number, with authors, in one statement.

    The reader may read the thread, and `moderates` says whether they keep order in it. This is the
    hottest statement of the hub.
    """
    statement = (
        sa.select(*_COLUMNS, *author_columns())
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.thread_id == thread.id,
            Post.number > number,
            Post.number <= number + most,
            shown_posts(actor, moderates=moderates),
        )
        .order_by(Post.number)
    )
    # By position and not by name: both classes list their fields in the order of the columns.
    own = len(_COLUMNS)
    found = []
    for row in session.execute(with_author(statement)):
        values: list[Any] = list(row)
        values[own:] = [AuthorLine(*values[own:])]
        found.append(PostRow(*values))
    return found


def post_by_public_id(session: Session, public_id: str) -> Post:
    """Return the post with author, thread and home channel, or raise ``NotFound``."""
    post = session.scalars(
        sa.select(Post)
        .where(Post.public_id == public_id)
        .options(joinedload(Post.author), joinedload(Post.thread).joinedload(Thread.channel))
    ).one_or_none()
    if post is None:
        raise NotFound("no_post")
    return post


def post_in(session: Session, thread: Thread, public_id: str | None) -> Post | None:
    """Return the post if it stands in this thread, with its author; ``None`` otherwise."""
    return session.scalars(
        sa.select(Post)
        .where(Post.public_id == (public_id or ""), Post.thread_id == thread.id)
        .options(joinedload(Post.author))
    ).one_or_none()


def post_as_it_is(session: Session, post: Post) -> Post:
    """Return the post with thread and home channel, read again, for a change that locks none."""
    statement = (
        sa.select(Post)
        .where(Post.id == post.id)
        .options(joinedload(Post.thread).joinedload(Thread.channel))
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).one()


def revisions_of(session: Session, post: Post) -> list[Revision]:
    """Return the former texts with who replaced them, oldest first."""
    return list(
        session.scalars(
            sa.select(Revision)
            .where(Revision.post_id == post.id)
            .options(joinedload(Revision.editor))
            .order_by(Revision.version)
        )
    )


def source_of(session: Session, post: Post, version: int) -> str | None:
    """Return the text as it stood at a version; ``None`` where it was corrected without a trace."""
    if version == post.version:
        return post.source
    return session.scalar(
        sa.select(Revision.source).where(Revision.post_id == post.id, Revision.version == version)
    )
