"""Rendering stored posts again when the renderer has changed."""

from sqlalchemy.orm import Session

from forum.kernel.markup import RENDERER_VERSION
from forum.threads.actions import render_again
from forum.threads.models import Post
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread


def test_posts_of_an_older_renderer_are_made_again_a_batch_at_a_time(session: Session) -> None:
    author, channel = make_actor(session), make_channel(session)
    for _ in range(3):
        make_thread(session, channel, author)
    session.query(Post).update({"renderer_version": 0, "html": "old", "excerpt": "old"})
    session.commit()
    assert [render_again(session, limit=2) for _ in range(3)] == [2, 1, 0]
    for post in session.query(Post):
        assert post.renderer_version == RENDERER_VERSION
        assert "old" not in (post.html, post.excerpt)
        assert post.version == 1
