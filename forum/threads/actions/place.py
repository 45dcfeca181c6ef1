"""Choose the further channels a thread is shown in; choosing again is the inverse."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, Membership
from forum.channels.policy import can_place
from forum.channels.queries import membership_of
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.counting import count_channels
from forum.threads.actions.locks import hold_thread
from forum.threads.events import ThreadPlaced
from forum.threads.models import Placement, Thread
from forum.threads.policy import can_rename

# Shown everywhere is shown nowhere.
MOST_PLACES = 6


def place(session: Session, actor: Actor, thread: Thread, *, places: Sequence[Channel]) -> Thread:
    """Show the thread in exactly these channels beside its home, and return it.

    Who may read it stays decided by its home. Channels it already stands in may stay, whatever has
    become of them. Raises `NotAllowed`, and `Invalid` ``too_many_places``.
    """
    thread = hold_thread(session, thread.id)
    require(can_rename(actor, thread, membership_of(session, actor, thread.channel_id)))
    former = set(
        session.scalars(
            sa.select(Placement.channel_id).where(
                Placement.thread_id == thread.id, Placement.is_home.is_(False)
            )
        )
    )
    wanted = {channel.id for channel in places} - {thread.channel_id}
    fresh = [channel for channel in places if channel.id not in former]
    require_places(session, actor, thread.channel, fresh, kept=len(wanted & former))
    added, taken = sorted(wanted - former), sorted(former - wanted)
    if not added and not taken:
        return thread
    session.execute(
        sa.delete(Placement).where(
            Placement.thread_id == thread.id, Placement.channel_id.in_(taken)
        )
    )
    session.add_all(Placement(channel_id=one, thread_id=thread.id, is_home=False) for one in added)
    count_channels(session, added + taken)
    event = ThreadPlaced(thread_id=thread.id, added=added, taken=taken)
    record(session, event, actor_id=actor.id)
    return thread


def require_places(
    session: Session, actor: Actor, home: Channel, places: Sequence[Channel], *, kept: int = 0
) -> list[Channel]:
    """Return the places without the home and doubles, or raise what forbids one of them."""
    wanted = list({place.id: place for place in places if place.id != home.id}.values())
    if len(wanted) + kept > MOST_PLACES:
        raise Invalid("too_many_places", field="places", limit=MOST_PLACES)
    memberships = {
        membership.channel_id: membership
        for membership in session.scalars(
            sa.select(Membership).where(
                Membership.actor_id == actor.id,
                Membership.channel_id.in_([place.id for place in wanted]),
            )
        )
    }
    for place in wanted:
        require(can_place(actor, place, memberships.get(place.id)))
    return wanted
