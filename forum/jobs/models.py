"""What the worker remembers: that it lives, and which scheduled work was done for which period."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.models import Base, Pk


class Heartbeat(Base):
    """When any worker last did a job; one row."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    beat_at: Mapped[dt.datetime]


class ScheduledRun(Base):
    """One piece of scheduled work for one period: claimed by one worker, and done once."""

    __tablename__ = "scheduled_run"
    __table_args__ = (sa.UniqueConstraint("name", "period"),)

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(sa.String(80))
    period: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None]
