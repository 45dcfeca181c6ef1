"""Working groups and moderators, by buttons and forms alone."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel, ChannelKind, MembershipRole
from forum.channels.queries import membership_of
from forum.kernel import clock
from tests.factories.accounts import make_actor, make_organisation, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.web.forms import form_with, press, submit


def token_of(page: TestResponse) -> dict[str, list[str]]:
    """Return what a form of the page needs beside its fields."""
    return {"csrf_token": form_with(page, "csrf_token").values["csrf_token"]}


@pytest.fixture
def moderator(session: Session) -> Actor:
    actor = make_actor(session, "Mona Moderatorin")
    make_membership(session, make_channel(session), actor, MembershipRole.MODERATOR)
    return actor


@pytest.fixture
def group(session: Session, moderator: Actor) -> Channel:
    made = make_channel(session, "Fachgruppe", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    make_membership(session, made, moderator, MembershipRole.MODERATOR)
    return made


def test_a_moderator_opens_a_group_adds_somebody_and_takes_them_out(
    client: FlaskClient, session: Session, moderator: Actor
) -> None:
    person = make_actor(session, "Ida Beispiel", organisation=make_organisation(session))
    sign_in(client, session, moderator)
    page = submit(
        client,
        "/groups/new",
        {"name": "Übergabe planen", "purpose": "Damit nichts verloren geht."},
        follow_redirects=True,
    )
    url = page.request.path
    assert "Übergabe planen" in page.text
    page = client.get(url, query_string={"find": "ida"})
    page = press(client, page, f"{person.handle}/add", follow_redirects=True)
    assert "Ida Beispiel arbeitet jetzt in der Gruppe mit." in page.text
    page = press(client, page, f"{person.handle}/appoint", follow_redirects=True)
    page = press(client, page, f"{person.handle}/dismiss", follow_redirects=True)
    page = press(client, page, f"{person.handle}/remove", follow_redirects=True)
    assert "Ida Beispiel arbeitet nicht mehr mit." in page.text
    assert f"{person.handle}/remove" not in page.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Bitte"),
        ("\u202e\u200b ", "Bitte"),
        ("x" * 121, "120"),
        ("x" * 100_000, "120"),
    ],
)
def test_a_group_without_a_usable_name_is_asked_for_again(
    client: FlaskClient, session: Session, moderator: Actor, name: str, words: str
) -> None:
    sign_in(client, session, moderator)
    page = submit(client, "/groups/new", {"name": name, "purpose": "Wir planen <b>etwas</b>."})
    assert page.status_code == 422
    assert 'id="name-error"' in page.text
    assert words in page.text
    assert "Wir planen &lt;b&gt;etwas&lt;/b&gt;." in page.text


def test_an_ordinary_member_opens_no_group_and_is_told_who_does(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, session, make_actor(session))
    answer = client.get("/groups/new")
    assert answer.status_code == 403
    assert "Arbeitsgruppen eröffnet, wer einen Kanal moderiert." in answer.text
    assert "/groups/new" not in client.get("/channels").text


def test_the_last_moderator_reads_why_the_button_is_not_there(
    client: FlaskClient, session: Session, moderator: Actor, group: Channel
) -> None:
    sign_in(client, session, moderator)
    page = client.get(f"/channels/{group.slug}").text
    assert "Eine Arbeitsgruppe braucht eine Moderation." in page
    assert f"/channels/{group.slug}/leave" not in page


def test_leaving_a_group_asks_first(client: FlaskClient, session: Session, group: Channel) -> None:
    person = make_actor(session)
    make_membership(session, group, person)
    sign_in(client, session, person)
    url = f"/channels/{group.slug}/leave"
    assert f'href="{url}"' in client.get(f"/channels/{group.slug}").text
    question = client.get(url)
    assert membership_of(session, person, group.id) is not None
    client.post(url, data=token_of(question))
    assert membership_of(session, person, group.id) is None
    assert client.get(f"/channels/{group.slug}").status_code == 404


def test_archiving_asks_first_and_taking_up_again_does_not(
    client: FlaskClient, session: Session, moderator: Actor, group: Channel
) -> None:
    sign_in(client, session, moderator)
    url = f"/channels/{group.slug}"
    question = client.get(f"{url}/archive")
    page = client.post(f"{url}/archive", data=token_of(question), follow_redirects=True)
    assert "Dieser Kanal ist archiviert." in page.text
    assert f"{url}/threads/new" not in page.text
    page = press(client, page, "/reopen", follow_redirects=True)
    assert "Dieser Kanal ist archiviert." not in page.text


def test_only_the_administration_changes_who_reads_along(
    client: FlaskClient, session: Session, moderator: Actor
) -> None:
    channel = make_channel(session)
    sign_in(client, session, moderator)
    assert client.get(f"/channels/{channel.slug}/audience").status_code == 403


def test_a_wider_circle_is_not_even_offered_once_somebody_has_written(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, session, make_actor(session, role=Role.ADMIN))
    channel = make_channel(session, first_written_at=clock.now())
    url = f"/channels/{channel.slug}/audience"
    assert 'value="public"' not in client.get(url).text
    page = submit(client, url, {"audience": "public"})
    assert page.status_code == 422
    page = submit(client, url, {"audience": "peers"}, follow_redirects=True)
    assert "Hier lesen Städte und Träger mit, keine Behörden." in page.text
    assert "Der Kreis kann kleiner werden, aber nicht größer." in client.get(url).text


def test_an_administrator_names_the_moderator_of_a_theme(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, session, make_actor(session, role=Role.ADMIN))
    person, channel = make_actor(session, "Ida Beispiel"), make_channel(session)
    page = client.get(f"/channels/{channel.slug}/members", query_string={"find": "Ida"})
    press(client, page, f"{person.handle}/appoint", follow_redirects=True)
    assert "Ida Beispiel" in client.get(f"/channels/{channel.slug}").text


@pytest.mark.parametrize("verb", ["add", "remove", "appoint", "dismiss"])
def test_nobody_learns_of_a_group_by_trying_names(
    client: FlaskClient, session: Session, group: Channel, verb: str
) -> None:
    sign_in(client, session, make_actor(session))
    token = token_of(client.get("/contact"))
    for slug in (group.slug, "gibt-es-nicht"):
        for handle in ("mona", "niemand"):
            answer = client.post(f"/channels/{slug}/members/{handle}/{verb}", data=token)
            assert answer.status_code == 404
