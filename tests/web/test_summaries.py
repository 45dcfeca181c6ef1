"""Summaries and suggested edits over HTTP, without a script."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, MembershipRole
from forum.curation.models import Suggestion, Summary
from forum.threads.models import Thread
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership, make_theme_channel
from tests.factories.curation import TEXT, make_suggestion, make_summary
from tests.factories.practices import make_report
from tests.factories.threads import add_replies, make_thread
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import form_with, forms_of, press, send, submit


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def moderator(client: FlaskClient, session: Session, channel: Channel) -> Actor:
    """Return who is signed in, and moderates."""
    actor = make_actor(session, "Mo Tester", locale="en")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def thread(session: Session, channel: Channel) -> Thread:
    return make_thread(session, channel, make_actor(session, "Ada Weiß"))


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> FlaskClient:
    """Return the browser of somebody who may suggest, and no more."""
    browser = another_browser(client)
    sign_in(browser, session, make_actor(session, "Sia Leserin", locale="en"))
    return browser


def test_a_summary_is_previewed_written_and_says_what_is_newer(
    client: FlaskClient, session: Session, moderator: Actor, thread: Thread
) -> None:
    path = f"/threads/{thread.public_id}"
    assert "Write or change the summary" in client.get(path).text
    address = f"{path}/summary"
    assert submit(client, address, {"body": " "}).status_code == 422
    preview = submit(client, address, {"body": "**Fett**", "intent": "preview"})
    assert "<strong>Fett</strong>" in preview.text
    assert session.query(Summary).count() == 0
    shown = submit(client, address, {"body": "Siehe #1."}, follow_redirects=True)
    assert '<h2 class="gist__heading" id="summary-heading">' in shown.text
    assert "newer than the summary" not in shown.text
    assert '<h2 id="summary-heading">' in client.get(f"{path}/print").text
    add_replies(session, thread, moderator, 25)
    assert "25 posts are newer than the summary" in client.get(path).text
    assert '<details class="gist"' in client.get(f"{path}?after=20").text


def test_the_second_of_two_who_write_is_shown_both_texts_and_loses_none(
    client: FlaskClient, session: Session, moderator: Actor, thread: Thread
) -> None:
    address = f"/threads/{thread.public_id}/summary"
    make_summary(session, thread, moderator, "Eins.")
    form = form_with(client.get(address), "body")
    make_summary(session, thread, moderator, "Zwei.")
    clash = send(client, form, address, {"body": "Drei."})
    assert clash.status_code == 409
    assert "Zwei." in clash.text
    form = form_with(clash, "body")
    assert form.values["body"] == ["Drei."]
    assert send(client, form, address, {}).status_code == 303
    history = client.get(f"{address}/history?version=2")
    assert "<del>Eins</del>" in history.text
    assert history.text.count(f'href="{address}/history?version=') == 3
    assert _confirm(client, f"{address}/remove") == 303
    assert client.get(f"{address}/remove").status_code == 404
    assert client.get(f"{address}/history").status_code == 200


def test_a_suggestion_is_made_by_a_reader_and_decided_piece_by_piece(
    client: FlaskClient,
    reader: FlaskClient,
    session: Session,
    moderator: Actor,
    thread: Thread,
) -> None:
    make_summary(session, thread, moderator)
    path = f"/threads/{thread.public_id}"
    assert "Edit the summary" not in reader.get(path).text
    assert "Suggest another wording" in reader.get(path).text
    assert reader.get(f"{path}/summary").status_code == 403
    address = f"{path}/suggestions/new"
    assert submit(reader, address, {"body": TEXT}).status_code == 422
    other = TEXT.replace("ganz", "zur Hälfte").replace("der Sport", "die Kultur")
    made = submit(reader, address, {"body": other, "reason": "Genauer"}, follow_redirects=True)
    assert "Piece 2" in made.text
    assert "Take over" not in made.text
    suggested = session.query(Suggestion).one()
    own = f"/edit-suggestions/{suggested.public_id}"
    assert "1 suggestion waits for you" in client.get(path).text
    assert own in client.get(f"{path}/suggestions").text
    page = client.get(own)
    forms = [form for form in forms_of(page) if form.action.endswith(("/accept", "/refuse"))]
    taken = send(client, forms[0], own, {}, follow_redirects=True)
    assert "Taken over" in taken.text
    assert "zur Hälfte" in client.get(path).text
    done = press(client, taken, "/refuse", follow_redirects=True)
    assert "Decided" in done.text
    late = send(client, forms[2], own, {}, follow_redirects=True)
    assert "has been decided already" in late.text
    for nonsense in ("-1", "99999999999999999999", "x"):
        assert send(client, forms[0], own, {"piece": nonsense}).status_code in {303, 404}


def test_another_wording_is_suggested_for_a_part_of_a_report(
    client: FlaskClient, reader: FlaskClient, session: Session, moderator: Actor
) -> None:
    channel = make_theme_channel(session)
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    report = make_report(session, channel=channel, theme_id=channel.theme_id)
    path = f"/threads/{session.get_one(Thread, report.thread_id).public_id}"
    fields = reader.get(f"{path}/suggestions/fields").text
    assert "?field=goal" in fields
    assert "?field=helped" not in fields, "there is nothing written"
    address = f"{path}/suggestions/new?field=goal"
    made = submit(reader, address, {"body": "Alle kennen sich."}, follow_redirects=True)
    own = made.request.path
    done = press(client, client.get(own), "/accept", follow_redirects=True)
    assert "Decided" in done.text
    session.expire_all()
    assert report.texts["goal"] == "Alle kennen sich."
    assert "Alle kennen sich." in client.get(path).text
    assert reader.get(f"{path}/suggestions/new?field=title").status_code == 404


def test_what_was_suggested_is_nobody_elses_business(
    client: FlaskClient, reader: FlaskClient, session: Session, moderator: Actor, thread: Thread
) -> None:
    make_summary(session, thread, moderator)
    one = make_suggestion(session, thread, make_actor(session, "Noch wer"), "Ganz anders")
    assert reader.get(f"/edit-suggestions/{one.public_id}").status_code == 404
    assert "Noch wer" not in reader.get(f"/threads/{thread.public_id}/suggestions").text
    token = form_with(reader.get(f"/threads/{thread.public_id}"), "csrf_token")
    data = {"csrf_token": token.values["csrf_token"][0]}
    for verb in ("accept", "refuse", "withdraw"):
        url = f"/edit-suggestions/{one.public_id}/{verb}"
        assert reader.post(url, data=data).status_code == 404


def test_a_summary_with_suggestions_costs_the_page_what_none_costs(
    client: FlaskClient,
    session: Session,
    moderator: Actor,
    thread: Thread,
    count_queries: QueryCounter,
) -> None:
    path, costs = f"/threads/{thread.public_id}", []
    for happens in (None, make_summary):
        if happens:
            happens(session, thread, moderator)
            make_suggestion(session, thread, make_actor(session), "Anders")
        client.get(path)
        with count_queries() as queries:
            assert client.get(path).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def _confirm(client: FlaskClient, address: str) -> int:
    """Press the button of a page that asks first."""
    form = next(form for form in forms_of(client.get(address)) if not form.action)
    return send(client, form, address, {}).status_code
