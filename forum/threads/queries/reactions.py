"""What readers have said about posts, for a whole page at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.threads.models import Reaction, ReactionKind

# As many names as are worth reading beside a number.
MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class Reactions:
    """Of one kind, to one post."""

    count: int
    names: tuple[str | None, ...] = ()
    """Who was first; ``None`` for somebody who has left. Empty for guests."""
    is_mine: bool = False


PostReactions = dict[ReactionKind, Reactions]


def reactions_to(
    session: Session, actor: Actor | None, post_ids: Sequence[int], *, with_names: bool
) -> dict[int, PostReactions]:
    """Return by post id, then by kind, what there is; one statement, whatever their number.

    The posts are ones that the reader may read.
    """
    mine = sa.false() if actor is None else Reaction.actor_id == actor.id
    group = (Reaction.post_id, Reaction.kind)
    ranked = (
        sa.select(
            Reaction.post_id,
            Reaction.kind,
            sa.case((Actor.closed_at.is_(None), Actor.name)).label("name"),
            sa.func.count().over(partition_by=group).label("of_all"),
            sa.func.max(sa.case((mine, 1), else_=0)).over(partition_by=group).label("is_mine"),
            sa.func.row_number()
            .over(partition_by=group, order_by=(Reaction.created_at, Reaction.actor_id))
            .label("rank"),
        )
        .join(Actor, Actor.id == Reaction.actor_id)
        .where(Reaction.post_id.in_(post_ids))
        .subquery()
    )
    rows = session.execute(
        sa.select(ranked)
        .where(ranked.c.rank <= (MOST_NAMES if with_names else 1))
        .order_by(ranked.c.post_id, ranked.c.kind, ranked.c.rank)
    )
    found: dict[int, PostReactions] = {}
    for row in rows:
        of_post = found.setdefault(row.post_id, {})
        so_far = of_post.get(row.kind)
        names = (*(so_far.names if so_far else ()), row.name) if with_names else ()
        of_post[row.kind] = Reactions(row.of_all, names, bool(row.is_mine))
    return found
