"""Workers that hand letters over at the same time, each a process of its own."""

import gc
import multiprocessing
import re
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

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


def memory_of_worker(settings: Settings) -> float:
    """Let one worker hand over what is due; return the most memory it has had, in MB."""
    context = multiprocessing.get_context("spawn")
    found, told = context.Pipe(duplex=False)
    process = context.Process(target=_work_and_tell, args=(settings, told), daemon=True)
    process.start()
    told.close()  # so that a worker that falls ends the waiting
    try:
        return float(found.recv())
    finally:
        process.join()


def _work_and_tell(settings: Settings, told: Connection) -> None:
    with create_app(settings).app_context():
        gc.collect()
        gc.freeze()
        while _is_work_left():
            write_regular_ahead()
    # Of this program alone: what `getrusage` says begins with the process that has started it.
    [most] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    told.send(int(most) / 1024)


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
