"""What belongs to one reader: unfinished texts, and how far a thread was read."""

import datetime as dt
import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, Pk, PublicId


class Draft(Base):
    """An unfinished text: a new thread in a channel, a reply to a thread, or an edit of a post."""

    __tablename__ = "draft"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="CASCADE"), index=True)
    # What it is for, e.g. "thread:beteiligung", "reply:<public id>", "edit:<public id>"; one each.
    purpose: Mapped[str] = mapped_column(sa.String(120))
    channel_id: Mapped[int | None] = mapped_column(sa.ForeignKey("channel.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(sa.ForeignKey("thread.id", ondelete="CASCADE"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    # The other channels a new thread names, by slug, separated by blanks.
    channel_slugs: Mapped[str] = mapped_column(default="")
    # What else stands in the form of a new thread: kind, tags, poll; a JSON object.
    fields: Mapped[str] = mapped_column(default="{}", server_default="{}")
    # Of an edit: the version of the post that it was made from.
    version: Mapped[int | None]
    updated_at: Mapped[dt.datetime]

    __table_args__ = (sa.UniqueConstraint("actor_id", "purpose"),)

    @property
    def kept_fields(self) -> dict[str, Any]:
        """What `fields` holds."""
        kept: dict[str, Any] = json.loads(self.fields)
        return kept


class ReadMark(Base):
    """How far an actor has read a thread; reading moves it forward, "mark as unread" back."""

    __tablename__ = "read_mark"

    actor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    number: Mapped[int]
    # Where the mark stood when the present visit began: what is after it is new in this visit.
    visit_number: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[dt.datetime]
