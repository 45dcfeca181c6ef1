"""The worker's sign of life."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.jobs.models import Heartbeat
from forum.kernel import clock
from forum.kernel.rows import change

_NAME = "worker"
# The worker beats every minute.
FRESH = dt.timedelta(minutes=3)


def beat(session: Session) -> None:
    """Note that a worker is alive now."""
    now = clock.now()
    again = sa.update(Heartbeat).where(Heartbeat.name == _NAME).values(beat_at=now)
    if change(session, again) == 0:
        session.add(Heartbeat(name=_NAME, beat_at=now))


def worker_is_alive(session: Session) -> bool:
    """Return whether a worker has given a sign of life lately."""
    beat_at = session.scalar(sa.select(Heartbeat.beat_at).where(Heartbeat.name == _NAME))
    return beat_at is not None and clock.now() - beat_at < FRESH
