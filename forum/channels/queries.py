"""Reading channels and who belongs to them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel, FormerSlug, Membership
from forum.channels.policy import NO_CHANNEL
from forum.kernel.errors import NotFound


def channel_by_slug(session: Session, slug: str) -> Channel:
    """Return the channel with city and theme loaded, or raise ``NotFound``.

    A slug that the channel once had leads there too: where ``channel.slug`` is another than the one
    asked for, the page redirects, after it has checked that the reader may know of the channel.
    """
    former = sa.select(FormerSlug.channel_id).where(FormerSlug.slug == slug)
    channels = session.scalars(
        sa.select(Channel)
        .where(sa.or_(Channel.slug == slug, Channel.id.in_(former)))
        .options(joinedload(Channel.city), joinedload(Channel.theme))
    ).all()
    # A slug that was given away is its new owner's.
    for channel in sorted(channels, key=lambda channel: channel.slug != slug):
        return channel
    raise NotFound(NO_CHANNEL)


def membership_of(session: Session, actor: Actor | None, channel_id: int) -> Membership | None:
    """Return the actor's membership in the channel, or ``None``; asks nothing when signed out."""
    if actor is None:
        return None
    return session.scalars(
        sa.select(Membership).where(
            Membership.channel_id == channel_id, Membership.actor_id == actor.id
        )
    ).one_or_none()
