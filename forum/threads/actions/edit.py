"""Edit a post; the former text is kept, so the inverse is to edit it back."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line, named_in
from forum.kernel.verdict import require
from forum.threads.actions.keep_draft import drop_draft
from forum.threads.actions.locks import hold_post
from forum.threads.actions.retitle import rename
from forum.threads.actions.screening import screen_again
from forum.threads.events import PostEdited
from forum.threads.models import Post, Revision
from forum.threads.policy import can_edit, can_rename
from forum.threads.text import TITLE_LIMIT, Text


def edit(
    session: Session,
    actor: Actor,
    post: Post,
    *,
    text: Text,
    version: int,
    title: str | None = None,
    grace: dt.timedelta = dt.timedelta(0),
) -> Post:
    """Replace the text, and of an opening post the title where one is given; return the post.

    `version` is the one the editor began with. Within `grace` of publishing, authors correct
    themselves without a trace; later, and by others, the former text is kept and the change marked.
    Raises `NotAllowed`, `Invalid`, and `Conflict` ``edited_meanwhile``.
    """
    post = hold_post(session, post.id)
    thread = post.thread
    membership = membership_of(session, actor, thread.channel_id)
    require(can_edit(actor, post, thread, membership))
    new_title = thread.title
    if title is not None and post.number == 1:
        new_title = clean_line(title, limit=TITLE_LIMIT, field="title")
    if (post.source, thread.title) == (text.source, new_title):
        drop_draft(session, actor, post)
        return post
    if post.version != version:
        raise Conflict("edited_meanwhile")
    if new_title != thread.title:
        require(can_rename(actor, thread, membership))
    replace(session, actor, post, text, new_title, grace)
    drop_draft(session, actor, post)
    return post


def replace(
    session: Session, actor: Actor, post: Post, text: Text, title: str, grace: dt.timedelta
) -> None:
    """Write the text into the held post, once it is clear that the actor may.

    Nobody has read what waits for release, so its author corrects it without a trace.
    """
    now = clock.now()
    by_author = actor.id == post.author_id
    is_marked = not by_author or (post.visible_at is not None and now - post.created_at > grace)
    if is_marked:
        session.add(
            Revision(
                post_id=post.id,
                version=post.version,
                title=post.thread.title if post.number == 1 else None,
                source=post.source,
                html=post.html,
                editor_id=actor.id,
                replaced_at=now,
            )
        )
        post.edited_at = now
    if by_author:
        screen_again(session, actor, post, text, title=title)
    rename(session, actor, post.thread, title)
    mentioned_before = named_in(post.source).people
    post.source = text.source
    post.html = text.html
    post.excerpt = text.excerpt
    post.renderer_version = text.renderer_version
    post.version += 1
    edited = PostEdited(
        post_id=post.id,
        thread_id=post.thread_id,
        version=post.version,
        is_marked=is_marked,
        mentions=[handle for handle in text.mentions if handle not in mentioned_before],
    )
    record(session, edited, actor_id=actor.id)
