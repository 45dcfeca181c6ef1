"""What the counters should say, as SQL; `flask forum recount` compares and repairs."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.channels.models import Channel
from forum.threads.models import Placement, Post, Thread


@dataclass(frozen=True, slots=True)
class WrongCounter:
    """A counter that does not say what is there."""

    table: str
    row_id: int
    column: str
    stored: object
    counted: object


def _of_posts(value: sa.ColumnElement[Any], *, readable: bool = True) -> sa.ScalarSelect[Any]:
    """Aggregate over the posts of the enclosing ``Thread``."""
    statement = sa.select(value).where(Post.thread_id == Thread.id)
    if readable:
        statement = statement.where(Post.removed_at.is_(None), Post.visible_at.is_not(None))
    return statement.correlate(Thread).scalar_subquery()


def thread_counters() -> dict[str, sa.ColumnElement[Any]]:
    """Return the true value of each counter of ``Thread``.

    A thread whose posts are all removed keeps the time of its making as its last sign of life.
    """
    return {
        "post_count": _of_posts(sa.func.count(Post.id)),
        "reply_count": _of_posts(sa.func.count(sa.case((Post.number > 1, Post.id)))),
        "highest_number": sa.func.coalesce(_of_posts(sa.func.max(Post.number), readable=False), 0),
        "last_post_number": sa.func.coalesce(_of_posts(sa.func.max(Post.number)), 1),
        "last_post_at": sa.func.coalesce(
            _of_posts(sa.func.max(Post.visible_at)), Thread.created_at
        ),
    }


def channel_counters() -> dict[str, sa.ColumnElement[Any]]:
    """Return the true value of each counter of ``Channel``: of the threads shown there."""

    def of_threads(value: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
        return (
            sa.select(value)
            .select_from(Placement)
            .join(Thread, Thread.id == Placement.thread_id)
            .where(
                Placement.channel_id == Channel.id,
                Thread.removed_at.is_(None),
                Thread.visible_at.is_not(None),
            )
            .correlate(Channel)
            .scalar_subquery()
        )

    return {
        "thread_count": of_threads(sa.func.count()),
        "last_activity_at": of_threads(sa.func.max(Thread.last_post_at)),
    }


def wrong_counters(session: Session) -> list[WrongCounter]:
    """Return every counter that is wrong, threads first."""
    return wrong_in(session, Thread) + wrong_in(session, Channel)


def wrong_in(session: Session, model: type[Thread | Channel]) -> list[WrongCounter]:
    """Return the wrong counters of one table."""
    found: list[WrongCounter] = []
    for name, counted in true_counters(model).items():
        stored = getattr(model, name)
        rows = session.execute(
            sa.select(model.id, stored, counted)
            .where(stored.is_distinct_from(counted))
            .order_by(model.id)
        )
        found += [WrongCounter(model.__tablename__, row[0], name, row[1], row[2]) for row in rows]
    return found


def true_counters(model: type[Thread | Channel]) -> dict[str, sa.ColumnElement[Any]]:
    """Return the true value of each counter of the table."""
    return thread_counters() if model is Thread else channel_counters()
