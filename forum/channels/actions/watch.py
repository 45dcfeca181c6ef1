"""Watching a channel, muting it, and neither."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.locking import enter, lock_channel
from forum.channels.events import ChannelMuted, ChannelWatched, SubscriptionEnded
from forum.channels.models import Channel, Subscription, SubscriptionLevel
from forum.channels.policy import can_subscribe, require_read
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def watch(session: Session, actor: Actor, channel: Channel) -> Subscription:
    """Let the actor be told of every new thread in the channel."""
    return _subscribe(session, actor, channel, SubscriptionLevel.WATCHING)


def mute(session: Session, actor: Actor, channel: Channel) -> Subscription:
    """Leave the actor alone: no unread counts and nothing told of the channel."""
    return _subscribe(session, actor, channel, SubscriptionLevel.MUTED)


def end_subscription(session: Session, actor: Actor, channel: Channel) -> None:
    """Neither watch nor mute; this needs no right to read any more."""
    channel = lock_channel(session, channel)
    row = _row(session, actor, channel)
    if row is None:
        require_read(actor, channel, membership_of(session, actor, channel.id))
        return
    session.delete(row)
    session.flush()
    record(session, SubscriptionEnded(channel_id=channel.id, actor_id=actor.id), actor_id=actor.id)


def _subscribe(
    session: Session, actor: Actor, channel: Channel, level: SubscriptionLevel
) -> Subscription:
    channel, membership = enter(session, actor, channel)
    require(can_subscribe(actor, channel, membership))
    row = _row(session, actor, channel)
    if row is not None and row.level is level:
        return row
    if row is None:
        row = Subscription(channel_id=channel.id, actor_id=actor.id, created_at=clock.now())
        session.add(row)
    row.level = level
    session.flush()
    told = ChannelWatched if level is SubscriptionLevel.WATCHING else ChannelMuted
    record(session, told(channel_id=channel.id, actor_id=actor.id), actor_id=actor.id)
    return row


def _row(session: Session, actor: Actor, channel: Channel) -> Subscription | None:
    return session.scalars(
        sa.select(Subscription)
        .where(Subscription.channel_id == channel.id, Subscription.actor_id == actor.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
