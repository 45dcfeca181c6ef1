"""Reading one's own drafts; nobody else's can be asked for."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import known_channels
from forum.kernel.errors import NotFound
from forum.threads.models import Draft, Post, Thread
from forum.threads.policy import readable_threads


def purpose_of(target: Channel | Thread | Post) -> str:
    """Name what a draft is for: a thread in a channel, a reply to a thread, an edit of a post."""
    kind = {Channel: "thread", Thread: "reply", Post: "edit"}[type(target)]
    return f"{kind}:{target.public_id}"


def draft_for(
    session: Session, actor: Actor | None, target: Channel | Thread | Post
) -> Draft | None:
    """Return the actor's draft for this target, or ``None``."""
    if actor is None:
        return None
    return session.scalars(
        sa.select(Draft).where(Draft.actor_id == actor.id, Draft.purpose == purpose_of(target))
    ).one_or_none()


def draft_by_public_id(session: Session, actor: Actor, public_id: str) -> Draft:
    """Return the actor's own draft, or raise ``NotFound``."""
    draft = session.scalars(
        sa.select(Draft).where(Draft.public_id == public_id, Draft.actor_id == actor.id)
    ).one_or_none()
    if draft is None:
        raise NotFound("no_draft")
    return draft


def drafts_of(session: Session, actor: Actor) -> list[sa.Row[tuple[Draft, Channel, Thread, Post]]]:
    """Return the actor's drafts, latest first, with the channel, thread and post they belong to.

    One's own words stay one's own; a place that the actor may read no longer is ``None``.
    """
    readable = sa.select(Thread.id).where(readable_threads(actor)).correlate(None)
    channel_id = sa.func.coalesce(Draft.channel_id, Thread.channel_id)
    thread_id = sa.func.coalesce(Draft.thread_id, Post.thread_id)
    return list(
        session.execute(
            sa.select(Draft, Channel, Thread, Post)
            .outerjoin(Post, Post.id == Draft.post_id)
            .outerjoin(Thread, sa.and_(Thread.id == thread_id, Thread.id.in_(readable)))
            .outerjoin(Channel, sa.and_(Channel.id == channel_id, known_channels(actor)))
            .where(Draft.actor_id == actor.id)
            .order_by(Draft.updated_at.desc())
        )
    )
