"""Whom the hub does not know yet."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Membership, MembershipRole
from forum.threads.models import Post

NEWCOMER_UNTIL = 3
"""Posts that were released, or never had to wait, and still stand."""


def is_newcomer(session: Session, actor: Actor) -> bool:
    """Tell whether the hub does not know the actor yet; who keeps order anywhere, it knows."""
    standing = (
        sa.select(Post.id)
        .where(
            Post.author_id == actor.id,
            Post.visible_at.is_not(None),
            Post.removed_at.is_(None),
        )
        .limit(NEWCOMER_UNTIL)
        .subquery()
    )
    moderated = sa.exists().where(
        Membership.actor_id == actor.id, Membership.role == MembershipRole.MODERATOR
    )
    count, moderates = session.execute(
        sa.select(sa.select(sa.func.count()).select_from(standing).scalar_subquery(), moderated)
    ).one()
    return count < NEWCOMER_UNTIL and not moderates
