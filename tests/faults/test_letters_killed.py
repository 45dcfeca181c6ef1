"""Two processes hand letters over to a server that does what it likes, and are killed all the time.

Nobody gets two, and everybody gets one or stands in the ledger with the reason. The seed stands in
the output; ``FAULTS_SEED=…`` repeats the order of kills and answers, ``FAULTS_MEMBERS=2000`` makes
it long.
"""

import asyncio
import datetime as dt
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
import sqlalchemy as sa
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Connected
from flask import Flask
from pydantic import SecretStr
from sqlalchemy.orm import Session
from typing_extensions import override

from forum.accounts.models import Account, AccountState, Actor
from forum.app import create_app
from forum.channels.models import Membership
from forum.digests.models import Issue, IssueState, LetterKind, Order
from forum.extensions import db
from forum.kernel import clock
from forum.settings import Settings
from tests.databases import make_database
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread
from tests.faults.carriers import SECONDS_OF_PATIENCE
from tests.faults.processes import Nursery, free_port
from tests.faults.test_killed import environment_of
from tests.mail.post_office import PostOffice, hang_up, open_post_office

MEMBERS = int(os.environ.get("FAULTS_MEMBERS") or 100)
LEAST_KILLS = 20
_SECONDS_TO_GET_THROUGH = 600 + MEMBERS
# Somebody who has just begun gets some letters out, however slow the machine; whoever is left may
# find that the others have been put off, or lie with the one that was killed.
_SECONDS_TO_BEGIN, _SECONDS_TO_GO_ON = 60, 3
OPEN = (IssueState.PLANNED, IssueState.SELECTED, IssueState.HANDING)
# Of a hundred letters so many get this answer, the others a good one.
ANSWERS = {"450 Later": 8, "550 Never": 4, "hang up": 4, "stall": 1}


@dataclass
class MoodyOffice(PostOffice):
    """Takes most letters, some slowly; the others it refuses, or goes silent after the text."""

    chance: random.Random = field(default_factory=random.Random)
    given: Counter[str] = field(default_factory=Counter)

    @override
    async def handle_DATA(self, server: SMTP, _session: Connected, envelope: Envelope) -> str:
        kinds = [*ANSWERS, "250 OK"]
        weights = [*ANSWERS.values(), 100 - sum(ANSWERS.values())]
        [answer] = self.chance.choices(kinds, weights)
        self.given[answer] += 1
        if not answer.startswith(("450", "550")):
            self.recipients += envelope.rcpt_tos
        await asyncio.sleep(self.chance.uniform(0, 0.03))
        if answer == "stall":
            await asyncio.sleep(SECONDS_OF_PATIENCE + 0.5)
        if answer in {"hang up", "stall"}:
            hang_up(server)
        return answer


@dataclass
class Carriers:
    """The processes that hand letters over."""

    nursery: Nursery
    output: Path
    running: list[int] = field(default_factory=list)
    kills: int = 0

    def start(self) -> None:
        self.running.append(self.nursery.ask("start"))

    def kill(self) -> None:
        child = self.running.pop(0)
        os.kill(child, signal.SIGKILL)
        status = self.nursery.ask(f"wait {child}")
        assert status == -signal.SIGKILL, f"it had ended by itself: {self.said()}"
        self.kills += 1

    def said(self) -> str:
        return self.output.read_text(errors="replace")[-4000:]


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"FAULTS_SEED={seed}")  # noqa: T201
    return random.Random(seed)  # noqa: S311


@pytest.fixture
def office(chance: random.Random) -> Iterator[MoodyOffice]:
    with open_post_office(MoodyOffice(chance=random.Random(chance.random()))) as office:  # noqa: S311
        yield cast("MoodyOffice", office)


@pytest.fixture
def hub(
    database_kind: str, migrated: str, settings: Settings, tmp_path: Path, office: MoodyOffice
) -> Iterator[tuple[Flask, Carriers]]:
    with make_database(database_kind, tmp_path, like=migrated) as address:
        ours = settings.model_copy(
            update={
                "database_url": address,
                "data_dir": tmp_path,
                "secret_key": SecretStr("a key for the processes of one test"),
            }
        )
        app = create_app(ours)
        output = tmp_path / "carriers.log"
        with app.app_context(), output.open("a") as log:
            make_members(db.session())
            environment = environment_of(ours, free_port(), office)
            nursery = Nursery.open("", environment, log, "tests.faults.carriers")
            carriers = Carriers(nursery, output)
            try:
                yield app, carriers
            finally:
                while carriers.running:
                    carriers.kill()
                nursery.close()
                db.session.remove()
                db.engine.dispose()


