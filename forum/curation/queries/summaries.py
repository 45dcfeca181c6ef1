"""Reading summaries, their versions, and the posts that they cite."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.curation.models import Suggestion, SuggestionState, Summary, SummaryVersion
from forum.threads.models import Post, Thread


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A summary as it stands on top of its thread."""

    html: str
    version: int
    updated_at: dt.datetime
    editor: str | None
    """Who wrote this version; ``None``: somebody who has left."""
    new_posts: int
    """Posts that can be read and came after what it takes into account."""
    first_new: str | None
    """The public id of the first of them."""
    open_suggestions: int


def summary_row(session: Session, thread: Thread) -> SummaryRow | None:
    """Return the summary with what is new since, in one statement."""
    readable = (
        Post.thread_id == Summary.thread_id,
        Post.number > Summary.up_to_number,
        Post.visible_at.is_not(None),
        Post.removed_at.is_(None),
    )
    new = sa.select(sa.func.count()).select_from(Post).where(*readable)
    first_new = sa.select(Post.public_id).where(*readable).order_by(Post.number).limit(1)
    suggested = (
        sa.select(sa.func.count())
        .select_from(Suggestion)
        .where(
            Suggestion.thread_id == Summary.thread_id,
            Suggestion.field == "",
            Suggestion.state == SuggestionState.OPEN,
        )
    )
    row = session.execute(
        sa.select(
            Summary.html,
            Summary.version,
            Summary.updated_at,
            sa.case((Actor.closed_at.is_(None), Actor.name)),
            new.correlate(Summary).scalar_subquery(),
            first_new.correlate(Summary).scalar_subquery(),
            suggested.correlate(Summary).scalar_subquery(),
        )
        .outerjoin(Actor, Actor.id == Summary.edited_by_id)
        .where(Summary.thread_id == thread.id)
    ).one_or_none()
    return None if row is None else SummaryRow(*row)


def summary_of(session: Session, thread: Thread) -> Summary | None:
    """Return the summary, with who wrote it."""
    return session.scalars(
        sa.select(Summary)
        .where(Summary.thread_id == thread.id)
        .options(joinedload(Summary.edited_by))
    ).one_or_none()


def versions_of(session: Session, thread: Thread) -> list[SummaryVersion]:
    """Return the former versions, oldest first, each with who wrote it."""
    return list(
        session.scalars(
            sa.select(SummaryVersion)
            .where(SummaryVersion.thread_id == thread.id)
            .order_by(SummaryVersion.version)
            .options(joinedload(SummaryVersion.edited_by))
        )
    )


def cited_posts(session: Session, thread: Thread, numbers: Iterable[int]) -> dict[int, str]:
    """Return the public ids of the thread's posts with these numbers, of those that can be read."""
    wanted = list(numbers)
    if not wanted:
        return {}
    rows = session.execute(
        sa.select(Post.number, Post.public_id).where(
            Post.thread_id == thread.id,
            Post.number.in_(wanted),
            Post.visible_at.is_not(None),
            Post.removed_at.is_(None),
        )
    )
    return {row.number: row.public_id for row in rows}
