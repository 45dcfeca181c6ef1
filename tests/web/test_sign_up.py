"""Signing up, from the form to the first sign-in."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import (
    Account,
    Actor,
    Application,
    ApplicationState,
    Consent,
    OrganisationKind,
    Role,
)
from forum.kernel.event_log import RecordedEvent
from forum.settings import SignUp
from tests.factories.accounts import account_of, make_actor, make_organisation, sign_in
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import form_with, press, send, submit
from tests.web.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("english")

Choose = Callable[[SignUp], None]

PASSWORD = "neun Äpfel im Quartier"
BEA = {
    "name": "Bea Straßner",
    "email": "Bea@Example.org",
    "function": "Quartiersmanagement",
    "reason": "Ich betreue den Stadtteil West.",
    "password": PASSWORD,
    "accepted": "y",
}


def sign_up(client: FlaskClient, **changes: object) -> None:
    answer = submit(client, "/sign-up", {**BEA, **changes})
    assert answer.status_code == 302, answer.text
    assert answer.location == "/sign-up/sent"


def confirm(client: FlaskClient, mailbox: Mailbox, to: str = "bea@example.org") -> str:
    link = mailbox.link(to, "confirm_address")
    page = client.get(link)
    return press(client, page, link, follow_redirects=True).text


def test_a_stranger_signs_up_is_approved_and_signs_in(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    admin = make_actor(session, "Frauke Admin", role=Role.ADMIN, locale="en")
    sign_up(client)
    assert "Your address is confirmed" in confirm(client, mailbox)
    path = mailbox.link(f"{admin.handle}@example.org", "application_waiting")

    office = another_browser(client)
    sign_in(office, session, admin)
    assert "Bea Straßner" in office.get("/approvals").text
    page = office.get(path)
    assert "Ich betreue den Stadtteil West." in page.text
    answer = press(office, page, "/accept", follow_redirects=True)
    assert "Bea Straßner is a member now" in answer.text

    mailbox.last("bea@example.org", "application_accepted")
    answer = submit(client, "/sign-in", {"email": "BEA@example.org ", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/people/bea_strassner").status_code == 200


def test_a_link_does_nothing_until_the_button_is_pressed(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    sign_up(client)
    link = mailbox.link("bea@example.org", "confirm_address")
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert session.scalars(sa.select(Application.state)).all() == [ApplicationState.UNCONFIRMED]


def test_an_open_hub_opens_the_account_with_the_confirmation(
    client: FlaskClient, session: Session, mailbox: Mailbox, sign_up_is: Choose
) -> None:
    sign_up_is(SignUp.OPEN)
    sign_up(client)
    assert session.scalars(sa.select(Account)).all() == []
    assert "your account is ready" in confirm(client, mailbox)
    account = session.scalars(sa.select(Account)).one()
    assert account.email == "bea@example.org"
    assert account.email_confirmed_at is not None
    consents = session.scalars(sa.select(Consent)).all()
    assert {(one.document, one.version) for one in consents} == {
        ("rules", "2026-11"),
        ("privacy", "2026-11"),
    }


def test_at_an_open_hub_an_admin_still_checks_who_claims_to_be_a_city(
    client: FlaskClient, session: Session, mailbox: Mailbox, sign_up_is: Choose
) -> None:
    sign_up_is(SignUp.OPEN)
    city = make_organisation(session, OrganisationKind.CITY)
    sign_up(client, organisation_id=str(city.id))
    assert "Now we look at your sign-up" in confirm(client, mailbox)
    assert session.scalars(sa.select(Account)).all() == []


def test_a_hub_by_invitation_shows_no_form(client: FlaskClient, sign_up_is: Choose) -> None:
    sign_up_is(SignUp.INVITATION)
    page = client.get("/sign-up")
    assert "By invitation" in page.text
    assert 'name="password"' not in page.text
    token_page = client.get("/sign-in")
    token = form_with(token_page, "password").values["csrf_token"][0]
    client.post("/sign-up", data={**BEA, "csrf_token": token})


def test_confirming_twice_is_answered_kindly(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    sign_up(client)
    link = mailbox.link("bea@example.org", "confirm_address")
    page = client.get(link)
    assert press(client, page, link).status_code == 200
    again = press(client, page, link)
    assert again.status_code == 409
    assert "confirmed already" in again.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Application)) == 1


def test_a_form_sent_twice_is_one_application_and_one_letter(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    form = form_with(client.get("/sign-up"), "form_key")
    for _ in range(2):
        assert send(client, form, "/sign-up", dict(BEA)).location == "/sign-up/sent"
    assert session.scalar(sa.select(sa.func.count()).select_from(Application)) == 1
    assert len(mailbox.letters("bea@example.org")) == 1


def test_of_two_sign_ups_with_one_address_the_confirmed_one_counts(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    sign_up(client, name="Somebody Else")
    first = mailbox.link("bea@example.org", "confirm_address")
    sign_up(client)
    confirm(client, mailbox)
    late = press(client, client.get(first), first)
    assert late.status_code == 409
    waiting = session.scalars(
        sa.select(Application).where(Application.state == ApplicationState.WAITING)
    ).one()
    assert waiting.name == "Bea Straßner"


@pytest.mark.parametrize("way", [SignUp.APPROVAL, SignUp.OPEN])
def test_who_came_in_another_way_meanwhile_does_not_wait_for_approval(
    client: FlaskClient, session: Session, mailbox: Mailbox, sign_up_is: Choose, way: SignUp
) -> None:
    sign_up_is(way)
    sign_up(client)
    link = mailbox.link("bea@example.org", "confirm_address")
    account_of(session, make_actor(session, "Bea Eingeladen")).email = "bea@example.org"
    session.commit()
    answer = press(client, client.get(link), link)
    assert answer.status_code == 409
    assert "There is an account with this address already" in answer.text
    assert session.scalars(sa.select(Application.state)).all() == [ApplicationState.UNCONFIRMED]


def test_a_known_address_gets_the_same_answer_and_another_letter(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    known = make_actor(session, "Bea Bekannt")
    address = f"{known.handle}@example.org"
    sign_up(client, email=address)
    mailbox.last(address, "address_known")
    assert session.scalars(sa.select(Application)).all() == []


def test_known_and_unknown_addresses_cost_the_same(
    client: FlaskClient,
    session: Session,
    count_queries: QueryCounter,
    password_work: list[str],
) -> None:
    known = make_actor(session, "Bea Bekannt")
    costs = []
    for address in (f"{known.handle}@example.org", "nobody@example.org"):
        form = form_with(client.get("/sign-up"), "form_key")
        password_work.clear()
        with count_queries() as queries:
            answer = send(client, form, "/sign-up", {**BEA, "email": address})
        texts = [text.split("(")[0] for text in queries]
        costs.append((answer.status_code, answer.location, answer.text, texts, list(password_work)))
    assert costs[0] == costs[1]
    assert costs[0][4] == ["hash"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("name", "\u202e\u200b", "Please write something"),
        ("name", "x" * 121, "At most 120 characters"),
        ("email", "bea", "does not look like an e-mail address"),
        ("email", "bea@example.org\r\nBcc: all@example.org", "does not look like"),
        ("email", "bea@" + "x" * 300 + ".org", "At most 254 characters"),
        ("password", "", "Please fill this in."),
        ("password", "kurz", "at least 10 characters"),
        ("password", "passwort123", "would be tried first"),
        ("password", "bea@example.org", "would be tried first"),
        ("password", "x" * 201, "would be tried first|at most 200"),
        ("password", "lang genug " * 400, "At most 1000 characters"),
        ("accepted", None, "Without this we cannot let you join."),
        ("organisation_id", "999999", "alid choice"),
        ("organisation_id", "1; DROP TABLE actor", "Invalid Choice|alid choice"),
        ("reason", "x" * 2001, "At most 2000 characters"),
    ],
)
def test_what_cannot_be_accepted_comes_back_with_what_was_typed(
    client: FlaskClient, session: Session, field: str, value: str | None, sentence: str
) -> None:
    answer = submit(client, "/sign-up", {**BEA, field: value})
    assert answer.status_code == 422
    assert any(words in answer.text for words in sentence.split("|")), answer.text
    if field != "function":
        assert "Quartiersmanagement" in answer.text
    assert PASSWORD not in answer.text
    assert session.scalars(sa.select(Application)).all() == []
    assert session.scalars(sa.select(RecordedEvent)).all() == []


def test_a_name_loses_what_would_turn_other_texts_around(
    client: FlaskClient, session: Session
) -> None:
    sign_up(client, name="  Bea\u202e \r\nStraßner\x00\x07 ")
    assert session.scalars(sa.select(Application.name)).one() == "Bea Straßner"


def test_a_form_without_its_token_is_refused_on_a_friendly_page(
    client: FlaskClient, session: Session
) -> None:
    for data in (BEA, {**BEA, "csrf_token": "wrong"}):
        answer = client.post("/sign-up", data=data)
        assert answer.status_code == 400
        assert "The form was open for too long" in answer.text
    assert session.scalars(sa.select(Application)).all() == []


def test_forged_and_foreign_links_are_not_found(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    sign_up(client)
    link = mailbox.link("bea@example.org", "confirm_address")
    token = link.rsplit("/", 1)[1]
    for path in (f"{link}x", "/sign-up/confirm/x", f"/password/new/{token}", f"/join/{token}"):
        assert client.get(path).status_code == 404


def test_two_people_of_one_name_get_two_handles(
    client: FlaskClient, session: Session, mailbox: Mailbox, sign_up_is: Choose
) -> None:
    sign_up_is(SignUp.OPEN)
    for address in ("bea@example.org", "bea2@example.org", "bea3@example.org"):
        sign_up(client, email=address)
        confirm(client, mailbox, address)
    assert sorted(session.scalars(sa.select(Actor.handle))) == [
        "bea_strassner",
        "bea_strassner2",
        "bea_strassner3",
    ]
