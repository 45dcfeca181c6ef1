"""Say something about a post without writing one; take it back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.rows import change, insert_into
from forum.kernel.verdict import require
from forum.threads.events import ReactionGiven, ReactionWithdrawn
from forum.threads.models import Post, Reaction, ReactionKind
from forum.threads.policy import can_react
from forum.threads.queries import post_as_it_is


def give_reaction(session: Session, actor: Actor, post: Post, *, kind: ReactionKind) -> Post:
    """Let the actor react to the post, and return it; doing so twice changes nothing.

    The row is its own lock: of two pages that send at once, one makes it. Raises `NotAllowed`.
    """
    post = post_as_it_is(session, post)
    membership = membership_of(session, actor, post.thread.channel_id)
    require(can_react(actor, post, post.thread, membership))
    made = session.execute(
        insert_into(session, Reaction)
        .values(post_id=post.id, kind=kind, actor_id=actor.id, created_at=clock.now())
        .on_conflict_do_nothing()
        .returning(Reaction.post_id)
    ).all()
    if made:
        event = ReactionGiven(
            post_id=post.id, thread_id=post.thread_id, actor_id=actor.id, kind=kind
        )
        record(session, event, actor_id=actor.id)
    return post


def withdraw_reaction(session: Session, actor: Actor, post: Post, *, kind: ReactionKind) -> Post:
    """Take one's own reaction back, and return the post; this needs no right to react any more."""
    mine = sa.delete(Reaction).where(
        Reaction.post_id == post.id, Reaction.kind == kind, Reaction.actor_id == actor.id
    )
    if change(session, mine):
        event = ReactionWithdrawn(
            post_id=post.id, thread_id=post.thread_id, actor_id=actor.id, kind=kind
        )
        record(session, event, actor_id=actor.id)
    return post
