"""Who may read, write and change threads and posts, and the same as SQL for lists.

Everything about reading is decided by the home channel of a thread: where else it is shown changes
nothing. A ``thread`` has its ``channel`` loaded, ``membership`` is the actor's in that channel.
"""

import datetime as dt
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Channel, Membership
from forum.kernel import clock
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.threads.models import Post, Thread, ThreadKind

# A removal is taken back in the first month; afterwards other people rely on its being gone.
RESTORABLE_FOR = dt.timedelta(days=30)
TOO_LATE = "too_late_to_restore"


class PostFacts(Protocol):
    """What is asked about a post: a row of the table, or of a page."""

    @property
    def author_id(self) -> int:
        """Who wrote it."""

    @property
    def visible_at(self) -> dt.datetime | None:
        """When it could first be read; ``None``: held."""

    @property
    def number(self) -> int:
        """Its place in the thread."""

    @property
    def removed_at(self) -> dt.datetime | None:
        """When it became a tombstone."""

    @property
    def removed_by_id(self) -> int | None:
        """Who made it one."""


class PostQuestion(Protocol):
    """A question about what an actor may do with a post."""

    def __call__(
        self, actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None, /
    ) -> Verdict:
        """Answer it."""


def is_author(actor: Actor | None, author_id: int | None) -> bool:
    return actor is not None and author_id is not None and actor.id == author_id


def is_of_record(post: PostFacts, thread: Thread) -> bool:
    """Tell whether the post is written from an experience report: it changes and goes with that."""
    return post.number == 1 and thread.kind is ThreadKind.EXPERIENCE_REPORT


def _is_taken_back(one: Thread | PostFacts) -> bool:
    """Tell whether its author took it away before anybody could read it: it is theirs alone."""
    waits = one.visible_at is None and one.removed_at is not None
    return waits and one.removed_by_id == one.author_id


def _taken_back(table: type[Thread | Post]) -> ColumnElement[bool]:
    """Return the condition that holds where `_is_taken_back` tells so."""
    return sa.and_(
        table.visible_at.is_(None),
        table.removed_at.is_not(None),
        table.removed_by_id.is_not_distinct_from(table.author_id),
    )


