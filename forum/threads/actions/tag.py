"""Choose the tags of a thread; choosing again is the inverse."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Tag
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_thread
from forum.threads.events import ThreadTagged
from forum.threads.models import Thread, ThreadTag
from forum.threads.policy import can_tag
from forum.threads.queries.tags import tags_of, vocabulary

MOST_TAGS = 5
_LONGEST_SHOWN = 60


def tag(session: Session, actor: Actor, thread: Thread, *, words: Sequence[str]) -> Thread:
    """Let the thread bear exactly the tags that these words mean, and return it.

    Archived tags that it bears already may stay. Raises `NotAllowed`, and `Invalid` for the field
    ``tags``: ``unknown_tag``, ``unknown_tag_near`` or ``too_many_tags``.
    """
    thread = hold_thread(session, thread.id)
    require(can_tag(actor, thread, membership_of(session, actor, thread.channel_id)))
    former = tags_of(session, thread)
    wanted = require_tags(session, words, former)
    _write(session, actor, thread, {one.id for one in former}, {one.id for one in wanted})
    return thread


def require_tags(session: Session, words: Sequence[str], former: Sequence[Tag] = ()) -> list[Tag]:
    """Return the tags that the words mean, each once, or raise which word means none."""
    words = [word.strip() for word in words if word.strip()]
    if not words:
        return []
    known = vocabulary(session)
    kept = {one.slug: one for one in former}
    found: dict[int, Tag] = {}
    for word in words:
        one = kept.get(word) or known.find(word)
        if one is None:
            shown, near = word[:_LONGEST_SHOWN], known.near(word)
            if near is None:
                raise Invalid("unknown_tag", field="tags", word=shown)
            raise Invalid("unknown_tag_near", field="tags", word=shown, near=near.name)
        found[one.id] = one
    if len(found) > MOST_TAGS:
        raise Invalid("too_many_tags", field="tags", limit=MOST_TAGS)
    return list(found.values())


def add_tags(session: Session, actor: Actor, thread: Thread, tags: Sequence[Tag]) -> None:
    """Give a new thread its tags."""
    _write(session, actor, thread, set(), {one.id for one in tags})


def _write(
    session: Session, actor: Actor, thread: Thread, former: set[int], wanted: set[int]
) -> None:
    added, taken = sorted(wanted - former), sorted(former - wanted)
    if not added and not taken:
        return
    session.execute(
        sa.delete(ThreadTag).where(ThreadTag.thread_id == thread.id, ThreadTag.tag_id.in_(taken))
    )
    now = clock.now()
    session.add_all(ThreadTag(thread_id=thread.id, tag_id=one, created_at=now) for one in added)
    event = ThreadTagged(thread_id=thread.id, added=added, taken=taken)
    record(session, event, actor_id=actor.id)
