"""Who may come, go, watch, and decide about the people and the shape of a channel.

Groups decide for themselves: their moderators add and remove people and name each other. In theme,
city and system channels everybody comes and goes; the administrators name the moderators.
"""

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, ChannelKind, Membership, MembershipRole
from forum.channels.policy.reading import (
    can_moderate,
    can_read,
    can_take_part,
    is_admin,
    is_peer,
    is_present,
    is_within,
)
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if


def can_join(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer for what one may read; into a channel for invited people one is added."""
    if actor is None:
        return Denied("signed_out")
    if channel.audience is Audience.INVITED:
        return Denied("invited_only")
    if membership is not None:
        return Denied("already_member")
    return can_take_part(actor, channel, membership)


def can_leave(
    actor: Actor | None, channel: Channel, membership: Membership | None, *, other_moderators: int
) -> Verdict:
    """Answer for every member; the last moderator of a group names another one first.

    Nobody needs to look after an archived group.
    """
    if actor is None:
        return Denied("signed_out")
    if membership is None:
        return Denied("not_a_member")
    if other_moderators or channel.archived_at is not None:
        return Allowed()
    return allowed_if(not _is_group_moderator(channel, membership), "last_moderator")


def can_subscribe(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether the actor may watch or mute: whatever they may read and is still alive."""
    return can_take_part(actor, channel, membership)


def can_see_members(
    actor: Actor | None, channel: Channel, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may read the list of members: nobody from outside the hub does."""
    if not is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return can_read(actor, channel, membership)


def can_open_group(actor: Actor | None, *, moderates_anywhere: bool) -> Verdict:
    """Answer for administrators and for everybody who moderates some channel."""
    if not is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(is_admin(actor) or moderates_anywhere, "moderators_open_groups")


def can_change_members(
    actor: Actor | None, channel: Channel, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may add people to the channel and take them out."""
    moderates = can_moderate(actor, channel, membership)
    if not moderates:
        return moderates
    if channel.audience is not Audience.INVITED:
        return Denied("everybody_joins")
    return allowed_if(channel.archived_at is None, "channel_archived")


def can_remove(
    actor: Actor | None, channel: Channel, membership: Membership | None, *, removed: Membership
) -> Verdict:
    """Answer whether this member may be taken out: a moderator is dismissed first."""
    may = can_change_members(actor, channel, membership)
    if not may:
        return may
    return allowed_if(removed.role is MembershipRole.MEMBER, "dismiss_first")


def can_appoint(
    actor: Actor | None, channel: Channel, membership: Membership | None, *, appointed: Actor
) -> Verdict:
    """Answer whether the actor may let this person keep order here."""
    may = _can_name_moderators(actor, channel, membership)
    if not may:
        return may
    if channel.archived_at is not None:
        return Denied("channel_archived")
    if not is_present(appointed):
        return Denied("not_a_person_here")
    if channel.audience is Audience.PEERS:
        return allowed_if(is_peer(appointed) or is_admin(appointed), "appointed_cannot_read")
    return Allowed()


def can_dismiss(
    actor: Actor | None,
    channel: Channel,
    membership: Membership | None,
    *,
    dismissed: Membership,
    other_moderators: int,
) -> Verdict:
    """Answer whether a moderator may become an ordinary member: oneself always, unless the last."""
    if actor is None:
        return Denied("signed_out")
    if dismissed.actor_id != actor.id:
        may = _can_name_moderators(actor, channel, membership)
        if not may:
            return may
    if other_moderators or channel.archived_at is not None:
        return Allowed()
    return allowed_if(not _is_group_moderator(channel, dismissed), "last_moderator")


def can_archive(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether the actor may close the channel, or open it again: only groups can be."""
    moderates = can_moderate(actor, channel, membership)
    if not moderates:
        return moderates
    return allowed_if(channel.kind is ChannelKind.GROUP, "programme_decides")


def can_change_audience(actor: Actor | None, channel: Channel) -> Verdict:
    """Answer whether the actor may decide who reads along: administrators; groups stay closed."""
    if not is_admin(actor):
        return Denied("signed_out" if actor is None else "admins_only")
    if channel.kind is ChannelKind.GROUP:
        return Denied("group_stays_closed")
    return allowed_if(channel.archived_at is None, "channel_archived")


def can_change_waiting(
    actor: Actor | None, channel: Channel, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may say whose posts wait for release: the channel's moderation."""
    moderates = can_moderate(actor, channel, membership)
    if not moderates:
        return moderates
    return allowed_if(channel.archived_at is None, "channel_archived")


def audience_can_become(channel: Channel, audience: Audience) -> Verdict:
    """Answer whether the channel may have this audience, whoever asks.

    Once somebody has written here, only those may read who could have read then: the audience can
    become narrower, never wider. (``thread_count`` counts threads shown from elsewhere too; that
    errs on the safe side.)
    """
    if (channel.kind is ChannelKind.GROUP) != (audience is Audience.INVITED):
        return Denied("only_groups_are_invited")
    is_empty = channel.first_written_at is None and channel.thread_count == 0
    return allowed_if(is_empty or is_within(audience, channel.audience), "audience_wider")


def _can_name_moderators(
    actor: Actor | None, channel: Channel, membership: Membership | None
) -> Verdict:
    if channel.kind is ChannelKind.GROUP:
        return can_moderate(actor, channel, membership)
    if actor is None:
        return Denied("signed_out")
    return allowed_if(is_admin(actor), "admins_only")


def _is_group_moderator(channel: Channel, membership: Membership) -> bool:
    return channel.kind is ChannelKind.GROUP and membership.role is MembershipRole.MODERATOR
