"""Inviting people, and coming by an invitation."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.actions import Details, accept_invitation
from forum.accounts.models import Account, Actor, Invitation, OrganisationKind, Role
from forum.kernel import clock
from forum.kernel.errors import NotAllowed
from tests.factories.accounts import make_actor, make_organisation, sign_in
from tests.web.browsers import another_browser
from tests.web.forms import form_with, press, send, submit
from tests.web.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("english")
GUEST = "bea@example.org"
BEA: dict[str, object] = {
    "name": "Bea Straßner",
    "password": "neun Äpfel im Quartier",
    "accepted": "y",
}


@pytest.fixture
def admin(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Frauke Admin", role=Role.ADMIN, locale="en")
    sign_in(client, session, actor)
    return actor


def invite(client: FlaskClient, mailbox: Mailbox, **values: object) -> str:
    answer = submit(client, "/invitations", {"email": GUEST, **values})
    assert answer.status_code == 302, answer.text
    return mailbox.link(GUEST, "invitation")


def test_somebody_invited_joins_at_once_and_is_signed_in(
    client: FlaskClient, session: Session, admin: Actor, mailbox: Mailbox
) -> None:
    verein = make_organisation(session)
    link = invite(client, mailbox, organisation_id=str(verein.id), note="Bis bald im Quartier!")
    assert "Bis bald im Quartier!" in mailbox.last(GUEST, "invitation").text
    guest = another_browser(client)
    assert submit(guest, link, BEA).location == "/settings/profile"
    assert "Bea Straßner" in guest.get("/settings/profile").text
    account = session.scalars(sa.select(Account).where(Account.email == GUEST)).one()
    actor = session.get_one(Actor, account.actor_id)
    assert actor.organisation_id == verein.id
    assert account.email_confirmed_at is not None


def test_an_invitation_is_good_once(
    client: FlaskClient, session: Session, admin: Actor, mailbox: Mailbox
) -> None:
    link = invite(client, mailbox)
    first, second = another_browser(client), another_browser(client)
    forms = [form_with(browser.get(link), "password") for browser in (first, second)]
    assert send(first, forms[0], link, BEA).status_code == 302
    assert send(second, forms[1], link, BEA).status_code == 404
    assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 2


def test_an_invitation_taken_back_is_over(
    client: FlaskClient, admin: Actor, mailbox: Mailbox
) -> None:
    link = invite(client, mailbox)
    press(client, client.get("/invitations"), "/revoke")
    assert another_browser(client).get(link).status_code == 404


def test_an_invitation_is_good_for_thirty_days(
    client: FlaskClient, admin: Actor, mailbox: Mailbox
) -> None:
    link = invite(client, mailbox)
    with time_machine.travel(clock.now() + dt.timedelta(days=31)):
        assert another_browser(client).get(link).status_code == 404


def test_who_has_an_account_already_is_led_to_sign_in(
    client: FlaskClient, session: Session, admin: Actor, mailbox: Mailbox
) -> None:
    link = invite(client, mailbox)
    account = session.scalars(sa.select(Account)).one()
    account.email = GUEST
    session.commit()
    assert "You are a member already" in another_browser(client).get(link).text


@pytest.mark.parametrize("kind", ["member", "invited"])
def test_known_and_invited_addresses_are_not_invited_again(
    client: FlaskClient, session: Session, admin: Actor, mailbox: Mailbox, kind: str
) -> None:
    address = GUEST
    if kind == "invited":
        invite(client, mailbox)
    else:
        address = f"{admin.handle}@example.org"
    answer = submit(client, "/invitations", {"email": address.upper()})
    assert answer.status_code == 422
    assert "to this address already" in answer.text or "with this address already" in answer.text
    assert len(session.scalars(sa.select(Invitation)).all()) == (kind == "invited")


def test_a_weak_password_does_not_use_the_invitation_up(
    client: FlaskClient, admin: Actor, mailbox: Mailbox
) -> None:
    link = invite(client, mailbox)
    guest = another_browser(client)
    assert submit(guest, link, {**BEA, "password": "kurz"}).status_code == 422
    assert submit(guest, link, BEA).status_code == 302


def test_members_do_not_invite(client: FlaskClient, session: Session) -> None:
    sign_in(client, session, make_actor(session, locale="en"))
    assert client.get("/invitations").status_code == 403
    assert another_browser(client).get("/invitations").status_code == 302


def test_somebody_invited_for_an_authority_does_not_come_for_a_city(
    client: FlaskClient, session: Session, admin: Actor, mailbox: Mailbox
) -> None:
    ministry = make_organisation(session, OrganisationKind.AUTHORITY)
    city = make_organisation(session, OrganisationKind.CITY)
    link = invite(client, mailbox, organisation_id=str(ministry.id))
    guest = another_browser(client)
    form = form_with(guest.get(link), "password")
    assert form.values["organisation_id"] == [str(ministry.id)]
    answer = send(guest, form, link, {**BEA, "organisation_id": str(city.id)})
    assert answer.status_code == 422
    invitation = session.scalars(sa.select(Invitation)).one()
    with pytest.raises(NotAllowed, match="organisation_by_admin"):
        accept_invitation(
            session,
            invitation,
            Details(name="Bea", organisation_id=city.id),
            password_hash="!",
            locale="en",
            timezone="Europe/Berlin",
            documents_version="2026-11",
        )
    assert send(guest, form, link, BEA).status_code == 302
