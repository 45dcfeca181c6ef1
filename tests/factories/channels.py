"""Channels and who belongs to them."""

import itertools

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import (
    Audience,
    Channel,
    ChannelKind,
    FormerSlug,
    Membership,
    MembershipRole,
    Theme,
)

_numbers = itertools.count(1)


def make_channel(
    session: Session,
    name: str = "Beteiligung",
    *,
    kind: ChannelKind = ChannelKind.THEME,
    audience: Audience = Audience.MEMBERS,
    **values: object,
) -> Channel:
    """Return a channel."""
    number = next(_numbers)
    channel = Channel(
        **{"slug": f"channel{number}", "name": name, "kind": kind, "audience": audience, **values}
    )
    session.add(channel)
    session.commit()
    return channel


def make_membership(
    session: Session,
    channel: Channel,
    actor: Actor,
    role: MembershipRole = MembershipRole.MEMBER,
) -> Membership:
    """Let the actor belong to the channel."""
    membership = Membership(channel_id=channel.id, actor_id=actor.id, role=role)
    session.add(membership)
    session.commit()
    return membership


def make_former_slug(session: Session, slug: str, channel: Channel) -> FormerSlug:
    """Let the channel have had this slug."""
    former = FormerSlug(slug=slug, channel_id=channel.id)
    session.add(former)
    session.commit()
    return former


def make_theme_channel(
    session: Session, name: str = "Beteiligung", *, is_recommended: bool = False
) -> Channel:
    """Return a theme's channel, the theme loaded."""
    number = next(_numbers)
    theme = Theme(slug=f"theme{number}", name=name, description="", is_recommended=is_recommended)
    session.add(theme)
    session.flush()
    channel = make_channel(session, name, theme_id=theme.id)
    channel.theme = theme
    return channel
