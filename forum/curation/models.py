"""Living summaries of threads, collections of what belongs together, and suggested edits."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.threads.models import Thread


class Summary(Base):
    """What a thread comes down to, on top of it; it cites posts by their links."""

    __tablename__ = "thread_summary"

    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    source: Mapped[str]
    html: Mapped[str]
    renderer_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    edited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    updated_at: Mapped[dt.datetime] = mapped_column(index=True)
    # The highest post that it takes into account: what came later is "new since the summary".
    up_to_number: Mapped[int] = mapped_column(default=0)

    edited_by: Mapped[Actor | None] = relationship(lazy="raise")


class SummaryVersion(Base):
    """A former text of a summary, as it stood until somebody replaced it."""

    __tablename__ = "thread_summary_version"
    __table_args__ = (sa.UniqueConstraint("thread_id", "version"),)

    id: Mapped[Pk]
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("thread.id", ondelete="CASCADE"))
    version: Mapped[int]
    source: Mapped[str]
    edited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    # When it was written.
    created_at: Mapped[CreatedAt]

    edited_by: Mapped[Actor | None] = relationship(lazy="raise")


class Collection(Base):
    """A dossier: threads, experience reports and files on one matter, with an introduction.

    Its channel decides who may read it; each entry still asks for its own rights.
    """

    __tablename__ = "collection"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    channel_id: Mapped[int] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="RESTRICT"), index=True
    )
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    title: Mapped[str] = mapped_column(sa.String(200))
    source: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    renderer_version: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]

    channel: Mapped[Channel] = relationship(lazy="raise")
    author: Mapped[Actor] = relationship(lazy="raise")


class CollectionEntry(Base):
    """A thread (an experience report is one) or a file of a collection, with a word why."""

    __tablename__ = "collection_entry"
    __table_args__ = (
        sa.UniqueConstraint("collection_id", "thread_id"),
        sa.UniqueConstraint("collection_id", "attachment_id"),
    )

    id: Mapped[Pk]
    collection_id: Mapped[int] = mapped_column(sa.ForeignKey("collection.id", ondelete="CASCADE"))
    position: Mapped[int]
    thread_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), index=True
    )
    attachment_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("attachment.id", ondelete="CASCADE"), index=True
    )
    note: Mapped[str] = mapped_column(sa.String(300), default="")

    thread: Mapped[Thread | None] = relationship(lazy="raise")


class SuggestionState(enum.StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    SETTLED = "settled"
    """Every piece was accepted or refused."""
    WITHDRAWN = "withdrawn"
    STALE = "stale"
    """The text has changed so that the pieces fit nowhere any more."""


class Suggestion(Base):
    """Another wording for a summary, or for one field of an experience report."""

    __tablename__ = "suggestion"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    # The thread that the summary or the report belongs to.
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), index=True
    )
    # The field of the report; "" means the summary.
    field: Mapped[str] = mapped_column(sa.String(40), default="")
    base_version: Mapped[int]
    base: Mapped[str]
    proposed: Mapped[str]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    state: Mapped[SuggestionState] = mapped_column(
        StrEnumType(SuggestionState), default=SuggestionState.OPEN
    )
    # Which pieces were taken over and which were not, by their place: "0,2".
    accepted: Mapped[str] = mapped_column(sa.String(200), default="")
    refused: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[CreatedAt]
    settled_at: Mapped[dt.datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="SET NULL")
    )

    author: Mapped[Actor] = relationship(lazy="raise", foreign_keys=[author_id])
    thread: Mapped[Thread] = relationship(lazy="raise")

    @property
    def accepted_places(self) -> frozenset[int]:
        """Which pieces were taken over."""
        return _places(self.accepted)

    @property
    def refused_places(self) -> frozenset[int]:
        """Which pieces were refused."""
        return _places(self.refused)


def _places(written: str) -> frozenset[int]:
    return frozenset(int(place) for place in written.split(",") if place)
