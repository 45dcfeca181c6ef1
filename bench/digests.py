"""What a weekly letter costs beside handing the same letter over ready-made: `make bench`.

In one run: members, cities, themes, an archive and a week of new posts are made; the whole of
`write_regular` (planning, choosing, rights asked twice, rendering, packing, handing over, noting)
hands one letter to each member; then letters of the same make, packed beforehand, go over one
connection to the same sink. The sinks are processes of their own: aiosmtpd, and one that only
answers. Then once more with a larger archive: what a letter costs in CPU may not grow with it.
"""

import argparse
import datetime as dt
import gc
import itertools
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from bench.sinks import forgetful, minimal, sink
from forum.accounts.models import (
    Account,
    AccountState,
    Actor,
    City,
    CityStatus,
    Organisation,
    OrganisationKind,
)
from forum.app import create_app
from forum.channels.models import Audience, Channel, ChannelKind, Membership
from forum.digests.models import Issue, IssueItem, IssueState, LetterKind, Order
from forum.digests.queries.contents import contents_of
from forum.extensions import db
from forum.kernel import clock
from forum.mail.context import settings as settings_of_hub
from forum.mail.regular import _mail_of, write_regular
from forum.mail.sender import Parcel, pack
from forum.mail.smtp import Connection
from forum.settings import Environment, Settings
from forum.threads.models import Placement, Post, ReadMark, Thread, ThreadKind
from tests.databases import make_database

BOUND, GROWTH = 0.4, 1.2
CITIES, THEMES, IN_A_WEEK, POSTS_IN_A_THREAD = 26, 16, 500, 4
_BATCH = 5_000
_SAMPLE = 200
_SENTENCES = (
    "Wir haben den Hof an zwei Abenden geöffnet und niemand musste abschließen.",
    "Die Versicherung der Stadt gilt auch für geliehene Werkzeuge, das war neu für uns.",
    "Wer hat schon einmal mit einer Wohnungsgenossenschaft über einen Treffpunkt verhandelt?",
    "Im zweiten Jahr kamen mehr Familien, weil der Beginn nach dem Abendbrot liegt.",
    "Ohne eine feste Ansprechperson wäre das Vorhaben nach einem Monat eingeschlafen.",
)


@dataclass(frozen=True)
class Size:
    """How large the hub is."""

    members: int
    archive: int


def fill(session: Session, size: Size) -> None:
    """Make members who have all ordered the weekly letter, an archive, and a week of posts."""
    chance = random.Random(20261123)  # noqa: S311 - the same hub in every run
    cities, organisations, channels = _places(session)
    people = _people(session, size.members, cities, organisations)
    _belong(session, chance, people, channels)
    now = clock.now()
    counter = itertools.count(1)
    _write(session, chance, people, channels, counter, size.archive, now - dt.timedelta(days=60))
    _write(session, chance, people, channels, counter, IN_A_WEEK, now - dt.timedelta(hours=1))
    session.connection().exec_driver_sql("ANALYZE")
    session.commit()


def _places(session: Session) -> tuple[list[City], list[Organisation], list[Channel]]:
    cities = [
        City(
            municipality_key=f"14{number:06}", slug=f"stadt{number}", name=f"Stadt {number}",
            district="Beispiel", latitude=51.0, longitude=13.0, status=CityStatus.VERIFIED,
        )
        for number in range(CITIES)
    ]  # fmt: skip
    session.add_all(cities)
    session.flush()
    organisations = [
        Organisation(
            slug=f"stelle{n}", name=f"Stelle {n}", kind=OrganisationKind.CITY, city_id=city.id
        )
        for n, city in enumerate(cities)
    ]
    levels = (Audience.MEMBERS, Audience.MEMBERS, Audience.PUBLIC, Audience.PEERS)
    channels = [
        Channel(slug=f"thema{n}", name=f"Thema {n}", kind=ChannelKind.THEME, audience=levels[n % 4])
        for n in range(THEMES)
    ]
    channels += [
        Channel(
            slug=f"stadt{n}", name=city.name, kind=ChannelKind.CITY, city_id=city.id,
            audience=Audience.MEMBERS,
        )
        for n, city in enumerate(cities)
    ]  # fmt: skip
    session.add_all([*organisations, *channels])
    session.commit()
    return cities, organisations, channels


def _people(
    session: Session, count: int, cities: Sequence[City], organisations: Sequence[Organisation]
) -> range:
    now = clock.now()
    joined = now - dt.timedelta(days=200)
    for first in range(1, count + 1, _BATCH):
        numbers = range(first, min(first + _BATCH, count + 1))
        session.execute(
            sa.insert(Actor),
            [
                {"id": n, "public_id": f"a{n:015}", "handle": f"person{n}", "name": f"Person {n}",
                 "city_id": cities[n % CITIES].id, "created_at": joined,
                 "organisation_id": organisations[n % CITIES].id}
                for n in numbers
            ],
        )  # fmt: skip
        session.execute(
            sa.insert(Account),
            [
                {"id": n, "actor_id": n, "email": f"person{n}@example.org", "password_hash": "x",
                 "state": AccountState.ACTIVE, "email_confirmed_at": joined, "created_at": joined}
                for n in numbers
            ],
        )  # fmt: skip
        session.execute(
            sa.insert(Order),
            [
                {"public_id": f"o{n:015}", "account_id": n, "key": "weekly",
                 "kind": LetterKind.WEEKLY, "created_at": joined, "confirmed_at": joined,
                 "next_due_at": now}
                for n in numbers
            ],
        )  # fmt: skip
        session.commit()
    return range(1, count + 1)


