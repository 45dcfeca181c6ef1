"""A hub whose members have all ordered the weekly letter, with an archive and a new week."""

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import (
    Account,
    AccountState,
    Actor,
    City,
    CityStatus,
    Organisation,
    OrganisationKind,
)
from forum.channels.models import Audience, Channel, ChannelKind, Membership
from forum.digests.models import LetterKind, Order
from forum.kernel import clock
from forum.threads.models import Placement, Post, ReadMark, Thread, ThreadKind

CITIES, THEMES, IN_A_WEEK, POSTS_IN_A_THREAD = 26, 16, 500, 4
_BATCH = 5_000
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
