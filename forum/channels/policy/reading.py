"""Who may read, write and decide in a channel, and the same as SQL for lists.

Every question is asked with the actor (``None``: not signed in; organisation loaded), the channel,
and the actor's membership there (``None``: none). The audience levels form this order, with one
exception that :func:`is_within` knows: public ⊃ members ⊃ peers; invited stands on its own.

Two rules are kept in one place, here: administrators read and moderate everywhere (the sentence of
each audience says so), and the existence of a channel for invited people is nobody else's business.
"""

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor, ActorKind, OrganisationKind
from forum.channels.models import (
    Audience,
    Channel,
    ChannelKind,
    Membership,
    MembershipRole,
    Posting,
)
from forum.kernel.errors import NotFound
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if, require

# Those who carry out projects, and who advises them; never the bodies that decide on the money.
PEERS = frozenset({OrganisationKind.CITY, OrganisationKind.BEARER, OrganisationKind.SERVICE_CENTRE})
# A thread may also be shown in these; groups and system channels hold only their own.
PLACEABLE = frozenset({ChannelKind.THEME, ChannelKind.CITY})

NO_CHANNEL = "no_channel"


def is_present(actor: Actor | None) -> bool:
    """Tell whether this is a member of this hub: signed in, from here, not closed, not shut out."""
    if actor is None or actor.domain or actor.closed_at is not None:
        return False
    return actor.kind is not ActorKind.UNCLAIMED and not actor.is_shut_out


def is_admin(actor: Actor | None) -> bool:
    """Tell whether the actor runs the hub, and is still there."""
    return actor is not None and is_present(actor) and actor.is_admin


def is_peer(actor: Actor | None) -> bool:
    """Tell whether the actor works for a city, a project bearer or the service centre."""
    if actor is None or not is_present(actor) or actor.organisation is None:
        return False
    return actor.organisation.kind in PEERS


def is_within(narrow: Audience, wide: Audience) -> bool:
    """Tell whether everybody who reads under `narrow` also reads under `wide`.

    People are invited one by one, whatever they work for: so the invited are no part of the peers.
    """
    order = (Audience.PUBLIC, Audience.MEMBERS, Audience.PEERS)
    if narrow is wide:
        return True
    if narrow is Audience.INVITED:
        return wide in {Audience.PUBLIC, Audience.MEMBERS}
    return wide is not Audience.INVITED and order.index(wide) < order.index(narrow)


def can_read(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer from the audience; what is archived can still be read."""
    if channel.audience is Audience.PUBLIC or is_admin(actor):
        return Allowed()
    if not is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    if channel.audience is Audience.PEERS:
        return allowed_if(is_peer(actor), "peers_only")
    if channel.audience is Audience.INVITED:
        return allowed_if(membership, "invited_only")
    return Allowed()


def readable_channels(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` that holds where :func:`can_read` allows."""
    if is_admin(actor):
        return sa.true()
    if actor is None or not is_present(actor):
        return Channel.audience == Audience.PUBLIC
    levels = [Audience.PUBLIC, Audience.MEMBERS]
    if is_peer(actor):
        levels.append(Audience.PEERS)
    return sa.or_(
        Channel.audience.in_(levels),
        sa.and_(Channel.audience == Audience.INVITED, Channel.id.in_(_own_channels(actor))),
    )


def can_know_of(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether the actor may learn that the channel exists, and its name."""
    if channel.audience is Audience.INVITED:
        return allowed_if(can_read(actor, channel, membership), NO_CHANNEL)
    return Allowed()


def known_channels(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` that holds where :func:`can_know_of` allows."""
    return sa.or_(Channel.audience != Audience.INVITED, readable_channels(actor))


def require_read(actor: Actor | None, channel: Channel, membership: Membership | None) -> None:
    """Raise ``NotFound`` where the channel is hidden, ``NotAllowed`` where it is closed."""
    if not can_know_of(actor, channel, membership):
        raise NotFound(NO_CHANNEL)
    require(can_read(actor, channel, membership))


def can_take_part(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether the actor may belong here: read it as a member, while it is alive."""
    readable = can_read(actor, channel, membership)
    if not readable:
        return readable
    if not is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(channel.archived_at is None, "channel_archived")


def can_write(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether the actor may say anything here: replies need this and an open thread."""
    verdict = can_take_part(actor, channel, membership)
    return _unless_muted(actor) if verdict else verdict


def may_write(actor: Actor | None) -> bool:
    """Tell whether the actor may say anything anywhere."""
    return actor is not None and is_present(actor) and not actor.is_muted


def _unless_muted(actor: Actor | None) -> Verdict:
    if actor is not None and actor.is_muted:
        return Denied("muted", actor.muted_until)
    return Allowed()


def can_start_thread(
    actor: Actor | None, channel: Channel, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may begin a thread whose home this channel is."""
    writable = can_write(actor, channel, membership)
    if not writable or channel.posting is Posting.READERS:
        return writable
    return allowed_if(can_moderate(actor, channel, membership), "moderators_post")


def startable_channels(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` that holds where :func:`can_start_thread` allows."""
    if not may_write(actor):
        return sa.false()
    return sa.and_(
        readable_channels(actor),
        Channel.archived_at.is_(None),
        sa.or_(Channel.posting == Posting.READERS, moderated_channels(actor)),
    )


def can_place(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether a thread of the actor may be shown here too; its audience stays its home's."""
    writable = can_write(actor, channel, membership)
    if not writable:
        return writable
    return allowed_if(channel.kind in PLACEABLE, "not_placeable")


def placeable_channels(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` that holds where :func:`can_place` allows."""
    if not may_write(actor):
        return sa.false()
    return sa.and_(
        readable_channels(actor),
        Channel.archived_at.is_(None),
        Channel.kind.in_(PLACEABLE),
    )


def can_moderate(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether the actor keeps order here: its moderators, as long as they may read it.

    Who may not write has no say in what others write either.
    """
    if actor is None:
        return Denied("signed_out")
    if actor.is_muted:
        return _unless_muted(actor)
    if is_admin(actor):
        return Allowed()
    moderates = membership is not None and membership.role is MembershipRole.MODERATOR
    return allowed_if(moderates and can_read(actor, channel, membership), "not_a_moderator")


def moderated_channels(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` that holds where :func:`can_moderate` allows."""
    if actor is None or not may_write(actor):
        return sa.false()
    if is_admin(actor):
        return sa.true()
    moderated = _own_channels(actor).where(Membership.role == MembershipRole.MODERATOR)
    return sa.and_(readable_channels(actor), Channel.id.in_(moderated))


def _own_channels(actor: Actor) -> sa.Select[int]:
    return sa.select(Membership.channel_id).where(Membership.actor_id == actor.id)
