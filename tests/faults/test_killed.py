"""Web and worker are killed again and again, at any moment: nothing is lost, nothing is doubled.

The seed stands in the output; ``FAULTS_SEED=… make test ARGS="tests/faults"`` repeats a run's
order of kills (the moments themselves belong to the machine).
"""

import datetime as dt
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from pydantic import SecretStr
from sqlalchemy.orm import Session

from forum.app import create_app
from forum.cli.recount import recount
from forum.extensions import db
from forum.jobs.dead_letters import backlog
from forum.jobs.queue import Jobs
from forum.kernel.event_log import DeliveryState, EventDelivery, RecordedEvent
from forum.mail.models import MailState, OutgoingMail
from forum.settings import Settings
from forum.threads.models import Post, Thread
from tests.databases import make_database
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread
from tests.faults.poster import Poster
from tests.faults.processes import Processes, free_port
from tests.jobs import bells
from tests.mail.post_office import PostOffice, open_post_office

KILLS = 24
POSTERS = 3
_SECONDS_TO_GET_THROUGH = 10
_SECONDS_TO_SETTLE = 60


@dataclass
class Scene:
    """A hub of real processes, its database seen from outside, and where its letters arrive."""

    app: Flask
    processes: Processes
    office: PostOffice
    thread: Thread
    posters: list[Poster]


@pytest.fixture
def scene(database_kind: str, migrated: str, settings: Settings, tmp_path: Path) -> Iterator[Scene]:
    with (
        make_database(database_kind, tmp_path, like=migrated) as address,
        open_post_office() as office,
    ):
        office.seconds_to_answer = 0.2  # so that some kills come after the text, before the answer
        port = free_port()
        ours = settings.model_copy(
            update={
                "database_url": address,
                "data_dir": tmp_path,
                "secret_key": SecretStr("a key for the processes of one test"),
                "public_url": f"http://127.0.0.1:{port}",
            }
        )
        processes = Processes(environment_of(ours, port, office), tmp_path, port)
        app = create_app(ours)
        with app.app_context():
            bells.metadata.create_all(db.engine)
            thread, posters = make_cast(app, port)
            processes.start("web")
            processes.start("worker")
            try:
                yield Scene(app, processes, office, thread, posters)
            finally:
                processes.close()
                db.session.remove()
                db.engine.dispose()


def environment_of(settings: Settings, port: int, office: PostOffice) -> dict[str, str]:
    return {
        "FORUM_ENVIRONMENT": "development",
        "FORUM_DATABASE_URL": settings.database_url,
        "FORUM_DATA_DIR": str(settings.data_dir),
        "FORUM_SECRET_KEY": settings.secret_key.get_secret_value(),
        "FORUM_PUBLIC_URL": settings.public_url,
        "FORUM_PORT": str(port),
        "FORUM_RATE_LIMITS": "false",
        "FORUM_SMTP_HOST": "127.0.0.1",
        "FORUM_SMTP_PORT": str(office.port),
        "FORUM_SMTP_SECURITY": "none",
    }


def make_cast(app: Flask, port: int) -> tuple[Thread, list[Poster]]:
    """Return a thread, and members who are signed in and write in it."""
    session = db.session()
    channel = make_channel(session)
    actors = [make_actor(session, f"Poster{number}") for number in range(POSTERS)]
    thread = make_thread(session, channel, actors[0])
    posters = []
    for actor in actors:
        browser = app.test_client()
        sign_in(browser, session, actor)
        cookie = browser.get_cookie("session", domain="127.0.0.1")
        assert cookie is not None
        posters.append(Poster(actor.handle, port, thread.public_id, cookie.value))
    return thread, posters


def test_killed_at_any_moment_the_hub_loses_nothing_and_repeats_nothing(
    scene: Scene,
) -> None:
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"FAULTS_SEED={seed}")  # noqa: T201
    for poster in scene.posters:
        poster.start()
    kill_again_and_again(scene, random.Random(seed))  # noqa: S311
    for poster in scene.posters:
        poster.stop()
    for poster in scene.posters:
        poster.join(120)
    assert [poster.failure for poster in scene.posters if poster.failure] == []
    settle(scene.app.extensions["jobs"], db.session())
    print(summary(scene))  # noqa: T201
    assert scene.processes.end_all() == {"web": 0, "worker": 0}, scene.processes.output_of("worker")
    look_at_posts(scene)
    look_at_events()
    look_at_letters(scene.office)
    assert scene.app.test_cli_runner().invoke(recount).exit_code == 0


