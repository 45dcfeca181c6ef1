"""Take over what one wrote in an archive, as a member with the same confirmed address.

Not to be taken back: the address is theirs, and so is what came from it.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.models import Attachment
from forum.imports.events import AuthorshipTakenOver
from forum.imports.models import UnclaimedAuthor
from forum.imports.queries import waiting_authors
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.rows import change
from forum.threads.models import Post, Thread


def take_over(session: Session, actor: Actor, author: UnclaimedAuthor) -> UnclaimedAuthor:
    """Make the actor the author of all that the unclaimed author wrote, and return that row.

    Neither dates nor counters change, and nobody is told. Asked for twice, it is done once.
    """
    session.refresh(author, with_for_update=True)
    if author.claimed_at is not None:
        return author
    former_id = author.actor_id
    _hold_threads(session, former_id)
    for column in (Thread.author_id, Post.author_id, Attachment.owner_id):
        model = column.class_
        change(session, sa.update(model).where(column == former_id).values({column: actor.id}))
    author.claimed_at = clock.now()
    author.claimed_by_id = actor.id
    session.flush()
    event = AuthorshipTakenOver(actor_id=actor.id, former_id=former_id)
    record(session, event, actor_id=actor.id)
    return author


def take_over_waiting(session: Session) -> int:
    """Give members all that waits for them; return how many unclaimed authors became members.

    Also for who came or changed their address while an archive was being read in.
    """
    waiting = waiting_authors(session)
    for former_id, actor_id in waiting:
        author = session.get_one(UnclaimedAuthor, former_id)
        take_over(session, session.get_one(Actor, actor_id), author)
    return len(waiting)


def _hold_threads(session: Session, author_id: int) -> None:
    """Hold the threads the author wrote in, in the order everybody holds them."""
    written = sa.select(Post.thread_id).where(Post.author_id == author_id)
    begun = sa.select(Thread.id).where(Thread.author_id == author_id)
    session.execute(
        sa.select(Thread.id)
        .where(sa.or_(Thread.id.in_(written), Thread.id.in_(begun)))
        .order_by(Thread.id)
        .with_for_update(key_share=True)
    )
