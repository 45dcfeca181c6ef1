"""What is found in a text before it is published, and whose posts wait for it."""

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel, MembershipRole, Release
from forum.kernel.errors import Invalid, NotAllowed
from forum.screening.actions import end_watching, watch_word
from forum.screening.models import WatchedFor
from forum.threads import actions
from forum.threads.models import Thread
from forum.threads.queries import wrong_counters
from forum.threads.queries.newcomers import NEWCOMER_UNTIL
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread, opening_post
from tests.threads.waiting import names_of, told_of

LINK = "Siehe https://elsewhere.example/x"
OWN_LINK = "Siehe https://hub.example/threads/1"
PLAIN = "Das haben wir auch versucht."


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "Admin", role=Role.ADMIN)


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    person = make_actor(session, "Moderation")
    make_membership(session, channel, person, MembershipRole.MODERATOR)
    return person


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session)


@pytest.fixture
def newcomer(session: Session) -> Actor:
    return make_actor(session, "Neu Hier")


@pytest.fixture
def thread(session: Session, channel: Channel, admin: Actor) -> Thread:
    return make_thread(session, channel, admin)


def cast(session: Session, channel: Channel, moderator: Actor) -> dict[str, Actor]:
    """Return everybody whom the rules of release tell apart."""
    elsewhere = make_channel(session, "Anderswo")
    people = {
        "newcomer": make_actor(session, "Neu"),
        "known": make_actor(session, "Bekannt"),
        "trusted": make_actor(session, "Vertraut"),
        "moderator": moderator,
        "moderator elsewhere": make_actor(session, "Andere Moderation"),
        "admin": make_actor(session, "Leitung", role=Role.ADMIN),
    }
    people["trusted"].is_trusted = True
    make_membership(session, elsewhere, people["moderator elsewhere"], MembershipRole.MODERATOR)
    begun = make_thread(session, elsewhere, people["admin"])
    for _ in range(NEWCOMER_UNTIL):
        make_reply(session, begun, people["known"])
    return people


@pytest.mark.parametrize(
    ("rule", "text", "waiting"),
    [
        (Release.NOTHING, LINK, {}),
        (Release.LINKS, PLAIN, {}),
        (Release.LINKS, OWN_LINK, {}),
        (Release.LINKS, LINK, {"newcomer": "links"}),
        (Release.NEWCOMERS, PLAIN, {"newcomer": "newcomer"}),
        (
            Release.EVERYTHING,
            PLAIN,
            dict.fromkeys(("newcomer", "known", "moderator elsewhere"), "everything"),
        ),
    ],
)
def test_a_channel_says_whose_posts_wait(
    session: Session,
    channel: Channel,
    moderator: Actor,
    thread: Thread,
    rule: Release,
    text: str,
    waiting: dict[str, str],
) -> None:
    people = cast(session, channel, moderator)
    channel.waiting = rule
    session.commit()
    composed = compose(text, own_host="hub.example")
    found = {}
    for name, person in people.items():
        post = actions.reply(session, person, thread, text=composed)
        if post.visible_at is None:
            found[name] = post.held_because
        assert names_of(session, post) == ["PostHeld" if name in found else "PostPublished"]
    assert found == waiting
    assert wrong_counters(session) == []


def test_watched_words_hold_or_flag_and_trusted_people_are_only_flagged(
    session: Session, admin: Actor, thread: Thread, newcomer: Actor
) -> None:
    watch_word(session, admin, phrase="Geld zurück", watched_for=WatchedFor.HOLD)
    word = watch_word(session, admin, phrase="Müller", watched_for=WatchedFor.FLAG)
    expected = {
        "Hier gibt es **GELD** zurueck!": ("PostHeld", ["word"], ["Geld zurück"]),
        "Herr Mueller fragt nach Geld.": ("PostFlagged", ["word"], ["Müller"]),
        "Die Müllerei zahlt zurück.": None,
        "Rückruf unter 0341 1234567 bitte": ("PostFlagged", ["personal_data"], []),
    }
    for text, told in expected.items():
        post = actions.reply(session, newcomer, thread, text=compose(text))
        name, payload = told_of(session, post)[-1]
        if told is None:
            assert name == "PostPublished", text
        else:
            assert (name, payload["because"], payload["words"]) == told, text
        assert (post.visible_at is None) == (told is not None and told[0] == "PostHeld")
    by_admin = actions.reply(session, admin, thread, text=compose("Geld zurück"))
    assert names_of(session, by_admin) == ["PostPublished", "PostFlagged"]
    end_watching(session, admin, word.public_id)
    post = actions.reply(session, newcomer, thread, text=compose("Herr Mueller fragt."))
    assert names_of(session, post) == ["PostPublished"]
    with pytest.raises(NotAllowed):
        watch_word(session, newcomer, phrase="x", watched_for=WatchedFor.FLAG)


def test_one_word_stands_on_the_list_once_however_it_is_spelt(
    session: Session, admin: Actor
) -> None:
    first = watch_word(session, admin, phrase="Bürgergeld", watched_for=WatchedFor.FLAG)
    again = watch_word(session, admin, phrase="buergergeld", watched_for=WatchedFor.HOLD)
    assert again.id == first.id
    assert again.watched_for is WatchedFor.HOLD
    with pytest.raises(Invalid, match="nothing_to_find"):
        watch_word(session, admin, phrase="–!", watched_for=WatchedFor.HOLD)


def test_an_edit_is_flagged_for_what_it_adds_and_only_then(
    session: Session, newcomer: Actor, admin: Actor, thread: Thread
) -> None:
    watch_word(session, admin, phrase="Verlosung", watched_for=WatchedFor.HOLD)
    post = make_reply(session, thread, newcomer, "Anfang")
    number = "Die Verlosung, 0341 1234567"
    texts = ("Eine Verlosung", "Die Verlosung", number, f"{number}!")
    flagged = []
    for version, text in enumerate(texts, start=1):
        before = len(told_of(session, post))
        actions.edit(session, newcomer, post, text=compose(text), version=version)
        news = told_of(session, post)[before:]
        flagged.append([payload["because"] for name, payload in news if name == "PostFlagged"])
    assert flagged == [[["word"]], [], [["personal_data"]], []]
    assert post.visible_at is not None
    title = compose("Text")
    opening = make_thread(session, thread.channel, newcomer, "Titel", "Text")
    first = opening_post(session, opening)
    actions.edit(session, newcomer, first, text=title, version=1, title="Verlosung")
    assert "PostFlagged" in names_of(session, first)
