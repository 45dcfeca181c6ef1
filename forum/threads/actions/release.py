"""Release a post that waits, and its thread with the first one; its inverse is `reject`.

While it waits its author may withdraw it. Whoever comes second finds the post held and changed.
"""

import re

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.counting import count_channels, count_thread
from forum.threads.actions.locks import hold_channels, hold_post, placements_of
from forum.threads.actions.numbering import next_number
from forum.threads.actions.publishing import announce, announce_thread
from forum.threads.events import PostRejected, PostReleased, PostWithdrawn
from forum.threads.models import Post, Thread
from forum.threads.policy import can_reject, can_release, can_withdraw
from forum.threads.text import clean_reason

_INNER_QUOTE = re.compile(r"<blockquote[^>]*>(?:(?!<blockquote).)*?</blockquote>", re.DOTALL)
_LINK = re.compile(r"<a ([^>]*)>")
_HANDLE = re.compile(r'href="/people/([^"/?#]+)"')


def release(session: Session, actor: Actor, post: Post, *, version: int | None = None) -> Post:
    """Let others read the post from now on, as if it were written now; return it.

    Where younger posts can be read already it goes to the end: numbers that readers know stay. What
    is released already stays as it is. `version` is the text that was looked at. Raises
    `NotAllowed`, and `Conflict` ``post_removed`` or ``edited_meanwhile``.
    """
    post = hold_post(session, post.id)
    thread = post.thread
    require(can_release(actor, post, thread, membership_of(session, actor, thread.channel_id)))
    if post.visible_at is not None:
        return post
    _require_waiting(post, thread)
    if version is not None and version != post.version:
        raise Conflict("edited_meanwhile")
    shown_in = placements_of(session, thread)
    hold_channels(session, shown_in)
    post.visible_at = clock.now()
    post.held_because = ""
    if post.number == 1:
        thread.visible_at = post.visible_at
    elif post.number < thread.last_post_number:
        post.number = next_number(thread)
    count_thread(session, thread)
    count_channels(session, shown_in)
    announce(session, post, mentions=_mentioned_in(post.html))
    if post.number == 1:
        announce_thread(session, thread, post)
    event = PostReleased(post_id=post.id, thread_id=thread.id)
    record(session, event, actor_id=actor.id)
    return post


def reject(session: Session, actor: Actor, post: Post, *, reason: str) -> Post:
    """Do not release the post and return it: its author finds a tombstone with the reason.

    Raises `NotAllowed`, `Invalid` for the field ``reason``, and `Conflict` ``post_removed`` or
    ``post_released``.
    """
    post = hold_post(session, post.id)
    thread = post.thread
    require(can_reject(actor, post, thread, membership_of(session, actor, thread.channel_id)))
    _require_waiting(post, thread)
    reason = clean_reason(reason)
    if not reason:
        raise Invalid("empty_reason", field="reason")
    _take_away(post, actor, reason)
    event = PostRejected(post_id=post.id, thread_id=thread.id, reason=reason)
    record(session, event, actor_id=actor.id)
    return post


def withdraw(session: Session, actor: Actor, post: Post) -> Post:
    """Take one's own post back while it waits, and return it; restoring lets it wait again.

    Raises `NotAllowed`, and `Conflict` ``post_removed`` or ``post_released``.
    """
    post = hold_post(session, post.id)
    if actor.id == post.author_id:
        _require_waiting(post, post.thread)
    require(can_withdraw(actor, post, post.thread))
    _take_away(post, actor, "")
    event = PostWithdrawn(post_id=post.id, thread_id=post.thread_id)
    record(session, event, actor_id=actor.id)
    return post


def _require_waiting(post: Post, thread: Thread) -> None:
    if post.removed_at is not None or thread.removed_at is not None:
        raise Conflict("post_removed")
    if post.visible_at is not None:
        raise Conflict("post_released")


def _take_away(post: Post, actor: Actor, reason: str) -> None:
    """Make it a tombstone; nobody has counted it, so nothing is counted again."""
    gone = post.thread if post.number == 1 else post
    gone.removed_at = clock.now()
    gone.removed_by_id = actor.id
    gone.removal_reason = reason


def _mentioned_in(html: str) -> list[str]:
    """Return who is mentioned in a rendered text; a quote calls nobody."""
    quotes = 1
    while quotes:
        html, quotes = _INNER_QUOTE.subn("", html)
    links = (link for link in _LINK.findall(html) if 'class="mention"' in link)
    return list(dict.fromkeys(handle for link in links for handle in _HANDLE.findall(link)))
