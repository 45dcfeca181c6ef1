"""Tags of a kept vocabulary: which words lead to them, and who may give them."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, MembershipRole, Tag
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions
from forum.threads.models import Thread
from forum.threads.queries import counted_tags, tags_of, threads_with_tag
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_question, make_tag, make_thread


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def words(session: Session) -> dict[str, Tag]:
    """Return a small vocabulary by name."""
    tags = [
        make_tag(session, "GIHK", "Handlungskonzept"),
        make_tag(session, "Öffentlichkeitsarbeit", "Presse"),
        make_tag(session, "Stadtteiltreff", "offener Treff", "Repair-Café"),
        *(make_tag(session, f"Wort {letter}") for letter in "ABCDE"),
        make_tag(session, "Altes", archived=True),
    ]
    return {tag.name: tag for tag in tags}


def names(session: Session, thread: Thread) -> list[str]:
    return [tag.name for tag in tags_of(session, thread)]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("gihk", "GIHK"),
        ("Handlungs-Konzept", "GIHK"),
        ("OEFFENTLICHKEITSARBEIT", "Öffentlichkeitsarbeit"),
        ("offentlichkeitsarbeit", "Öffentlichkeitsarbeit"),
        ("presse", "Öffentlichkeitsarbeit"),
        ("Offener  Treff", "Stadtteiltreff"),
        ("repaircafe", "Stadtteiltreff"),
    ],
)
def test_every_spelling_and_every_synonym_leads_to_its_tag(
    session: Session, author: Actor, channel: Channel, words: dict[str, Tag], word: str, name: str
) -> None:
    thread = make_question(session, channel, author, tags=[word, name])
    assert names(session, thread) == [words[name].name]


@pytest.mark.parametrize(
    ("given", "reason", "values"),
    [
        (["Presssse"], "unknown_tag_near", {"word": "Presssse", "near": "Öffentlichkeitsarbeit"}),
        (
            ["Pressearbeit"],
            "unknown_tag_near",
            {"word": "Pressearbeit", "near": "Öffentlichkeitsarbeit"},
        ),
        (["Konzept"], "unknown_tag_near", {"word": "Konzept", "near": "GIHK"}),
        (["Blumenkohl"], "unknown_tag", {"word": "Blumenkohl"}),
        (["Altes"], "unknown_tag", {"word": "Altes"}),
        (["x" * 500], "unknown_tag", {"word": "x" * 60}),
        (["GIHK", "Wort A", "Wort B", "Wort C", "Wort D", "Wort E"], "too_many_tags", {"limit": 5}),
    ],
)
def test_a_word_that_is_no_tag_is_refused_with_what_was_probably_meant(
    session: Session,
    author: Actor,
    channel: Channel,
    words: dict[str, Tag],
    given: list[str],
    reason: str,
    values: dict[str, object],
) -> None:
    assert words
    with pytest.raises(Invalid, match=reason) as refusal:
        make_question(session, channel, author, tags=given)
    assert refusal.value.field == "tags"
    assert refusal.value.values == values
    session.rollback()
    assert session.scalars(sa.select(Thread)).all() == []


def test_tags_are_chosen_anew_and_what_changed_is_told(
    session: Session, author: Actor, channel: Channel, words: dict[str, Tag]
) -> None:
    thread = make_question(session, channel, author, tags=["GIHK", "Presse"])
    actions.tag(session, author, thread, words=["Presse", "offener Treff"])
    actions.tag(session, author, thread, words=["Stadtteiltreff", "Presse"])
    assert names(session, thread) == ["Stadtteiltreff", "Öffentlichkeitsarbeit"]
    told = session.scalars(
        sa.select(RecordedEvent)
        .where(RecordedEvent.name == "ThreadTagged")
        .order_by(RecordedEvent.id)
    )
    gihk, press, meeting = (
        words[name].id for name in ("GIHK", "Öffentlichkeitsarbeit", "Stadtteiltreff")
    )
    assert [(one.payload["added"], one.payload["taken"]) for one in told] == [
        ([gihk, press], []),
        ([meeting], [gihk]),
    ]


def test_an_archived_tag_stays_where_it_is_and_is_given_to_no_other(
    session: Session, author: Actor, channel: Channel, words: dict[str, Tag]
) -> None:
    thread = make_question(session, channel, author, tags=["GIHK"])
    words["GIHK"].archived_at = clock.now()
    session.commit()
    actions.tag(session, author, thread, words=["gihk", "Presse"])
    assert names(session, thread) == ["GIHK", "Öffentlichkeitsarbeit"]
    with pytest.raises(Invalid, match="unknown_tag"):
        actions.tag(session, author, make_thread(session, channel, author), words=["gihk"])


def test_author_and_moderation_choose_tags(
    session: Session, author: Actor, channel: Channel, words: dict[str, Tag]
) -> None:
    assert words
    moderator = make_actor(session, "Moderation")
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    thread = make_thread(session, channel, author)
    actions.tag(session, moderator, thread, words=["GIHK"])
    with pytest.raises(NotAllowed, match="not_your_thread"):
        actions.tag(session, make_actor(session), thread, words=["Presse"])
    thread.locked_at = clock.now()
    session.commit()
    with pytest.raises(NotAllowed, match="thread_locked"):
        actions.tag(session, author, thread, words=["Presse"])
    actions.tag(session, moderator, thread, words=[])
    assert names(session, thread) == []


def test_numbers_and_lists_of_tags_know_only_what_the_reader_may_read(
    session: Session, author: Actor, channel: Channel, words: dict[str, Tag]
) -> None:
    open_to_all = make_channel(session, "Öffentlich", audience=Audience.PUBLIC)
    closed = make_channel(session, "AG", audience=Audience.INVITED)
    make_membership(session, closed, author)
    for home in (channel, open_to_all, closed):
        make_question(session, home, author, tags=["GIHK"])
    gone = make_question(session, open_to_all, author, tags=["GIHK"])
    actions.remove_thread(session, author, gone)
    session.commit()
    for reader, count in ((author, 3), (make_actor(session), 2), (None, 1)):
        numbers = {tag.name: tag.threads for tag in counted_tags(session, reader)}
        assert numbers["GIHK"] == count
        assert len(threads_with_tag(session, reader, words["GIHK"]).items) == count
        assert numbers["Stadtteiltreff"] == 0
        assert "Altes" not in numbers
