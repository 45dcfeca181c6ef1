"""The queue of the moderation over HTTP, without a script."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, MembershipRole
from forum.kernel import clock
from forum.moderation import actions
from forum.moderation.models import CannedText, Case, CaseNote, CaseState, Decision, Measure
from forum.threads.models import Post
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.moderation import make_case, make_moderator
from tests.factories.threads import make_reply, make_thread
from tests.queries import QueryCounter
from tests.web.forms import Form, forms_in, press, send, submit

QUEUE = "/moderation/cases"


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def moderator(client: FlaskClient, session: Session, channel: Channel) -> Actor:
    """Return who is signed in."""
    actor = make_actor(session, "Mo Moderation", locale="en")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    sign_in(client, session, actor)
    return actor


def case_about(session: Session, channel: Channel, title: str = "Wer zahlt?") -> Case:
    author = make_actor(session, "Toni Thema")
    thread = make_thread(session, channel, author, title)
    return make_case(session, make_reply(session, thread, author, "Mein Nachbar Karl war dabei."))


def decision_form(client: FlaskClient, case: Case) -> Form:
    page = client.get(f"{QUEUE}/{case.public_id}").text
    return next(form for form in forms_in(page) if form.action.endswith("/decide"))


def test_the_queue_shows_what_waits_and_its_filters_narrow_it(
    client: FlaskClient, session: Session, channel: Channel, moderator: Actor
) -> None:
    old, new = case_about(session, channel, "Alt"), case_about(session, channel, "Neu")
    old.opened_at = clock.now() - dt.timedelta(days=4)
    actions.claim(session, moderator, new)
    case_about(session, make_channel(session, "Fremd"), "Nicht meins")
    session.commit()
    page = client.get(QUEUE).text
    assert page.index("Alt (#2)") < page.index("Neu (#2)")
    assert "Nicht meins" not in page
    assert "4 days" in page
    assert "Held by you" in page
    for query, shown in (
        ("age=3", ["Alt"]),
        ("held=mine", ["Neu"]),
        ("held=free", ["Alt"]),
        ("source=held", []),
        (f"channel={channel.slug}", ["Alt", "Neu"]),
        ("channel=-", []),
        ("state=decided", []),
    ):
        text = client.get(f"{QUEUE}?{query}").text
        assert [name for name in ("Alt", "Neu") if f"{name} (#2)" in text] == shown, query


def test_who_moderates_nothing_has_no_queue_and_cases_of_others_are_not_there(
    client: FlaskClient, session: Session, channel: Channel, moderator: Actor
) -> None:
    elsewhere = case_about(session, make_channel(session, "Fremd"))
    assert client.get(f"{QUEUE}/{elsewhere.public_id}").status_code == 404
    sign_in(client, session, make_actor(session, "Mitglied"))
    assert client.get(QUEUE).status_code == 403


def test_a_case_is_held_noted_and_decided_with_a_ready_made_text(
    client: FlaskClient, session: Session, channel: Channel, moderator: Actor
) -> None:
    case = case_about(session, channel)
    text = "Guten Tag {name}, „{title}“ in {channel}: {rule}. {anderes}"
    canned = actions.save_canned_text(session, moderator, None, name="N", text=text, measure=None)
    session.commit()
    page = f"{QUEUE}/{case.public_id}"
    held = next(form for form in forms_in(client.get(page).text) if "claim" in form.action)
    assert "You hold this case until" in send(client, held, QUEUE, {}, follow_redirects=True).text
    noted = next(form for form in forms_in(client.get(page).text) if "notes" in form.action)
    send(client, noted, QUEUE, {"text": "Schon einmal vorgekommen."})
    assert session.query(CaseNote).one().author_id == moderator.id
    chosen = {"measure": "hide", "ground": "rules_participants"}
    form = decision_form(client, case)
    shown = send(client, form, QUEUE, {**chosen, "canned": canned.public_id, "intent": "fill"})
    (filled,) = [one for one in forms_in(shown.text) if one.action.endswith("/decide")]
    words = filled.values["reason"][0]
    assert "Guten Tag Toni Thema, „Wer zahlt? (#2)“ in Beteiligung: Rules of this forum" in words
    assert "{anderes}" in words
    assert filled.values["measure"] == ["hide"]
    done = send(client, filled, QUEUE, {"intent": "decide"}, follow_redirects=True)
    assert "Decided: “Wer zahlt? (#2)”." in done.text
    decision = session.query(Decision).one()
    assert (decision.measure, decision.reason) == (Measure.HIDE, words)
    assert session.get_one(Post, case.target_id).removal_reason == words
    assert "Former decisions" in client.get(page).text


def test_what_is_refused_keeps_the_text_and_holds_the_case_again(
    client: FlaskClient, session: Session, channel: Channel, moderator: Actor
) -> None:
    case = case_about(session, channel)
    form = decision_form(client, case)
    words = {"measure": "hide", "ground": "rules", "reason": "Mit Mühe geschrieben."}
    refused = send(client, form, QUEUE, {**words, "reason": "", "intent": "decide"})
    assert refused.status_code == 422
    make_case(session, session.get_one(Post, case.target_id))
    again = send(client, form, QUEUE, {**words, "intent": "decide"})
    assert again.status_code == 409
    assert "Something about this case has changed" in again.text
    (kept,) = [one for one in forms_in(again.text) if one.action.endswith("/decide")]
    assert kept.values["reason"] == ["Mit Mühe geschrieben."]
    assert "You hold this case until" in again.text
    assert send(client, kept, QUEUE, {"intent": "decide"}).status_code == 303
    assert session.query(Decision).count() == 1


def test_a_hold_is_renewed_by_a_script_until_somebody_takes_it_over(
    client: FlaskClient, session: Session, channel: Channel, moderator: Actor
) -> None:
    case = actions.claim(session, moderator, case_about(session, channel))
    session.commit()
    renew = f"{QUEUE}/{case.public_id}/renew"
    token = {"csrf_token": decision_form(client, case).values["csrf_token"]}
    answer = client.post(renew, data=token).get_json()
    assert answer["fence"] == case.fence
    assert answer["lease"] > 890
    other = make_moderator(session, channel, "Ola Andere")
    actions.take_over(session, other, case, fence=case.fence)
    session.commit()
    assert client.post(renew, data=token).status_code == 409
    page = client.get(f"{QUEUE}/{case.public_id}").text
    assert "Ola Andere holds this case until" in page
    taken = next(form for form in forms_in(page) if "take-over" in form.action)
    assert "You hold this case" in send(client, taken, QUEUE, {}, follow_redirects=True).text


def test_several_are_decided_each_by_itself_and_the_page_says_what_became_of_each(
    client: FlaskClient, session: Session, channel: Channel, moderator: Actor
) -> None:
    cases = [case_about(session, channel, title) for title in ("Eins", "Zwei", "Drei")]
    (form,) = [one for one in forms_in(client.get(QUEUE).text) if "decide" in one.action]
    words = {"measure": "hide", "ground": "rules", "reason": "Guten Tag {name}."}
    ticked = [f"{case.public_id}.{case.fence}" for case in cases]
    incomplete: tuple[dict[str, object], ...] = (
        {"case": []},
        {"measure": ""},
        {"reason": ""},
        {"ground": ""},
    )
    for missing in incomplete:
        sent = {**words, "case": ticked, "intent": "decide", **missing}
        assert send(client, form, QUEUE, sent).status_code == 422, missing
    other = make_moderator(session, channel, "Ola Andere")
    actions.claim(session, other, cases[1])
    session.commit()
    done = send(client, form, QUEUE, {**words, "case": ticked, "intent": "decide"})
    assert done.status_code == 200
    assert done.text.count("Decided.") == 2
    assert "Somebody else holds this case. Nothing was done." in done.text
    states = session.scalars(
        sa.select(Case.state).order_by(Case.id).execution_options(populate_existing=True)
    )
    assert list(states) == [CaseState.DECIDED, CaseState.OPEN, CaseState.DECIDED]
    assert set(session.scalars(sa.select(Decision.reason))) == {"Guten Tag Toni Thema."}


def test_ready_made_texts_are_written_changed_and_dropped(
    client: FlaskClient, session: Session, moderator: Actor
) -> None:
    new = "/moderation/texts/new"
    values: dict[str, object] = {"name": "Namen", "text": "Guten Tag {name}", "measure": "hide"}
    assert submit(client, new, values).status_code == 303
    assert "There is a text of this name already." in submit(client, new, values).text
    text = session.query(CannedText).one()
    assert submit(client, f"/moderation/texts/{text.public_id}", {"text": "Anders"}).location
    assert "Anders" in client.get("/moderation/texts").text
    press(client, client.get(f"/moderation/texts/{text.public_id}"), "/drop")
    assert session.query(CannedText).count() == 0


def test_the_queue_sends_as_many_statements_for_many_cases_as_for_one(
    client: FlaskClient,
    session: Session,
    channel: Channel,
    moderator: Actor,
    count_queries: QueryCounter,
) -> None:
    first = case_about(session, channel)
    counts = []
    for path in (QUEUE, f"{QUEUE}/{first.public_id}"):
        with count_queries() as few:
            client.get(path)
        counts.append((path, len(few)))
    for _ in range(4):
        case_about(session, channel)
    for path, few_ in counts:
        with count_queries() as many:
            client.get(path)
        assert len(many) == few_, path
