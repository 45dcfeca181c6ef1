"""Questions, announcements and tags over HTTP: chosen, shown, listed, found again."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, MembershipRole
from forum.threads import actions
from forum.threads.models import Draft, Thread, ThreadKind
from forum.threads.queries import tags_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_question, make_reply, make_tag, make_thread
from tests.queries import QueryCounter
from tests.web.forms import form_with, press, send, submit


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in."""
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


def test_a_question_is_asked_answered_solved_and_opened_again(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    page = client.get(f"/channels/{channel.slug}")
    assert f'href="/channels/{channel.slug}/threads/new?kind=question"' in page.text
    address = f"/channels/{channel.slug}/threads/new?kind=question"
    assert form_with(client.get(address), "title").values["kind"] == ["question"]
    shown = submit(
        client, address, {"title": "Wer gießt?", "body": "Im August."}, follow_redirects=True
    )
    thread = session.query(Thread).one()
    assert thread.kind is ThreadKind.QUESTION
    assert "Open question" in shown.text
    path = f"/threads/{thread.public_id}"
    answer = make_reply(session, thread, make_actor(session, "Ada Weiß"), "Der Verein.")
    for listed in ("/threads/open-questions", f"/channels/{channel.slug}"):
        row = client.get(listed).text
        assert row.count("Wer gießt?") == 1, listed
        assert "Open question" in row
    assert "Wer gießt?" not in client.get("/threads/unanswered").text
    solved = press(
        client, client.get(path), f"/posts/{answer.public_id}/accept", follow_redirects=True
    )
    assert f'<a href="/posts/{answer.public_id}">To the answer by Ada Weiß</a>' in solved.text
    assert solved.text.count("Accepted answer") == 1
    assert "Open question" not in solved.text
    assert "Wer gießt?" not in client.get("/threads/open-questions").text
    assert "Solved" in client.get(f"/channels/{channel.slug}").text
    again = press(client, client.get(path), f"{path}/reopen", follow_redirects=True)
    assert "Open question" in again.text
    assert "Accepted answer" not in again.text
    talk = press(client, again, f"{path}/kind", follow_redirects=True)
    assert "This is a discussion now." in talk.text
    assert "/accept" not in talk.text


def test_only_the_moderation_is_offered_announcements_and_others_are_told_why(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    address = f"/channels/{channel.slug}/threads/new"
    assert 'value="announcement"' not in client.get(address).text
    values: dict[str, object] = {"title": "Termin", "body": "Am Montag", "kind": "announcement"}
    refused = submit(client, address, values)
    assert refused.status_code == 403
    assert "Only the moderation of this channel can make announcements here." in refused.text
    assert "Am Montag</textarea>" in refused.text
    assert session.query(Thread).count() == 0
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    assert 'value="announcement"' in client.get(address).text
    shown = submit(client, address, values, follow_redirects=True)
    assert "Announcement" in shown.text
    assert session.query(Thread).one().kind is ThreadKind.ANNOUNCEMENT


def test_tags_are_typed_or_ticked_shown_and_changed(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    make_tag(session, "GIHK", "Handlungskonzept")
    make_tag(session, "Ehrenamt")
    make_tag(session, "Presse")
    address = f"/channels/{channel.slug}/threads/new"
    values: dict[str, object] = {
        "title": "Titel",
        "body": "Text",
        "tags": "Handlungs-Konzept; gihk",
        "ticked": ["ehrenamt"],
    }
    shown = submit(client, address, values, follow_redirects=True)
    thread = session.query(Thread).one()
    assert [tag.name for tag in tags_of(session, thread)] == ["Ehrenamt", "GIHK"]
    for page in (shown.text, client.get(f"/channels/{channel.slug}").text):
        assert page.count('href="/tags/gihk"') == 1
        assert page.count('href="/tags/ehrenamt"') == 1
    choosing = f"/threads/{thread.public_id}/tags"
    form = form_with(client.get(choosing), "tags")
    assert form.values["ticked"] == ["ehrenamt", "gihk"]
    refused = send(client, form, choosing, {"tags": "Preße, Ehrnamt"})
    assert refused.status_code == 422
    assert "“Ehrnamt” is none of our tags. Did you mean “Ehrenamt”?" in refused.text
    assert 'value="Preße, Ehrnamt"' in refused.text
    send(client, form, choosing, {"tags": "Preße", "ticked": ["gihk"]})
    assert [tag.name for tag in tags_of(session, thread)] == ["GIHK", "Presse"]


@pytest.mark.usefixtures("actor")
def test_a_draft_keeps_kind_tags_and_poll(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    make_tag(session, "Ehrenamt")
    address = f"/channels/{channel.slug}/threads/new"
    written: dict[str, object] = {
        "kind": "poll",
        "tags": "gi",
        "ticked": ["ehrenamt"],
        "options": "Montag\nDienstag",
        "marks": "multiple",
        "secrecy": "open",
        "results": "always",
        "closes_at": "2030-01-31T18:00",
    }
    saved = submit(
        client, address, {"title": "", **written, "intent": "draft"}, follow_redirects=True
    )
    form = form_with(saved, "options")
    for name, value in written.items():
        assert form.values[name] == (value if isinstance(value, list) else [value]), name
    assert session.query(Draft).count() == 1
    emptied = dict.fromkeys(written, "") | {"kind": "poll", "ticked": None}
    usual = {"marks": "single", "secrecy": "secret", "results": "voted"}
    send(client, form, address, {**emptied, **usual, "title": "", "intent": "draft"})
    assert session.query(Draft).count() == 0, "a kind alone is nothing to keep"


def test_the_vocabulary_and_a_tag_have_pages(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    make_tag(session, "GIHK", "Handlungskonzept")
    make_tag(session, "Leer")
    author = make_actor(session)
    offen = make_channel(session, "Offen", audience=Audience.PUBLIC)
    make_question(session, offen, author, tags=["gihk"])
    make_question(session, channel, author, tags=["gihk"])
    overview = client.get("/tags", headers={"Accept-Language": "en"}).text
    assert "1 thread<" in overview
    assert "Also: Handlungskonzept" in overview
    page = client.get("/tags/gihk")
    assert page.text.count('class="thread-row__title"') == 1
    assert client.get("/tags/leer").status_code == 200
    assert client.get("/tags/nirgends").status_code == 404
    sign_in(client, session, author)
    assert client.get("/tags/gihk").text.count('class="thread-row__title"') == 2


def test_pages_of_kinds_and_tags_cost_the_same_with_3_and_with_30_threads(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    count_queries: QueryCounter,
) -> None:
    make_tag(session, "GIHK")
    make_tag(session, "Ehrenamt")
    costs = []
    for count in (3, 27):
        for number in range(count):
            thread = make_question(session, channel, actor, tags=["gihk", "ehrenamt"])
            answer = make_reply(session, thread, make_actor(session, f"Person {number}"))
            if number % 2:
                actions.accept_answer(session, actor, answer)
        session.commit()
        for address in ("/tags", "/tags/gihk", "/threads/open-questions"):
            with count_queries() as queries:
                assert client.get(address).status_code == 200
            costs.append(len(queries))
    assert costs[:3] == costs[3:]


def test_nobody_changes_kind_or_tags_of_what_others_wrote(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    other = make_actor(session, "Ada")
    question = make_question(session, channel, other)
    answer = make_reply(session, question, actor)
    token = form_with(client.get(f"/threads/{question.public_id}"), "body").values["csrf_token"]
    for path, values in (
        (f"/posts/{answer.public_id}/accept", {}),
        (f"/threads/{question.public_id}/reopen", {}),
        (f"/threads/{question.public_id}/kind", {"kind": "discussion"}),
        (f"/threads/{question.public_id}/tags", {}),
    ):
        assert client.post(path, data={"csrf_token": token, **values}).status_code == 403, path
    own = make_thread(session, channel, actor)
    for kind in ("announcement", "poll", "nonsense", ""):
        path = f"/threads/{own.public_id}/kind"
        refused = client.post(path, data={"csrf_token": token, "kind": kind})
        assert refused.status_code in {403, 422}, kind
    session.refresh(own)
    assert own.kind is ThreadKind.DISCUSSION
