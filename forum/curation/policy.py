"""Who may sum threads up, suggest and decide edits, and keep collections; the same as SQL.

A ``thread`` or a ``collection`` has its ``channel`` loaded; ``membership`` is the actor's there.
"""

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Channel, Membership
from forum.curation.models import Collection, Suggestion
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.threads.models import Thread, ThreadKind
from forum.threads.policy import can_read_thread, moderated_threads, readable_threads


def can_summarise(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether the actor may write the summary: moderation; who asked, of a question.

    A closed thread may still be summed up: that is when somebody tidies up.
    """
    writable = _can_write_in(actor, thread, membership)
    if not writable:
        return writable
    moderates = channels.can_moderate(actor, thread.channel, membership)
    has_asked = thread.kind is ThreadKind.QUESTION and _is(actor, thread.author_id)
    return allowed_if(moderates or has_asked, "not_your_summary")


def summarisable_threads(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Thread`` that holds where `can_summarise` allows."""
    if actor is None:
        return sa.false()
    has_asked = sa.and_(Thread.kind == ThreadKind.QUESTION, Thread.author_id == actor.id)
    return sa.and_(_writable_threads(actor), sa.or_(moderated_threads(actor), has_asked))


def can_suggest(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether the actor may propose another wording: whoever may write in the channel."""
    return _can_write_in(actor, thread, membership)


def suggestible_threads(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Thread`` that holds where `can_suggest` allows."""
    return _writable_threads(actor)


def can_read_suggestion(
    actor: Actor | None, suggestion: Suggestion, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer for who made it, who began the thread, and the moderation.

    Nobody else: what is suggested has been released by nobody yet.
    """
    readable = can_read_thread(actor, thread, membership)
    if not readable or _is(actor, suggestion.author_id) or _is(actor, thread.author_id):
        return readable
    moderates = channels.can_moderate(actor, thread.channel, membership)
    return allowed_if(moderates, "no_suggestion")


def readable_suggestions(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Suggestion`` that holds where `can_read_suggestion` allows."""
    if actor is None:
        return sa.false()
    own = sa.or_(Thread.author_id == actor.id, moderated_threads(actor))
    readable = sa.select(Thread.id).where(readable_threads(actor)).correlate(None)
    overseen = sa.select(Thread.id).where(own).correlate(None)
    return sa.and_(
        Suggestion.thread_id.in_(readable),
        sa.or_(Suggestion.author_id == actor.id, Suggestion.thread_id.in_(overseen)),
    )


def can_curate(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether the actor may begin, change and remove collections here: moderation."""
    writable = channels.can_write(actor, channel, membership)
    if not writable:
        return writable
    return allowed_if(channels.can_moderate(actor, channel, membership), "moderators_collect")


def curated_channels(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` that holds where `can_curate` allows."""
    return sa.and_(_writable_channels(actor), channels.moderated_channels(actor))


def can_read_collection(
    actor: Actor | None, collection: Collection, membership: Membership | None
) -> Verdict:
    """Answer from its channel; a removed one is for those who may bring it back."""
    readable = channels.can_read(actor, collection.channel, membership)
    if not readable or collection.removed_at is None:
        return readable
    return allowed_if(can_curate(actor, collection.channel, membership), "collection_removed")


def readable_collections(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Collection`` that holds where `can_read_collection` allows."""
    return sa.and_(
        _in_channels(channels.readable_channels(actor)),
        sa.or_(Collection.removed_at.is_(None), _in_channels(curated_channels(actor))),
    )


def _can_write_in(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    readable = can_read_thread(actor, thread, membership)
    if not readable:
        return readable
    if thread.removed_at is not None:
        return Denied("thread_removed")
    if thread.visible_at is None:
        return Denied("thread_held")
    writable = channels.can_write(actor, thread.channel, membership)
    return writable if isinstance(writable, Denied) else Allowed()


def _writable_threads(actor: Actor | None) -> ColumnElement[bool]:
    writable = sa.select(Channel.id).where(_writable_channels(actor)).correlate(None)
    return sa.and_(
        Thread.channel_id.in_(writable),
        Thread.removed_at.is_(None),
        Thread.visible_at.is_not(None),
    )


def _writable_channels(actor: Actor | None) -> ColumnElement[bool]:
    if not channels.may_write(actor):
        return sa.false()
    return sa.and_(channels.readable_channels(actor), Channel.archived_at.is_(None))


def _in_channels(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return Collection.channel_id.in_(sa.select(Channel.id).where(condition).correlate(None))


def _is(actor: Actor | None, actor_id: int) -> bool:
    return actor is not None and actor.id == actor_id
