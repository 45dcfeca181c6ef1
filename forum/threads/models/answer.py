"""The answer that solved a question."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base


class AcceptedAnswer(Base):
    """The post that answered a question; at most one a thread, never its opening post.

    A table of its own: a thread would otherwise point to a post that points to the thread.
    """

    __tablename__ = "accepted_answer"

    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"), unique=True)
    accepted_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )
    accepted_at: Mapped[dt.datetime] = mapped_column(index=True)
