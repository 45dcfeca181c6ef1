"""Holding a channel while who belongs to it changes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, Membership
from forum.channels.policy import NO_CHANNEL, require_read
from forum.channels.queries import membership_of
from forum.kernel.errors import NotFound


def lock_channel(session: Session, channel: Channel) -> Channel:
    """Return the channel as it is now, held until the transaction ends.

    Two changes of one channel's members happen one after the other: so a double click joins once,
    and two moderators cannot both leave as the last but one. Writing threads is not held up.
    """
    held = session.scalars(
        sa.select(Channel)
        .where(Channel.id == channel.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None:
        raise NotFound(NO_CHANNEL)
    return held


def enter(session: Session, actor: Actor, channel: Channel) -> tuple[Channel, Membership | None]:
    """Hold a channel that the actor may read; return it with the actor's membership."""
    held = lock_channel(session, channel)
    membership = membership_of(session, actor, held.id)
    require_read(actor, held, membership)
    return held, membership
