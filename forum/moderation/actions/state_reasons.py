"""State the reasons of a restriction: to whom it concerns, and for the log (Art. 17)."""

import datetime as dt
import re

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.messaging.models import Message
from forum.moderation.chain import append
from forum.moderation.events import StatementMade
from forum.moderation.grounds import Ground
from forum.moderation.measures.offered import RESTRICTING
from forum.moderation.models import (
    Case,
    Decision,
    Measure,
    Origin,
    Sanction,
    Signal,
    Source,
    Statement,
    Target,
)
from forum.practices.models import ExperienceReport
from forum.threads.models import Post, Thread

SANCTIONS = frozenset({Measure.WARN, Measure.MUTE, Measure.SUSPEND, Measure.BAN})
# Where the name of the addressee stood. A statement can never be changed, and a name must be
# forgettable: whoever shows the text puts in what the person is called now.
NAME = "{name}"
_AUTOMATIC = frozenset({Source.AUTOMATIC, Source.HELD})


def state_reasons(session: Session, decision: Decision, case: Case) -> Statement | None:
    """Write the statement of a decision that restricts somebody, with its sanction; return it.

    ``None``: it restricts nobody. Called after the measure, in the transaction of the decision and
    while what brought the case up is not settled yet. Raises `Invalid` ``empty_reason`` or
    ``empty_ground`` (also for a ground that is not in the list).
    """
    if decision.measure not in RESTRICTING or case.about_id is None:
        return None
    if not decision.reason:
        raise Invalid("empty_reason", field="reason")
    if decision.ground not in set(Ground):
        raise Invalid("empty_ground", field="ground")
    addressee = session.get_one(Actor, case.about_id)
    statement = Statement(
        decision_id=decision.id,
        addressee_id=addressee.id,
        made_by_id=decision.decided_by_id,
        measure=decision.measure,
        until=decision.until,
        target=case.target,
        target_id=case.target_id,
        about="" if case.target is Target.PROFILE else case.title,
        facts=without_name(decision.reason, addressee),
        ground=decision.ground,
        origin=_origin(session, case),
    )
    return _write(session, statement)


def state_removal(session: Session, post: Post) -> Statement | None:
    """Write the statement of a removal outside of any case, on the moderation's own initiative.

    `post` has its thread loaded; its opening post stands for a whole thread. ``None``: it is back
    again, it was the author's own doing, or its reasons are stated already.
    """
    removed_at, removed_by_id, reason = _removal(post)
    if removed_at is None or removed_by_id in {None, post.author_id}:
        return None
    targets = _targets(session, post)
    if _is_stated(session, targets, removed_at):
        return None
    ending = "" if post.number == 1 else f" (#{post.number})"
    removal = Statement(
        addressee_id=post.author_id,
        made_by_id=removed_by_id,
        target=Target.POST,
        target_id=post.id,
        about=post.thread.title[: 200 - len(ending)] + ending,
    )
    return _write_removal(session, removal, reason or "")


def state_removal_of_message(session: Session, message: Message) -> Statement | None:
    """Write the statement of a message that a channel's moderation took down without a case.

    `message` has its room and channel loaded. ``None`` as in `state_removal`, and for a
    conversation of people: who leads it is not the moderation of the hub.
    """
    channel, by_id = message.room.channel, message.removed_by_id
    if message.removed_at is None or channel is None or by_id in {None, message.author_id}:
        return None
    if _is_stated(session, [(Target.MESSAGE, message.id)], message.removed_at):
        return None
    ending = f" (#{message.sequence})"
    removal = Statement(
        addressee_id=message.author_id,
        made_by_id=by_id,
        target=Target.MESSAGE,
        target_id=message.id,
        about=channel.name[: 200 - len(ending)] + ending,
    )
    return _write_removal(session, removal, message.removal_reason or "")


def without_name(text: str, person: Actor) -> str:
    """Return the text with `NAME` wherever the person is called by name."""
    return re.sub(rf"(?<!\w){re.escape(person.name)}(?!\w)", NAME, text) if person.name else text


def with_name(text: str, name: str) -> str:
    """Return the text as it was written, or with what the person is called now."""
    return text.replace(NAME, name)


def opening_post(session: Session, thread_id: int) -> Post | None:
    """Return the post that stands for its thread, with the thread."""
    return session.scalars(
        sa.select(Post)
        .where(Post.thread_id == thread_id, Post.number == 1)
        .options(joinedload(Post.thread))
    ).one_or_none()


def _is_stated(
    session: Session, targets: list[tuple[Target, int]], removed_at: dt.datetime
) -> bool:
    """Tell whether the removal of one of these was stated since."""
    stated = sa.select(Statement.id).where(
        sa.tuple_(Statement.target, Statement.target_id).in_(targets),
        Statement.measure == Measure.HIDE,
        Statement.created_at >= removed_at,
    )
    return session.scalars(stated.limit(1)).one_or_none() is not None


def _write_removal(session: Session, removal: Statement, reason: str) -> Statement:
    """Complete and write the statement of a removal without a case."""
    addressee = session.get_one(Actor, removal.addressee_id)
    removal.measure = Measure.HIDE
    removal.facts = without_name(reason, addressee)
    removal.ground = Ground.RULES
    removal.origin = Origin.OWN_INITIATIVE
    return _write(session, removal)


def _write(session: Session, statement: Statement) -> Statement:
    append(session, statement)
    if statement.measure in SANCTIONS:
        session.add(
            Sanction(
                actor_id=statement.addressee_id,
                statement_id=statement.id,
                measure=statement.measure,
                until=statement.until,
            )
        )
    event = StatementMade(statement_id=statement.id)
    record(session, event, actor_id=statement.made_by_id)
    return statement


def _origin(session: Session, case: Case) -> Origin:
    sources = set(
        session.scalars(
            sa.select(Signal.source).where(Signal.case_id == case.id, Signal.settled_at.is_(None))
        )
    )
    if Source.NOTICE in sources:
        return Origin.NOTICE
    return Origin.AUTOMATIC if sources & _AUTOMATIC else Origin.OWN_INITIATIVE


def _removal(post: Post) -> tuple[dt.datetime | None, int | None, str | None]:
    thread: Thread = post.thread
    gone = thread if post.number == 1 and thread.removed_at is not None else post
    return gone.removed_at, gone.removed_by_id, gone.removal_reason


def _targets(session: Session, post: Post) -> list[tuple[Target, int]]:
    targets = [(Target.POST, post.id)]
    if post.number == 1:
        reports = sa.select(ExperienceReport.id).where(ExperienceReport.thread_id == post.thread_id)
        targets += [(Target.REPORT, report_id) for report_id in session.scalars(reports)]
    return targets
