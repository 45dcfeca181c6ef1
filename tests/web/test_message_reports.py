"""Reporting a message over HTTP, without a script, and the case that comes of it."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Role
from forum.messaging import actions
from forum.messaging.models import RoomKind
from forum.messaging.text import compose_message
from forum.moderation.models import Case
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.web.browsers import another_browser
from tests.web.forms import submit

# The form is found by its first field; nothing is chosen in a row of radio buttons.
REPORT = {"explanation": "Das verletzt mich.", "reason": "insult", "good_faith": "y"}


def test_the_menu_of_a_message_leads_to_its_report_unless_it_is_the_readers_own(
    client: FlaskClient, session: Session
) -> None:
    channel = make_channel(session)
    reader = make_actor(session, "Kim Tester", locale="en")
    room = make_room(session, channel)
    own = make_message(session, room, reader)
    other = make_message(session, room, make_actor(session, "Olga Andere"))
    session.commit()
    sign_in(client, session, reader)
    page = client.get(f"/channels/{channel.slug}/chat").text
    base = f"/chat/{room.public_id}/messages/"
    assert f'href="{base}{other.public_id}/report"' in page
    assert f'href="{base}{own.public_id}/report"' not in page
    assert client.get(f"{base}{own.public_id}/report").status_code == 403
    assert submit(client, f"{base}{other.public_id}/report", {"explanation": ""}).status_code == 422
    answer = submit(client, f"{base}{other.public_id}/report", REPORT, follow_redirects=True)
    assert "We have received your report" in answer.text
    assert session.query(Case).one().channel_id == channel.id


def test_of_a_conversation_the_case_shows_the_copy_and_nothing_that_came_after(
    client: FlaskClient, session: Session
) -> None:
    reporter = make_actor(session, "Kim Tester", locale="en")
    author = make_actor(session, "Olga Andere")
    room = make_conversation(session, reporter, author, kind=RoomKind.DIRECT)
    make_message(session, room, reporter, "Unter uns gesagt")
    message = make_message(session, room, author, "Du Lump")
    session.commit()
    sign_in(client, session, reporter)
    address = f"/chat/{room.public_id}/messages/{message.public_id}/report"
    assert submit(client, address, REPORT).status_code == 303
    text = compose_message("Später berichtigt")
    actions.edit(session, author, message, text=text, version=1)
    session.commit()
    admin = make_actor(session, "Ada Verwaltet", role=Role.ADMIN, locale="en")
    other = another_browser(client)
    sign_in(other, session, admin)
    case = session.query(Case).one()
    page = other.get(f"/moderation/cases/{case.public_id}").text
    assert "Du Lump" in page
    assert "Später berichtigt" not in page
    assert "Unter uns gesagt" not in page
    assert f'href="/chat/{room.public_id}' not in page
    assert other.get(address).status_code == 404
