"""Numbers and latest threads around the channels: for the overview and the frame of every page."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.threads.models import Draft, Placement, ReadMark, Thread
from forum.threads.policy import listed_threads
from forum.threads.queries.unread import is_unread, mark_join, moved_lately, muted_channels


@dataclass(frozen=True, slots=True)
class LatestThread:
    """The thread of a channel in which something was last written."""

    public_id: str
    title: str
    at: dt.datetime


def latest_by_channel(session: Session, actor: Actor | None) -> dict[int, LatestThread]:
    """Return by channel id the latest thread there that the reader may read; one statement."""
    latest_first = (Thread.last_post_at.desc(), Thread.public_id.desc())
    ranked = (
        sa.select(
            Placement.channel_id,
            Thread.public_id,
            Thread.title,
            Thread.last_post_at,
            sa.func.row_number()
            .over(partition_by=Placement.channel_id, order_by=latest_first)
            .label("rank"),
        )
        .join(Thread, Thread.id == Placement.thread_id)
        .where(listed_threads(actor), Thread.archived_at.is_(None))
        .subquery()
    )
    rows = session.execute(
        sa.select(
            ranked.c.channel_id, ranked.c.public_id, ranked.c.title, ranked.c.last_post_at
        ).where(ranked.c.rank == 1)
    )
    return {channel_id: LatestThread(*rest) for channel_id, *rest in rows}


def unread_count(session: Session, actor: Actor) -> int:
    """Return how many threads have something new for the reader, each counted once."""
    return session.scalars(
        sa.select(sa.func.count())
        .select_from(Thread)
        .outerjoin(ReadMark, mark_join(actor))
        .where(
            moved_lately(actor),
            is_unread(actor),
            listed_threads(actor),
            Thread.channel_id.not_in(muted_channels(actor)),
        )
    ).one()


def draft_count(session: Session, actor: Actor) -> int:
    """Return how many unfinished texts the actor has."""
    return session.scalars(
        sa.select(sa.func.count()).select_from(Draft).where(Draft.actor_id == actor.id)
    ).one()
