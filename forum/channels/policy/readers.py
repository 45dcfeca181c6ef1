"""Whom a channel reaches: the question of `can_read`, asked from the other side."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor, ActorKind, Organisation, Role
from forum.accounts.policy import let_in
from forum.channels.models import Audience, Channel, Membership
from forum.channels.policy.reading import PEERS


def readers_of(channel: Channel) -> ColumnElement[bool]:
    """Return the condition on ``Actor`` that holds for members of this hub who may read it.

    Of a public channel as well: who is no member reads it, but is nobody that could be named.
    """
    is_here = sa.and_(Actor.domain == "", Actor.kind != ActorKind.UNCLAIMED)
    present = sa.and_(Actor.closed_at.is_(None), is_here, let_in())
    if channel.audience in {Audience.PUBLIC, Audience.MEMBERS}:
        return present
    if channel.audience is Audience.PEERS:
        peers = sa.select(Organisation.id).where(Organisation.kind.in_(PEERS))
        inside = Actor.organisation_id.in_(peers)
    else:
        members = sa.select(Membership.actor_id).where(Membership.channel_id == channel.id)
        inside = Actor.id.in_(members)
    return sa.and_(present, sa.or_(inside, Actor.role == Role.ADMIN))
