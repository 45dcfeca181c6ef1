"""What readers say about a post without writing one."""

import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, StrEnumType


class ReactionKind(enum.StrEnum):
    """The few things that can be said so; in the order in which pages show them."""

    THANKS = "thanks"
    HELPFUL = "helpful"
    AGREE = "agree"


class Reaction(Base):
    """Somebody thanks for a post, finds it helpful, or agrees; each at most once.

    Nothing is counted beside the rows, so there is no counter that could go wrong.
    """

    __tablename__ = "reaction"

    post_id: Mapped[int] = mapped_column(
        sa.ForeignKey("post.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[ReactionKind] = mapped_column(StrEnumType(ReactionKind), primary_key=True)
    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    created_at: Mapped[CreatedAt]
