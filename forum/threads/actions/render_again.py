"""Make the HTML of posts again after the renderer has changed; the texts stay as they are."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.markup import RENDERER_VERSION, render
from forum.threads.models import Post

# Rendered inside the transaction, so that no edit comes in between: few at a time.
BATCH = 20


def render_again(session: Session, *, limit: int = BATCH) -> int:
    """Render the next posts that an older renderer made; return how many there were.

    Records no event: nobody has said anything new, and `version` counts changes of the text.
    """
    outdated = session.scalars(
        sa.select(Post)
        .where(Post.renderer_version < RENDERER_VERSION)
        .order_by(Post.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Post)
    ).all()
    for post in outdated:
        rendered = render(post.source)
        post.html, post.excerpt = rendered.html, rendered.excerpt
        post.renderer_version = RENDERER_VERSION
    return len(outdated)
