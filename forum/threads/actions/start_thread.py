"""Start a thread; its inverse is `remove_thread`."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.first_words import remember_first_words
from forum.channels.models import Channel
from forum.channels.policy import can_start_thread
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.threads.actions.counting import count_channels
from forum.threads.actions.keep_draft import drop_draft
from forum.threads.actions.locks import hold_actor
from forum.threads.actions.place import require_places
from forum.threads.actions.publishing import add_post, sent_before
from forum.threads.events import ThreadStarted
from forum.threads.models import Placement, Post, Thread
from forum.threads.text import TITLE_LIMIT, Text


def start_thread(
    session: Session,
    actor: Actor,
    channel: Channel,
    *,
    title: str,
    text: Text,
    places: Sequence[Channel] = (),
    submission_key: str | None = None,
) -> Thread:
    """Open a thread with this home, shown in `places` as well, and return it.

    Sent twice, it is the first one that is returned. Raises `Invalid` for the title, `NotAllowed`
    for home or places, and `Conflict` ``sent_differently`` or ``audience_changed``.
    """
    hold_actor(session, actor)
    require(can_start_thread(actor, channel, membership_of(session, actor, channel.id)))
    places = require_places(session, actor, channel, places)
    title = clean_line(title, limit=TITLE_LIMIT, field="title")
    if first := sent_before(session, actor, submission_key, text, None):
        return session.get_one(Thread, first.thread_id)
    thread, post = _write(session, actor, channel, title, text, submission_key)
    shown_in = [channel.id, *(place.id for place in places)]
    session.add_all(
        Placement(channel_id=one, thread_id=thread.id, is_home=one == channel.id)
        for one in shown_in
    )
    count_channels(session, shown_in)
    remember_first_words(session, channel)
    drop_draft(session, actor, channel)
    event = ThreadStarted(
        thread_id=thread.id, channel_id=channel.id, post_id=post.id, placed_in=shown_in[1:]
    )
    record(session, event, actor_id=actor.id)
    return thread


def _write(
    session: Session, actor: Actor, channel: Channel, title: str, text: Text, key: str | None
) -> tuple[Thread, Post]:
    now = clock.now()
    thread = Thread(
        channel_id=channel.id,
        author_id=actor.id,
        title=title,
        created_at=now,
        visible_at=now,
        last_post_at=now,
        highest_number=0,
        post_count=0,
        reply_count=0,
        last_post_number=0,
    )
    session.add(thread)
    session.flush()
    return thread, add_post(session, actor, thread, text, at=now, submission_key=key)
