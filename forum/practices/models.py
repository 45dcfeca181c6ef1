"""Experience reports: the record and its versions, remarks, verifications and adoptions.

A draft is a row of its own. Submitting it makes its thread, held like any post that waits for
release (``Thread.visible_at`` is ``None``); releasing the report releases the thread. So author
and moderation read it, with its files, before anybody else does.
"""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Actor, City
from forum.channels.models import Channel, Theme
from forum.kernel.models import Base, CreatedAt, Pk, PublicId, StrEnumType
from forum.threads.models import Thread


class ReportState(enum.StrEnum):
    """Where a report stands between its first line and its last reader."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    REJECTED = "rejected"
    RELEASED = "released"
    RECOMMENDED = "recommended"
    OUTDATED = "outdated"


class Access(enum.StrEnum):
    """Whether people came and went, or the circle was fixed."""

    OPEN = "open"
    CLOSED = "closed"


class Effort(enum.StrEnum):
    """How much it took, so that reports can be compared; the words stand in the record."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class TargetGroup(enum.StrEnum):
    """Whom it was for."""

    CHILDREN = "children"
    YOUTH = "youth"
    FAMILIES = "families"
    SENIORS = "seniors"
    NEWCOMERS = "newcomers"
    JOB_SEEKERS = "job_seekers"
    BUSINESSES = "businesses"
    NEIGHBOURS = "neighbours"


class ExperienceReport(Base):
    """What somebody tried, what came out, and what others should know before they try it."""

    __tablename__ = "experience_report"
    # The form carries a key; sending its first page twice finds the same draft again.
    __table_args__ = (sa.UniqueConstraint("author_id", "submission_key"),)

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    channel_id: Mapped[int] = mapped_column(
        sa.ForeignKey("channel.id", ondelete="RESTRICT"), index=True
    )
    author_id: Mapped[int] = mapped_column(
        sa.ForeignKey("actor.id", ondelete="RESTRICT"), index=True
    )
    # Made when the report is first submitted.
    thread_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("thread.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[ReportState] = mapped_column(
        StrEnumType(ReportState), default=ReportState.DRAFT, index=True
    )
    submission_key: Mapped[str | None] = mapped_column(sa.String(40))
    # Grows with every saved change; a form names the version it was made from.
    version: Mapped[int] = mapped_column(default=1)

    # What reports are filtered and compared by.
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    city_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("city.id", ondelete="RESTRICT"), index=True
    )
    theme_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("theme.id", ondelete="RESTRICT"), index=True
    )
    access: Mapped[Access | None] = mapped_column(StrEnumType(Access))
    effort: Mapped[Effort | None] = mapped_column(StrEnumType(Effort))
    # Of `TargetGroup`, sorted, between bars: "|children|families|"; "" while none is chosen.
    target_groups: Mapped[str] = mapped_column(sa.String(200), default="")
    begun_on: Mapped[dt.date | None] = mapped_column(sa.Date)
    ended_on: Mapped[dt.date | None] = mapped_column(sa.Date)
    # The prose of the record by field name (see `forum.practices.fields`), Markdown.
    texts: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)

    created_at: Mapped[CreatedAt]
    updated_at: Mapped[dt.datetime]
    submitted_at: Mapped[dt.datetime | None]
    # The version that was last handed in; the next one is shown against it.
    submitted_version: Mapped[int | None]
    # Of a returned report: until when the author is asked to answer.
    due_on: Mapped[dt.date | None] = mapped_column(sa.Date)
    released_at: Mapped[dt.datetime | None]
    review_on: Mapped[dt.date | None] = mapped_column(sa.Date, index=True)
    # When author and editors were reminded of the present `review_on` or `due_on`.
    reminded_at: Mapped[dt.datetime | None]
    adoption_count: Mapped[int] = mapped_column(default=0)

    channel: Mapped[Channel] = relationship(lazy="raise")
    author: Mapped[Actor] = relationship(lazy="raise", foreign_keys=[author_id])
    thread: Mapped[Thread | None] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")


class ReportVersion(Base):
    """The whole record as it was handed in, or as it stood when it was changed afterwards."""

    __tablename__ = "report_version"
    __table_args__ = (sa.UniqueConstraint("report_id", "version"),)

    id: Mapped[Pk]
    report_id: Mapped[int] = mapped_column(
        sa.ForeignKey("experience_report.id", ondelete="CASCADE")
    )
    version: Mapped[int]
    record: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    saved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]


class Remark(Base):
    """What a reviewer asks about one field, or (field "") about the whole."""

    __tablename__ = "report_remark"

    id: Mapped[Pk]
    report_id: Mapped[int] = mapped_column(
        sa.ForeignKey("experience_report.id", ondelete="CASCADE"), index=True
    )
    field: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str]
    # The version it speaks of.
    version: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]

    author: Mapped[Actor | None] = relationship(lazy="raise")


class ReportStep(Base):
    """One step of the way through the states; together they are the visible history."""

    __tablename__ = "report_step"

    id: Mapped[Pk]
    report_id: Mapped[int] = mapped_column(
        sa.ForeignKey("experience_report.id", ondelete="CASCADE"), index=True
    )
    verb: Mapped[str] = mapped_column(sa.String(40))
    former: Mapped[ReportState | None] = mapped_column(StrEnumType(ReportState))
    state: Mapped[ReportState] = mapped_column(StrEnumType(ReportState))
    version: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt] = mapped_column(index=True)

    actor: Mapped[Actor | None] = relationship(lazy="raise")


class Stage(enum.StrEnum):
    """How far a report is verified; each stage stands on the one before."""

    COMPLETE = "complete"
    PLAUSIBLE = "plausible"
    CONFIRMED = "confirmed"
    """By another city, out of its own experience."""


class Verification(Base):
    """Somebody stands for one stage, of the version they have read."""

    __tablename__ = "report_verification"
    __table_args__ = (sa.UniqueConstraint("report_id", "stage", "actor_id"),)

    id: Mapped[Pk]
    report_id: Mapped[int] = mapped_column(
        sa.ForeignKey("experience_report.id", ondelete="CASCADE")
    )
    stage: Mapped[Stage] = mapped_column(StrEnumType(Stage))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    # The city that confirms, as it was when it did.
    city_id: Mapped[int | None] = mapped_column(sa.ForeignKey("city.id", ondelete="RESTRICT"))
    version: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt]

    actor: Mapped[Actor] = relationship(lazy="raise")
    city: Mapped[City | None] = relationship(lazy="raise")


class Adoption(Base):
    """Somebody has tried it elsewhere: what they changed, and what came out."""

    __tablename__ = "adoption"

    id: Mapped[Pk]
    public_id: Mapped[PublicId]
    report_id: Mapped[int] = mapped_column(
        sa.ForeignKey("experience_report.id", ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("actor.id", ondelete="RESTRICT"))
    city_id: Mapped[int] = mapped_column(sa.ForeignKey("city.id", ondelete="RESTRICT"), index=True)
    tried_on: Mapped[dt.date | None] = mapped_column(sa.Date)
    changed: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str]
    created_at: Mapped[CreatedAt]
    edited_at: Mapped[dt.datetime | None]
    removed_at: Mapped[dt.datetime | None]

    report: Mapped[ExperienceReport] = relationship(lazy="raise")
    actor: Mapped[Actor] = relationship(lazy="raise")
    city: Mapped[City] = relationship(lazy="raise")
