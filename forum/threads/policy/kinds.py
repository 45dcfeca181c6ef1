"""Who may choose the kind of a thread, accept answers, tag, vote and close polls.

What is answered for every thread of a list stands as SQL in `forum.threads.queries.kinds`.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Channel, Membership
from forum.kernel import clock
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.threads.models import Poll, ResultsShown, Thread, ThreadKind
from forum.threads.policy.writing import PostFacts, can_rename, can_reply

# Between these two a thread may change; a poll has votes, and an announcement was made by somebody
# who may announce.
CHANGEABLE = frozenset({ThreadKind.DISCUSSION, ThreadKind.QUESTION})


def can_start_kind(
    actor: Actor | None, channel: Channel, membership: Membership | None, kind: ThreadKind
) -> Verdict:
    """Answer whether the actor may begin a thread of this kind here: announcing is for few."""
    startable = channels.can_start_thread(actor, channel, membership)
    if not startable or kind is not ThreadKind.ANNOUNCEMENT:
        return startable
    moderates = channels.can_moderate(actor, channel, membership)
    return allowed_if(moderates, "moderators_announce")


def announceable_channels(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` that holds where announcing is allowed."""
    return sa.and_(channels.startable_channels(actor), channels.moderated_channels(actor))


def can_change_kind(
    actor: Actor | None, thread: Thread, membership: Membership | None, kind: ThreadKind
) -> Verdict:
    """Answer whether the thread may become this kind: a question a discussion, and back."""
    verdict = can_rename(actor, thread, membership)
    if not verdict:
        return verdict
    return allowed_if(thread.kind in CHANGEABLE and kind in CHANGEABLE, "kind_stays")


def can_tag(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether the actor may choose the tags: author and moderation."""
    return can_rename(actor, thread, membership)


def can_settle(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether the actor may say which answer solved the question, and take it back.

    A closed thread may still be settled: that is when somebody tidies up.
    """
    if thread.kind is not ThreadKind.QUESTION:
        return Denied("not_a_question")
    writable = channels.can_write(actor, thread.channel, membership)
    if not writable:
        return writable
    if thread.removed_at is not None:
        return Denied("thread_removed")
    moderates = channels.can_moderate(actor, thread.channel, membership)
    is_own = actor is not None and actor.id == thread.author_id
    return allowed_if(moderates or is_own, "not_your_thread")


def can_accept(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may accept this post as the answer."""
    verdict = can_settle(actor, thread, membership)
    if not verdict:
        return verdict
    if post.removed_at is not None:
        return Denied("post_removed")
    if post.visible_at is None:
        return Denied("post_held")
    return allowed_if(post.number > 1, "not_an_answer")


def is_closed(poll: Poll, at: dt.datetime) -> bool:
    """Return whether nobody can vote any more; the moment counts, not the event that tells it."""
    return poll.closed_at is not None or (poll.closes_at is not None and poll.closes_at <= at)


def can_vote(
    actor: Actor | None, thread: Thread, membership: Membership | None, poll: Poll
) -> Verdict:
    """Answer whether the actor may vote, change their vote or take it back."""
    writable = can_reply(actor, thread, membership)
    if not writable:
        return writable
    return allowed_if(not is_closed(poll, clock.now()), "poll_closed")


def can_change_poll(
    actor: Actor | None, thread: Thread, membership: Membership | None, poll: Poll
) -> Verdict:
    """Answer whether the actor may change or close the poll: author and moderation, while open."""
    verdict = can_rename(actor, thread, membership)
    if not verdict:
        return verdict
    return allowed_if(not is_closed(poll, clock.now()), "poll_closed")


def can_see_results(poll: Poll, *, has_voted: bool) -> Verdict:
    """Answer whether a reader of the thread sees how the votes are spread."""
    if poll.results is ResultsShown.ALWAYS or is_closed(poll, clock.now()):
        return Allowed()
    if poll.results is ResultsShown.CLOSED:
        return Denied("results_after_close")
    return allowed_if(has_voted, "results_after_vote")


def can_see_voters(actor: Actor | None, poll: Poll, *, has_voted: bool) -> Verdict:
    """Answer whether the reader sees who chose what: never in a secret poll, nor from outside."""
    if poll.is_secret:
        return Denied("poll_is_secret")
    if not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return can_see_results(poll, has_voted=has_voted)
