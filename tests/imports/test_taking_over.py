"""Who wrote in an archive and is no member: a name, until a member has the same address."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, joinedload

from forum.accounts.actions import Side, confirm_email_change, request_email_change
from forum.accounts.events import AccountOpened
from forum.accounts.models import Account, Actor
from forum.accounts.queries import taken_handles
from forum.channels.models import Channel
from forum.channels.policy import is_present
from forum.channels.queries import people_to_add, reader_count
from forum.imports.actions import take_over_waiting
from forum.imports.models import UnclaimedAuthor
from forum.imports.subscribers import claim_written
from forum.jobs.relay import relay
from forum.kernel import clock
from forum.kernel.event_log import EventDelivery, RecordedEvent
from forum.mail.models import OutgoingMail
from forum.notifications.models import Notification
from forum.search.actions import index_people
from forum.search.catching_up import index_missing
from forum.search.completion import complete_people
from forum.search.subscribers import note_authorship, note_imported
from forum.threads import actions
from forum.threads.models import Post, ReactionKind, Thread
from forum.threads.queries import is_unanswered, wrong_counters
from forum.threads.queries.names import known_names
from forum.threads.text import compose
from forum.wiring import SUBSCRIBERS
from tests.digests.filling import letter_of
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.moderation import make_moderator
from tests.imports.archives import FIRST, HOUR, begin_import, bring, make_letter
from tests.search.library import ask, enrol, titles

AUTHOR = "anna@example.org"


@pytest.fixture
def channel(session: Session) -> Channel:
    """Return a channel with a thread of Anna, who is no member, and an answer by Ben, neither."""
    channel = make_channel(session)
    bring(
        session,
        begin_import(session, channel),
        channel,
        make_letter("1", email=AUTHOR, text="Kletterwand"),
        make_letter("2", named=("1",), email="ben@example.org", at=FIRST + HOUR),
    )
    return channel


def announced(session: Session, name: str) -> list[RecordedEvent]:
    """Return what was recorded under this name."""
    return list(session.scalars(sa.select(RecordedEvent).filter_by(name=name)))


def authors(session: Session) -> list[int]:
    """Return who wrote the posts, in their order."""
    return list(session.scalars(sa.select(Post.author_id).order_by(Post.id)))


def newcomer(session: Session, email: str = AUTHOR) -> Actor:
    """Return a member with this confirmed address; nothing has followed from it yet."""
    person = make_actor(session, "Anna Neu")
    account_of(session, person).email = email
    session.commit()
    return person


def test_a_new_member_takes_over_what_came_from_their_address(
    session: Session, channel: Channel
) -> None:
    for event in announced(session, "ThreadsImported"):
        note_imported(session, event.event())  # type: ignore[arg-type]
    unclaimed, ben = authors(session)
    person = newcomer(session)
    enrol(session, person)
    asked = f"von:{person.handle} Kletterwand"
    assert titles(ask(session, person, asked)) == []

    opened = AccountOpened(account_id=account_of(session, person).id, actor_id=person.id)
    claim_written(session, opened)
    claim_written(session, opened)
    session.commit()
    assert authors(session) == [person.id, ben]
    assert session.scalars(sa.select(Thread.author_id)).all() == [person.id]
    assert wrong_counters(session) == []
    author = session.get_one(UnclaimedAuthor, unclaimed)
    assert author.claimed_by_id == person.id
    (taken,) = announced(session, "AuthorshipTakenOver")
    note_authorship(session, taken.event())  # type: ignore[arg-type]
    assert titles(ask(session, person, asked)) == ["Sommerfest"]

    # What is read in later is theirs at once, also when they write from elsewhere by now.
    account_of(session, person).email = "anders@example.org"
    bring(session, begin_import(session, channel, "2"), channel, make_letter("3", email=AUTHOR))
    assert authors(session) == [person.id, ben, person.id]


def test_a_member_takes_over_by_changing_to_the_address(session: Session, channel: Channel) -> None:
    person = make_actor(session, "Anna")
    change = request_email_change(session, account_of(session, person), new_email=AUTHOR)
    confirm_email_change(session, change, side=Side.OLD)
    assert announced(session, "EmailChanged") == [], "only one mailbox agrees so far"
    confirm_email_change(session, change, side=Side.NEW)
    (event,) = announced(session, "EmailChanged")
    claim_written(session, event.event())  # type: ignore[arg-type]
    assert authors(session)[0] == person.id


def test_an_address_that_is_not_confirmed_takes_nothing_over(
    session: Session, channel: Channel
) -> None:
    before = authors(session)
    person = newcomer(session)
    account_of(session, person).email_confirmed_at = None
    session.commit()
    assert take_over_waiting(session) == 0
    account_id = account_of(session, person).id
    claim_written(session, AccountOpened(account_id=account_id, actor_id=person.id))
    bring(session, begin_import(session, channel, "2"), channel, make_letter("3", email=AUTHOR))
    assert authors(session) == [*before, before[0]]
    account_of(session, person).email_confirmed_at = FIRST
    session.commit()
    assert take_over_waiting(session) == 1, "who came while an archive was read in"
    assert take_over_waiting(session) == 0
    assert authors(session)[0] == person.id


def test_an_unclaimed_author_is_nowhere_among_the_people(
    session: Session, channel: Channel
) -> None:
    admin = make_actor(session, "Zoe")
    author = session.get_one(Actor, authors(session)[0])
    assert author.name == "Anna"
    assert not is_present(author)
    assert reader_count(session, channel) == 1
    assert index_people(session, [author.id]) == 0
    index_missing(session)
    assert complete_people(session, admin, "anna", None) == []
    assert ask(session, admin, "anna").people == []
    assert people_to_add(session, channel.id, "anna") == []
    assert known_names(session, f"@{author.handle}", home_id=None).people == frozenset()
    assert taken_handles(session, "anna") == set(), "a member called so gets the plain handle"
    assert session.scalars(sa.select(Account).filter_by(actor_id=author.id)).all() == []


def test_what_happens_to_their_posts_needs_no_account(
    app: Flask, session: Session, channel: Channel
) -> None:
    moderator = make_moderator(session, channel)
    _, second = session.scalars(sa.select(Post).order_by(Post.id)).all()
    thread = session.scalars(sa.select(Thread).options(joinedload(Thread.channel))).one()
    actions.give_reaction(session, moderator, second, kind=ReactionKind.THANKS)
    answer = actions.reply(session, moderator, thread, text=compose("Danke!"), reply_to=second)
    actions.follow(session, moderator, thread)
    actions.remove(session, moderator, second, reason="Enthält eine Telefonnummer.")
    session.commit()
    relay(SUBSCRIBERS)
    assert answer.number == 3
    faults = sa.select(EventDelivery.last_error).where(EventDelivery.last_error.is_not(None))
    assert session.scalars(faults).all() == []
    assert session.scalars(sa.select(Notification)).all() == []
    assert session.scalars(sa.select(OutgoingMail)).all() == []
    assert wrong_counters(session) == []


def test_nobody_is_asked_to_answer_an_archive(session: Session, channel: Channel) -> None:
    archive = begin_import(session, channel, "2")
    member = make_actor(session, "Zoe")
    own = f"{member.handle}@example.org"
    bring(session, archive, channel, make_letter("7", "Alt"), make_letter("8", "Neu", email=own))
    waiting = session.scalars(sa.select(Thread.title).where(is_unanswered())).all()
    assert waiting == ["Neu"]


def test_a_page_names_them_and_leads_nowhere(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    reader = make_actor(session, "Zoe")
    author = session.get_one(Actor, authors(session)[0])
    thread = session.scalars(sa.select(Thread)).one()
    sign_in(client, session, reader)
    page = client.get(f"/threads/{thread.public_id}").text
    assert "aus dem Archiv" in page
    assert f"/people/{author.handle}" not in page
    assert client.get(f"/people/{author.handle}").status_code == 404
    assert client.get(f"/people/{author.handle}/picture").status_code == 404


def test_what_came_with_an_archive_is_no_news_in_letters_whoever_wrote_it(
    session: Session, channel: Channel
) -> None:
    reader, anna = make_actor(session, "Eva"), make_actor(session, "Anna")
    account_of(session, anna).email = AUTHOR
    for actor in (reader, anna):
        make_membership(session, channel, actor)
    session.commit()
    yesterday = clock.now() - HOUR * 24
    bring(
        session,
        begin_import(session, channel, "late"),
        channel,
        make_letter("8", "Hofkonzert", email=AUTHOR, at=yesterday),
        make_letter("9", "Baumscheiben", email="carl@example.org", at=yesterday),
    )
    assert letter_of(session, reader).sections == []
    take_over_waiting(session)
    session.commit()
    assert letter_of(session, reader, period="2026-W49").sections == []
