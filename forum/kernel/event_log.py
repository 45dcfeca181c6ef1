"""The event log: a transactional outbox.

``record()`` writes a fact in the same transaction as the change it tells of. What is not committed
is not announced, and what is committed cannot be forgotten: the relay (``forum.jobs.relay``) gives
every subscriber its own :class:`EventDelivery`, run in its own transaction until it is done.
"""

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from forum.kernel import clock
from forum.kernel.events import Event
from forum.kernel.models import Base, CreatedAt, Pk, StrEnumType

# The key in ``session.info`` under which a subscriber's session knows its event and its name; what
# it makes outside our rows can be bound to both.
DELIVERY = "delivery"


class RecordedEvent(Base):
    """One fact; ``dispatched_at`` is set once its deliveries exist."""

    __tablename__ = "event_log"
    __table_args__ = (
        sa.Index(
            "ix_event_log_waiting",
            "id",
            sqlite_where=sa.text("dispatched_at IS NULL"),
            postgresql_where=sa.text("dispatched_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(sa.String(80), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("actor.id", ondelete="SET NULL"))
    request_id: Mapped[str | None] = mapped_column(sa.String(40))
    occurred_at: Mapped[CreatedAt] = mapped_column(index=True)
    dispatched_at: Mapped[dt.datetime | None]

    def event(self) -> Event:
        """Return the fact as its class; ``KeyError`` where no feature declares it any more."""
        return Event.registry[self.name].from_payload(self.payload)


class DeliveryState(enum.StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class EventDelivery(Base):
    """One event for one subscriber, with its attempts; dead ones wait for a person to look."""

    __tablename__ = "event_delivery"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "subscriber"),
        sa.Index(
            "ix_event_delivery_waiting",
            "next_attempt_at",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
    )

    id: Mapped[Pk]
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event_log.id", ondelete="CASCADE"))
    subscriber: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[DeliveryState] = mapped_column(StrEnumType(DeliveryState))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime]
    done_at: Mapped[dt.datetime | None]
    last_error: Mapped[str | None]


def record(session: Session, event: Event, *, actor_id: int | None = None) -> RecordedEvent:
    """Write the fact into the log, in the caller's transaction.

    The request id comes from ``session.info``, where the edge put it.
    """
    row = RecordedEvent(
        name=type(event).__name__,
        payload=event.payload(),
        actor_id=actor_id,
        request_id=session.info.get("request_id"),
        occurred_at=clock.now(),
    )
    session.add(row)
    session.info["recorded"] = True
    return row
