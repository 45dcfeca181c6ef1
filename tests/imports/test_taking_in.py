"""Letters become threads and posts, once, and nobody is told."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, ActorKind, Role
from forum.channels.models import Channel
from forum.imports.models import ImportedLetter
from forum.kernel.errors import Conflict, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.search.subscribers import note_imported
from forum.threads import actions
from forum.threads.models import Post, Thread, ThreadSubscription
from forum.threads.queries import wrong_counters
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply
from tests.imports.archives import FIRST, HOUR, begin_import, bring, make_letter
from tests.search.library import ask, titles


def threads_of(session: Session, channel: Channel) -> dict[str, list[int]]:
    """Return the posts' numbers of each thread by its title."""
    rows = session.execute(
        sa.select(Thread.title, Post.number)
        .join(Post, Post.thread_id == Thread.id)
        .where(Thread.channel_id == channel.id)
        .order_by(Post.number)
    )
    found: dict[str, list[int]] = {}
    for title, number in rows:
        found.setdefault(title, []).append(number)
    return found


def test_letters_become_threads_with_their_old_dates_and_true_counters(session: Session) -> None:
    channel = make_channel(session)
    archive = begin_import(session, channel)
    done = bring(
        session,
        archive,
        channel,
        make_letter("1"),
        make_letter("2", "AW: Sommerfest", named=("1",), email="ben@example.org", at=FIRST + HOUR),
        make_letter("3", "Fahrräder", at=FIRST + 2 * HOUR),
        make_letter("4", "Leer", text=""),
    )
    assert (done.threads, done.posts, done.left_out) == (2, 3, 1)
    # The next part answers what the first one brought.
    bring(session, archive, channel, make_letter("5", named=("1", "2"), at=FIRST + 3 * HOUR))
    assert threads_of(session, channel) == {"Sommerfest": [1, 2, 3], "Fahrräder": [1]}
    assert wrong_counters(session) == []
    assert channel.first_written_at is not None, "its audience is promised"

    thread = session.scalars(sa.select(Thread).where(Thread.title == "Sommerfest")).one()
    posts = session.scalars(sa.select(Post).where(Post.thread_id == thread.id)).all()
    assert [post.visible_at for post in posts] == [FIRST, FIRST + HOUR, FIRST + 3 * HOUR]
    assert [post.reply_to_id for post in posts] == [None, posts[0].id, posts[1].id]
    assert (thread.created_at, thread.last_post_at) == (FIRST, FIRST + 3 * HOUR)


def test_what_was_read_in_before_is_known_from_whichever_archive(session: Session) -> None:
    channel = make_channel(session)
    first, second = begin_import(session, channel), begin_import(session, channel, "other")
    letters = (make_letter("1"), make_letter("2", "Re: Sommerfest", named=("1",)))
    bring(session, first, channel, *letters, letters[0])
    again = bring(session, second, channel, *letters, make_letter("3", "Neu"))
    assert (again.known, again.threads, again.posts) == (2, 1, 1)
    assert threads_of(session, channel) == {"Sommerfest": [1, 2], "Neu": [1]}

    elsewhere = make_channel(session)
    assert bring(session, begin_import(session, elsewhere), elsewhere, *letters).posts == 2


def test_a_part_that_was_taken_in_by_another_run_is_not_taken_in_again(session: Session) -> None:
    channel = make_channel(session)
    archive = begin_import(session, channel)
    bring(session, archive, channel, make_letter("1"))
    archive.position = 0
    session.flush()
    session.execute(sa.text("UPDATE archive_import SET position = 1"))
    with pytest.raises(Conflict, match="import_moved"):
        bring(session, archive, channel, make_letter("2"))


def test_nobody_is_told_and_nobody_follows(session: Session) -> None:
    channel = make_channel(session)
    member = make_actor(session)
    letter = make_letter("1", email=f"{member.handle}@example.org", text=f"Hallo @{member.handle}!")
    bring(session, begin_import(session, channel), channel, letter)
    names = set(session.scalars(sa.select(RecordedEvent.name)))
    assert names >= {"ImportBegun", "ThreadsImported"}
    assert not names & {"PostPublished", "ThreadStarted"}
    listeners = [
        one
        for row in session.scalars(sa.select(RecordedEvent))
        for one in SUBSCRIBERS[type(row.event())]
    ]
    assert listeners == [note_imported]
    assert session.scalars(sa.select(ThreadSubscription)).all() == []


def test_what_was_read_in_can_be_found(session: Session) -> None:
    channel = make_channel(session)
    bring(session, begin_import(session, channel), channel, make_letter("1", text="Kletterwand"))
    row = session.scalars(sa.select(RecordedEvent).filter_by(name="ThreadsImported")).one()
    note_imported(session, row.event())  # type: ignore[arg-type]
    assert titles(ask(session, make_actor(session), "Kletterwand")) == ["Sommerfest"]


def test_an_answer_goes_where_the_moderation_has_put_the_conversation(session: Session) -> None:
    channel, elsewhere = make_channel(session), make_channel(session)
    admin = make_actor(session, role=Role.ADMIN)
    archive = begin_import(session, channel)
    bring(
        session,
        archive,
        channel,
        make_letter("1"),
        make_letter("2", "Andres"),
        make_letter("3", "Drittes"),
    )
    first, second, third = session.scalars(sa.select(Thread).order_by(Thread.id)).all()
    make_reply(session, first, admin)
    actions.merge(session, admin, first, into=second)
    actions.move(session, admin, third, to=elsewhere)
    session.commit()
    bring(
        session,
        archive,
        channel,
        make_letter("4", "Re: Sommerfest", named=("1",)),
        make_letter("5", "Re: Drittes", named=("3",)),
    )
    assert threads_of(session, channel) == {"Andres": [1, 2, 3, 4], "Drittes": [1]}
    assert threads_of(session, elsewhere) == {"Drittes": [1]}, "its readers may be others"
    assert wrong_counters(session) == []


def test_an_archived_channel_takes_nothing_in(session: Session) -> None:
    channel = make_channel(session, archived_at=FIRST + dt.timedelta(days=1))
    with pytest.raises(NotAllowed, match="channel_archived"):
        begin_import(session, channel)


def test_an_author_is_one_person_however_often_they_wrote(session: Session) -> None:
    channel = make_channel(session)
    member = make_actor(session, "Clara Mitglied")
    archive = begin_import(session, channel)
    own = f"{member.handle}@example.org"
    bring(
        session, archive, channel, make_letter("1"), make_letter("2"), make_letter("3", email=own)
    )
    bring(session, archive, channel, make_letter("4"))
    authors = session.scalars(sa.select(Post.author_id).order_by(Post.id)).all()
    assert authors[0] == authors[1] == authors[3] != authors[2] == member.id
    assert session.get_one(Actor, authors[0]).kind is ActorKind.UNCLAIMED
    assert session.scalars(sa.select(ImportedLetter.reason)).all() == [""] * 4
