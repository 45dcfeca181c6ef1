"""What a weekly letter costs beside handing the same letter over ready-made: `make bench`.

In one run: members, cities, themes, an archive and a week of new posts are made; the whole
(planning, choosing, rights asked twice, rendering, packing, handing over, noting) hands one letter
to each member; then the same letters, packed beforehand, go over one connection to the same sink.
The sinks are processes of their own: aiosmtpd, and one that only answers. Letters go out once by
one worker and once by several at the same time; the bound is for several.

What a letter costs in CPU may not grow with the archive: two hubs with archives of both sizes take
turns, and the least of each counts. Nor may the memory of a worker grow with the members: the most
it has had is compared with that for ten times as many.
"""

import argparse
import gc
import itertools
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from bench.filling import Size, fill
from bench.sinks import forgetful, minimal, sink
from bench.workers import letters_a_second, memory_of_worker
from forum.app import create_app
from forum.digests.models import Issue, IssueItem, IssueState, Order
from forum.digests.queries.contents import contents_of
from forum.extensions import db
from forum.kernel import clock
from forum.mail.ahead import mail_of
from forum.mail.context import settings as settings_of_hub
from forum.mail.regular import write_regular_ahead
from forum.mail.sender import Parcel, pack
from forum.mail.smtp import Connection
from forum.settings import Environment, Settings
from tests.databases import make_database

BOUND, GROWTH, MEMORY = 0.4, 1.2, 1.1
_MORE_MEMBERS = 10
_SAMPLE = 200
_TURNS = 3


def _aim(app: Flask, port: int) -> None:
    app.extensions["settings"] = settings_of_hub().model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    )


def _again(session: Session) -> None:
    """Let everybody's letter be due, as if none had gone out."""
    session.execute(sa.delete(IssueItem))
    session.execute(sa.delete(Issue))
    session.execute(sa.update(Order).values(next_due_at=clock.now()))
    session.commit()
    db.session.remove()


def _ready_made(session: Session) -> list[Parcel]:
    issues = session.scalars(
        sa.select(Issue).where(Issue.state == IssueState.SENT).limit(_SAMPLE)
    ).all()
    return [pack(mail_of(one)) for one in contents_of(session, issues).values()]


def bare(parcels: Sequence[Parcel], count: int) -> float:
    """Return letters a second, ready-made, over one connection."""
    begun = time.perf_counter()
    with Connection(settings_of_hub()) as connection:
        for parcel in itertools.islice(itertools.cycle(parcels), count):
            connection.send(parcel.text, parcel.sender, parcel.recipient, lambda: True)
    return count / (time.perf_counter() - begun)


def whole(session: Session) -> tuple[float, float, int]:
    """Hand everybody's letter over; return letters a second, milliseconds of CPU each, how many."""
    _again(session)
    begun, used = time.perf_counter(), time.process_time()
    count = write_regular_ahead()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    return count / seconds, 1000 * cpu / count, count


def _memory() -> float:
    """Return the most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(app: Flask, workers: int) -> bool:
    """Print the table; return whether the bound is kept."""
    kept, count = True, 0
    parcels: list[Parcel] = []
    print("sink        ready-made/s   one worker     ratio   CPU ms     MB   "
          f"{workers} workers     ratio")  # fmt: skip
    for name, serve in (("aiosmtpd", forgetful), ("minimal", minimal)):
        with sink(serve) as port:
            _aim(app, port)
            rate, cost, count = whole(db.session())
            parcels = _ready_made(db.session())
            least = bare(parcels, count)
            _again(db.session())
            together = letters_a_second(settings_of_hub(), workers, count)
        print(
            f"{name:<10} {least:>13.0f} {rate:>12.0f} {rate / least:>9.2f} {cost:>8.2f} "
            f"{_memory():>6.0f} {together:>11.0f} {together / least:>9.2f}"
        )
        kept = kept and (name != "aiosmtpd" or together / least >= BOUND)
    sizes = sorted(len(parcel.text) for parcel in parcels)
    print(f"{count:,} letters, {sizes[len(sizes) // 2]:,} bytes each in the middle.")
    return kept


@contextmanager
def _hub(kind: str, size: Size) -> Iterator[Flask]:
    """Make a hub of this size on an empty database, and leave its context again."""
    with (
        tempfile.TemporaryDirectory() as folder,
        make_database(kind, Path(folder), lasting=True) as address,
    ):
        app = create_app(
            Settings(
                environment=Environment.TESTING,
                database_url=address,
                data_dir=Path(folder),
                secret_key="the bench only",  # noqa: S106
                public_url="http://forum.test",
            )
        )
        with app.app_context():
            upgrade()
            fill(db.session(), size)
            db.session.remove()
        print(f"{kind}: {size.members:,} members, {size.archive:,} older posts", flush=True)
        yield app
        with app.app_context():
            db.engine.dispose()


def _costs(apps: Sequence[Flask]) -> list[float]:
    """Return the least CPU of a letter in each hub, in ms; they take turns."""
    costs: list[list[float]] = [[] for _ in apps]
    with sink(minimal) as port:
        for _ in range(_TURNS):
            for app, found in zip(apps, costs, strict=True):
                with app.app_context():
                    _aim(app, port)
                    found.append(whole(db.session())[1])
    return [min(found) for found in costs]


def _worker_memory(app: Flask) -> float:
    """Return the most memory of a worker that hands everybody's letter over, in MB."""
    with app.app_context(), sink(minimal) as port:
        _aim(app, port)
        _again(db.session())
        return memory_of_worker(settings_of_hub())


def main() -> None:
    """Build hubs of the asked sizes on empty databases, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=1_000)
    parser.add_argument("--archives", type=int, nargs=2, default=(10_000, 100_000))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    small, large = (Size(options.members, count) for count in options.archives)
    with _hub(options.database, small) as first, _hub(options.database, large) as second:
        gc.collect()
        gc.freeze()  # as the worker does
        with first.app_context():
            kept = measure(first, options.workers)
        costs = _costs([first, second])
        memory = _worker_memory(first)
    many = Size(_MORE_MEMBERS * options.members, small.archive)
    with _hub(options.database, many) as third:
        more_memory = _worker_memory(third)
    growth = costs[1] / costs[0]
    print(f"Bound: {BOUND:g} of the rate of ready-made letters. {'Kept' if kept else 'MISSED'}.")
    print(f"A letter beside the larger archive: {growth:.2f} times the CPU, at most {GROWTH:g}.")
    rise = more_memory / memory
    print(f"A worker for {_MORE_MEMBERS} times the members: {more_memory:.0f} MB, {rise:.2f} times "
          f"the {memory:.0f} MB before, at most {MEMORY:g}.")  # fmt: skip
    sys.exit(0 if kept and growth <= GROWTH and rise <= MEMORY else 1)


if __name__ == "__main__":
    main()
