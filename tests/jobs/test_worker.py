"""The worker as a real process: quick to notice, and polite when asked to end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forum.extensions import db, unit_of_work
from forum.jobs.models import Heartbeat
from forum.jobs.queue import Jobs, OneAtATime
from forum.kernel import clock
from forum.mail.models import MailState, OutgoingMail
from forum.settings import ROOT
from tests.mail.post_office import PostOffice, open_post_office

_PATIENCE = 60


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def worker(hub: Flask, office: PostOffice, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    settings = hub.extensions["settings"]
    environment = {
        "FORUM_ENVIRONMENT": "testing",
        "FORUM_DATABASE_URL": settings.database_url,
        "FORUM_DATA_DIR": str(settings.data_dir),
        "FORUM_SECRET_KEY": "a key for one test and no longer",
        "FORUM_LOG_FORMAT": "json",
        "FORUM_SMTP_HOST": "127.0.0.1",
        "FORUM_SMTP_PORT": str(office.port),
        "FORUM_SMTP_SECURITY": "none",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "worker"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def until_it_beats() -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with unit_of_work() as session:
            if session.scalars(sa.select(Heartbeat)).one_or_none():
                return
        time.sleep(0.1)
    raise AssertionError("the worker shows no sign of life")


def write(number: int) -> None:
    with unit_of_work() as session:
        session.add(
            OutgoingMail(
                message_id=f"<{number}@forum.test>",
                letter="greeting",
                locale="de",
                recipient="ada@example.org",
                subject="Hallo",
                text="Hallo",
                html="<p>Hallo</p>",
                state=MailState.WAITING,
                next_attempt_at=clock.now(),
            )
        )
        session.info["recorded"] = True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_notices_at_once_and_ends_politely(
    hub: Flask, worker: subprocess.Popen[str], office: PostOffice, number: signal.Signals
) -> None:
    with hub.app_context():
        until_it_beats()
        waits = []
        for turn in range(3):
            before = time.monotonic()
            write(turn)
            while len(office.letters) <= turn and time.monotonic() < before + _PATIENCE:
                time.sleep(0.01)
            waits.append(time.monotonic() - before)
        # Other work on the machine may disturb one of them.
        assert min(waits) < 1, f"letters waited {waits} seconds"
        assert len(office.letters) == 3
        db.session.remove()
    worker.send_signal(number)
    _, said = worker.communicate(timeout=_PATIENCE)
    assert worker.returncode == 0, said
    assert "worker_ended" in said
    assert "ada@example.org" not in said


def test_importing_the_hub_opens_no_queue(hub: Flask, tmp_path: Path) -> None:
    assert not (tmp_path / "jobs.db").exists()
    jobs: Jobs = hub.extensions["jobs"]
    jobs.nudge()
    assert (tmp_path / "jobs.db").exists()


def test_a_change_is_kept_though_the_queue_cannot_be_reached(hub: Flask, tmp_path: Path) -> None:
    (tmp_path / "jobs.db").mkdir()
    with hub.app_context():
        write(1)
        assert db.session.query(OutgoingMail).count() == 1
        db.session.remove()


def test_work_asked_for_while_it_runs_is_done_once_more() -> None:
    runs: list[int] = []

    def look() -> None:
        runs.append(1)
        if len(runs) == 1:
            again()
            again()

    again = OneAtATime(look)
    again()
    assert len(runs) == 2
