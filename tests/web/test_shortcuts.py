"""Shortcuts over HTTP: the page that lists them, and the ways to switch them off."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories.accounts import account_of, make_actor, sign_in
from tests.web.forms import form_with, send, submit

ON, OFF = 'data-shortcuts="on"', 'data-shortcuts="off"'


@pytest.mark.parametrize("is_member", [True, False], ids=["a member", "a guest"])
def test_shortcuts_are_on_until_they_are_switched_off(
    client: FlaskClient, session: Session, *, is_member: bool
) -> None:
    if is_member:
        sign_in(client, session, make_actor(session, "Kim Tester", locale="en"))
    page = client.get("/help/keyboard")
    assert ON in page.text
    assert "<kbd>j</kbd>" in page.text
    for word, says in (("off", OFF), ("on", ON)):
        form = form_with(client.get("/help/keyboard"), "shortcuts")
        answer = send(client, form, "/help/keyboard", {"shortcuts": word})
        assert answer.location == "/help/keyboard"
        assert says in client.get("/").text


def test_shortcuts_and_presence_are_chosen_with_the_display(
    client: FlaskClient, session: Session
) -> None:
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    account = account_of(session, actor)
    assert (account.uses_shortcuts, account.shows_presence) == (True, False)
    submit(client, "/settings/display", {"uses_shortcuts": None, "shows_presence": "y"})
    account = account_of(session, actor)
    assert (account.uses_shortcuts, account.shows_presence) == (False, True)
    assert OFF in client.get("/settings/display").text
