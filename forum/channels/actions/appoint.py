"""Naming somebody a moderator of a channel, and taking that back."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.locking import enter
from forum.channels.events import ModeratorAppointed, ModeratorDismissed
from forum.channels.models import Channel, Membership, MembershipRole
from forum.channels.policy import can_appoint, can_dismiss
from forum.channels.queries import membership_of, other_moderators
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def appoint(session: Session, actor: Actor, channel: Channel, *, person: Actor) -> Membership:
    """Let the person keep order in the channel; who did not belong to it does so now."""
    channel, own = enter(session, actor, channel)
    require(can_appoint(actor, channel, own, appointed=person))
    membership = membership_of(session, person, channel.id)
    if membership is None:
        membership = Membership(channel_id=channel.id, actor_id=person.id)
        session.add(membership)
    elif membership.role is MembershipRole.MODERATOR:
        return membership
    membership.role = MembershipRole.MODERATOR
    session.flush()
    appointed = ModeratorAppointed(channel_id=channel.id, actor_id=person.id, by_id=actor.id)
    record(session, appointed, actor_id=actor.id)
    return membership


def dismiss(session: Session, actor: Actor, channel: Channel, *, person: Actor) -> Membership:
    """Make a moderator an ordinary member again; also how one steps down oneself."""
    channel, own = enter(session, actor, channel)
    membership = membership_of(session, person, channel.id)
    if membership is None:
        raise Invalid("not_a_member")
    others = other_moderators(session, channel.id, person.id)
    require(can_dismiss(actor, channel, own, dismissed=membership, other_moderators=others))
    if membership.role is MembershipRole.MEMBER:
        return membership
    membership.role = MembershipRole.MEMBER
    session.flush()
    dismissed = ModeratorDismissed(channel_id=channel.id, actor_id=person.id, by_id=actor.id)
    record(session, dismissed, actor_id=actor.id)
    return membership