def _belong(
    session: Session, chance: random.Random, people: range, channels: Sequence[Channel]
) -> None:
    """Let everybody belong to three themes and to the own city."""
    now, themes, cities = clock.now(), channels[:THEMES], channels[THEMES:]
    for first in range(0, len(people), _BATCH):
        rows = [
            {"channel_id": channel.id, "actor_id": person, "joined_at": now}
            for person in people[first : first + _BATCH]
            for channel in [*chance.sample(themes, 3), cities[person % CITIES]]
        ]
        session.execute(sa.insert(Membership), rows)
        session.commit()


def _write(
    session: Session,
    chance: random.Random,
    people: range,
    channels: Sequence[Channel],
    counter: Iterator[int],
    posts: int,
    until: dt.datetime,
) -> None:
    """Write so many posts, in threads of four, in the six days before a moment."""
    step = dt.timedelta(days=6) / max(posts, 1)
    for first in range(0, posts, _BATCH):
        threads: list[dict[str, Any]] = []
        rows: list[dict[str, Any]] = []
        for at in range(first, min(first + _BATCH, posts), POSTS_IN_A_THREAD):
            number = next(counter)
            written = until - step * (posts - at)
            size = min(POSTS_IN_A_THREAD, posts - at) if number % 5 else 1
            threads.append(_thread(chance, number, channels, people, written, size))
            rows += [_post(chance, number, one, people, written) for one in range(1, size + 1)]
        session.execute(sa.insert(Thread), threads)
        session.execute(
            sa.insert(Placement),
            [
                {"thread_id": row["id"], "channel_id": row["channel_id"], "is_home": True,
                 "created_at": until}
                for row in threads
            ],
        )  # fmt: skip
        session.execute(sa.insert(Post), rows)
        marks = {(chance.choice(people), row["id"]) for row in threads}
        session.execute(
            sa.insert(ReadMark),
            [
                {"actor_id": actor, "thread_id": thread, "number": 1, "updated_at": until}
                for actor, thread in marks
            ],
        )
        session.commit()


def _thread(
    chance: random.Random,
    number: int,
    channels: Sequence[Channel],
    people: range,
    written: dt.datetime,
    size: int,
) -> dict[str, Any]:
    return {
        "id": number, "public_id": f"t{number:015}", "author_id": chance.choice(people),
        "channel_id": chance.choice(channels).id, "created_at": written, "visible_at": written,
        "kind": ThreadKind.QUESTION if number % 3 == 0 else ThreadKind.DISCUSSION,
        "title": f"Gespräch {number}: {chance.choice(_SENTENCES)[:80]}", "last_post_at": written,
        "last_post_number": size, "highest_number": size, "post_count": size,
        "reply_count": size - 1,
    }  # fmt: skip


def _post(
    chance: random.Random, thread: int, number: int, people: range, written: dt.datetime
) -> dict[str, Any]:
    text = " ".join(chance.choices(_SENTENCES, k=4))
    return {
        "public_id": f"p{thread:012}{number:03}", "thread_id": thread, "number": number,
        "author_id": chance.choice(people), "source": text, "html": f"<p>{text}</p>",
        "excerpt": text[:200], "created_at": written, "visible_at": written,
    }  # fmt: skip


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
    return [pack(_mail_of(one)) for one in contents_of(session, issues).values()]


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
    count = write_regular()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    return count / seconds, 1000 * cpu / count, count


def _memory() -> float:
    """Return the most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(app: Flask) -> tuple[bool, float]:
    """Print the table; return whether the bound is kept, and the CPU of a letter."""
    kept, cost, count = True, 0.0, 0
    parcels: list[Parcel] = []
    print(f"{'sink':<10} {'whole /s':>9} {'bare /s':>9} {'ratio':>6} {'CPU ms':>7} {'MB':>6}")
    for name, serve in (("aiosmtpd", forgetful), ("minimal", minimal)):
        with sink(serve) as port:
            _aim(app, port)
            rate, cost, count = whole(db.session())
            parcels = _ready_made(db.session())
            least = bare(parcels, count)
        ratio = rate / least
        print(f"{name:<10} {rate:>9.0f} {least:>9.0f} {ratio:>6.2f} {cost:>7.2f} {_memory():>6.0f}")
        kept = kept and (name != "aiosmtpd" or ratio >= BOUND)
    sizes = sorted(len(parcel.text) for parcel in parcels)
    print(f"{count:,} letters, {sizes[len(sizes) // 2]:,} bytes each in the middle.")
    return kept, cost


def _run(kind: str, size: Size) -> tuple[bool, float]:
    with (
        tempfile.TemporaryDirectory() as folder,
        make_database(kind, Path(folder)) as address,
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
            print(f"{kind}: {size.members:,} members, {size.archive:,} older posts")
            gc.collect()
            gc.freeze()  # as the worker does
            found = measure(app)
            db.session.remove()
            db.engine.dispose()
            return found


def main() -> None:
    """Build hubs of the asked sizes on empty databases, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=1_000)
    parser.add_argument("--archives", type=int, nargs=2, default=(10_000, 100_000))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    runs = [_run(options.database, Size(options.members, count)) for count in options.archives]
    growth = runs[1][1] / runs[0][1]
    kept = all(run[0] for run in runs)
    print(f"Bound: {BOUND:g} of the rate of ready-made letters. {'Kept' if kept else 'MISSED'}.")
    print(f"A letter beside the larger archive: {growth:.2f} times the CPU, at most {GROWTH:g}.")
    sys.exit(0 if kept and growth <= GROWTH else 1)


if __name__ == "__main__":
    main()
