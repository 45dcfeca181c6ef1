"""What a reader follows: threads, channels and tags."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, Subscription, SubscriptionLevel, Tag
from forum.channels.policy import readable_channels
from forum.threads.models import (
    TagSubscription,
    Thread,
    ThreadLevel,
    ThreadSubscription,
    ThreadTag,
)
from forum.threads.policy import listed_threads


@dataclass(frozen=True, slots=True)
class Followed:
    """A channel or a tag that somebody watches."""

    slug: str
    name: str
    last_activity_at: dt.datetime | None


def thread_level(session: Session, actor: Actor | None, thread: Thread) -> ThreadLevel | None:
    """Return how much of the thread the actor wishes to be told; ``None``: nothing was decided."""
    if actor is None:
        return None
    return session.scalars(
        sa.select(ThreadSubscription.level).where(
            ThreadSubscription.thread_id == thread.id, ThreadSubscription.actor_id == actor.id
        )
    ).one_or_none()


def followed_threads(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition for threads that the actor follows."""
    return Thread.id.in_(_threads(actor, ThreadLevel.WATCHING))


def muted_threads(actor: Actor) -> sa.Select[int]:
    """Select the ids of the threads that the actor wishes to be left alone by."""
    return _threads(actor, ThreadLevel.MUTED)


def watches_tag(session: Session, actor: Actor | None, tag: Tag) -> bool:
    """Tell whether the actor is told of new threads with the tag."""
    if actor is None:
        return False
    watched = sa.exists().where(
        TagSubscription.tag_id == tag.id, TagSubscription.actor_id == actor.id
    )
    return bool(session.scalar(sa.select(watched)))


def watched_channels(session: Session, actor: Actor) -> list[Followed]:
    """Return the channels that the actor watches and may read, newest activity first."""
    rows = session.execute(
        sa.select(Channel.slug, Channel.name, Channel.last_activity_at)
        .join(Subscription, Subscription.channel_id == Channel.id)
        .where(
            Subscription.actor_id == actor.id,
            Subscription.level == SubscriptionLevel.WATCHING,
            readable_channels(actor),
        )
        .order_by(sa.nulls_last(Channel.last_activity_at.desc()), Channel.name)
    )
    return [Followed(*row) for row in rows]


def watched_tags(session: Session, actor: Actor) -> list[Followed]:
    """Return the tags that the actor watches, with the newest activity the actor may see first."""
    latest = (
        sa.select(sa.func.max(Thread.last_post_at))
        .join(ThreadTag, ThreadTag.thread_id == Thread.id)
        .where(ThreadTag.tag_id == Tag.id, listed_threads(actor))
        .correlate(Tag)
        .scalar_subquery()
        .label("latest")
    )
    rows = session.execute(
        sa.select(Tag.slug, Tag.name, latest)
        .join(TagSubscription, TagSubscription.tag_id == Tag.id)
        .where(TagSubscription.actor_id == actor.id)
        .order_by(sa.nulls_last(latest.desc()), Tag.name)
    )
    return [Followed(*row) for row in rows]


def _threads(actor: Actor, level: ThreadLevel) -> sa.Select[int]:
    return sa.select(ThreadSubscription.thread_id).where(
        ThreadSubscription.actor_id == actor.id, ThreadSubscription.level == level
    )
