"""Taking posts to another thread, with all that readers have there: both threads are held.

Reactions, bookmarks, files and former texts hang on the posts and need nothing. What higher floors
keep beside a post (its place in the index, what was told of it) follows the event.
"""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, load_only

from forum.kernel.rows import insert_into
from forum.threads.actions.numbering import last_number
from forum.threads.models import (
    Draft,
    Post,
    ReadMark,
    Thread,
    ThreadLevel,
    ThreadNote,
    ThreadSubscription,
)
from forum.threads.queries.drafts import purpose_of


@dataclass(frozen=True, slots=True)
class Journey:
    """Which posts went where, and under which numbers."""

    source: Thread
    into: Thread
    numbers: tuple[int, ...]
    """Those they had in `source`, rising."""
    first: int
    """The number of the first of them in `into`; the others follow it without a gap."""
    read_before: int
    """Who had read `into` up to this number had read all of it."""

    def place_of(self, number: int) -> int:
        """Return where in `into` a reader stands who had read `source` up to this number."""
        return self.first - 1 + bisect_right(self.numbers, number)


def carry_posts(
    session: Session, source: Thread, into: Thread, post_ids: Collection[int] | None = None
) -> Journey:
    """Append posts of `source` to `into` in their order, all of them unless some are named."""
    wanted = sa.true() if post_ids is None else Post.id.in_(post_ids)
    posts = session.scalars(
        sa.select(Post)
        .where(Post.thread_id == source.id, wanted)
        .options(load_only(Post.id, Post.thread_id, Post.number))
        .order_by(Post.number)
        .execution_options(populate_existing=True)
    ).all()
    first = last_number(into) + 1
    journey = Journey(
        source, into, tuple(post.number for post in posts), first, into.last_post_number
    )
    for number, post in enumerate(posts, start=first):
        post.thread_id, post.number = into.id, number
    session.flush()
    for post in posts:
        session.expire(post)
    source.last_gone_number = max(source.last_gone_number, *journey.numbers)
    return journey


def carry_marks(session: Session, journey: Journey) -> None:
    """Let who had read both whole have read the result; others go on at what is new to them.

    Who is in the middle of `into` stays there: a mark says "up to here".
    """
    reached = {
        mark.actor_id: (journey.place_of(mark.number), mark.updated_at)
        for mark in session.execute(
            sa.select(ReadMark.actor_id, ReadMark.number, ReadMark.updated_at).where(
                ReadMark.thread_id == journey.source.id
            )
        )
    }
    reached = {who: there for who, there in reached.items() if there[0] >= journey.first}
    if not reached:
        return
    key = {"thread_id": journey.into.id}
    if journey.first == 1:
        rows = [
            {**key, "actor_id": who, "number": number, "visit_number": 0, "updated_at": at}
            for who, (number, at) in reached.items()
        ]
        session.execute(insert_into(session, ReadMark).values(rows).on_conflict_do_nothing())
        return
    marks = session.scalars(
        sa.select(ReadMark)
        .where(
            ReadMark.thread_id == journey.into.id,
            ReadMark.actor_id.in_(reached),
            ReadMark.number >= journey.read_before,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for mark in marks:
        mark.number = max(mark.number, reached[mark.actor_id][0])
    session.flush()


def carry_wishes(session: Session, journey: Journey) -> None:
    """Let who followed one of the two follow `into`, unless they wish to be left alone by it.

    A new thread takes over every wish.
    """
    is_new = journey.first == 1
    there = {wish.actor_id: wish for wish in _wishes(session, journey.into)}
    for wish in _wishes(session, journey.source):
        own = there.get(wish.actor_id)
        if own is None and (is_new or wish.level is ThreadLevel.WATCHING):
            session.add(
                ThreadSubscription(
                    thread_id=journey.into.id,
                    actor_id=wish.actor_id,
                    level=wish.level,
                    created_at=wish.created_at,
                )
            )
        elif own is not None and (wish.level, own.level) == (
            ThreadLevel.WATCHING,
            ThreadLevel.NEITHER,
        ):
            own.level = ThreadLevel.WATCHING
    session.flush()


def _wishes(session: Session, thread: Thread) -> list[ThreadSubscription]:
    return list(
        session.scalars(
            sa.select(ThreadSubscription)
            .where(ThreadSubscription.thread_id == thread.id)
            .execution_options(populate_existing=True)
        )
    )


def carry_drafts(session: Session, journey: Journey) -> None:
    """Let unfinished replies to `source` be replies to `into`, below what was begun there."""
    purpose = purpose_of(journey.into)
    there = {
        draft.actor_id: draft
        for draft in session.scalars(sa.select(Draft).where(Draft.purpose == purpose))
    }
    drafts = sa.select(Draft).where(Draft.purpose == purpose_of(journey.source))
    for draft in session.scalars(drafts).all():
        if own := there.get(draft.actor_id):
            own.source = f"{own.source}\n\n{draft.source}"
            session.delete(draft)
        else:
            draft.thread_id, draft.purpose = journey.into.id, purpose
    session.flush()


def carry_notes(session: Session, journey: Journey) -> None:
    """Take along the lines between the posts."""
    notes = sa.select(ThreadNote).where(ThreadNote.thread_id == journey.source.id)
    for note in session.scalars(notes):
        note.thread_id = journey.into.id
        note.after_number = journey.place_of(note.after_number)
    session.flush()
