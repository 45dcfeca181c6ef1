"""Put two threads together; the inverse is to split posts off again."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.accept import drop_acceptance
from forum.threads.actions.carrying import (
    Journey,
    carry_drafts,
    carry_marks,
    carry_notes,
    carry_posts,
    carry_wishes,
)
from forum.threads.actions.counting import count_channels, count_thread
from forum.threads.actions.locks import hold_actor, hold_both, placements_of
from forum.threads.actions.note_down import note_down
from forum.threads.events import ThreadMerged
from forum.threads.models import MergedThread, ReadMark, Thread, ThreadSubscription
from forum.threads.policy import can_merge
from forum.threads.text import clean_reason


def merge(
    session: Session, actor: Actor, source: Thread, *, into: Thread, reason: str = ""
) -> Thread:
    """Append all posts of `source` to `into`, and return the latter.

    The address of `source` leads there from now on. Nobody reads along who did not before, and
    nobody is told anew. An answer accepted in `source` is accepted no more. Of two who merge
    crosswise, the later one is refused. Raises `NotAllowed`, and `Invalid` ``too_long``.
    """
    hold_actor(session, actor)
    source, into = hold_both(session, source, into)
    here = membership_of(session, actor, source.channel_id)
    there = membership_of(session, actor, into.channel_id)
    require(can_merge(actor, source, here, into, there))
    reason = clean_reason(reason)
    drop_acceptance(session, actor, source, because="moved")
    journey = carry_posts(session, source, into)
    _carry_the_rest(session, journey)
    note_down(
        session,
        into,
        "merged",
        actor=actor,
        after=journey.first - 1,
        title=source.title,
        posts=len(journey.numbers),
        reason=reason,
    )
    _close(session, actor, journey, reason)
    for thread in (source, into):
        count_thread(session, thread)
    count_channels(session, {*placements_of(session, source), *placements_of(session, into)})
    event = ThreadMerged(thread_id=source.id, into_id=into.id, number=journey.first)
    record(session, event, actor_id=actor.id)
    return into


def _carry_the_rest(session: Session, journey: Journey) -> None:
    carry_marks(session, journey)
    carry_wishes(session, journey)
    carry_drafts(session, journey)
    carry_notes(session, journey)
    for row in (ReadMark, ThreadSubscription):
        session.execute(sa.delete(row).where(row.thread_id == journey.source.id))


def _close(session: Session, actor: Actor, journey: Journey, reason: str) -> None:
    """Take the empty thread out of all lists, and let its address lead on, and those before it."""
    source, now = journey.source, clock.now()
    session.execute(
        sa.update(MergedThread)
        .where(MergedThread.into_id == source.id)
        .values(into_id=journey.into.id)
    )
    session.add(MergedThread(thread_id=source.id, into_id=journey.into.id, created_at=now))
    source.removed_at = now
    source.removed_by_id = actor.id
    source.removal_reason = reason
    session.flush()
