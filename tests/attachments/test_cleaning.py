"""What nobody needs goes, what somebody needs stays, and a crash leaves nothing for ever."""

import datetime as dt
import os
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.actions import remove, show_attachments
from forum.attachments.models import Attachment
from forum.attachments.storage import FolderStorage, Storage, new_key
from forum.cli.attachments import clean
from forum.jobs.files import Cleaning, clean_files, what_is_unclean
from forum.kernel import clock
from forum.threads.actions import Unfinished, save_draft
from tests.factories.accounts import make_actor
from tests.factories.attachments import make_attachment, naming
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread

NOTHING = Cleaning(unused=0, removed=0, strays=0, missing=())


@pytest.fixture
def storage(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    storage = FolderStorage(tmp_path)
    monkeypatch.setitem(app.extensions, "storage", storage)
    return storage


@pytest.fixture
def ada(session: Session) -> Actor:
    return make_actor(session, "Ada")


def later(**passed: float) -> time_machine.travel:
    """Let this much time have passed."""
    return time_machine.travel(clock.now() + dt.timedelta(**passed), tick=False)


def test_only_what_nobody_needed_for_a_day_goes(
    session: Session, ada: Actor, storage: Storage
) -> None:
    used, drafted, unused = (make_attachment(session, ada, storage=storage) for _ in range(3))
    thread = make_thread(session, make_channel(session), ada)
    show_attachments(session, ada, make_reply(session, thread, ada, naming(used)))
    save_draft(session, ada, thread, Unfinished(source=naming(drafted)))
    session.commit()
    with later(hours=23):
        assert clean_files() == NOTHING
    with later(hours=25):
        assert what_is_unclean() == Cleaning(unused=1, removed=0, strays=0, missing=())
        assert clean_files() == Cleaning(unused=1, removed=0, strays=0, missing=())
        assert clean_files() == NOTHING
    left = set(session.scalars(sa.select(Attachment.key)))
    assert left == {used.key, drafted.key} == {file.key for file in storage.files()}
    assert unused.key not in left


def test_what_was_removed_is_kept_for_a_month_and_then_gone(
    session: Session, ada: Actor, storage: Storage
) -> None:
    file = make_attachment(session, ada, storage=storage)
    thread = make_thread(session, make_channel(session), ada)
    post = make_reply(session, thread, ada, naming(file))
    show_attachments(session, ada, post)
    post.removed_at = clock.now()
    remove(session, ada, file)
    session.commit()
    with later(days=29):
        assert clean_files() == NOTHING
    with later(days=31):
        assert clean_files() == Cleaning(unused=0, removed=1, strays=0, missing=())
    assert (list(storage.files()), session.scalars(sa.select(Attachment)).all()) == ([], [])


def test_contents_without_a_row_go_and_rows_without_content_are_told(
    session: Session, ada: Actor, storage: Storage, tmp_path: Path
) -> None:
    """As after a crash between the store and the database, and after a lost disk."""
    thread = make_thread(session, make_channel(session), ada)
    lost, whole = (make_attachment(session, ada, storage=storage) for _ in range(2))
    show_attachments(session, ada, make_reply(session, thread, ada, naming(lost, whole)))
    session.commit()
    storage.put(f"{whole.key}.preview", b"its smaller picture")
    stray, fresh = new_key(), new_key()
    storage.put(stray, b"left behind by a crash")
    storage.delete(lost.key)
    storage.put(fresh, b"its row is committed in a moment")
    with later(days=2):
        moment = (clock.now() - dt.timedelta(hours=1)).timestamp()
        os.utime(tmp_path / fresh, (moment, moment))
        found = Cleaning(unused=0, removed=0, strays=1, missing=(lost.public_id,))
        assert what_is_unclean() == found
        assert clean_files() == found
    assert {file.key for file in storage.files()} == {whole.key, f"{whole.key}.preview", fresh}
    assert session.get(Attachment, lost.id) is not None


def test_the_command_says_what_it_would_do(app: Flask, session: Session, ada: Actor) -> None:
    file = make_attachment(session, ada)
    file.unused_at = clock.now() - dt.timedelta(days=3)
    session.commit()
    runner = app.test_cli_runner()
    told = runner.invoke(clean, ["--dry-run"])
    assert "1 unused file(s) would be deleted." in told.output
    assert "1 unused file(s) deleted." in runner.invoke(clean).output
