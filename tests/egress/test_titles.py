"""From an address in a post to the title that stands there: the way over all its stations."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.egress.client import Client
from forum.egress.titles import CLIENT, fetch_titles
from forum.jobs.relay import relay
from forum.kernel import clock
from forum.links.actions import KEPT_FOR, MAX_ATTEMPTS, forget_titles
from forum.links.models import LinkTitle, LinkUse, TitleState
from forum.settings import Settings
from forum.threads import actions
from forum.threads.models import Post
from forum.threads.queries import known_names
from forum.threads.text import compose
from forum.wiring import SUBSCRIBERS
from tests.egress.stranger import Stranger
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread, opening_post


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session)


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session)


@pytest.fixture(autouse=True)
def _way_out(app: Flask, egress_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, CLIENT, egress_client)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """Return a function that lets time pass."""
    passed = dt.timedelta(0)
    now = clock.now

    def wait(more: dt.timedelta) -> None:
        nonlocal passed
        passed += more

    monkeypatch.setattr(clock, "now", lambda: now() + passed)
    return wait


def write(session: Session, channel: Channel, author: Actor, text: str) -> Post:
    thread = make_thread(session, channel, author, text=text)
    relay(SUBSCRIBERS)
    return opening_post(session, thread)


def html(session: Session, post: Post) -> str:
    session.refresh(post)
    return post.html


def states(session: Session) -> dict[str, str]:
    session.expire_all()
    return {one.address: one.state.value for one in session.query(LinkTitle)}


def test_a_bare_address_shows_the_title_once_it_is_known(
    session: Session, channel: Channel, author: Actor, elsewhere: Stranger
) -> None:
    address = elsewhere.url("/page?a=1&b=2")
    post = write(session, channel, author, f"Siehe {address}.")
    assert "Höfe" not in html(session, post)
    assert (fetch_titles(), fetch_titles()) == (1, 0)
    assert ">Höfe &amp; Plätze</a>" in html(session, post)
    assert post.version == 1
    assert elsewhere.asked == ["/page?a=1&b=2"]
    # Whoever writes it next has it at once, and nobody is asked again.
    known = known_names(session, address, home_id=channel.id)
    assert "Höfe" in compose(address, known).html
    write(session, channel, author, address)
    assert fetch_titles() == 0
    assert len(elsewhere.asked) == 1


def test_only_bare_addresses_of_others_are_asked(
    session: Session, channel: Channel, author: Actor, elsewhere: Stranger, settings: Settings
) -> None:
    url = elsewhere.url
    write(
        session,
        channel,
        author,
        f"[hier]({url('/a')}) <{url('/b')}> `{url('/c')}` ![x]({url('/d')})\n"
        f"{settings.public_url}/threads/1\n```\n{url('/e')}\n```\n",
    )
    assert states(session) == {}
    assert session.query(LinkUse).count() == 0


@pytest.mark.parametrize("path", ["/missing", "/binary", "/to/inside"])
def test_a_page_without_a_title_for_us_is_asked_once(
    session: Session, channel: Channel, author: Actor, elsewhere: Stranger, path: str
) -> None:
    address = elsewhere.url(path)
    post = write(session, channel, author, address)
    assert fetch_titles() == 0
    assert states(session) == {address: "failed"}
    assert f">{address}</a>" in html(session, post)


def test_a_page_that_does_not_answer_is_asked_again_and_then_no_more(
    session: Session,
    channel: Channel,
    author: Actor,
    elsewhere: Stranger,
    later: Callable[[dt.timedelta], None],
) -> None:
    address = elsewhere.url("/status/503")
    write(session, channel, author, address)
    for attempt in range(1, MAX_ATTEMPTS + 2):
        fetch_titles()
        fetch_titles()
        assert len(elsewhere.asked) == min(attempt, MAX_ATTEMPTS)
        later(dt.timedelta(days=1))
    assert states(session) == {address: "failed"}
    later(KEPT_FOR)
    assert forget_titles(session) == 1
    assert states(session) == {}


def test_a_killed_worker_costs_a_delay(
    session: Session,
    channel: Channel,
    author: Actor,
    elsewhere: Stranger,
    later: Callable[[dt.timedelta], None],
) -> None:
    write(session, channel, author, elsewhere.url("/page"))
    row = session.query(LinkTitle).one()
    row.attempts, row.leased_until = 1, clock.now() + dt.timedelta(minutes=2)
    session.commit()
    assert fetch_titles() == 0
    later(dt.timedelta(minutes=3))
    assert fetch_titles() == 1


def test_an_edit_brings_new_addresses_and_takes_old_ones_away(
    session: Session, channel: Channel, author: Actor, elsewhere: Stranger
) -> None:
    post = write(session, channel, author, elsewhere.url("/missing"))
    text = compose(elsewhere.url("/page"))
    actions.edit(session, author, post, text=text, version=1)
    session.commit()
    relay(SUBSCRIBERS)
    used = session.query(LinkTitle).join(LinkUse, LinkUse.link_title_id == LinkTitle.id)
    assert [one.address for one in used] == [elsewhere.url("/page")]
    assert fetch_titles() == 1
    assert "Höfe" in html(session, post)


def test_a_title_that_became_known_meanwhile_is_shown_all_the_same(
    session: Session, channel: Channel, author: Actor, elsewhere: Stranger
) -> None:
    write(session, channel, author, elsewhere.url("/page"))
    fetch_titles()
    # Composed before the title was known, published after.
    post = write(session, channel, author, elsewhere.url("/page"))
    fetch_titles()
    assert "Höfe" in html(session, post)


def test_the_operator_can_switch_it_off(
    app: Flask,
    session: Session,
    channel: Channel,
    author: Actor,
    elsewhere: Stranger,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = settings.model_copy(update={"fetch_link_titles": False})
    monkeypatch.setitem(app.extensions, "settings", chosen)
    write(session, channel, author, elsewhere.url("/page"))
    session.add(
        LinkTitle(
            address_hash="x",
            address=elsewhere.url("/page"),
            state=TitleState.WAITING,
            next_attempt_at=clock.now(),
        )
    )
    session.commit()
    assert fetch_titles() == 0
    assert elsewhere.asked == []
