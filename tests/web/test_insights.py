"""The moderators' home and the figures of the hub, over HTTP."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel
from forum.kernel import clock
from forum.web.sheets import cell
from tests.factories.accounts import account_of, make_actor, make_city, sign_in
from tests.factories.channels import make_channel
from tests.factories.moderation import make_case, make_moderator
from tests.factories.practices import make_report
from tests.factories.threads import make_question, make_thread
from tests.queries import QueryCounter


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Begegnung", created_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    actor = make_moderator(session, channel)
    account_of(session, actor).locale = "en"
    session.commit()
    return actor


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "Frauke Admin", role=Role.ADMIN, locale="en")


def fill(session: Session, channel: Channel) -> None:
    """Let everything wait that a moderator is shown."""
    author = make_actor(session, "Kim Fragt")
    question = make_question(session, channel, author)
    question.visible_at = clock.now() - dt.timedelta(days=20)
    make_case(session, make_thread(session, channel, author))
    make_report(session, channel=channel, review_on=clock.now().date())
    session.commit()


def test_a_moderator_finds_what_waits_and_is_led_there(
    client: FlaskClient, session: Session, channel: Channel, moderator: Actor
) -> None:
    fill(session, channel)
    sign_in(client, session, moderator)
    assert 'href="/moderation"' in client.get("/").text
    page = client.get("/moderation").text
    for said in (
        "1 case waits for a decision",
        "Wer trägt den Eigenanteil?",
        "Tauschregal im Hof",
        "Due since",
        'href="/moderation/cases"',
    ):
        assert said in page
    assert "/insights" not in page


@pytest.mark.parametrize("path", ["/moderation", "/insights", "/insights/figures.csv"])
def test_nobody_else_sees_what_is_for_moderators_or_administrators(
    client: FlaskClient, session: Session, moderator: Actor, path: str
) -> None:
    assert client.get(path).status_code == 302  # to sign in
    sign_in(client, session, moderator)
    assert client.get(path).status_code == (200 if path == "/moderation" else 403)
    sign_in(client, session, make_actor(session, "Mia Mitglied"))
    assert client.get(path).status_code == 403
    assert 'href="/moderation"' not in client.get("/").text


def test_the_desk_costs_the_same_however_much_waits(
    client: FlaskClient,
    session: Session,
    channel: Channel,
    moderator: Actor,
    count_queries: QueryCounter,
) -> None:
    sign_in(client, session, moderator)
    costs = []
    for _ in range(2):
        fill(session, channel)
        fill(session, channel)
        with count_queries() as queries:
            client.get("/moderation")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_an_administrator_reads_and_downloads_the_figures(
    client: FlaskClient, session: Session, channel: Channel, admin: Actor
) -> None:
    make_city(session, "=cmd|' /C calc'!A0")
    make_question(session, channel, admin)
    sign_in(client, session, admin)
    page = client.get("/insights?days=30").text
    assert "Questions asked" in page
    assert "too few people" in page
    assert client.get("/insights?days=7").status_code == 200  # as if nothing was asked
    table = client.get("/insights/figures.csv?days=30")
    assert table.mimetype == "text/csv"
    assert table.headers["Content-Disposition"].startswith("attachment; filename=")
    lines = table.data.decode("utf-8-sig").splitlines()
    assert "Questions;Questions asked;number;1;0" in lines
    assert any(line.endswith("""'=cmd|' /C calc'!A0;""") for line in lines)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-1.5, "-1.5"),
        (None, ""),
        ("Aue", "Aue"),
        ("=1+1", "'=1+1"),
        (" +1", "' +1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\uff1d1", "'\uff1d1"),
    ],
)
def test_no_cell_of_a_table_is_a_formula(value: object, shown: str) -> None:
    assert cell(value) == shown
