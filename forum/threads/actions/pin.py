"""Let a thread stand on top: of a channel's list, or on the first page; and no longer.

Both end by themselves: whoever asks compares with the clock, and nothing has to happen by then.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_channels, hold_thread
from forum.threads.events import ThreadFeatured, ThreadPinned, ThreadUnfeatured, ThreadUnpinned
from forum.threads.models import Placement, Thread
from forum.threads.policy import can_feature, can_pin

# What always stands on top is not read any more.
MOST_PINNED = 3
MOST_FEATURED = 3
LONGEST = dt.timedelta(days=366)


def pin(
    session: Session, actor: Actor, thread: Thread, *, channel: Channel, until: dt.datetime
) -> Placement:
    """Let the thread stand on top of this channel's list until then, and return its place there.

    Pinning again changes the end. Raises `NotAllowed`, `NotFound` ``not_shown_there``, and
    `Invalid` for the field ``until``: ``ends_too_early_or_late``, ``too_many_pinned``.
    """
    thread = hold_thread(session, thread.id)
    hold_channels(session, [channel.id])  # Two at once do not both become the last one allowed.
    require(can_pin(actor, thread, channel, membership_of(session, actor, channel.id)))
    place = _place(session, thread, channel)
    _check_end(until)
    others = sa.select(sa.func.count()).where(
        Placement.channel_id == channel.id,
        Placement.thread_id != thread.id,
        Placement.pinned_until > clock.now(),
        Placement.thread_id.in_(sa.select(Thread.id).where(Thread.removed_at.is_(None))),
    )
    if session.scalars(others).one() >= MOST_PINNED:
        raise Invalid("too_many_pinned", field="until", limit=MOST_PINNED)
    place.pinned_until = until
    event = ThreadPinned(thread_id=thread.id, channel_id=channel.id, until=until.isoformat())
    record(session, event, actor_id=actor.id)
    return place


def unpin(session: Session, actor: Actor, thread: Thread, *, channel: Channel) -> Placement:
    """Let the thread stand where it belongs by its activity. Raises as `pin` does."""
    thread = hold_thread(session, thread.id)
    hold_channels(session, [channel.id])
    place = _place(session, thread, channel)
    if place.pinned_until is None:
        return place
    require(can_pin(actor, thread, channel, membership_of(session, actor, channel.id)))
    place.pinned_until = None
    record(session, ThreadUnpinned(thread_id=thread.id, channel_id=channel.id), actor_id=actor.id)
    return place


def feature(session: Session, actor: Actor, thread: Thread, *, until: dt.datetime) -> Thread:
    """Show the thread on the first page until then, to all who may read it, and return it.

    Raises `NotAllowed`, and `Invalid` for the field ``until``: ``ends_too_early_or_late``,
    ``too_many_featured``.
    """
    thread = hold_thread(session, thread.id)
    require(can_feature(actor, thread))
    _check_end(until)
    others = sa.select(sa.func.count()).where(
        Thread.id != thread.id, Thread.featured_until > clock.now(), Thread.removed_at.is_(None)
    )
    if session.scalars(others).one() >= MOST_FEATURED:
        raise Invalid("too_many_featured", field="until", limit=MOST_FEATURED)
    thread.featured_until = until
    record(session, ThreadFeatured(thread_id=thread.id, until=until.isoformat()), actor_id=actor.id)
    return thread


def unfeature(session: Session, actor: Actor, thread: Thread) -> Thread:
    """Show the thread on the first page no longer, and return it. Raises `NotAllowed`."""
    thread = hold_thread(session, thread.id)
    if thread.featured_until is None:
        return thread
    require(can_feature(actor, thread))
    thread.featured_until = None
    record(session, ThreadUnfeatured(thread_id=thread.id), actor_id=actor.id)
    return thread


def _place(session: Session, thread: Thread, channel: Channel) -> Placement:
    place = session.get(Placement, (channel.id, thread.id), populate_existing=True)
    if place is None:
        raise NotFound("not_shown_there")
    return place


def _check_end(until: dt.datetime) -> None:
    now = clock.now()
    if not now < until <= now + LONGEST:
        raise Invalid("ends_too_early_or_late", field="until")
