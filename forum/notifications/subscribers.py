"""From what happened to who is told of it.

Each subscriber reads the present state, so that an event which comes late or twice tells nothing
that is not true any more, and nobody twice.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account
from forum.bookmarks.events import BookmarkDue
from forum.bookmarks.models import Bookmark
from forum.channels.events import ChannelMuted
from forum.kernel import clock
from forum.notifications.actions import (
    About,
    follow_posts,
    forget_told,
    quieten_channel,
    quieten_thread,
    replace_unread,
    tell,
)
from forum.notifications.kinds import Kind
from forum.notifications.queries import recipients_of
from forum.notifications.queries.candidates import (
    of_actor,
    of_author,
    of_mentions,
    of_new_thread,
    of_poll,
    of_post,
)
from forum.practices.events import AdoptionRemoved, ReportAdopted
from forum.practices.models import Adoption
from forum.threads.events import (
    AcceptanceWithdrawn,
    AnswerAccepted,
    PollClosed,
    PostEdited,
    PostPublished,
    PostRejected,
    PostReleased,
    ReactionGiven,
    ReactionWithdrawn,
    ThreadMerged,
    ThreadMuted,
    ThreadPlaced,
    ThreadSplit,
    ThreadTagged,
)
from forum.threads.models import AcceptedAnswer, Poll, Post, Reaction, Thread, ThreadKind


def tell_of_post(session: Session, event: PostPublished) -> None:
    """Tell those whom a new post concerns; of a new thread, those who watch for it."""
    post = _post(session, event.post_id)
    if post is None:
        return
    found = recipients_of(
        session,
        post.thread,
        of_post(post, post.thread, event.mentions),
        by=post.author_id,
        unless_read=post.number,
    )
    tell(session, found, _about(post, f"post:{post.id}", post.author_id))


def tell_of_edit(session: Session, event: PostEdited) -> None:
    """Tell those whom an edit has named; it takes the place of what they were told less exactly."""
    post = _post(session, event.post_id)
    if post is None or not event.mentions:
        return
    found = recipients_of(session, post.thread, of_mentions(event.mentions), by=post.author_id)
    told = tell(session, found, _about(post, f"mention:{post.id}", post.author_id))
    replace_unread(session, told, f"post:{post.id}")


def tell_of_release(session: Session, event: PostReleased) -> None:
    """Tell the author that others can read the post now; of a report, the report itself tells."""
    post = _post(session, event.post_id)
    if post is None or (post.number == 1 and post.thread.kind is ThreadKind.EXPERIENCE_REPORT):
        return
    candidates = of_author(post, Kind.POST_RELEASED)
    found = recipients_of(session, post.thread, candidates, by=None, even_if_muted=True)
    tell(session, found, _about(post, f"released:{post.id}", None))


def tell_of_rejection(session: Session, event: PostRejected) -> None:
    """Tell the author that the post is not released; the reason stands in its place."""
    post = _one(session, Post.id == event.post_id, Post.visible_at.is_(None))
    if post is None or not (post.removed_at or post.thread.removed_at):
        return
    candidates = of_author(post, Kind.POST_REJECTED)
    found = recipients_of(
        session, post.thread, candidates, by=None, even_if_muted=True, even_if_gone=True
    )
    tell(session, found, _about(post, f"rejected:{post.id}", None))


def tell_of_place(session: Session, event: ThreadPlaced) -> None:
    """Tell those who watch a channel in which a thread is shown only now."""
    if event.added:
        _tell_of_thread(session, event.thread_id)


def tell_of_tags(session: Session, event: ThreadTagged) -> None:
    """Tell those who watch a tag that a thread was given only now."""
    if event.added:
        _tell_of_thread(session, event.thread_id)


def tell_of_acceptance(session: Session, event: AnswerAccepted) -> None:
    """Tell who wrote the answer that it has solved the question."""
    accepted = session.get(AcceptedAnswer, event.thread_id)
    post = _post(session, event.post_id)
    if post is None or accepted is None or accepted.post_id != post.id:
        return
    by = accepted.accepted_by_id
    candidates = of_author(post, Kind.ANSWER_ACCEPTED)
    found = recipients_of(session, post.thread, candidates, by=by)
    tell(session, found, _about(post, f"accepted:{post.id}", by))


def forget_acceptance(session: Session, event: AcceptanceWithdrawn) -> None:
    """Take back that an answer was accepted, unless it is again."""
    accepted = session.get(AcceptedAnswer, event.thread_id)
    if accepted is None or accepted.post_id != event.post_id:
        forget_told(session, f"accepted:{event.post_id}")


def tell_of_reaction(session: Session, event: ReactionGiven) -> None:
    """Tell the author; of several reactions of one person to one post, once."""
    post = _post(session, event.post_id)
    if post is None or not _reactions(session, event):
        return
    candidates = of_author(post, Kind.REACTION)
    found = recipients_of(session, post.thread, candidates, by=event.actor_id)
    tell(session, found, _about(post, _reaction_key(event), event.actor_id))


def forget_reaction(session: Session, event: ReactionWithdrawn) -> None:
    """Take back that somebody reacted, once nothing of it is left."""
    if not _reactions(session, event):
        forget_told(session, _reaction_key(event))


def tell_of_result(session: Session, event: PollClosed) -> None:
    """Tell those who wait for it that a poll is closed."""
    poll = session.get(Poll, event.poll_id)
    post = _opening_post(session, event.thread_id)
    if poll is None or post is None:
        return
    by = poll.closed_by_id
    found = recipients_of(session, post.thread, of_poll(poll, post.thread), by=by)
    tell(session, found, _about(post, f"poll:{poll.id}", by))


def tell_of_bookmark(session: Session, event: BookmarkDue) -> None:
    """Remind somebody, in a muted thread as well: they have asked for it."""
    bookmark = session.get(Bookmark, event.bookmark_id)
    if bookmark is None or bookmark.remind_at is None or bookmark.remind_at > clock.now():
        return
    post = _post(session, bookmark.post_id)
    if post is None:
        return
    candidates = of_actor(event.actor_id, Kind.BOOKMARK_DUE)
    found = recipients_of(session, post.thread, candidates, by=None, even_if_muted=True)
    key = f"bookmark:{bookmark.id}:{int(bookmark.remind_at.timestamp())}"
    tell(session, found, _about(post, key, None))


def tell_of_adoption(session: Session, event: ReportAdopted) -> None:
    """Tell who reported it that somebody has tried it elsewhere."""
    adoption = session.get(Adoption, event.adoption_id)
    post = _opening_post(session, event.thread_id)
    if adoption is None or adoption.removed_at is not None or post is None:
        return
    candidates = of_author(post, Kind.REPORT_ADOPTED)
    found = recipients_of(session, post.thread, candidates, by=event.actor_id)
    tell(session, found, _about(post, f"adoption:{event.adoption_id}", event.actor_id))


def forget_adoption(session: Session, event: AdoptionRemoved) -> None:
    """Take back that somebody has tried it."""
    forget_told(session, f"adoption:{event.adoption_id}")


def settle_muted_thread(session: Session, event: ThreadMuted) -> None:
    """Leave somebody alone with what was told of a thread already."""
    if account := _account(session, event.actor_id):
        quieten_thread(session, account, event.thread_id)


def settle_muted_channel(session: Session, event: ChannelMuted) -> None:
    """Leave somebody alone with what was told of a channel already."""
    if account := _account(session, event.actor_id):
        quieten_channel(session, account, event.channel_id)


def keep_with_posts(session: Session, event: ThreadMerged | ThreadSplit) -> None:
    """Let what was told of posts lead to the thread they have gone to."""
    follow_posts(session, event.thread_id)


def _tell_of_thread(session: Session, thread_id: int) -> None:
    """Tell of a thread as if it were new; whoever knows of it has been told, or has read it."""
    post = _opening_post(session, thread_id)
    if post is None:
        return
    found = recipients_of(
        session, post.thread, of_new_thread(post.thread), by=post.author_id, unless_read=1
    )
    tell(session, found, _about(post, f"post:{post.id}", post.author_id))


def _post(session: Session, post_id: int) -> Post | None:
    """Return the post with thread and home, if it can be read."""
    return _readable(session, Post.id == post_id)


def _opening_post(session: Session, thread_id: int) -> Post | None:
    return _readable(session, Post.thread_id == thread_id, Post.number == 1)


def _readable(session: Session, *conditions: sa.ColumnElement[bool]) -> Post | None:
    return _one(session, *conditions, Post.removed_at.is_(None), Post.visible_at.is_not(None))


def _one(session: Session, *conditions: sa.ColumnElement[bool]) -> Post | None:
    return session.scalars(
        sa.select(Post)
        .where(*conditions)
        .options(joinedload(Post.thread).joinedload(Thread.channel))
    ).one_or_none()


def _reactions(session: Session, event: ReactionGiven | ReactionWithdrawn) -> Sequence[Reaction]:
    return session.scalars(
        sa.select(Reaction).where(
            Reaction.post_id == event.post_id, Reaction.actor_id == event.actor_id
        )
    ).all()


def _reaction_key(event: ReactionGiven | ReactionWithdrawn) -> str:
    return f"reaction:{event.post_id}:{event.actor_id}"


def _account(session: Session, actor_id: int) -> Account | None:
    return session.scalars(sa.select(Account).where(Account.actor_id == actor_id)).one_or_none()


def _about(post: Post, key: str, actor_id: int | None) -> About:
    return About(key=key, thread_id=post.thread_id, post_id=post.id, actor_id=actor_id)
