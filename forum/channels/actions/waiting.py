"""Saying whose posts wait for release in a channel."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.locking import enter
from forum.channels.events import WaitingChanged
from forum.channels.models import Channel, Release
from forum.channels.policy import can_change_waiting
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def change_waiting(
    session: Session, actor: Actor, channel: Channel, *, waiting: Release
) -> Channel:
    """Let other posts wait from now on; what waits already goes on waiting."""
    channel, membership = enter(session, actor, channel)
    require(can_change_waiting(actor, channel, membership))
    before = channel.waiting
    if waiting is before:
        return channel
    channel.waiting = waiting
    changed = WaitingChanged(
        channel_id=channel.id, by_id=actor.id, before=before.value, after=waiting.value
    )
    record(session, changed, actor_id=actor.id)
    return channel
