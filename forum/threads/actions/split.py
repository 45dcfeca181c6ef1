"""Take posts out of a thread into one of their own, or into another one that is there already."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.threads.actions.accept import drop_acceptance
from forum.threads.actions.carrying import Journey, carry_marks, carry_posts, carry_wishes
from forum.threads.actions.counting import count_channels, count_thread
from forum.threads.actions.locks import hold_actor, hold_both, hold_thread, placements_of
from forum.threads.actions.note_down import note_down
from forum.threads.events import ThreadSplit
from forum.threads.models import AcceptedAnswer, Placement, Post, Thread, ThreadTag
from forum.threads.policy import can_order, can_take_from, is_no_wider
from forum.threads.text import TITLE_LIMIT, clean_reason


def split_off(
    session: Session,
    actor: Actor,
    source: Thread,
    *,
    posts: Collection[str],
    title: str,
    reason: str = "",
) -> Thread:
    """Let these posts (public ids) be a thread of their own in the same channel, and return it.

    The first of them opens it; its author is the author of the thread. It is as old as its posts:
    nothing of it is new to who has read them, and nobody is told. Raises `NotAllowed`, `Invalid`
    for the fields ``posts`` and ``title``, and `Conflict` ``posts_moved_meanwhile``.
    """
    hold_actor(session, actor)
    source = hold_thread(session, source.id)
    require(can_order(actor, source, membership_of(session, actor, source.channel_id)))
    chosen = _chosen(session, source, posts)
    title = clean_line(title, limit=TITLE_LIMIT, field="title")
    into = _open(session, source, chosen[0], title)
    _carry(session, actor, source, into, chosen, clean_reason(reason))
    return into


def split_into(
    session: Session,
    actor: Actor,
    source: Thread,
    *,
    posts: Collection[str],
    into: Thread,
    reason: str = "",
) -> Thread:
    """Append these posts (public ids) to another thread, and return it.

    Nobody reads along who did not before. Raises as `split_off` does.
    """
    hold_actor(session, actor)
    source, into = hold_both(session, source, into)
    here = membership_of(session, actor, source.channel_id)
    there = membership_of(session, actor, into.channel_id)
    require(can_take_from(actor, source, here, into, there))
    chosen = _chosen(session, source, posts)
    _carry(session, actor, source, into, chosen, clean_reason(reason))
    return into


def _chosen(session: Session, source: Thread, public_ids: Collection[str]) -> Sequence[Post]:
    """Return the posts in their order: of those that stand and can be read, and not the first."""
    if not public_ids:
        raise Invalid("choose_posts", field="posts")
    found = session.scalars(
        sa.select(Post)
        .where(Post.thread_id == source.id, Post.public_id.in_(public_ids))
        .order_by(Post.number)
        .execution_options(populate_existing=True)
    ).all()
    if len(found) < len(set(public_ids)):
        raise Conflict("posts_moved_meanwhile")
    if found[0].number == 1:
        raise Invalid("opening_post_stays", field="posts")
    if any(post.removed_at is not None or post.visible_at is None for post in found):
        raise Invalid("choose_standing_posts", field="posts")
    return found


def _open(session: Session, source: Thread, first: Post, title: str) -> Thread:
    """Make the thread that the posts go to, with the tags of where they come from."""
    thread = Thread(
        channel_id=source.channel_id,
        author_id=first.author_id,
        title=title,
        created_at=first.created_at,
        visible_at=first.visible_at,
        last_post_at=first.created_at,
        highest_number=0,
        last_gone_number=0,
        post_count=0,
        reply_count=0,
        last_post_number=0,
    )
    thread.channel = source.channel
    session.add(thread)
    session.flush()
    session.add(Placement(channel_id=source.channel_id, thread_id=thread.id, is_home=True))
    tags = sa.select(ThreadTag.tag_id).where(ThreadTag.thread_id == source.id)
    session.add_all(
        ThreadTag(thread_id=thread.id, tag_id=tag_id) for tag_id in session.scalars(tags)
    )
    session.flush()
    return thread


def _carry(
    session: Session,
    actor: Actor,
    source: Thread,
    into: Thread,
    chosen: Sequence[Post],
    reason: str,
) -> None:
    ids = [post.id for post in chosen]
    accepted = session.get(AcceptedAnswer, source.id, populate_existing=True)
    if accepted is not None and accepted.post_id in ids:
        drop_acceptance(session, actor, source, because="moved")
    journey = carry_posts(session, source, into, ids)
    carry_marks(session, journey)
    carry_wishes(session, journey)
    _note(session, actor, journey, reason)
    for thread in (source, into):
        count_thread(session, thread)
    count_channels(session, {*placements_of(session, source), *placements_of(session, into)})
    event = ThreadSplit(
        thread_id=source.id,
        into_id=into.id,
        number=journey.first,
        is_new=journey.first == 1,
    )
    record(session, event, actor_id=actor.id)


def _note(session: Session, actor: Actor, journey: Journey, reason: str) -> None:
    """Say in both threads what went; where it went to only where all readers may know it."""
    source, into = journey.source, journey.into
    posts = len(journey.numbers)
    after = journey.numbers[0] - 1
    if is_no_wider(source.channel, into.channel):
        there = {"title": into.title, "public_id": into.public_id}
        note_down(
            session, source, "split", actor=actor, after=after, posts=posts, reason=reason, **there
        )
    else:
        note_down(session, source, "split_away", actor=actor, after=after, posts=posts)
    note_down(
        session,
        into,
        "split_off",
        actor=actor,
        after=journey.first - 1,
        posts=posts,
        title=source.title,
        public_id=source.public_id,
        reason=reason,
    )
