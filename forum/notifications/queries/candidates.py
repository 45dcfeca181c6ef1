"""Who may have a reason to be told, by what happened. Rights and wishes are asked elsewhere."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from forum.accounts.models import Account, Actor
from forum.channels.models import (
    Channel,
    ChannelKind,
    Membership,
    Subscription,
    SubscriptionLevel,
)
from forum.messaging.models import Keeping, KeptPart, Treatment
from forum.notifications.kinds import Kind
from forum.notifications.queries.recipients import Candidates
from forum.threads.models import (
    Ballot,
    Placement,
    Poll,
    Post,
    TagSubscription,
    Thread,
    ThreadKind,
    ThreadLevel,
    ThreadSubscription,
    ThreadTag,
)


def of_post(post: Post, thread: Thread, mentions: Sequence[str]) -> list[Candidates]:
    """Return whom a new post may concern."""
    found = of_mentions(mentions)
    if post.number == 1:
        return [*found, _quoted(post), *of_new_thread(thread)]
    if post.reply_to_id is not None:
        answered = sa.select(Post.author_id).where(Post.id == post.reply_to_id)
        found.append(Candidates(Kind.REPLY, answered))
    found.append(Candidates(Kind.OWN_THREAD, _author(thread)))
    found.append(Candidates(Kind.FOLLOWED, _followers(thread)))
    return found


def of_mentions(handles: Iterable[str]) -> list[Candidates]:
    """Return the members of this hub with these handles."""
    named = [handle.lower() for handle in handles]
    if not named:
        return []
    mentioned = sa.select(Actor.id).where(Actor.handle.in_(named), Actor.domain == "")
    return [Candidates(Kind.MENTION, mentioned)]


def of_new_thread(thread: Thread) -> list[Candidates]:
    """Return who watches a channel it is shown in, or a tag it bears; for announcements, more."""
    places = sa.select(Placement.channel_id).where(Placement.thread_id == thread.id)
    tags = sa.select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)
    watching = _watching(places)
    found = [
        Candidates(Kind.NEW_THREAD, watching),
        Candidates(
            Kind.NEW_THREAD,
            sa.select(TagSubscription.actor_id).where(TagSubscription.tag_id.in_(tags)),
        ),
    ]
    if thread.kind is ThreadKind.ANNOUNCEMENT:
        found += [Candidates(Kind.ANNOUNCEMENT, one) for one in _audience(thread, places)]
    return found


def of_poll(poll: Poll, thread: Thread) -> list[Candidates]:
    """Return who waits for the result: who began the poll, who voted, and who follows it."""
    voters = sa.select(Ballot.actor_id).where(Ballot.poll_id == poll.id)
    waiting = (_author(thread), voters, _followers(thread))
    return [Candidates(Kind.POLL_CLOSED, one) for one in waiting]


def of_author(post: Post, kind: Kind) -> list[Candidates]:
    """Return who wrote the post."""
    return [Candidates(kind, sa.select(Post.author_id).where(Post.id == post.id))]


def of_actor(actor_id: int, kind: Kind) -> list[Candidates]:
    """Return one actor."""
    return [Candidates(kind, sa.select(Actor.id).where(Actor.id == actor_id))]


def _quoted(post: Post) -> Candidates:
    """Return whose words from a chat it quotes, with their name or without."""
    quoted = (
        sa.select(KeptPart.author_id)
        .join(Keeping, Keeping.id == KeptPart.keeping_id)
        .where(
            Keeping.post_id == post.id,
            KeptPart.is_left_out.is_(False),
            KeptPart.treatment != Treatment.WITHDRAWN,
        )
    )
    return Candidates(Kind.QUOTED, quoted)


def _author(thread: Thread) -> sa.Select[int]:
    """Select who began the thread, unless they have decided not to follow it."""
    declined = sa.select(ThreadSubscription.actor_id).where(
        ThreadSubscription.thread_id == thread.id,
        ThreadSubscription.level == ThreadLevel.NEITHER,
    )
    return sa.select(Thread.author_id).where(
        Thread.id == thread.id, Thread.author_id.not_in(declined)
    )


def _followers(thread: Thread) -> sa.Select[int]:
    return sa.select(ThreadSubscription.actor_id).where(
        ThreadSubscription.thread_id == thread.id,
        ThreadSubscription.level == ThreadLevel.WATCHING,
    )


def _watching(places: sa.Select[int]) -> sa.Select[int]:
    return sa.select(Subscription.actor_id).where(
        Subscription.channel_id.in_(places), Subscription.level == SubscriptionLevel.WATCHING
    )


def _audience(thread: Thread, places: sa.Select[int]) -> list[sa.Select[int]]:
    """Select whom an announcement is for: in a channel about the forum, all members.

    Elsewhere those who watch the channels it is shown in, belong to them, or to their city.
    """
    if thread.channel.kind is ChannelKind.SYSTEM:
        return [sa.select(Account.actor_id)]
    cities = sa.select(Channel.city_id).where(Channel.id.in_(places), Channel.city_id.is_not(None))
    return [
        _watching(places),
        sa.select(Membership.actor_id).where(Membership.channel_id.in_(places)),
        sa.select(Actor.id).where(Actor.city_id.in_(cities)),
    ]