def make_members(session: Session) -> None:
    """Make members whose weekly letter was due a minute ago, and something to tell them."""
    channel = make_channel(session)
    author = make_actor(session)
    now = clock.now()
    due = now - dt.timedelta(minutes=1)
    actors = [
        Actor(handle=f"member{number}", name=f"Mitglied {number}") for number in range(MEMBERS)
    ]
    session.add_all(actors)
    session.flush()
    accounts = [
        Account(
            actor_id=actor.id,
            email=f"{actor.handle}@example.org",
            email_confirmed_at=now,
            password_hash="!",
            state=AccountState.ACTIVE,
        )
        for actor in actors
    ]
    session.add_all(accounts)
    session.add_all(Membership(channel_id=channel.id, actor_id=actor.id) for actor in actors)
    session.flush()
    session.add_all(
        Order(
            account_id=account.id,
            key="weekly",
            kind=LetterKind.WEEKLY,
            confirmed_at=now - dt.timedelta(days=3),
            weekday=due.weekday(),
            next_due_at=due,
        )
        for account in accounts
    )
    session.commit()
    for number in range(3):
        make_thread(session, channel, author, f"Frage {number}?")


def test_killed_at_any_moment_nobody_gets_two_letters_and_everybody_one_or_a_reason(
    hub: tuple[Flask, Carriers], office: MoodyOffice, chance: random.Random
) -> None:
    _app, carriers = hub
    session = db.session()
    deadline = time.monotonic() + _SECONDS_TO_GET_THROUGH
    while open_letters(session) or carriers.kills < LEAST_KILLS:
        assert time.monotonic() < deadline, carriers.said()
        carriers.start()
        carriers.start()
        for seconds in (_SECONDS_TO_BEGIN, _SECONDS_TO_GO_ON):
            wait_for_progress(session, office, chance, seconds)
            carriers.kill()
        let_leases_pass(session)
    look_at_letters(session, office)
    states = Counter(session.scalars(sa.select(Issue.state)))
    print(  # noqa: T201
        f"{MEMBERS} members, {carriers.kills} kills, answers {dict(office.given)}, "
        f"letters { {state.value: count for state, count in states.items()} }"
    )


def wait_for_progress(
    session: Session, office: MoodyOffice, chance: random.Random, seconds: float
) -> None:
    """Wait until some more letters have reached the server, slow machine or fast, and a moment."""
    # Each that is left is tried once before it is put off.
    most = min(MEMBERS // 12, open_letters(session) + 1)
    wanted = office.given.total() + chance.randrange(most)
    until = time.monotonic() + seconds
    while office.given.total() < wanted and time.monotonic() < until and open_letters(session):
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.1))


def open_letters(session: Session) -> int:
    """Count who has no letter yet, or one that is under way."""
    settled = sa.select(sa.func.count()).select_from(Issue).where(Issue.state.not_in(OPEN))
    left = MEMBERS - session.scalars(settled).one()
    session.commit()
    return left


def let_leases_pass(session: Session) -> None:
    """Let it be later, while nobody is at work."""
    past = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    session.execute(sa.update(Issue).where(Issue.state.in_(OPEN)).values(next_attempt_at=past))
    session.execute(
        sa.update(Issue)
        .where(Issue.state.in_(OPEN), Issue.leased_until.is_not(None))
        .values(leased_until=past)
    )
    session.commit()


def look_at_letters(session: Session, office: MoodyOffice) -> None:
    arrived = Counter(office.recipients)
    assert max(arrived.values()) == 1, "somebody has got two"
    rows = session.execute(
        sa.select(Account.email, Issue.state, Issue.reason)
        .select_from(Issue)
        .join(Account, Account.id == Issue.account_id)
    ).all()
    assert len(rows) == len({email for email, _, _ in rows}) == MEMBERS
    for email, state, reason in rows:
        if state is IssueState.SENT:
            assert arrived[email] == 1
        elif state is IssueState.UNKNOWN:
            assert reason in {"process_lost", "connection_lost"}
        else:
            assert (state, reason, arrived[email]) == (IssueState.FAILED, "refused", 0)
