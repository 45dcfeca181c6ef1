"""Words that the moderation watches for."""

import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType


class WatchedFor(enum.StrEnum):
    """What follows where a watched word is found."""

    HOLD = "hold"
    """The post waits for release."""
    FLAG = "flag"
    """The post is published, and the moderation is asked to look at it."""


class WatchedWord(Base):
    """A word or phrase; found as whole words, folded as the search folds them."""

    __tablename__ = "watched_word"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    phrase: Mapped[str] = mapped_column(sa.String(120), unique=True)
    watched_for: Mapped[WatchedFor] = mapped_column(StrEnumType(WatchedFor))
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
