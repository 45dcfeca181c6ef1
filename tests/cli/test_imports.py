"""The command that reads an archive in, on a hub of its own: it commits, and may be killed."""

import itertools
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from forum.accounts.models import Account, Actor, ActorKind
from forum.channels.models import Audience, Channel
from forum.cli.imports import import_archive
from forum.extensions import db, unit_of_work
from forum.imports import archive
from forum.imports.actions import begin, take_in
from forum.imports.models import ArchiveImport, ImportState
from forum.imports.reading import Reader
from forum.imports.source import Wording
from forum.jobs.relay import relay
from forum.search.models import DocumentKind, SearchDocument
from forum.threads.models import Post, Thread
from forum.threads.queries import wrong_counters
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply

LETTERS = 25


@pytest.fixture
def runner(hub: Flask) -> FlaskCliRunner:
    make_channel(db.session(), slug="quartier")
    return hub.test_cli_runner()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return an archive: conversations of five letters each, one of them not to be kept."""
    path = tmp_path / "liste.mbox"
    path.write_text("\n".join(map(letter, range(LETTERS))), encoding="utf-8")
    return path


def letter(number: int) -> str:
    """Return a letter as an archive of Mailman writes it."""
    first = number // 5 * 5
    return (
        f"From person{number % 3} at example.org  Thu Jan  5 10:{number:02}:00 2012\n"
        f"From: person{number % 3} at example.org (Person {number % 3})\n"
        f"Date: Thu, 5 Jan 2012 10:{number:02}:00 +0000\n"
        f"Subject: {'' if number == first else 'AW: '}[Quartier] Thema {first}\n"
        f"Message-ID: <{number}@example.org>\n"
        + (f"References: <{first}@example.org>\n" if number != first else "")
        + ("X-No-Archive: yes\n" if number == 24 else "")
        + f"\nText Nummer {number}\n"
    )


def told(runner: FlaskCliRunner, file: Path, *options: str) -> str:
    """Return what the command says."""
    result = runner.invoke(import_archive, [str(file), "--channel", "quartier", *options])
    return result.output.replace("\n", " ") + f" [{result.exit_code}]"


def threads() -> list[int]:
    """Return the lengths of the threads."""
    db.session.rollback()
    return list(db.session.scalars(sa.select(Thread.post_count).order_by(Thread.id)))


def findable() -> int:
    """Return how many posts the search knows, once everybody has heard of everything."""
    relay(SUBSCRIBERS)
    db.session.rollback()
    posts = sa.select(SearchDocument.id).where(SearchDocument.kind == DocumentKind.POST)
    return len(db.session.scalars(posts).all())


def test_an_archive_is_looked_at_then_read_in_then_known(
    runner: FlaskCliRunner, file: Path
) -> None:
    looked = told(runner, file, "--dry-run")
    assert "25 letters: 24 posts in 5 threads." in looked
    assert "3 authors, 0 of them members." in looked
    assert "1 would be left out: they were not to be archived, say their authors" in looked
    assert threads() == []

    read = told(runner, file, "--yes")
    assert "24 posts in 5 new threads. 0 letters were known, 1 were left out." in read
    assert threads() == [5, 5, 5, 5, 4]
    assert "read in already" in told(runner, file, "--yes")
    assert threads() == [5, 5, 5, 5, 4]
    assert wrong_counters(db.session()) == []

    # The list goes on, and its archive with it.
    with file.open("a", encoding="utf-8") as stream:
        stream.write("\n" + letter(25).replace("[Quartier] Thema 25", "AW: [Quartier] Thema 20"))
    assert "1 posts in 0 new threads. 25 letters were known" in told(runner, file, "--yes")
    assert threads() == [5, 5, 5, 5, 5]


def test_an_import_that_was_interrupted_goes_on_where_it_stood(
    runner: FlaskCliRunner, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "BATCH_LETTERS", 4)
    with file.open("rb") as stream:
        found = archive.look_at(file.name, stream)
        parts = archive.batches_in(stream, 0, Reader("Quartier", Wording("", ""), None).read)
        with unit_of_work() as session:
            channel = session.scalars(sa.select(Channel)).one()
            begun = begin(
                session,
                channel,
                name=found.name,
                fingerprint=found.fingerprint,
                size=found.size,
            )
        for part in itertools.islice(parts, 3):
            with unit_of_work() as session:
                take_in(session, begun, channel, part)
    assert sum(threads()) == 12
    assert "Going on after" in told(runner, file, "--yes")
    assert threads() == [5, 5, 5, 5, 4]
    assert db.session.scalars(sa.select(ArchiveImport.state)).one() is ImportState.FINISHED


def test_an_import_is_taken_back_but_where_somebody_has_answered(
    runner: FlaskCliRunner, file: Path
) -> None:
    assert "was not read into this channel" in told(runner, file, "--undo")
    told(runner, file, "--yes")
    db.session.rollback()
    thread = db.session.scalars(sa.select(Thread).order_by(Thread.id).limit(1)).one()
    make_reply(db.session(), thread, make_actor(db.session(), "Zoe"))
    assert findable() == 25, "the answer as well"
    assert "4 threads were removed. 1 threads stay" in told(runner, file, "--undo")
    assert findable() == 6
    standing = sa.select(Thread.id).where(Thread.removed_at.is_(None))
    assert db.session.scalars(standing).all() == [thread.id]
    assert wrong_counters(db.session()) == []

    assert "24 posts in 5 new threads. 5 letters were known" in told(runner, file, "--yes")
    assert wrong_counters(db.session()) == []


def test_a_member_is_the_author_and_others_are_unclaimed(
    runner: FlaskCliRunner, file: Path
) -> None:
    member = make_actor(db.session(), "Person Null")
    db.session.execute(sa.update(Account).values(email="person0@example.org"))
    db.session.commit()
    assert "3 authors, 1 of them members." in told(runner, file, "--dry-run")
    told(runner, file, "--yes")
    rows = db.session.execute(
        sa.select(Actor.name, Actor.kind, sa.func.count())
        .join(Post, Post.author_id == Actor.id)
        .group_by(Actor.id)
        .order_by(Actor.name)
    )
    assert [tuple(row) for row in rows] == [
        ("Person 1", ActorKind.UNCLAIMED, 8),
        ("Person 2", ActorKind.UNCLAIMED, 8),
        (member.name, ActorKind.PERSON, 8),
    ]


def test_what_cannot_be_read_in_is_refused_with_a_sentence(
    runner: FlaskCliRunner, file: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "liste.mbox.gz"
    packed.write_bytes(b"\x1f\x8b\x08\x00")
    assert "Unpack it first" in told(runner, packed, "--yes")
    assert "does not begin with a line" in told(runner, Path(__file__), "--yes")
    nowhere = runner.invoke(import_archive, [str(file), "--channel", "nirgends", "--yes"])
    assert "There is no channel with this slug." in nowhere.output


def test_the_operator_sees_who_will_read_the_letters(runner: FlaskCliRunner, file: Path) -> None:
    make_channel(db.session(), slug="offen", audience=Audience.PUBLIC)
    asked = runner.invoke(import_archive, [str(file), "--channel", "offen"], input="n\n")
    assert "EVERYBODY on the internet" in asked.output
    assert asked.exit_code == 1
    assert threads() == []
