"""Polls over HTTP, without a script: asked, voted in, changed, closed."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import Poll, ResultsShown, Thread, ThreadKind
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_poll, make_thread, options_of
from tests.queries import QueryCounter
from tests.web.forms import form_with, forms_of, press, send, submit


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in."""
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


def test_a_poll_is_asked_with_the_form_of_a_new_thread(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    address = f"/channels/{channel.slug}/threads/new"
    closes = (clock.now() + dt.timedelta(days=9)).replace(second=0, microsecond=0)
    values: dict[str, object] = {
        "kind": "poll",
        "title": "Wann?",
        "body": "Bitte wählen.",
        "options": "Montag\r\n\r\n  Dienstag  \r\n",
        "marks": "multiple",
        "secrecy": "open",
        "results": "closed",
        "closes_at": closes.strftime("%Y-%m-%dT%H:%M"),
    }
    for bad, words in (
        ({"options": "Montag"}, "at least 2 answers"),
        ({"closes_at": "morgen"}, "2026-12-31T14:30"),
        ({"closes_at": "0001-01-01T00:00"}, "2026-12-31T14:30"),
        ({"closes_at": "9999-12-31T23:59"}, "coming twelve months"),
        ({"results": "nonsense"}, "Not a valid choice"),
    ):
        refused = submit(client, address, {**values, **bad})
        assert refused.status_code == 422, bad
        assert words in refused.text, bad
    shown = submit(client, address, values, follow_redirects=True)
    thread = session.query(Thread).one()
    poll = session.query(Poll).one()
    assert (thread.kind, poll.is_multiple, poll.is_secret) == (ThreadKind.POLL, True, False)
    assert poll.results is ResultsShown.CLOSED
    # Berlin is ahead of UTC: what was written is the time on the writer's clock.
    assert poll.closes_at is not None
    assert dt.timedelta(hours=1) <= closes - poll.closes_at <= dt.timedelta(hours=2)
    assert "Open poll: all members who may read this thread see who chose what." in shown.text
    assert shown.text.count('type="checkbox"') == 2
    assert "Change the poll" in shown.text


def test_poll_fields_of_another_kind_are_not_even_looked_at(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    values: dict[str, object] = {"title": "T", "body": "B", "options": "Nur eine", "closes_at": "x"}
    submit(client, f"/channels/{channel.slug}/threads/new", values)
    assert session.query(Thread).one().kind is ThreadKind.DISCUSSION
    assert session.query(Poll).count() == 0


def test_a_reader_votes_sees_the_results_and_changes_their_mind(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    ada = make_actor(session, "Ada Weiß")
    thread = make_poll(session, channel, ada)
    actions.vote(session, ada, thread, choice=options_of(session, thread)[:1])
    session.commit()
    path = f"/threads/{thread.public_id}"
    page = client.get(path)
    assert "Secret poll: nobody sees who chose what" in page.text
    assert "<meter" not in page.text
    assert "The results are shown when you have voted." in page.text
    refused = press(client, page, f"{path}/vote")
    assert refused.status_code == 422
    assert "Please choose an answer." in refused.text
    monday, tuesday, _ = options_of(session, thread)
    form = next(form for form in forms_of(page) if form.action == f"{path}/vote")
    voted = send(client, form, path, {"choice": tuesday}, follow_redirects=True)
    assert "Your vote has been counted." in voted.text
    assert voted.text.count("<meter") == 3
    assert voted.text.count("1 vote, 50 %") == 2
    assert "2 people have voted." in voted.text
    assert "Ada Weiß" not in voted.text.partition('id="poll"')[2].partition("</section>")[0]
    form = next(form for form in forms_of(voted) if form.action == f"{path}/vote")
    assert form.values["choice"] == [tuesday]
    changed = send(client, form, path, {"choice": monday}, follow_redirects=True)
    assert "2 votes, 100 %" in changed.text
    assert send(client, form, path, {"choice": [monday, tuesday]}).status_code == 422
    assert send(client, form, path, {"choice": "nowhere"}).status_code == 422
    back = press(client, changed, f"{path}/vote/withdraw", follow_redirects=True)
    assert "You have taken your vote back." in back.text
    assert "<meter" not in back.text


def test_an_open_poll_names_voters_to_members_and_to_nobody_else(
    client: FlaskClient, session: Session
) -> None:
    ada, bea = make_actor(session, "Ada Weiß", locale="en"), make_actor(session, "Bea Grün")
    offen = make_channel(session, "Offen", audience=Audience.PUBLIC)
    thread = make_poll(session, offen, bea, is_secret=False, results=ResultsShown.ALWAYS)
    actions.vote(session, bea, thread, choice=options_of(session, thread)[:1])
    session.commit()
    path = f"/threads/{thread.public_id}"

    def poll() -> str:
        return client.get(path).text.partition('id="poll"')[2].partition("</section>")[0]

    assert "<meter" in poll()
    assert "Bea Grün" not in poll()
    assert f"/sign-in?next={path}".replace("/", "%2F") in poll().replace("/", "%2F")
    sign_in(client, session, ada)
    assert poll().count("Bea Grün") == 1


def test_a_poll_is_changed_before_the_first_vote_and_closed_after_asking(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_poll(session, channel, actor)
    path = f"/threads/{thread.public_id}"
    form = form_with(client.get(f"{path}/poll"), "options")
    assert form.values["options"] == ["Montag\nDienstag\nMittwoch"]
    assert send(client, form, f"{path}/poll", {"options": "Ja"}).status_code == 422
    changed = send(client, form, f"{path}/poll", {"options": "Ja\nNein"}, follow_redirects=True)
    assert "The poll has been changed." in changed.text
    actions.vote(session, actor, thread, choice=options_of(session, thread)[:1])
    session.commit()
    late = send(client, form, f"{path}/poll", {"options": "A\nB"})
    assert late.status_code == 409
    assert "Change the poll" not in client.get(path).text
    asked = client.get(f"{path}/poll/close")
    assert "Close this poll?" in asked.text
    form = next(form for form in forms_of(asked) if not form.action)
    assert send(client, form, f"{path}/poll/close", {}).status_code == 303
    page = client.get(path).text
    assert "Closed:" in page
    assert f"{path}/vote" not in page
    for action in ("vote", "vote/withdraw", "poll", "poll/close"):
        refused = client.post(f"{path}/{action}", data={"csrf_token": _token(client, path)})
        assert refused.status_code in {403, 422}, action


def test_a_thread_without_a_poll_has_no_such_pages(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    path = f"/threads/{make_thread(session, channel, actor).public_id}"
    for action in ("vote", "poll", "poll/close"):
        assert client.get(f"{path}/{action}").status_code == 404, action
        refused = client.post(f"{path}/{action}", data={"csrf_token": _token(client, path)})
        assert refused.status_code == 404, action


def test_the_page_of_a_poll_costs_the_same_however_many_vote(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    count_queries: QueryCounter,
) -> None:
    options = [f"Antwort {number}" for number in range(20)]
    thread = make_poll(session, channel, actor, options=options, is_secret=False)
    chosen = options_of(session, thread)
    costs = []
    for voters in (1, 20):
        for number in range(voters):
            voter = actor if number == 0 else make_actor(session, f"Person {number}")
            actions.vote(session, voter, thread, choice=[chosen[number]])
        session.commit()
        client.get(f"/threads/{thread.public_id}")
        with count_queries() as queries:
            assert client.get(f"/threads/{thread.public_id}").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def _token(client: FlaskClient, path: str) -> str:
    return form_with(client.get(path), "csrf_token").values["csrf_token"][0]
