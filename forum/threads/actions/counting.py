"""Bringing the counters of held rows up to date."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.channels.models import Channel
from forum.threads.actions.locks import hold_channels
from forum.threads.models import Thread
from forum.threads.queries.counters import channel_counters, thread_counters


def count_thread(session: Session, thread: Thread) -> None:
    """Count the posts of a held thread again; for removals, which are rare."""
    session.flush()
    session.execute(
        sa.update(Thread)
        .where(Thread.id == thread.id)
        .values(thread_counters())
        .execution_options(synchronize_session=False)
    )
    session.refresh(thread, list(thread_counters()))


def count_channels(session: Session, channel_ids: Collection[int]) -> None:
    """Count the threads of these channels again, after holding them."""
    session.flush()
    hold_channels(session, channel_ids)
    session.execute(
        sa.update(Channel)
        .where(Channel.id.in_(channel_ids))
        .values(channel_counters())
        .execution_options(synchronize_session=False)
    )
