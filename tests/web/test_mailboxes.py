"""The banner for readers whose letters come back, and the button in it."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.mailboxes.models import Mailbox
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.web.forms import press


def test_whose_letters_come_back_is_told_and_can_have_them_tried_again(
    client: FlaskClient, session: Session
) -> None:
    actor = make_actor(session)
    account = account_of(session, actor)
    mailbox = Mailbox(account_id=account.id, email=account.email, paused_at=clock.now())
    session.add(mailbox)
    session.commit()
    sign_in(client, session, actor)

    page = client.get("/settings/display")
    assert f"E-Mails an {account.email} kommen zurück" in page.get_data(as_text=True)
    answer = press(client, page, "/settings/mailbox/resume")
    assert answer.status_code == 303
    assert answer.location == "/settings/display"
    session.refresh(mailbox)
    assert mailbox.paused_at is None
    assert "kommen zurück" not in client.get("/settings/display").get_data(as_text=True)
