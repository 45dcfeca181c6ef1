"""Huey: it wakes and schedules. The truth stands in our own tables.

Huey runs a job at most once and forgets it when killed; two of its schedulers run a periodic job
twice. So a job here only says "look now": a lost one costs a delay until the next sweep, a doubled
one costs nothing.
"""

import structlog
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab

from forum.extensions import after_commit
from forum.jobs.relay import Subscribers, relay
from forum.settings import Settings

log = structlog.get_logger(__name__)


class Jobs:
    """The queue of one hub, with the relay and the schedule registered on it."""

    def __init__(self, app: Flask, settings: Settings, subscribers: Subscribers) -> None:
        """Open the queue and let every commit that recorded an event wake the relay."""
        self.huey = make_huey(settings)
        self.app = app
        self.subscribers = subscribers
        self._look = self.huey.task(name="relay")(self.relay_now)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.relay_now)
        app.extensions["jobs"] = self
        after_commit(app, self.nudge)

    def relay_now(self) -> None:
        """Deliver what is due."""
        with self.app.app_context():
            relay(self.subscribers)

    def nudge(self) -> None:
        """Ask a worker to look now; if the queue is unreachable, the next sweep will do."""
        try:
            self._look()
        except Exception:
            log.warning("nudge_failed", exc_info=True)


def make_huey(settings: Settings) -> Huey:
    """Return the queue: on Redis where there is one, else in a SQLite file of its own."""
    if settings.redis_url:
        return RedisHuey("forum", url=settings.redis_url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("forum", filename=str(settings.data_dir / "jobs.db"))
