"""Editions, dates and newsletters over HTTP, without a script."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind
from forum.digests.models import Newsletter, NewsletterState, Occasion
from forum.digests.weeks import Week
from forum.kernel import clock
from tests.factories.accounts import make_actor, make_organisation, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import form_with, press, send, submit


@pytest.fixture
def editor(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in, and works for the service centre."""
    centre = make_organisation(session, OrganisationKind.SERVICE_CENTRE)
    actor = make_actor(session, "Edda Redaktion", organisation=centre, locale="en")
    sign_in(client, session, actor)
    return actor


def test_an_edition_is_written_and_its_threads_put_in_order(
    client: FlaskClient, session: Session, editor: Actor
) -> None:
    channel = make_channel(session)
    first, second = (make_thread(session, channel, editor, title) for title in ("Eins", "Zwei"))
    week = Week.of(clock.now().date()).later(1).key
    own = f"/editions/{week}"
    assert "Nothing prepared yet" in client.get("/editions").text
    preview = submit(client, own, {"body": "*Guten Tag*", "intent": "preview"})
    assert "<em>Guten Tag</em>" in preview.text
    page = client.get(own)
    submit(client, own, {"body": "*Guten Tag*"}, follow_redirects=True)
    clash = send(client, form_with(page, "body"), own, {"body": "Hallo"})
    assert clash.status_code == 409
    assert "*Guten Tag*" in clash.text
    refused = send(client, form_with(page, "address"), own, {"address": "/x", "intent": "pick"})
    assert refused.status_code == 422
    for thread in (first, second):
        given = {"address": f"http://forum.test/threads/{thread.public_id}", "intent": "pick"}
        page = send(client, form_with(page, "address"), own, given, follow_redirects=True)
    given = {f"note-{second.public_id}": "Zuerst", "intent": f"up-{second.public_id}"}
    page = send(client, form_with(page, "address"), own, given, follow_redirects=True)
    assert page.text.index("Zwei") < page.text.index("Eins")
    given = {"week": week, "role": "left_out", "note": ""}
    page = submit(client, f"/threads/{first.public_id}/recommend", given, follow_redirects=True)
    assert page.text.index("Left out") < page.text.index("Eins")
    assert "introduction, 1 recommendation, 1 left out" in client.get("/editions").text


def test_members_see_dates_and_newsletters_and_none_of_the_work_on_them(
    client: FlaskClient, session: Session, editor: Actor
) -> None:
    begins = (clock.now() + dt.timedelta(days=9)).date().isoformat()
    wrong = submit(client, "/occasions/new", {"title": "Fachtag", "day": "soon"})
    assert wrong.status_code == 422
    submit(client, "/occasions/new", {"title": "Fachtag", "day": begins, "place": "Löbau"})
    occasion = session.query(Occasion).one()
    assert occasion.is_whole_day
    submit(client, f"/occasions/{occasion.public_id}/edit", {"time": "14:30"})
    newsletter = Newsletter(subject="Entwurf", updated_at=clock.now(), source="x", html="x")
    session.add(newsletter)
    session.commit()
    member = another_browser(client)
    sign_in(member, session, make_actor(session, "Mitglied", locale="en"))
    page = member.get("/occasions")
    assert "Fachtag" in page.text
    assert "14:30" in page.text
    assert "Take away" not in page.text
    assert "Entwurf" not in member.get("/newsletters").text
    own = f"/newsletters/{newsletter.public_id}"
    assert member.get(own).status_code == 404
    for path in ("/editions", "/occasions/new", f"{own}/edit", "/newsletters/new"):
        assert member.get(path).status_code in {403, 404}, path
    newsletter.state = NewsletterState.SENT
    session.commit()
    assert "Entwurf" in member.get(own).text
    press(client, client.get(f"/occasions/{occasion.public_id}/remove"), "/remove")
    assert "Fachtag" not in member.get("/occasions").text


def test_a_newsletter_is_written_tried_scheduled_and_taken_back(
    client: FlaskClient, session: Session, editor: Actor
) -> None:
    assert submit(client, "/newsletters/new", {"body": "Text"}).status_code == 422
    given = {"subject": "Neues", "body": "**Guten Tag**", "kinds": "city"}
    page = submit(client, "/newsletters/new", given, follow_redirects=True)
    own = page.request.path
    assert "<strong>Guten Tag</strong>" in page.text
    assert "Programme cities" in page.text
    assert "Set the moment" not in page.text
    stale = client.get(f"{own}/edit")
    submit(client, f"{own}/edit", {"subject": "Neues im November"})
    clash = send(client, form_with(stale, "subject"), f"{own}/edit", {"subject": "Anders"})
    assert clash.status_code == 409
    assert "Neues im November" in clash.text
    page = press(client, client.get(own), "/try", follow_redirects=True)
    assert "Set the moment" in page.text
    late = submit(client, f"{own}/schedule", {"send_at": "2020-01-01T10:00"})
    assert late.status_code == 422
    page = submit(client, f"{own}/schedule", {"send_at": ""}, follow_redirects=True)
    assert "Goes out on" in page.text
    page = press(client, client.get(own), "/take-back", follow_redirects=True)
    assert "It is a draft again" in page.text
    press(client, client.get(f"{own}/drop"), "/drop")
    assert client.get(own).status_code == 404


def test_the_overview_of_the_weeks_asks_as_often_for_many_as_for_few(
    client: FlaskClient, session: Session, editor: Actor, count_queries: QueryCounter
) -> None:
    week, channel = Week.of(clock.now().date()), make_channel(session)
    asked = []
    for number in range(3):
        thread = make_thread(session, channel, editor, f"Nr. {number}")
        submit(
            client,
            f"/threads/{thread.public_id}/recommend",
            {"week": week.later(number).key, "role": "picked", "note": ""},
        )
        with count_queries() as statements:
            assert client.get("/editions").text.count("1 recommendation") == number + 1
        asked.append(len(statements))
    assert asked[2] <= asked[0]
