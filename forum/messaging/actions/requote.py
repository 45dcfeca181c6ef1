"""Put other words in the place of quotes in a thread, and in whatever is kept of its text."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.markup import render
from forum.messaging.models import Keeping
from forum.messaging.quotes import replaced
from forum.threads.actions.edit import replace
from forum.threads.actions.locks import hold_post
from forum.threads.models import Draft, Post, Revision
from forum.threads.queries import known_names
from forum.threads.text import compose


def requote(
    session: Session, actor: Actor, keeping: Keeping, blocks: Sequence[tuple[str, str]]
) -> bool:
    """Replace quotes (each with what is to stand there); return whether all of them were found.

    Nobody asks whether the actor may edit the post: the words are theirs. The change is marked as
    any edit by others, and no former version shows more than the present one.
    """
    assert keeping.post_id is not None  # noqa: S101 - the caller has asked
    post = hold_post(session, keeping.post_id)
    source, is_whole = _without(post.source, blocks)
    if source != post.source:
        home_id = post.thread.channel_id
        text = compose(source, known_names(session, source, home_id=home_id))
        replace(session, actor, post, text, post.thread.title, dt.timedelta(0))
        session.flush()
    _redact_versions(session, post, blocks)
    return is_whole


def _without(source: str, blocks: Sequence[tuple[str, str]]) -> tuple[str, bool]:
    is_whole = True
    for block, other in blocks:
        changed = replaced(source, block, other)
        is_whole = is_whole and changed != source
        source = changed
    return source, is_whole


def _redact_versions(session: Session, post: Post, blocks: Sequence[tuple[str, str]]) -> None:
    """Take the words out of former versions and of drafts of further ones."""
    for version in session.scalars(sa.select(Revision).where(Revision.post_id == post.id)):
        source, _ = _without(version.source, blocks)
        if source != version.source:
            known = known_names(session, source, home_id=post.thread.channel_id)
            version.source, version.html = source, render(source, known).html
    for draft in session.scalars(sa.select(Draft).where(Draft.post_id == post.id)):
        draft.source, _ = _without(draft.source, blocks)
