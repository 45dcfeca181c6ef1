"""Joining a channel, and leaving it."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.locking import enter, lock_channel
from forum.channels.events import MemberJoined, MemberLeft
from forum.channels.models import Channel, Membership
from forum.channels.policy import can_join, can_leave, require_read
from forum.channels.queries import membership_of, other_moderators
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def join(session: Session, actor: Actor, channel: Channel) -> Membership:
    """Let the actor belong to the channel; joining twice is joining once."""
    channel, membership = enter(session, actor, channel)
    if membership is not None:
        return membership
    require(can_join(actor, channel, membership))
    membership = Membership(channel_id=channel.id, actor_id=actor.id)
    session.add(membership)
    session.flush()
    record(session, MemberJoined(channel_id=channel.id, actor_id=actor.id), actor_id=actor.id)
    return membership


def leave(session: Session, actor: Actor, channel: Channel) -> None:
    """End the actor's membership; leaving twice is leaving once.

    Who may not read the channel any more may still leave it.
    """
    channel = lock_channel(session, channel)
    membership = membership_of(session, actor, channel.id)
    if membership is None:
        require_read(actor, channel, membership)
        return
    others = other_moderators(session, channel.id, actor.id)
    require(can_leave(actor, channel, membership, other_moderators=others))
    session.delete(membership)
    session.flush()
    record(session, MemberLeft(channel_id=channel.id, actor_id=actor.id), actor_id=actor.id)
