"""What the pages of threads and posts begin with: the row, and the right to read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from flask import abort, flash, redirect, request, url_for

from forum.accounts.models import Actor
from forum.channels.models import Membership
from forum.channels.policy import can_know_of, can_moderate
from forum.channels.queries import membership_of
from forum.extensions import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.kernel.markup import quote
from forum.kernel.verdict import Denied, Verdict, require
from forum.notifications.actions import mark_thread_read
from forum.notifications.queries import has_unread_in
from forum.threads.actions import mark_read
from forum.threads.models import Post, ReadMark, Thread
from forum.threads.policy import (
    can_read_post,
    can_read_text,
    can_read_thread,
    can_see_who_reacted,
)
from forum.threads.queries import (
    PostReactions,
    PostRow,
    merged_into,
    post_by_public_id,
    post_in,
    reactions_to,
    thread_by_public_id,
)
from forum.web.auth import current_actor, owner
from forum.web.here import show_in
from forum.web.texts import sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """A thread, who reads it, and their part in its home channel."""

    actor: Actor | None
    thread: Thread
    membership: Membership | None

    @property
    def moderates(self) -> bool:
        """Whether the reader keeps order in the home channel."""
        return bool(can_moderate(self.actor, self.thread.channel, self.membership))


def reading_of(public_id: str) -> Reading:
    """Return the thread for this reader, or raise why it cannot be read.

    The address of a merged thread leads to where its posts stand now.
    """
    thread = thread_by_public_id(db.session(), public_id)
    if into := merged_into(db.session(), thread):
        _lead_on(into)
    return _reading(thread)


def post_for_reader(public_id: str) -> tuple[Post, Reading]:
    """Return the post with its thread, or raise why it cannot be read."""
    post = post_by_public_id(db.session(), public_id)
    reading = _reading(post.thread, hidden="no_post")
    require(can_read_post(reading.actor, post, post.thread, reading.membership))
    return post, reading


def _reading(thread: Thread, *, hidden: str = "no_thread") -> Reading:
    """Raise `NotFound` with the reason ``hidden`` where the reader is not to know of it."""
    actor, channel = current_actor(), thread.channel
    membership = membership_of(db.session(), actor, channel.id)
    if not can_know_of(actor, channel, membership):
        raise NotFound(hidden)
    _require(can_read_thread(actor, thread, membership))
    show_in(channel)
    return Reading(actor, thread, membership)


def _lead_on(into: Thread) -> NoReturn:
    """Answer with the same page of another thread; a reply is sent on, and nothing else is done.

    What runs on an open page asks for what came after a number, which means nothing there.
    """
    if request.blueprint in {"arrivals", "drafts"}:
        raise NotFound("thread_merged")
    is_reply = request.endpoint == "threads.reply"
    if request.method == "GET" or is_reply:
        address = url_for(request.endpoint or "", public_id=into.public_id)
        abort(redirect(address, 307 if is_reply else 301))
    flash(sentence("thread_merged"), "warning")
    abort(redirect(url_for("threads.show", public_id=into.public_id), 303))


def _require(verdict: Verdict) -> None:
    """Raise the reason; what was removed is not there (404), what is not for you is (403)."""
    if isinstance(verdict, Denied) and verdict.reason == "thread_removed":
        raise NotFound(verdict.reason)
    require(verdict)


def remember(reading: Reading, posts: Sequence[PostRow], mark: ReadMark | None) -> None:
    """Move the reader's mark to the end of what the page shows; what was told of it is read, too.

    A page that the browser fetches ahead was not read. Nothing is written where nothing is new.
    """
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if reading.actor is None or not posts or "prefetch" in purpose or request.method != "GET":
        return
    number, account = posts[-1].number, owner().account
    is_news = mark is None or mark.number < number
    if is_news or has_unread_in(db.session(), account, reading.thread, number=number):
        with unit_of_work() as session:
            if is_news:
                mark_read(session, reading.actor, reading.thread, number=number)
            mark_thread_read(session, account, reading.thread, number=number)


def reactions_for(reading: Reading, posts: Sequence[PostRow | Post]) -> dict[int, PostReactions]:
    """Return what readers have said about these posts, with names for members alone."""
    return reactions_to(
        db.session(),
        reading.actor,
        [post.id for post in posts if post.removed_at is None],
        with_names=bool(can_see_who_reacted(reading.actor)),
    )


def quoted(public_id: str, thread: Thread) -> tuple[str, str]:
    """Return the id and the quotation of a post in this thread; nothing of what cannot be read."""
    session, actor = db.session(), current_actor()
    post = post_in(session, thread, public_id)
    membership = membership_of(session, actor, thread.channel_id)
    if post is None or not can_read_text(actor, post, thread, membership):
        raise NotFound("no_post")
    if post.removed_at is not None:
        raise NotFound("post_removed")
    address = url_for("posts.show", public_id=post.public_id, _external=True)
    return post.public_id, quote(post.source, author=post.author.name, address=address)
