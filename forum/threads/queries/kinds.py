"""How questions stand, as conditions on ``Thread``; and the answer of one."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, ActorKind
from forum.threads.models import AcceptedAnswer, Post, Thread, ThreadKind

# What waits for somebody to reply: announcements and polls are told, not asked.
WAITING = (ThreadKind.DISCUSSION, ThreadKind.QUESTION)


def is_solved() -> sa.ColumnElement[bool]:
    """Tell whether an answer has been accepted; only questions have one."""
    return sa.exists().where(AcceptedAnswer.thread_id == Thread.id).correlate(Thread)


def is_open_question() -> sa.ColumnElement[bool]:
    """Tell whether it is a question without an accepted answer, replied to or not."""
    return sa.and_(Thread.kind == ThreadKind.QUESTION, Thread.archived_at.is_(None), ~is_solved())


def is_unanswered() -> sa.ColumnElement[bool]:
    """Tell whether nobody has replied where a reply is hoped for and possible.

    Who wrote in an archive that was read in, and is no member, does not wait any more.
    """
    gone = sa.exists().where(Actor.id == Thread.author_id, Actor.kind == ActorKind.UNCLAIMED)
    return sa.and_(
        Thread.reply_count == 0,
        Thread.locked_at.is_(None),
        Thread.archived_at.is_(None),
        Thread.kind.in_(WAITING),
        ~gone.correlate(Thread),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """The post that solved a question, and who wrote it."""

    post_id: int
    public_id: str
    number: int
    author_name: str | None
    """``None``: has left the hub."""


def accepted_answer_of(session: Session, thread: Thread) -> Answer | None:
    """Return the accepted answer; of anything but a question there is none, without asking."""
    if thread.kind is not ThreadKind.QUESTION:
        return None
    name = sa.case((Actor.closed_at.is_(None), Actor.name), else_=None)
    row = session.execute(
        sa.select(Post.id, Post.public_id, Post.number, name)
        .join(AcceptedAnswer, AcceptedAnswer.post_id == Post.id)
        .join(Actor, Actor.id == Post.author_id)
        .where(AcceptedAnswer.thread_id == thread.id)
    ).one_or_none()
    return None if row is None else Answer(*row)
