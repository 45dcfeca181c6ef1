"""What moderation and curation did with a thread: thin lines between its posts."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.kernel.models import Base, CreatedAt, Pk


class ThreadNote(Base):
    """One line, shown after the post with this number; nobody is told of it."""

    __tablename__ = "thread_note"

    id: Mapped[Pk]
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), index=True
    )
    after_number: Mapped[int]
    # A code: "locked", "unlocked", "moved", "merged", "split_off" …; the page has its sentence.
    verb: Mapped[str] = mapped_column(sa.String(40))
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    actor: Mapped[Actor | None] = relationship(lazy="raise")
