"""Scheduled work: what is to happen once a day, an hour, a week.

Time is cut into periods of equal length. Each minute every worker looks which period has not been
done yet and claims it, so a hub that slept through the night catches up in the morning, two
workers do nothing twice, and a killed one is replaced after its lease.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.extensions import unit_of_work
from forum.jobs.models import ScheduledRun
from forum.kernel import clock

MAX_ATTEMPTS = 3
LEASE = dt.timedelta(minutes=10)
_EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)  # a Monday

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Scheduled:
    """Work that is done once in each period of ``every``, not before ``offset`` has passed in it.

    ``run`` owns its transactions. It may be run again after it was killed or has failed.
    """

    name: str
    run: Callable[[], object]
    every: dt.timedelta = dt.timedelta(days=1)
    offset: dt.timedelta = dt.timedelta(hours=2)

    def period(self, now: dt.datetime) -> int:
        """Return the number of the period that this moment lies in."""
        return (now - self.offset - _EPOCH) // self.every


def in_one_transaction(action: Callable[[Session], object]) -> Callable[[], object]:
    """Return work that runs an action in a transaction of its own."""

    def run() -> object:
        with unit_of_work() as session:
            return action(session)

    return run


def in_batches(action: Callable[[Session], int]) -> Callable[[], object]:
    """Return work that runs an action in one short transaction after the other until it gives 0."""

    def run() -> int:
        done = 0
        while True:
            with unit_of_work() as session:
                count = action(session)
            if not count:
                return done
            done += count

    return run


def run_due(schedule: Iterable[Scheduled]) -> None:
    """Do what has not been done in its present period."""
    for scheduled in schedule:
        with (
            current_app.app_context(),
            structlog.contextvars.bound_contextvars(scheduled=scheduled.name),
        ):
            period = scheduled.period(clock.now())
            if _claim(scheduled.name, period):
                _run(scheduled, period)


def _claim(name: str, period: int) -> bool:
    """Take this period's work for this worker; false if it is done, given up, or somebody's."""
    try:
        with unit_of_work() as session:
            run = session.scalars(
                sa.select(ScheduledRun)
                .where(ScheduledRun.name == name, ScheduledRun.period == period)
                .with_for_update()
                .execution_options(populate_existing=True)
            ).one_or_none()
            now = clock.now()
            if run is None:
                run = ScheduledRun(name=name, period=period, attempts=0, leased_until=now)
                session.add(run)
            elif run.finished_at or run.attempts >= MAX_ATTEMPTS or run.leased_until > now:
                return False
            run.attempts += 1
            run.leased_until = now + LEASE
    except IntegrityError:  # another worker has put its row there first
        return False
    return True


def _run(scheduled: Scheduled, period: int) -> None:
    """Do the work, and note that it was done or why not."""
    outcome: dict[str, object]
    try:
        scheduled.run()
        outcome = {"finished_at": clock.now(), "last_error": None}
        log.info("scheduled_run")
    except Exception as error:
        outcome = {"last_error": f"{type(error).__name__}: {error}"[:2000]}
        log.exception("scheduled_run_failed")
    with unit_of_work() as session:
        session.execute(
            sa.update(ScheduledRun)
            .where(ScheduledRun.name == scheduled.name, ScheduledRun.period == period)
            .values(outcome)
        )
