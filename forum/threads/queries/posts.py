"""Reading posts: a page of a thread, one post, its former texts.

A page is a range of numbers. Numbers have no gaps and never change, so page and permalink stay
where they are, and page 100 costs what page 1 costs.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.kernel.errors import NotFound
from forum.threads.models import Post, Revision, Thread
from forum.threads.policy import readable_posts
from forum.threads.queries.rows import PostRow, author_columns, author_line, with_author

PAGE = 20


def posts_after(
    session: Session, actor: Actor | None, thread: Thread, number: int
) -> list[PostRow]:
    """Return the page of posts that follow this number, with authors, in one statement."""
    statement = (
        sa.select(
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
            *author_columns(),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.thread_id == thread.id,
            Post.number > number,
            Post.number <= number + PAGE,
            readable_posts(actor),
        )
        .order_by(Post.number)
    )
    rows = session.execute(with_author(statement)).mappings()
    return [
        PostRow(
            **{name: value for name, value in row.items() if not name.startswith("author_")},
            author_id=row["author_id"],
            author=author_line(row),
        )
        for row in rows
    ]


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
