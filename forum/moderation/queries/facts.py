"""What a case is about, as it is now: the same few facts of a post, a report, a profile."""

import enum
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.messaging.models import Message, Room, RoomKind
from forum.moderation.models import Case, Decision, Notice, Statement, Target
from forum.practices.models import ExperienceReport
from forum.practices.states import HANDED_IN, PUBLISHED
from forum.threads.models import Post, Thread

TITLE_LIMIT = 200
_CHAT = "Chat"


class Standing(enum.StrEnum):
    """How the target stands: what can be done about it follows from this."""

    HELD = "held"
    VISIBLE = "visible"
    REMOVED = "removed"
    SUBMITTED = "submitted"
    """A report that the moderation has to look at."""
    WITH_AUTHOR = "with_author"
    """A report that was returned, rejected or withdrawn."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A target as it is now, whatever anybody may read of it."""

    title: str
    text: str
    standing: Standing
    channel_id: int | None = None
    about_id: int | None = None
    barred_id: int | None = None
    thread: Thread | None = None
    post: Post | None = None
    report: ExperienceReport | None = None
    message: Message | None = None
    is_private: bool = False
    """Of a conversation of people: the moderation reads what was reported, and nothing since."""

    @property
    def opens_thread(self) -> bool:
        """Whether the whole thread is meant: its opening post, or a report."""
        return self.report is not None or (self.post is not None and self.post.number == 1)


def facts_of(session: Session, target: Target, target_id: int) -> Facts | None:
    """Return the facts, thread and channel loaded; ``None``: there is no such thing (any more)."""
    return _READERS[target](session, target_id)


def _post(session: Session, post_id: int) -> Facts | None:
    post = session.scalars(
        sa.select(Post)
        .where(Post.id == post_id)
        .options(joinedload(Post.thread).joinedload(Thread.channel))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if post is None:
        return None
    thread = post.thread
    opens = post.number == 1
    standing = Standing.VISIBLE if post.visible_at is not None else Standing.HELD
    if post.removed_at is not None or thread.removed_at is not None:
        standing = Standing.REMOVED
    ending = "" if opens else f" (#{post.number})"
    return Facts(
        title=thread.title[: TITLE_LIMIT - len(ending)] + ending,
        text=f"{thread.title}\n\n{post.source}" if opens else post.source,
        standing=standing,
        channel_id=thread.channel_id,
        about_id=post.author_id,
        thread=thread,
        post=post,
    )


def _report(session: Session, report_id: int) -> Facts | None:
    report = session.scalars(
        sa.select(ExperienceReport)
        .where(ExperienceReport.id == report_id)
        .options(
            joinedload(ExperienceReport.channel),
            joinedload(ExperienceReport.thread).joinedload(Thread.channel),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if report is None:
        return None
    thread = report.thread
    standing = Standing.WITH_AUTHOR
    if report.state in HANDED_IN:
        standing = Standing.SUBMITTED
    elif report.state in PUBLISHED:
        standing = Standing.VISIBLE
    if thread is not None and thread.removed_at is not None:
        standing = Standing.REMOVED
    return Facts(
        title=report.title,
        text="\n\n".join([report.title, *(text for text in report.texts.values() if text)]),
        standing=standing,
        channel_id=report.channel_id if thread is None else thread.channel_id,
        about_id=report.author_id,
        thread=thread,
        report=report,
    )


def _message(session: Session, message_id: int) -> Facts | None:
    message = session.scalars(
        sa.select(Message)
        .where(Message.id == message_id)
        .options(joinedload(Message.room).joinedload(Room.channel))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if message is None:
        return None
    room = message.room
    ending = f" (#{message.sequence})"
    # What a conversation of people is called is their own business.
    place = _CHAT if room.channel is None else room.channel.name
    return Facts(
        title=place[: TITLE_LIMIT - len(ending)] + ending,
        text=message.source,
        standing=Standing.VISIBLE if message.removed_at is None else Standing.REMOVED,
        channel_id=room.channel_id,
        about_id=message.author_id,
        message=message,
        is_private=room.kind is not RoomKind.CHANNEL,
    )


def _profile(session: Session, actor_id: int) -> Facts | None:
    row = session.execute(
        sa.select(Actor.name, Actor.function, Actor.offers, Actor.closed_at).where(
            Actor.id == actor_id
        )
    ).one_or_none()
    if row is None:
        return None
    return Facts(
        title=row.name,
        text="\n\n".join(part for part in (row.name, row.function, row.offers) if part),
        standing=Standing.VISIBLE if row.closed_at is None else Standing.REMOVED,
        about_id=actor_id,
    )


def _statement(session: Session, statement_id: int) -> Facts | None:
    statement = session.get(Statement, statement_id)
    if statement is None:
        return None
    channel_id = session.scalars(
        sa.select(Case.channel_id)
        .join(Decision, Decision.case_id == Case.id)
        .where(Decision.id == statement.decision_id)
    ).one_or_none()
    if channel_id is None and statement.target is not Target.STATEMENT:
        underlying = facts_of(session, statement.target, statement.target_id)
        channel_id = None if underlying is None else underlying.channel_id
    return Facts(
        title=statement.about or session.get_one(Actor, statement.addressee_id).name,
        text=statement.facts,
        standing=Standing.VISIBLE,
        channel_id=channel_id,
        about_id=statement.addressee_id,
        barred_id=statement.made_by_id,
    )


def _elsewhere(session: Session, notice_id: int) -> Facts | None:
    notice = session.get(Notice, notice_id)
    if notice is None:
        return None
    return Facts(title=notice.address[:TITLE_LIMIT], text=notice.address, standing=Standing.VISIBLE)


_READERS = {
    Target.POST: _post,
    Target.REPORT: _report,
    Target.MESSAGE: _message,
    Target.PROFILE: _profile,
    Target.STATEMENT: _statement,
    Target.ELSEWHERE: _elsewhere,
}
