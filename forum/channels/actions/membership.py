"""Adding people to a channel for invited people, and taking them out."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.locking import enter
from forum.channels.events import MemberAdded, MemberRemoved
from forum.channels.models import Channel, Membership
from forum.channels.policy import can_change_members, can_remove, is_present
from forum.channels.queries import membership_of
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require


def add_member(session: Session, actor: Actor, channel: Channel, *, person: Actor) -> Membership:
    """Let the person belong to the channel; adding twice is adding once."""
    channel, own = enter(session, actor, channel)
    require(can_change_members(actor, channel, own))
    if not is_present(person):
        raise Invalid("not_a_person_here")
    membership = membership_of(session, person, channel.id)
    if membership is not None:
        return membership
    membership = Membership(channel_id=channel.id, actor_id=person.id)
    session.add(membership)
    session.flush()
    added = MemberAdded(channel_id=channel.id, actor_id=person.id, by_id=actor.id)
    record(session, added, actor_id=actor.id)
    return membership


def remove_member(session: Session, actor: Actor, channel: Channel, *, person: Actor) -> None:
    """Take the person out of the channel; removing twice is removing once."""
    channel, own = enter(session, actor, channel)
    require(can_change_members(actor, channel, own))
    membership = membership_of(session, person, channel.id)
    if membership is None:
        return
    require(can_remove(actor, channel, own, removed=membership))
    session.delete(membership)
    session.flush()
    removed = MemberRemoved(channel_id=channel.id, actor_id=person.id, by_id=actor.id)
    record(session, removed, actor_id=actor.id)
