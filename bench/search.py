"""How much a whole search costs beside the bare query of the index: `make bench`.

Both are measured in the same run, on the same engine and the same words, so the ratio says what
ranking by date, rights, filters, authors and reading the rows add, whatever the machine is doing.
Texts are synthetic: invented German-like compounds, Zipf-distributed. The bound on `middling` words
is part of the promise; the others are shown for comparison.
"""

import argparse
import datetime as dt
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City, CityStatus, Organisation, OrganisationKind
from forum.app import create_app
from forum.channels.models import Audience, Channel, ChannelKind
from forum.extensions import db
from forum.kernel import clock
from forum.search.answers import Question, answer
from forum.search.catching_up import index_batch
from forum.search.engines import Wanted, engine_of
from forum.search.language import parse
from forum.search.models import DocumentKind
from forum.search.queries import PAGE
from forum.search.wanted import wanted_of
from forum.settings import Environment, Settings
from forum.threads.models import Placement, Post, Thread
from tests.databases import make_database

BOUND = 3.0
POSTS_IN_A_THREAD = 8
WORDS_IN_A_POST = 60
_BATCH = 2_000
_PARTS = [
    "quartier", "stadt", "haus", "raum", "bau", "spiel", "platz", "garten", "jugend", "kinder",
    "familie", "arbeit", "schule", "wohn", "miet", "nachbar", "treff", "markt", "hof", "grün",
    "verkehr", "rad", "weg", "förder", "antrag", "projekt", "träger", "verein", "amt", "beirat",
    "rat", "plan", "mittel", "bericht", "netz", "werk", "bildung", "sprach", "kultur", "fest",
    "sport", "müll", "energie", "wärme", "straßen", "brücken", "gemeinde", "teil", "nutzung",
    "pflege", "beratung", "aufgabe", "leitung", "gruppe",
]  # fmt: skip
_ENDINGS = ("", "en", "e", "ung", "ungen", "er", "s", "erinnen", "lich", "schaft")


def vocabulary(chance: random.Random, size: int) -> list[str]:
    """Return different words, the most frequent first."""
    found: dict[str, None] = {}
    while len(found) < size:
        parts = chance.choices(_PARTS, k=chance.choice((1, 2, 2, 3)))
        found["".join(parts) + chance.choice(_ENDINGS)] = None
    return list(found)


