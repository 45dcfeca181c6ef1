"""Who may put threads in order: close, archive, pin, feature, move, merge and split them.

What joins two places asks for both: whoever moves texts keeps order where they leave and where they
arrive, and nobody reads them afterwards who could not before.
"""

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Audience, Channel, Membership
from forum.kernel.verdict import Denied, Verdict, allowed_if
from forum.threads.models import Thread, ThreadKind
from forum.threads.policy.writing import still_open

# Votes and records belong to their thread: it takes in others, and goes into none.
WHOLE = frozenset({ThreadKind.POLL, ThreadKind.EXPERIENCE_REPORT})


def can_order(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether the actor may close, archive, move, merge and split: the home's moderation."""
    moderates = channels.can_moderate(actor, thread.channel, membership)
    if not moderates:
        return moderates
    open_ = still_open(thread)
    if not open_:
        return open_
    return allowed_if(thread.visible_at is not None, "thread_held")


def can_pin(
    actor: Actor | None, thread: Thread, channel: Channel, membership: Membership | None
) -> Verdict:
    """Answer for the moderation of the channel in whose list it stands, at home there or not."""
    moderates = channels.can_moderate(actor, channel, membership)
    if not moderates:
        return moderates
    if channel.archived_at is not None:
        return Denied("channel_archived")
    return _shown(thread)


def can_feature(actor: Actor | None, thread: Thread) -> Verdict:
    """Answer whether the actor may show the thread on the first page: who runs the hub."""
    if not channels.is_admin(actor):
        return Denied("signed_out" if actor is None else "admins_only")
    return _shown(thread)


def is_no_wider(to: Channel, than: Channel) -> bool:
    """Tell whether everybody who reads in `to` reads in `than` as well, whoever they are.

    Two channels for invited people have two lists of people: neither is within the other.
    """
    return to.id == than.id or is_narrower(to.audience, than.audience)


def is_narrower(narrow: Audience, wide: Audience) -> bool:
    """Tell whether this holds for every two channels with these audiences."""
    if narrow is wide is Audience.INVITED:
        return False
    return channels.is_within(narrow, wide)


def can_move(
    actor: Actor | None,
    thread: Thread,
    membership: Membership | None,
    to: Channel,
    membership_there: Membership | None,
) -> Verdict:
    """Answer whether the thread may have its home in `to`, where the actor could have begun it."""
    verdict = can_order(actor, thread, membership)
    if not verdict:
        return verdict
    startable = channels.can_start_thread(actor, to, membership_there)
    if not startable:
        return startable
    return allowed_if(is_no_wider(to, thread.channel), "audience_wider_there")


def movable_channels(actor: Actor | None, thread: Thread) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` for where `can_move` allows, of who orders the thread."""
    home = thread.channel
    narrower = [one for one in Audience if is_narrower(one, home.audience)]
    return sa.and_(
        channels.startable_channels(actor), Channel.id != home.id, Channel.audience.in_(narrower)
    )


def can_take_from(
    actor: Actor | None,
    source: Thread,
    membership: Membership | None,
    into: Thread,
    membership_there: Membership | None,
) -> Verdict:
    """Answer whether posts of `source` may go to `into`; both have their channels loaded."""
    for thread, own in ((source, membership), (into, membership_there)):
        verdict = can_order(actor, thread, own)
        if not verdict:
            return verdict
        if thread.archived_at is not None:
            return Denied("thread_archived")
    if source.id == into.id:
        return Denied("same_thread")
    return allowed_if(is_no_wider(into.channel, source.channel), "audience_wider_there")


def can_merge(
    actor: Actor | None,
    source: Thread,
    membership: Membership | None,
    into: Thread,
    membership_there: Membership | None,
) -> Verdict:
    """Answer whether all posts of `source` may go to `into`, and the thread with them."""
    verdict = can_take_from(actor, source, membership, into, membership_there)
    if not verdict:
        return verdict
    return allowed_if(source.kind not in WHOLE, "merges_as_target_only")


def _shown(thread: Thread) -> Verdict:
    if thread.removed_at is not None:
        return Denied("thread_removed")
    if thread.visible_at is None:
        return Denied("thread_held")
    return allowed_if(thread.archived_at is None, "thread_archived")
