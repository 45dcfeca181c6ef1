"""What stands in the headers of every answer."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories.accounts import make_actor, sign_in


def test_the_page_about_a_missing_file_is_kept_by_no_cache(
    client: FlaskClient, session: Session
) -> None:
    ada = make_actor(session, "Ada Lovelace")
    sign_in(client, session, ada)
    answer = client.get("/static/gone.js")
    assert answer.status_code == 404
    assert ada.handle in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_is_refused_before_any_view_has_an_id_of_its_own(client: FlaskClient) -> None:
    first, second = (client.post("/sign-out") for _ in range(2))
    assert first.status_code == second.status_code == 400
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_pages_may_open_sockets_to_this_hub_and_to_no_other(client: FlaskClient) -> None:
    policy = client.get("/sign-in").headers["Content-Security-Policy"]

    assert "connect-src 'self' ws://forum.test;" in policy