def fill(session: Session, posts: int) -> Actor:
    """Write and index this many posts, in channels of all audiences; return who searches."""
    chance = random.Random(20261122)  # noqa: S311 - the same texts in every run
    actors, channels = _people_and_places(session)
    words = vocabulary(chance, 60_000)
    weights = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(words))))
    now, done, threads = clock.now(), 0, 0
    while done < posts:
        fresh = list(
            _rows(
                chance,
                words,
                weights,
                (actors, channels),
                now,
                range(done, min(done + _BATCH, posts)),
            )
        )
        known = [row for row in fresh if row["number"] == 1]
        threads += len(known)
        session.execute(sa.insert(Thread), [row["thread"] for row in known])
        session.execute(
            sa.insert(Placement),
            [
                {"thread_id": row["thread_id"], "channel_id": row["thread"]["channel_id"],
                 "is_home": True, "created_at": now}
                for row in known
            ],
        )  # fmt: skip
        session.execute(
            sa.insert(Post), [{k: v for k, v in row.items() if k != "thread"} for row in fresh]
        )
        index_batch(session, DocumentKind.POST, [row["id"] for row in fresh])
        session.commit()
        done += len(fresh)
        print(f"\r  {done:,} of {posts:,} posts", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    index_batch(session, DocumentKind.PERSON, [actor.id for actor in actors])
    session.commit()
    _settle(session)
    return actors[0]


def _people_and_places(session: Session) -> tuple[list[Actor], list[Channel]]:
    city = City(
        municipality_key="14000000", slug="musterstadt", name="Musterstadt", district="Beispiel",
        latitude=51.0, longitude=13.0, status=CityStatus.VERIFIED,
    )  # fmt: skip
    organisation = Organisation(slug="traeger", name="Träger e. V.", kind=OrganisationKind.BEARER)
    session.add_all([city, organisation])
    session.flush()
    actors = [
        Actor(handle=f"person{n}", name=f"Person Nummer {n}", city=city, organisation=organisation)
        for n in range(300)
    ]
    levels = (Audience.MEMBERS, Audience.PUBLIC, Audience.PEERS, Audience.INVITED)
    channels = [
        Channel(slug=f"kanal{n}", name=f"Kanal {n}", kind=ChannelKind.THEME, audience=levels[n % 4])
        for n in range(40)
    ]
    session.add_all([*actors, *channels])
    session.commit()
    return actors, channels


def _rows(
    chance: random.Random,
    words: list[str],
    weights: list[float],
    cast: tuple[list[Actor], list[Channel]],
    now: dt.datetime,
    numbers: range,
) -> Iterator[dict[str, Any]]:
    for at in numbers:
        thread_id, number = at // POSTS_IN_A_THREAD + 1, at % POSTS_IN_A_THREAD + 1
        written = now - dt.timedelta(minutes=5 * (numbers.stop - at) + 10)
        said = chance.choices(words, cum_weights=weights, k=WORDS_IN_A_POST)
        author = chance.choice(cast[0]).id
        text = " ".join(said)
        row: dict[str, Any] = {
            "id": at + 1, "public_id": f"p{at:015}", "thread_id": thread_id, "number": number,
            "author_id": author, "source": text, "html": f"<p>{text}</p>", "excerpt": "",
            "created_at": written, "visible_at": written,
        }  # fmt: skip
        if number == 1:
            row["thread"] = {
                "id": thread_id, "public_id": f"t{thread_id:015}", "author_id": author,
                "channel_id": cast[1][thread_id % len(cast[1])].id, "title": " ".join(said[:4]),
                "created_at": written, "visible_at": written, "last_post_at": written,
                "last_post_number": 1, "highest_number": 1, "post_count": 1, "reply_count": 0,
            }  # fmt: skip
        yield row


def _settle(session: Session) -> None:
    """Let the database look at what it has, as a hub's does by itself in time."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    session.connection().exec_driver_sql("ANALYZE")
    session.commit()
    if is_sqlite:
        session.connection().exec_driver_sql("PRAGMA optimize")
        session.commit()


def groups(session: Session, count: int) -> dict[str, list[str]]:
    """Return words by how many posts hold them."""
    chance = random.Random(7)  # noqa: S311 - the same words in every run
    bounds = {"rare": (60, 200), "middling": (500, 4_000), "common": (10_000, 60_000)}
    found: dict[str, list[str]] = {name: [] for name in bounds}
    candidates = vocabulary(random.Random(20261122), 60_000)[:8_000]  # noqa: S311 - as above
    chance.shuffle(candidates)
    share = count / 200_000
    for word in candidates:
        if all(len(words) >= 12 for words in found.values()):
            break
        hits = count_of(session, word)
        for name, (least, most) in bounds.items():
            if least * share <= hits <= most * share and len(found[name]) < 12:
                found[name].append(word)
    pairs = list(itertools.pairwise(found["middling"]))
    return found | {"two words": [" ".join(pair) for pair in pairs]}


def forms_of(session: Session, text: str) -> Wanted:
    """Return what the index is asked for these words."""
    return Wanted(wanted_of(session, parse(text)))


def count_of(session: Session, text: str) -> int:
    """Return how many documents hold the words."""
    hits = engine_of(session).hits(forms_of(session, text)).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(hits)) or 0


def bare(session: Session, wanted: Wanted) -> int:
    """Run the bare query of the index: the same forms, ranked, the first page."""
    hits = engine_of(session).hits(wanted)
    return len(session.execute(hits.order_by(sa.desc("score")).limit(PAGE)).all())


def timed(run: Callable[[], object]) -> float:
    """Return milliseconds, the best of several: what the machine does besides is not ours."""
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def _costs(session: Session, reader: Actor, text: str) -> tuple[float, float, float, float]:
    """Return milliseconds of the bare query, the search, the newest first, and the ratio.

    The people beside the posts are another question to the same index, and left out.
    """
    wanted = forms_of(session, text)
    best, newest = Question(text, kind="posts"), Question(text, kind="posts", order="newest")
    least = timed(lambda: bare(session, wanted))
    whole = timed(lambda: answer(session, reader, best, zone=dt.UTC))
    latest = timed(lambda: answer(session, reader, newest, zone=dt.UTC))
    return least, whole, latest, whole / least


def measure(session: Session, reader: Actor, count: int) -> bool:
    """Print the table; return whether the bound is kept."""
    print(f"{'words':<10} {'bare ms':>9} {'search ms':>10} {'newest ms':>10} {'ratio':>6}")
    kept = True
    for name, texts in groups(session, count).items():
        rows = [_costs(session, reader, text) for text in texts]
        if not rows:
            print(f"{name:<10} (no such words at this size)")
            continue
        middle = [statistics.median(column) for column in zip(*rows, strict=True)]
        print(
            f"{name:<10} {middle[0]:>9.2f} {middle[1]:>10.2f} {middle[2]:>10.2f} {middle[3]:>6.2f}"
        )
        kept = kept and (name != "middling" or middle[3] <= BOUND)
    print(
        f"Bound for middling words: {BOUND:g} times the bare query. {'Kept' if kept else 'MISSED'}."
    )
    return kept


def main() -> None:
    """Build a hub of the asked size on an empty database, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        make_database(options.database, Path(folder), lasting=True) as address,
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
            session, started = db.session(), time.monotonic()
            reader = fill(session, options.posts)
            seconds = time.monotonic() - started
            print(f"{options.database}: {options.posts:,} posts in {seconds:.0f} s")
            kept = measure(session, reader, options.posts)
            db.session.remove()
            db.engine.dispose()
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
