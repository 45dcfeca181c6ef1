"""What the start page shows a member: grouped by what it means to them.

A thread stands in one group only: what they stopped reading in the middle goes before answers to
them, and those before what is new in their channels. What waits for an answer has none, so it may
be new as well; the page leaves it out of the second list.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from forum.accounts.models import Actor
from forum.channels.models import Channel, Membership, Subscription, SubscriptionLevel
from forum.threads.models import Placement, Post, ReadMark, Thread
from forum.threads.queries.following import muted_threads
from forum.threads.queries.kinds import is_unanswered
from forum.threads.queries.lists import threads_matching
from forum.threads.queries.rows import ThreadSummary
from forum.threads.queries.unread import is_unread, muted_channels

_Unseen = aliased(Post, name="unseen")
_Own = aliased(Post, name="own")


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a newcomer has already done."""

    has_joined: bool
    """Belongs to a channel, or watches one."""
    has_said_hello: bool
    """Has written in the channel for introductions."""


def _own_channels(actor: Actor) -> sa.Select[int]:
    """Select joined, watched and the own city's channels, without muted ones."""
    joined = sa.select(Membership.channel_id).where(Membership.actor_id == actor.id)
    watched = sa.select(Subscription.channel_id).where(
        Subscription.actor_id == actor.id, Subscription.level == SubscriptionLevel.WATCHING
    )
    mine: list[sa.ColumnElement[bool]] = [Channel.id.in_(joined), Channel.id.in_(watched)]
    if actor.city_id is not None:
        mine.append(Channel.city_id == actor.city_id)
    return sa.select(Channel.id).where(sa.or_(*mine), Channel.id.not_in(muted_channels(actor)))


def _is_not_muted(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(
        Thread.channel_id.not_in(muted_channels(actor)), Thread.id.not_in(muted_threads(actor))
    )


def _is_in_own_channels(actor: Actor) -> sa.ColumnElement[bool]:
    """Tell whether it is shown in a channel of the reader, and not at home in a muted one."""
    shown = sa.select(Placement.thread_id).where(Placement.channel_id.in_(_own_channels(actor)))
    return sa.and_(Thread.id.in_(shown), _is_not_muted(actor))


def _was_left_in_the_middle() -> sa.ColumnElement[bool]:
    """Tell whether an unseen post was there already when the reader was last in the thread."""
    return sa.exists().where(
        _Unseen.thread_id == Thread.id,
        _Unseen.number > ReadMark.number,
        _Unseen.created_at <= ReadMark.updated_at,
    )


def _takes_part(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.exists().where(_Own.thread_id == Thread.id, _Own.author_id == actor.id)


def begun_by(session: Session, actor: Actor, limit: int = 5) -> list[ThreadSummary]:
    """Return the threads that the reader left in the middle."""
    return threads_matching(
        session,
        actor,
        is_unread(actor),
        ReadMark.number > 0,
        _was_left_in_the_middle(),
        _is_not_muted(actor),
        limit=limit,
    )


def answers_for(session: Session, actor: Actor, limit: int = 10) -> list[ThreadSummary]:
    """Return threads in which the reader has written and others have since."""
    return threads_matching(
        session,
        actor,
        is_unread(actor),
        _takes_part(actor),
        ~_was_left_in_the_middle(),
        _is_not_muted(actor),
        limit=limit,
    )


def new_in_own_channels(session: Session, actor: Actor, limit: int = 10) -> list[ThreadSummary]:
    """Return what is new in the reader's channels and not meant for them in particular."""
    return threads_matching(
        session,
        actor,
        is_unread(actor),
        _is_in_own_channels(actor),
        ~_takes_part(actor),
        ~_was_left_in_the_middle(),
        limit=limit,
    )


def waiting_for_answer(session: Session, actor: Actor, limit: int = 5) -> list[ThreadSummary]:
    """Return what others asked in the reader's channels and nobody has answered."""
    return threads_matching(
        session,
        actor,
        is_unanswered(),
        Thread.author_id != actor.id,
        _is_in_own_channels(actor),
        limit=limit,
    )


def latest_threads(session: Session, actor: Actor | None, limit: int = 5) -> list[ThreadSummary]:
    """Return what moved last in the channels the reader may read, muted ones left out."""
    conditions: list[sa.ColumnElement[bool]] = [Thread.archived_at.is_(None)]
    if actor is not None:
        conditions.append(_is_not_muted(actor))
    return threads_matching(session, actor, *conditions, limit=limit)


def first_steps_of(session: Session, actor: Actor, introductions: str) -> FirstSteps:
    """Return what the newcomer has done; `introductions`: slug of the channel to say hello in."""
    hello = (
        sa.select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Post.author_id == actor.id, Channel.slug == introductions)
    )
    joined = sa.select(Membership.id).where(Membership.actor_id == actor.id)
    watched = sa.select(Subscription.id).where(
        Subscription.actor_id == actor.id, Subscription.level == SubscriptionLevel.WATCHING
    )
    row = session.execute(
        sa.select(sa.or_(joined.exists(), watched.exists()), hello.exists())
    ).one()
    return FirstSteps(*row)
