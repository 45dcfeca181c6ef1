"""Deciding who joins."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import (
    Account,
    Actor,
    Application,
    ApplicationState,
    OrganisationKind,
    Role,
)
from tests.factories.accounts import make_actor, make_application, make_organisation, sign_in
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import form_with, send, submit
from tests.web.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def admin(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Frauke Admin", role=Role.ADMIN, locale="en")
    sign_in(client, session, actor)
    return actor


def state_of(session: Session, application: Application) -> ApplicationState:
    session.commit()
    return session.scalars(
        sa.select(Application.state).where(Application.id == application.id)
    ).one()


def test_the_admin_puts_a_newcomer_down_for_the_organisation_checked(
    client: FlaskClient, session: Session, admin: Actor
) -> None:
    claimed = make_organisation(session, OrganisationKind.CITY, name="Stadt Musterstadt")
    checked = make_organisation(session, OrganisationKind.BEARER, name="Verein Beispiel")
    application = make_application(session, email="bea@example.org", organisation_id=claimed.id)
    page = f"/approvals/{application.public_id}"
    assert "Stadt Musterstadt" in client.get(page).text
    submit(client, page, {"organisation_id": str(checked.id)})
    account = session.scalars(sa.select(Account).where(Account.email == "bea@example.org")).one()
    assert session.get_one(Actor, account.actor_id).organisation_id == checked.id


def test_a_refusal_needs_a_reason_and_sends_it(
    client: FlaskClient, session: Session, admin: Actor, mailbox: Mailbox
) -> None:
    application = make_application(session, email="bea@example.org")
    page = f"/approvals/{application.public_id}"
    assert submit(client, page, {"note": " "}).status_code == 422
    assert state_of(session, application) is ApplicationState.WAITING
    assert submit(client, page, {"note": "Ihr Projekt liegt\nin Bayern."}).status_code == 302
    assert state_of(session, application) is ApplicationState.REFUSED
    letter = mailbox.last("bea@example.org", "application_refused")
    assert "Ihr Projekt liegt\nin Bayern." in letter.text
    assert session.scalars(sa.select(Account).where(Account.email == "bea@example.org")).all() == []


@pytest.mark.parametrize("first", ["accept", "refuse"])
@pytest.mark.parametrize("second", ["accept", "refuse"])
def test_of_two_admins_the_second_is_told_that_it_is_decided(
    client: FlaskClient, session: Session, admin: Actor, first: str, second: str
) -> None:
    application = make_application(session, email="bea@example.org")
    other = another_browser(client)
    sign_in(other, session, make_actor(session, "Gerd Admin", role=Role.ADMIN, locale="en"))
    page = f"/approvals/{application.public_id}"
    field = {"accept": "organisation_id", "refuse": "note"}
    forms = {browser: browser.get(page) for browser in (client, other)}
    answers = []
    for browser, decision in ((client, first), (other, second)):
        form = form_with(forms[browser], field[decision])
        values: dict[str, object] = {"note": "Nein."} if decision == "refuse" else {}
        answers.append(send(browser, form, page, values))
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Somebody else has decided" in answers[1].text
    accounts = session.scalars(sa.select(Account).where(Account.email == "bea@example.org")).all()
    assert len(accounts) == (first == "accept")


def test_an_unconfirmed_application_is_shown_to_nobody(
    client: FlaskClient, session: Session, admin: Actor
) -> None:
    application = make_application(
        session, email="bea@example.org", state=ApplicationState.UNCONFIRMED
    )
    assert "Bea Bewerberin" not in client.get("/approvals").text
    assert client.get(f"/approvals/{application.public_id}").status_code == 404


def test_members_and_strangers_see_no_applications(client: FlaskClient, session: Session) -> None:
    application = make_application(session, email="bea@example.org")
    stranger = another_browser(client)
    sign_in(client, session, make_actor(session, locale="en"))
    token = form_with(client.get("/settings/password"), "present").values["csrf_token"][0]
    for path in ("/approvals", f"/approvals/{application.public_id}"):
        assert client.get(path).status_code == 403
        assert stranger.get(path).status_code == 302
    for decision in ("accept", "refuse"):
        path = f"/approvals/{application.public_id}/{decision}"
        answer = client.post(path, data={"csrf_token": token, "note": "Nein."})
        assert answer.status_code == 403
    assert state_of(session, application) is ApplicationState.WAITING


def test_the_list_asks_a_constant_number_of_queries(
    client: FlaskClient, session: Session, admin: Actor, count_queries: QueryCounter
) -> None:
    make_application(session, email="bea0@example.org")
    with count_queries() as few:
        client.get("/approvals")
    for number in range(1, 15):
        organisation = make_organisation(session)
        make_application(session, email=f"bea{number}@example.org", organisation_id=organisation.id)
    with count_queries() as many:
        page = client.get("/approvals")
    assert page.text.count("Bea Bewerberin") == 15
    assert len(many) == len(few)


def test_an_application_settled_by_an_invitation_waits_no_more(
    client: FlaskClient, session: Session, admin: Actor, mailbox: Mailbox
) -> None:
    application = make_application(session, email="bea@example.org")
    submit(client, "/invitations", {"email": "bea@example.org"})
    link = mailbox.link("bea@example.org", "invitation")
    values: dict[str, object] = {"name": "Bea", "password": "neun Äpfel im Quartier"}
    guest = another_browser(client)
    assert submit(guest, link, {**values, "accepted": "y"}).status_code == 302
    assert state_of(session, application) is ApplicationState.ACCEPTED
