"""The worker: one process that does what the web process must not wait for."""

import structlog
from flask import Flask

from forum.jobs.queue import Jobs

# SQLite's queue is polled; waiting longer between two looks would be felt by people.
_LONGEST_WAIT = 0.25
_SECONDS_TO_FINISH = 8

log = structlog.get_logger(__name__)


def run_worker(app: Flask) -> None:
    """Do jobs and keep the schedule until SIGTERM, then let the running job finish."""
    jobs: Jobs = app.extensions["jobs"]
    jobs.nudge()  # whatever was due while no worker ran
    consumer = jobs.huey.create_consumer(
        workers=2,
        max_delay=_LONGEST_WAIT,
        graceful_signal="TERM",
        shutdown_timeout=_SECONDS_TO_FINISH,
    )
    consumer.run()
    log.info("worker_ended")
