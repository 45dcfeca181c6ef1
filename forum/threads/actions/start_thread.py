"""Start a thread; its inverse is `remove_thread`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.first_words import remember_first_words
from forum.channels.models import Channel
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.threads.actions.counting import count_channels
from forum.threads.actions.keep_draft import drop_draft
from forum.threads.actions.locks import hold_actor
from forum.threads.actions.place import require_places
from forum.threads.actions.poll import PollPlan, add_poll, require_plan
from forum.threads.actions.publishing import add_post, announce_thread, sent_before
from forum.threads.actions.screening import screen
from forum.threads.actions.tag import add_tags, require_tags
from forum.threads.models import Placement, Thread, ThreadKind
from forum.threads.policy import can_start_kind
from forum.threads.text import TITLE_LIMIT, Text


@dataclass(frozen=True, slots=True)
class ThreadPlan:
    """What a new thread is to be, beside its words: its kind, its tags, and what a poll asks."""

    kind: ThreadKind = ThreadKind.DISCUSSION
    tags: Sequence[str] = ()
    """Words, in any spelling that leads to a tag."""
    poll: PollPlan | None = None
    waits_because: tuple[str, ...] = ()
    """Why it waits for release whatever the channel's rule, as codes; empty: the rule decides."""


_DISCUSSION = ThreadPlan()


def start_thread(
    session: Session,
    actor: Actor,
    channel: Channel,
    *,
    title: str,
    text: Text,
    places: Sequence[Channel] = (),
    submission_key: str | None = None,
    plan: ThreadPlan = _DISCUSSION,
) -> Thread:
    """Open a thread with this home, shown in `places` as well, and return it.

    Sent twice, it is the first one that is returned. Where it waits for release (see `screen`) its
    `visible_at` is ``None``. Raises `Invalid`, `NotAllowed`, and `Conflict` ``sent_differently`` or
    ``audience_changed``.
    """
    hold_actor(session, actor)
    membership = membership_of(session, actor, channel.id)
    require(can_start_kind(actor, channel, membership, plan.kind))
    places = require_places(session, actor, channel, places)
    title = clean_line(title, limit=TITLE_LIMIT, field="title")
    found_tags = require_tags(session, plan.tags)
    options = require_plan(plan.kind, plan.poll)
    if first := sent_before(session, actor, submission_key, text, None):
        return session.get_one(Thread, first.thread_id)
    wait = plan.waits_because
    screening = screen(session, actor, channel, membership, text, title=title, wait=wait)
    thread = _open(session, actor, channel, title, plan.kind, waits=bool(screening.wait))
    key, at = submission_key, thread.created_at
    post = add_post(session, actor, thread, text, at=at, submission_key=key, screening=screening)
    if plan.poll is not None and options:
        add_poll(session, thread, plan.poll, options)
    _forget_draft(session, actor, channel, plan)
    _show_in(session, thread, channel, places)
    if thread.visible_at is not None:
        announce_thread(session, thread, post)
    add_tags(session, actor, thread, found_tags)
    return thread


def _forget_draft(session: Session, actor: Actor, channel: Channel, plan: ThreadPlan) -> None:
    """Drop what the thread was written from; a report is written elsewhere and leaves it alone."""
    if plan.kind is not ThreadKind.EXPERIENCE_REPORT:
        drop_draft(session, actor, channel)


def _show_in(session: Session, thread: Thread, home: Channel, places: Sequence[Channel]) -> None:
    """Show the thread in all its channels; one that waits is listed there once it is released."""
    shown_in = [home.id, *(place.id for place in places)]
    session.add_all(
        Placement(channel_id=one, thread_id=thread.id, is_home=one == home.id) for one in shown_in
    )
    count_channels(session, shown_in)
    remember_first_words(session, home)


def _open(
    session: Session, actor: Actor, channel: Channel, title: str, kind: ThreadKind, *, waits: bool
) -> Thread:
    now = clock.now()
    thread = Thread(
        channel_id=channel.id,
        author_id=actor.id,
        kind=kind,
        title=title,
        created_at=now,
        visible_at=None if waits else now,
        last_post_at=now,
        highest_number=0,
        post_count=0,
        reply_count=0,
        last_post_number=1,
    )
    session.add(thread)
    session.flush()
    return thread