def kill_again_and_again(scene: Scene, chance: random.Random) -> None:
    """Kill one of the two a moment after some replies have gone through, slow machine or fast."""
    for _ in range(KILLS):
        wanted = replies_in(scene) + chance.randrange(3)
        patience = time.monotonic() + _SECONDS_TO_GET_THROUGH
        while replies_in(scene) < wanted and time.monotonic() < patience:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.4))
        name = chance.choice(["web", "worker"])
        scene.processes.kill(name)
        scene.processes.start(name)


def replies_in(scene: Scene) -> int:
    return sum(len(poster.acknowledged) for poster in scene.posters)


def summary(scene: Scene) -> str:
    repeats = sum(poster.repeats for poster in scene.posters)
    lost = db.session.query(OutgoingMail).filter_by(state=MailState.UNKNOWN).count()
    db.session.commit()
    return f"{KILLS} kills, {replies_in(scene)} replies, {repeats} sent again, {lost} mails unknown"


def settle(jobs: Jobs, session: Session) -> None:
    """Wait until everything due is done; what waits for later, or for a lease, is due now."""
    past = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    deadline = time.monotonic() + _SECONDS_TO_SETTLE
    while time.monotonic() < deadline:
        session.execute(
            sa.update(EventDelivery)
            .where(EventDelivery.state == DeliveryState.WAITING)
            .values(next_attempt_at=past)
        )
        session.execute(
            sa.update(OutgoingMail)
            .where(OutgoingMail.state.in_([MailState.WAITING, MailState.HANDING]))
            .values(next_attempt_at=past, leased_until=past)
        )
        session.commit()
        left = backlog(session)
        open_mail = session.query(OutgoingMail).filter(
            OutgoingMail.state.in_([MailState.WAITING, MailState.HANDING])
        )
        if not (left.undispatched or left.waiting or open_mail.count()):
            session.commit()
            return
        session.commit()
        jobs.nudge()
        time.sleep(1)
    raise AssertionError(f"the worker did not come to an end: {backlog(session)}")


def look_at_posts(scene: Scene) -> None:
    """Every acknowledged reply is there exactly once, and the numbers have no gap."""
    session = db.session()
    written = Counter(session.scalars(sa.select(Post.source).where(Post.number > 1)))
    acknowledged = [text for poster in scene.posters for text in poster.acknowledged]
    assert len(acknowledged) == len(set(acknowledged))
    assert written == Counter(acknowledged)
    assert len(acknowledged) >= KILLS // 2
    numbers = session.scalars(sa.select(Post.number).order_by(Post.number)).all()
    assert numbers == list(range(1, len(numbers) + 1))


def look_at_events() -> None:
    """Every post is told of once, and every subscriber has heard of it once."""
    session = db.session()
    posts = set(session.scalars(sa.select(Post.id)))
    events = session.scalars(
        sa.select(RecordedEvent.payload).where(RecordedEvent.name == "PostPublished")
    )
    assert Counter(event["post_id"] for event in events) == Counter(posts)
    assert Counter(bells.traces_of(session, "count")) == Counter(posts)
    assert set(session.scalars(sa.select(EventDelivery.state))) == {DeliveryState.DONE}


def look_at_letters(office: PostOffice) -> None:
    """There is one letter for each post; each arrived at most once, and is sent or unknown."""
    session = db.session()
    letters = session.execute(sa.select(OutgoingMail.subject, OutgoingMail.state)).all()
    posts = session.scalars(sa.select(Post.id)).all()
    assert Counter(row[0] for row in letters) == Counter(str(post) for post in posts)
    arrived = Counter(str(letter["Subject"]) for letter in office.letters)
    assert max(arrived.values()) == 1
    assert {row[1] for row in letters} <= {MailState.SENT, MailState.UNKNOWN}
    assert {row[0] for row in letters if row[1] is MailState.SENT} <= set(arrived)
