"""Workers that hand letters over at the same time, each a process of its own."""

import gc
import multiprocessing
import time
from multiprocessing.synchronize import Barrier

from forum.app import create_app
from forum.digests.queries.standings import is_something_due, is_something_waiting
from forum.extensions import db
from forum.kernel import clock
from forum.mail.regular import write_regular_ahead
from forum.settings import Settings

_SECONDS = 600


def letters_a_second(settings: Settings, workers: int, letters: int) -> float:
    """Let so many workers hand over what is due, and return how many letters a second that is."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(workers + 1)
    done = context.Barrier(workers + 1)
    processes = [
        context.Process(target=_work, args=(settings, ready, done), daemon=True)
        for _ in range(workers)
    ]
    for process in processes:
        process.start()
    ready.wait(_SECONDS)
    begun = time.perf_counter()
    done.wait(_SECONDS)
    seconds = time.perf_counter() - begun
    for process in processes:
        process.join()
    return letters / seconds


def _work(settings: Settings, ready: Barrier, done: Barrier) -> None:
    app = create_app(settings)
    with app.app_context():
        gc.collect()
        gc.freeze()  # as a worker does
        ready.wait(_SECONDS)
        while _is_work_left():
            write_regular_ahead()
        done.wait(_SECONDS)


def _is_work_left() -> bool:
    session, now = db.session(), clock.now()
    left = is_something_due(session, now) or is_something_waiting(session, now)
    db.session.remove()
    return left
