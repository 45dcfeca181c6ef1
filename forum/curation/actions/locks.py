"""Taking rows for a change, with what the actor is entitled to now and not when the page was read.

Summaries and suggestions change only while their thread is held; entries only while their
collection is.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel, Membership
from forum.channels.queries import membership_of
from forum.curation.models import Collection, Suggestion, Summary
from forum.practices.actions.holding import hold_report
from forum.practices.models import ExperienceReport
from forum.threads.actions.locks import hold_channels, hold_thread
from forum.threads.models import Thread

# What the rules ask about whoever acts, beside the membership.
_STANDING = ("role", "closed_at", "muted_until", "suspended_until", "banned_at")


def held_thread(
    session: Session, actor: Actor, thread_id: int, *, with_report: bool = False
) -> tuple[Thread, Membership | None]:
    """Return the thread with its home channel, and the actor's membership there, as they are.

    With its report where that may be changed: a report is held before its thread.
    """
    if with_report:
        hold_report_of(session, thread_id)
    thread = hold_thread(session, thread_id)
    session.refresh(thread.channel, attribute_names=["archived_at", "audience"])
    return thread, _standing(session, actor, thread.channel_id)


def hold_report_of(session: Session, thread_id: int) -> None:
    """Hold the report of a thread, where it is one."""
    report = sa.select(ExperienceReport.id).where(ExperienceReport.thread_id == thread_id)
    report_id = session.scalars(report).one_or_none()
    if report_id is not None:
        hold_report(session, report_id)


def held_channel(
    session: Session, actor: Actor, channel: Channel
) -> tuple[Channel, Membership | None]:
    """Return the channel, held, and the actor's membership there, as they are."""
    hold_channels(session, [channel.id])
    session.refresh(channel, attribute_names=["archived_at", "audience"])
    return channel, _standing(session, actor, channel.id)


def held_collection(
    session: Session, actor: Actor, collection: Collection
) -> tuple[Collection, Membership | None]:
    """Return the collection with its channel, and the actor's membership there, as they are."""
    held: Collection = session.scalars(
        sa.select(Collection)
        .where(Collection.id == collection.id)
        .options(joinedload(Collection.channel))
        .with_for_update(key_share=True, of=Collection)
        .execution_options(populate_existing=True)
    ).one()
    session.refresh(held.channel, attribute_names=["archived_at", "audience"])
    return held, _standing(session, actor, held.channel_id)


def present_summary(session: Session, thread: Thread) -> Summary | None:
    """Return the summary of a thread that is held, as it is now."""
    return session.get(Summary, thread.id, populate_existing=True)


def present_suggestion(session: Session, suggestion_id: int) -> Suggestion:
    """Return a suggestion about a thread that is held, as it is now."""
    return session.get_one(Suggestion, suggestion_id, populate_existing=True)


def _standing(session: Session, actor: Actor, channel_id: int) -> Membership | None:
    session.refresh(actor, attribute_names=_STANDING)
    return membership_of(session, actor, channel_id)
