"""Changing who reads along in a channel."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.locking import enter
from forum.channels.events import AudienceChanged
from forum.channels.models import Audience, Channel
from forum.channels.policy import audience_can_become, can_change_audience
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def change_audience(
    session: Session, actor: Actor, channel: Channel, *, audience: Audience
) -> Channel:
    """Let others read along; never wider than what was promised to those who have written here."""
    channel, _membership = enter(session, actor, channel)
    require(can_change_audience(actor, channel))
    before = channel.audience
    if audience is before:
        return channel
    require(audience_can_become(channel, audience))
    channel.audience = audience
    session.flush()
    changed = AudienceChanged(
        channel_id=channel.id, by_id=actor.id, before=before.value, after=audience.value
    )
    record(session, changed, actor_id=actor.id)
    return channel
