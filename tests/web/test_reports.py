"""Experience reports over HTTP, without a script: written page by page, reviewed, released."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City
from forum.channels.models import Channel, MembershipRole
from forum.jobs.relay import relay
from forum.practices.models import ExperienceReport, ReportState, Stage, Verification
from forum.threads.models import Thread
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor, make_city, sign_in
from tests.factories.channels import make_membership, make_theme_channel
from tests.factories.practices import make_report
from tests.web.forms import form_with, forms_of, press, send, submit

S = ReportState
COURSE = {"situation": "Niemand kam.", "goal": "Alle kommen.", "approach": "- fragen\n- bauen"}
OUTCOME = {"outcome": "Dreißig kamen.", "pitfalls": "Die Versicherung fehlte."}


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_theme_channel(session, "Begegnungsorte")


@pytest.fixture
def author(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Ada Autorin", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    actor = make_actor(session, "Mo Moderation", locale="en")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    return actor


@pytest.fixture
def city(session: Session) -> City:
    return make_city(session, "Musterstadt")


def the_report(session: Session) -> ExperienceReport:
    session.expire_all()
    return session.scalars(sa.select(ExperienceReport)).one()


def test_a_report_is_written_page_by_page_and_handed_in_whole(
    client: FlaskClient, session: Session, channel: Channel, author: Actor, city: City
) -> None:
    frame = {"title": "Tauschregal", "city": str(city.id), "theme": str(channel.theme_id)}
    begun = submit(client, f"/channels/{channel.slug}/reports/new", {**frame, "intent": "next"})
    assert begun.location.endswith("/edit/course")
    submit(client, begun.location, {**COURSE, "intent": "next"})
    page = f"/reports/{the_report(session).public_id}"
    incomplete = client.get(page)
    assert "Still missing: Result, Pitfalls" in incomplete.text
    assert "/submit" not in incomplete.text
    submit(client, f"{page}/edit/outcome", {**OUTCOME, "intent": "next"})
    submit(client, f"{page}/edit/summary", {"summary": "Kurz.", "intent": "close"})
    complete = client.get(page)
    submit(client, f"{page}/edit/outcome", {"pitfalls": "Der Schlüssel."})
    press(client, complete, "/submit")
    assert the_report(session).state is S.DRAFT, "something else was handed in than was looked at"
    press(client, client.get(page), "/submit")
    report = the_report(session)
    assert (report.state, report.thread_id is not None) == (S.SUBMITTED, True)


def test_a_report_is_returned_with_remarks_and_released_with_the_difference_seen(
    client: FlaskClient, session: Session, channel: Channel, author: Actor, moderator: Actor
) -> None:
    report = make_report(
        session, state=S.DRAFT, channel=channel, author=author, theme_id=channel.theme_id
    )
    page = f"/reports/{report.public_id}"
    press(client, client.get(page), "/submit")
    relay(SUBSCRIBERS)

    sign_in(client, session, moderator)
    press(client, client.get(f"{page}/review"), "/begin")
    assert the_report(session).state is S.IN_REVIEW
    unsaid = submit(client, f"{page}/review", {"remark_pitfalls": " ", "measure": "return"})
    assert unsaid.status_code == 422
    submit(client, f"{page}/review", {"remark_pitfalls": "Warum?", "measure": "return"})
    assert the_report(session).state is S.RETURNED

    sign_in(client, session, author)
    assert "Mo Moderation asks" in client.get(f"{page}/edit/outcome").text
    assert "Please answer by" in client.get(page).text
    submit(client, f"{page}/edit/outcome", {"pitfalls": "Im Winter stand das Regal offen."})
    press(client, client.get(page), "/submit")
    relay(SUBSCRIBERS)

    sign_in(client, session, moderator)
    assert "<ins> offen" in client.get(f"{page}/review").text
    submit(client, f"{page}/review", {"reason": "Danke!", "measure": "release"})
    report = the_report(session)
    assert session.get_one(Thread, report.thread_id).visible_at is not None
    stood_for = session.scalars(sa.select(Verification)).one()
    assert (stood_for.stage, stood_for.actor_id) == (Stage.COMPLETE, moderator.id)


def test_what_somebody_has_written_is_shown_beside_what_is_saved_by_now(
    client: FlaskClient, session: Session, channel: Channel, author: Actor
) -> None:
    report = make_report(session, state=S.DRAFT, channel=channel, author=author)
    page = f"/reports/{report.public_id}/edit/outcome"
    stale = client.get(page)
    submit(client, page, {"outcome": "Aus dem ersten Fenster."})
    form = form_with(stale, "outcome")
    both = send(client, form, page, {"outcome": "Aus dem zweiten Fenster."})
    assert both.status_code == 409
    assert "Aus dem ersten Fenster." in both.text
    # The form on this page is about what is saved now: sending it again is the answer.
    again = send(client, form_with(both, "outcome"), page, {})
    assert again.status_code == 303
    assert the_report(session).texts["outcome"] == "Aus dem zweiten Fenster."


@pytest.mark.parametrize(
    ("section", "bad", "words"),
    [
        ("summary", {"summary": "x" * 501}, "500"),
        ("frame", {"title": "x" * 201}, "200"),
        ("frame", {"city": "999999"}, "Choose one of the entries."),
        ("frame", {"city": "nonsense"}, "Choose one of the entries."),
        ("frame", {"target_groups": ["families", "nobody"]}, "Choose one of the entries."),
        ("frame", {"begun_on": "gestern"}, "31.12.2026"),
        (
            "frame",
            {"begun_on": "2026-02-01", "ended_on": "2026-01-01"},
            "The end lies before the beginning.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field_and_stays_in_the_form(
    client: FlaskClient,
    session: Session,
    channel: Channel,
    author: Actor,
    section: str,
    bad: dict[str, object],
    words: str,
) -> None:
    report = make_report(session, state=S.DRAFT, channel=channel, author=author)
    refused = submit(client, f"/reports/{report.public_id}/edit/{section}", bad)
    assert refused.status_code == 422
    assert words in refused.text
    name, value = next(iter(bad.items()))
    if isinstance(value, str) and name != "city":
        assert value in refused.text
    assert the_report(session).version == 1


def test_a_released_report_is_changed_in_its_form_and_not_by_its_post(
    client: FlaskClient, session: Session, channel: Channel, author: Actor
) -> None:
    report = make_report(
        session, state=S.RELEASED, channel=channel, author=author, theme_id=channel.theme_id
    )
    thread = session.get_one(Thread, report.thread_id)
    page = f"/reports/{report.public_id}"
    submit(client, f"{page}/edit/frame", {"title": "Tauschregal im Hof, neu"})
    session.expire_all()
    assert (the_report(session).version, thread.title) == (2, "Tauschregal im Hof, neu")
    outdated = submit(client, f"{page}/mark_outdated", {"reason": ""})
    assert outdated.status_code == 422
    submit(client, f"{page}/mark_outdated", {"reason": "Das Haus ist abgerissen."})
    assert the_report(session).state is S.OUTDATED
    assert "Das Haus ist abgerissen." in client.get(page).text


def test_nobody_else_learns_of_a_draft_and_a_review_is_for_the_moderation(
    client: FlaskClient, session: Session, channel: Channel, author: Actor, moderator: Actor
) -> None:
    report = make_report(session, state=S.DRAFT, channel=channel, author=moderator)
    handed_in = make_report(session, state=S.SUBMITTED, channel=channel, author=moderator)
    for path in ("", "/edit/frame", "/review", "/discard"):
        assert client.get(f"/reports/{report.public_id}{path}").status_code == 404
        assert client.get(f"/reports/{handed_in.public_id}{path}").status_code == 403
    sign_in(client, session, moderator)
    assert client.get(f"/reports/{handed_in.public_id}/review").status_code == 403
    discarding = client.get(f"/reports/{report.public_id}/discard")
    send(client, forms_of(discarding)[-1], f"/reports/{report.public_id}/discard", {})
    assert report.title not in client.get("/reports/mine").text
