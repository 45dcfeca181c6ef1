"""Huey: it wakes and schedules. The truth stands in our own tables.

Huey runs a job at most once and forgets it when killed; two of its schedulers run a periodic job
twice. So a job here only says "look now": a lost one costs a delay until the next minute, a
doubled one costs nothing.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import cached_property
from typing import Any

import structlog
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy.exc import IntegrityError

from forum.extensions import after_commit, unit_of_work
from forum.jobs.heartbeat import beat
from forum.jobs.relay import Subscribers, relay
from forum.jobs.schedule import Scheduled, run_due
from forum.settings import Settings

log = structlog.get_logger(__name__)

# True while the relay runs in this thread: it goes on until nothing is left, and need not be told.
_relaying: ContextVar[bool] = ContextVar("relaying", default=False)


class Jobs:
    """The queue of one hub, with the relay and the schedule registered on it."""

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        *,
        subscribers: Subscribers,
        after_relay: Sequence[Callable[[], object]] = (),
        schedule: Sequence[Scheduled] = (),
    ) -> None:
        """Let every commit that recorded an event wake the relay; open nothing yet."""
        self.app = app
        self.settings = settings
        self.subscribers = subscribers
        self.schedule = schedule
        self.relay_now = OneAtATime(self._relay)
        self.after_relay = [OneAtATime(self._in_app(errand)) for errand in after_relay]
        self._opening = threading.Lock()
        app.extensions["jobs"] = self
        after_commit(app, self.nudge)

    def nudge(self) -> None:
        """Ask a worker to look now; if the queue is unreachable, the next minute will do."""
        if _relaying.get():
            return
        try:
            self._tasks["relay"]()
        except Exception:
            log.warning("nudge_failed", exc_info=True)

    def look_around(self) -> None:
        """Ask a worker for its minute's round now."""
        self._tasks["each-minute"]()

    def each_minute(self) -> None:
        """Show that the worker lives, take up what was forgotten, keep the schedule."""
        with self.app.app_context():
            # Two workers may do this at once; the first time a hub is run, both insert the row.
            with suppress(IntegrityError), unit_of_work() as session:
                beat(session)
            self.nudge()
            run_due(self.schedule)

    @property
    def huey(self) -> Huey:
        """The queue itself, with its jobs known to it."""
        return self._tasks["relay"].huey

    @cached_property
    def _tasks(self) -> dict[str, Any]:
        with self._opening:
            huey = make_huey(self.settings)
            tasks = {"relay": huey.task(name="relay")(self._relay_and_errands)}
            for number, errand in enumerate(self.after_relay):
                tasks[f"errand-{number}"] = huey.task(name=f"errand-{number}")(errand)
            minute = huey.periodic_task(crontab(minute="*"), name="each-minute")
            tasks["each-minute"] = minute(self.each_minute)
            return tasks

    def _relay_and_errands(self) -> None:
        """Deliver what is due; then whatever waits on a slow outside gets a thread of its own."""
        self.relay_now()
        for name, task in self._tasks.items():
            if name.startswith("errand-"):
                task()

    def _relay(self) -> None:
        token = _relaying.set(True)
        try:
            with self.app.app_context():
                relay(self.subscribers)
        finally:
            _relaying.reset(token)

    def _in_app(self, errand: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            with self.app.app_context():
                errand()

        return run


class OneAtATime:
    """Work that runs in one thread at a time; asked for meanwhile, it runs once more afterwards."""

    def __init__(self, work: Callable[[], object]) -> None:
        """Keep the work."""
        self._work = work
        self._asked = threading.Event()
        self._running = threading.Lock()

    def __call__(self) -> None:
        """Do the work, or leave it to the thread that is at it."""
        self._asked.set()
        while self._asked.is_set() and self._running.acquire(blocking=False):
            try:
                self._asked.clear()
                self._work()
            finally:
                self._running.release()


def make_huey(settings: Settings) -> Huey:
    """Return the queue: on Redis where there is one, else in a SQLite file of its own."""
    if settings.redis_url:
        return RedisHuey("forum", url=settings.redis_url, results=False)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("forum", filename=str(settings.data_dir / "jobs.db"), results=False)
