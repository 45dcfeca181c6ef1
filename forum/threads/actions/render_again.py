"""Make the HTML of posts again after the renderer has changed; the texts stay as they are."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.markup import RENDERER_VERSION, render
from forum.threads.models import Post, Thread
from forum.threads.queries.names import known_names

# Rendered inside the transaction, so that no edit comes in between: few at a time.
BATCH = 20


def render_again(
    session: Session, *, limit: int = BATCH, only: Collection[int] | None = None
) -> int:
    """Render the next posts that an older renderer made; return how many there were.

    `only` these, where posts are named.

    Records no event: nobody has said anything new, and `version` counts changes of the text.
    """
    outdated = session.execute(
        sa.select(Post, Thread.channel_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.renderer_version < RENDERER_VERSION, _among(only))
        .order_by(Post.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Post)
    ).all()
    for post, home_id in outdated:
        rendered = render(post.source, known_names(session, post.source, home_id=home_id))
        post.html, post.excerpt = rendered.html, rendered.excerpt
        post.renderer_version = RENDERER_VERSION
    return len(outdated)


def _among(only: Collection[int] | None) -> sa.ColumnElement[bool]:
    return sa.true() if only is None else Post.id.in_(only)
