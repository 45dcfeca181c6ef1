"""The worker: one process that does what the web process must not wait for."""

import gc
import signal

import structlog
from flask import Flask
from huey import Huey
from huey.consumer import Consumer

from forum.jobs.queue import Jobs

# SQLite's queue is polled; waiting longer between two looks would be felt by people.
_LONGEST_WAIT = 0.25
_SECONDS_TO_FINISH = 8
# The relay, the mail and the schedule hold one each at most, which leaves one for the heartbeat.
_THREADS = 4

log = structlog.get_logger(__name__)


class Worker(Consumer):
    """Huey's consumer, which ends politely on both signals that ask it to end."""

    def __init__(self, huey: Huey) -> None:
        """Let running jobs finish, whoever asks: a terminal (SIGINT) or a supervisor (SIGTERM)."""
        super().__init__(
            huey,
            workers=_THREADS,
            max_delay=_LONGEST_WAIT,
            shutdown_timeout=_SECONDS_TO_FINISH,
        )
        self._signal_actions = {signal.SIGINT: (False, True), signal.SIGTERM: (False, True)}


def run_worker(app: Flask) -> None:
    """Do jobs and keep the schedule until SIGTERM or SIGINT, then let the running jobs finish."""
    jobs: Jobs = app.extensions["jobs"]
    # What is there by now stays: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    log.info("worker_started")
    jobs.look_around()  # there may be work from when no worker ran
    Worker(jobs.huey).run()
    log.info("worker_ended")
