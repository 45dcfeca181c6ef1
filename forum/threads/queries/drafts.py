"""Reading one's own drafts; nobody else's can be asked for."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.errors import NotFound
from forum.threads.models import Draft, Post, Thread


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
    """Return the actor's drafts, latest first, with the channel, thread and post they belong to."""
    thread_id = sa.func.coalesce(Draft.thread_id, Post.thread_id)
    return list(
        session.execute(
            sa.select(Draft, Channel, Thread, Post)
            .outerjoin(Post, Post.id == Draft.post_id)
            .outerjoin(Thread, Thread.id == thread_id)
            .outerjoin(Channel, Channel.id == sa.func.coalesce(Draft.channel_id, Thread.channel_id))
            .where(Draft.actor_id == actor.id)
            .order_by(Draft.updated_at.desc())
        )
    )