def can_read_thread(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer from the home channel; removed and held threads are for author and moderation."""
    readable = channels.can_read(actor, thread.channel, membership)
    if not readable:
        return readable
    if thread.removed_at is None and thread.visible_at is not None:
        return Allowed()
    if is_author(actor, thread.author_id):
        return Allowed()
    if not _is_taken_back(thread) and channels.can_moderate(actor, thread.channel, membership):
        return Allowed()
    return Denied("thread_removed" if thread.removed_at is not None else "thread_held")


def readable_threads(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Thread`` that holds where `can_read_thread` allows."""
    standing = sa.and_(Thread.removed_at.is_(None), Thread.visible_at.is_not(None))
    if actor is not None:
        moderated = sa.and_(moderated_threads(actor), ~_taken_back(Thread))
        standing = sa.or_(standing, Thread.author_id == actor.id, moderated)
    return sa.and_(_at_home_in(channels.readable_channels(actor)), standing)


def listed_threads(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Thread`` for lists: readable, and neither removed nor held."""
    return sa.and_(
        _at_home_in(channels.readable_channels(actor)),
        Thread.removed_at.is_(None),
        Thread.visible_at.is_not(None),
    )


def moderated_threads(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Thread`` that holds where the actor moderates its home."""
    return _at_home_in(channels.moderated_channels(actor))


def _at_home_in(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return Thread.channel_id.in_(sa.select(Channel.id).where(condition).correlate(None))


def can_read_post(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the place of the post may be seen; a removed one shows a tombstone there."""
    readable = can_read_thread(actor, thread, membership)
    if not readable or post.visible_at is not None or is_author(actor, post.author_id):
        return readable
    moderates = channels.can_moderate(actor, thread.channel, membership)
    return allowed_if(moderates, "post_held")


def readable_posts(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Post`` that holds where `can_read_post` allows."""
    visible: ColumnElement[bool] = Post.visible_at.is_not(None)
    if actor is not None:
        moderated = sa.select(Thread.id).where(moderated_threads(actor)).correlate(None)
        visible = sa.or_(visible, Post.author_id == actor.id, Post.thread_id.in_(moderated))
    readable = sa.select(Thread.id).where(readable_threads(actor)).correlate(None)
    return sa.and_(Post.thread_id.in_(readable), visible)


def can_read_text(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the words of the post may be seen, removed or not, and its versions."""
    readable = can_read_post(actor, post, thread, membership)
    if not readable or post.removed_at is None or is_author(actor, post.author_id):
        return readable
    moderates = channels.can_moderate(actor, thread.channel, membership)
    return allowed_if(moderates and not _is_taken_back(post), "post_removed")


def readable_texts(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Post`` that holds where `can_read_text` allows."""
    standing: ColumnElement[bool] = Post.removed_at.is_(None)
    if actor is not None:
        moderated = sa.select(Thread.id).where(moderated_threads(actor)).correlate(None)
        by_moderation = sa.and_(Post.thread_id.in_(moderated), ~_taken_back(Post))
        standing = sa.or_(standing, Post.author_id == actor.id, by_moderation)
    return sa.and_(readable_posts(actor), standing)


def can_reply(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether the actor may write in the thread; what is held waits for everybody."""
    writable = _can_write_in(actor, thread, membership)
    if not writable:
        return writable
    return allowed_if(thread.visible_at is not None, "thread_held")


def _can_write_in(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether nothing about the thread keeps the actor from changing their own texts."""
    readable = can_read_thread(actor, thread, membership)
    if not readable:
        return readable
    writable = channels.can_write(actor, thread.channel, membership)
    if not writable:
        return writable
    if thread.removed_at is not None:
        return Denied("thread_removed")
    if thread.archived_at is not None:
        return Denied("thread_archived")
    return allowed_if(thread.locked_at is None, "thread_locked")


def can_edit(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may change the text: author and moderation, nothing removed."""
    if post.removed_at is not None:
        return Denied("post_removed")
    if is_of_record(post, thread):
        return Denied("edited_in_its_form")
    if channels.can_moderate(actor, thread.channel, membership):
        return still_open(thread)
    writable = _can_write_in(actor, thread, membership)
    if not writable:
        return writable
    return allowed_if(is_author(actor, post.author_id), "not_your_post")


def can_remove(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may make the post a tombstone; closed threads do not hinder."""
    readable = can_read_thread(actor, thread, membership)
    if not readable:
        return readable
    if post.removed_at is not None or thread.removed_at is not None:
        return Denied("post_removed")
    if is_of_record(post, thread):
        return Denied("part_of_report")
    moderates = channels.can_moderate(actor, thread.channel, membership)
    return allowed_if(moderates or is_author(actor, post.author_id), "not_your_post")


def can_restore(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may take the removal back: moderation any, others their own."""
    if thread.removed_at is not None:
        return Denied("thread_removed")
    moderates = channels.can_moderate(actor, thread.channel, membership)
    return _restorable(post.removed_at, moderates or is_author(actor, post.removed_by_id))


def can_rename(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether the actor may change title and further channels: author and moderation."""
    if channels.can_moderate(actor, thread.channel, membership):
        return still_open(thread)
    writable = _can_write_in(actor, thread, membership)
    if not writable:
        return writable
    return allowed_if(is_author(actor, thread.author_id), "not_your_thread")


def still_open(thread: Thread) -> Verdict:
    """Answer whether moderation may change texts: nothing in an archived channel changes."""
    if thread.removed_at is not None:
        return Denied("thread_removed")
    return allowed_if(thread.channel.archived_at is None, "channel_archived")


def can_remove_thread(
    actor: Actor | None, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may take the whole thread away: moderation, or a lonely author."""
    readable = can_read_thread(actor, thread, membership)
    if not readable:
        return readable
    if thread.removed_at is not None:
        return Denied("thread_removed")
    if thread.kind is ThreadKind.EXPERIENCE_REPORT and thread.visible_at is None:
        return Denied("part_of_report")
    if channels.can_moderate(actor, thread.channel, membership):
        return Allowed()
    if not is_author(actor, thread.author_id):
        return Denied("not_your_thread")
    # Tombstones count: somebody has answered, and what they said may come back.
    return allowed_if(thread.highest_number <= 1, "thread_has_replies")


def can_restore_thread(
    actor: Actor | None, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may bring the thread back: moderation any, others their own."""
    if thread.kind is ThreadKind.EXPERIENCE_REPORT and thread.visible_at is None:
        return Denied("part_of_report")
    moderates = channels.can_moderate(actor, thread.channel, membership)
    return _restorable(thread.removed_at, moderates or is_author(actor, thread.removed_by_id))


def _restorable(removed_at: dt.datetime | None, entitled: object) -> Verdict:
    if removed_at is None:
        return Denied("not_removed")
    if not entitled:
        return Denied("not_your_removal")
    return allowed_if(clock.now() - removed_at <= RESTORABLE_FOR, TOO_LATE)
